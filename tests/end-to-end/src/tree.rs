//! What assistive technology is told, as the browser's own accessibility tree has it.

use serde_json::{Map, Value, json};

use crate::{Engine, Visitor, until};

/// A node that assistive technology sees.
#[derive(Debug)]
pub struct Node {
    /// What it is, as ARIA calls it: `radiogroup`, `textbox`.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What is said of it beside its name.
    pub description: String,
    properties: Map<String, Value>,
}

impl Node {
    /// A property: `checked`, `invalid`, `live` or `modal`; null if the node doesn't have it.
    pub fn property(&self, name: &str) -> &Value {
        self.properties.get(name).unwrap_or(&Value::Null)
    }
}

/// The nodes of a page, in its order.
#[derive(Debug)]
pub struct Tree(pub Vec<Node>);

/// Walks the tree that Firefox would hand to a screen reader. It has no roles of ARIA for what HTML alone has.
const WALK: &str = "
    const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
    const { STATE_CHECKED, STATE_CHECKABLE, STATE_INVALID, STATE_BUSY } = Ci.nsIAccessibleStates;
    const page = service.getAccessibleFor(gBrowser.selectedBrowser)?.firstChild;
    if (!page || page.childCount === 0) return null;
    const nodes = [];
    const walk = (node) => {
        const [state, extra] = [{}, {}];
        node.getState(state, extra);
        if (state.value & STATE_BUSY) return false;
        const attribute = (name) => { try { return node.attributes?.getStringProperty(name); } catch { return undefined; } };
        const properties = {};
        if (state.value & STATE_CHECKABLE) properties.checked = String(Boolean(state.value & STATE_CHECKED));
        if (state.value & STATE_INVALID) properties.invalid = 'true';
        if (attribute('live')) properties.live = attribute('live');
        const role = node.computedARIARole || service.getStringRole(node.role);
        if (role === 'dialog') properties.modal = Boolean(extra.value & Ci.nsIAccessibleStates.EXT_STATE_MODAL);
        // Firefox makes a group of every popover, whatever role it is given; one without a name is passed over by screen readers.
        const inner = node.firstChild && (node.firstChild.computedARIARole || service.getStringRole(node.firstChild.role));
        const isPopover = role === 'group' && !node.name && inner === 'dialog';
        if (!isPopover) nodes.push({ role, name: node.name ?? '', description: node.description ?? '', properties });
        for (let child = node.firstChild; child; child = child.nextSibling) if (!walk(child)) return false;
        return true;
    };
    return walk(page) ? nodes : null;";

impl Tree {
    /// What assistive technology sees now.
    pub async fn of(visitor: &Visitor) -> Self {
        match visitor.engine() {
            Engine::Chromium => of_chromium(visitor).await,
            Engine::Firefox => of_firefox(visitor).await,
            Engine::WebKit => panic!("WebKit's driver can't do it"),
        }
    }

    /// The nodes of this role.
    pub fn of_role(&self, role: &str) -> Vec<&Node> {
        self.0.iter().filter(|node| node.role == role).collect()
    }

    /// What the nodes of this role are called.
    pub fn names(&self, role: &str) -> Vec<&str> {
        self.of_role(role).into_iter().map(|node| node.name.as_str()).collect()
    }
}

async fn of_chromium(visitor: &Visitor) -> Tree {
    Tree(chromium_nodes(visitor).await.iter().filter(|node| node["ignored"] == false).map(Node::of_chromium).collect())
}

async fn chromium_nodes(visitor: &Visitor) -> Vec<Value> {
    visitor.devtools("Accessibility.enable", json!({})).await;
    let tree = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
    tree["nodes"].as_array().expect("the tree has nodes").clone()
}

impl Node {
    fn of_chromium(node: &Value) -> Self {
        let text = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
        let property =
            |property: &Value| Some((property["name"].as_str()?.to_owned(), property["value"]["value"].clone()));
        Self {
            role: text("role"),
            name: text("name"),
            description: text("description"),
            properties: node["properties"].as_array().into_iter().flatten().filter_map(property).collect(),
        }
    }

    /// What screen readers say of it, in a line: `checkbox "The price" checked=false`.
    fn line(&self) -> String {
        const STATES: [&str; 10] = [
            "level",
            "modal",
            "live",
            "checked",
            "pressed",
            "required",
            "invalid",
            "disabled",
            "expanded",
            "multiline",
        ];
        let mut line = self.role.clone();
        if !self.name.is_empty() {
            line += &format!(" {:?}", self.name);
        }
        if !self.description.is_empty() {
            line += &format!(" ({})", self.description);
        }
        for state in STATES {
            let value = self.property(state).to_string().replace('"', "");
            let is_usual = value == "null" || value == "false" && !["checked", "pressed", "modal"].contains(&state);
            if !is_usual {
                line += &format!(" {state}={value}");
            }
        }
        line
    }
}

/// The card in Chromium's tree, a line for each node and indented: what has a role and isn't a part of its parent's name.
pub async fn outline(visitor: &Visitor) -> String {
    let nodes = chromium_nodes(visitor).await;
    let children = |node: &Value| -> Vec<&Value> {
        let ids = node["childIds"].as_array().into_iter().flatten();
        ids.filter_map(|id| nodes.iter().find(|node| node["nodeId"] == *id)).collect()
    };
    let card = nodes.iter().find(|node| node["role"]["value"] == "dialog").expect("there is a card");
    let mut outline = String::new();
    let mut waiting = vec![(card, 0, String::new())];
    while let Some((node, depth, named)) = waiting.pop() {
        let seen = Node::of_chromium(node);
        let is_shown = match seen.role.as_str() {
            "StaticText" | "ListMarker" => !named.contains(seen.name.trim()),
            "none" | "generic" | "LabelText" | "Legend" => !seen.property("live").is_null(),
            role => role != "InlineTextBox",
        } && node["ignored"] == false;
        let (depth, named) = if is_shown {
            outline += &format!("{}{}\n", "  ".repeat(depth), seen.line());
            (depth + 1, seen.name)
        } else {
            (depth, named)
        };
        waiting.extend(children(node).into_iter().rev().map(|child| (child, depth, named.clone())));
    }
    outline
}

async fn of_firefox(visitor: &Visitor) -> Tree {
    // Asking starts the service, and the page's nodes and what changes of them come to the browser's window some time
    // after.
    let mut last = Value::Null;
    let nodes = until("Firefox has the page's accessibility tree", async || {
        let before = std::mem::replace(&mut last, visitor.in_firefox(WALK).await);
        (last == before).then(|| last.as_array().cloned())?
    })
    .await;
    let text = |node: &Value, name: &str| node[name].as_str().unwrap_or_default().to_owned();
    let seen = nodes.iter().map(|node| Node {
        role: text(node, "role"),
        name: text(node, "name"),
        description: text(node, "description"),
        properties: node["properties"].as_object().cloned().unwrap_or_default(),
    });
    Tree(seen.collect())
}
