//! What assistive technology is told, as Chromium's own accessibility tree has it.

use serde_json::{Value, json};

use crate::Visitor;

/// A node that assistive technology sees.
#[derive(Debug)]
pub struct Node {
    /// What it is: `radiogroup`, `textbox`.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What is said of it beside its name.
    pub description: String,
    properties: Value,
}

impl Node {
    /// A property such as `checked` or `invalid`; null if the node doesn't have it.
    pub fn property(&self, name: &str) -> &Value {
        let properties = self.properties.as_array().expect("it is a list");
        properties
            .iter()
            .find(|property| property["name"] == name)
            .map_or(&Value::Null, |found| &found["value"]["value"])
    }
}

/// The nodes of a page, in its order.
#[derive(Debug)]
pub struct Tree(pub Vec<Node>);

impl Tree {
    /// What assistive technology sees now.
    pub async fn of(visitor: &Visitor) -> Self {
        visitor.devtools("Accessibility.enable", json!({})).await;
        let tree = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
        let text = |node: &Value, name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
        let nodes = tree["nodes"].as_array().expect("the tree has nodes").iter();
        let seen = nodes.filter(|node| node["ignored"] == false).map(|node| Node {
            role: text(node, "role"),
            name: text(node, "name"),
            description: text(node, "description"),
            properties: node.get("properties").cloned().unwrap_or_else(|| json!([])),
        });
        Self(seen.collect())
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
