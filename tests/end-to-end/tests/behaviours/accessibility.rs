//! What assistive technology is told, as Chromium's own accessibility tree has it.

use end_to_end::{Page, Stage, Visitor};
use serde_json::{Value, json};

const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";

/// A node that assistive technology sees.
#[derive(Debug)]
struct Node {
    role: String,
    name: String,
    description: String,
    properties: Value,
}

impl Node {
    fn property(&self, name: &str) -> &Value {
        let properties = self.properties.as_array().expect("it is a list");
        properties
            .iter()
            .find(|property| property["name"] == name)
            .map_or(&Value::Null, |found| &found["value"]["value"])
    }
}

async fn tree(visitor: &Visitor) -> Vec<Node> {
    visitor.devtools("Accessibility.enable", json!({})).await;
    let tree = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
    let text = |node: &Value, name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().expect("the tree has nodes").iter();
    nodes
        .filter(|node| node["ignored"] == false)
        .map(|node| Node {
            role: text(node, "role"),
            name: text(node, "name"),
            description: text(node, "description"),
            properties: node.get("properties").cloned().unwrap_or_else(|| json!([])),
        })
        .collect()
}

fn of_role<'t>(tree: &'t [Node], role: &str) -> Vec<&'t Node> {
    tree.iter().filter(|node| node.role == role).collect()
}

fn names<'t>(tree: &'t [Node], role: &str) -> Vec<&'t str> {
    of_role(tree, role).into_iter().map(|node| node.name.as_str()).collect()
}

#[tokio::test]
async fn the_scale_is_one_group_of_eleven_radios_named_by_the_question() {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor().await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let found = tree(&visitor).await;
    let groups = of_role(&found, "radiogroup");
    assert_eq!(groups.len(), 1, "{found:#?}");
    assert_eq!(groups[0].name, QUESTION);
    assert_eq!(groups[0].description, "Überhaupt nicht wahrscheinlich Äußerst wahrscheinlich");
    assert_eq!(names(&found, "radio"), ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    assert!(of_role(&found, "radio").iter().all(|radio| radio.property("checked") == "false"));
    assert_eq!(names(&found, "dialog"), ["Ihre Meinung"]);
    assert_eq!(of_role(&found, "dialog")[0].property("modal"), &json!(false), "it lets the page be used");

    card.eval("root.querySelector('input[value=\"7\"]').focus()").await;
    visitor.press(thirtyfour::Key::Right).await;
    card.until("8 is chosen", "root.querySelector('input:checked')?.value === '8'").await;
    let found = tree(&visitor).await;
    let checked: Vec<_> =
        of_role(&found, "radio").into_iter().filter(|radio| radio.property("checked") == "true").collect();
    assert_eq!(checked.iter().map(|radio| radio.name.as_str()).collect::<Vec<_>>(), ["8"]);
}

#[tokio::test]
async fn the_question_is_announced_through_a_live_region() {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor().await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let announced = format!("root.querySelector('[aria-live=polite]').textContent === 'Ihre Meinung: {QUESTION}'");
    card.until("the question is announced", &announced).await;
    let found = tree(&visitor).await;
    assert!(found.iter().any(|node| node.property("live") == "polite"), "{found:#?}");

    // A click by a script moves no focus: whoever isn't in the card is told what it asks next.
    card.eval("root.querySelector('input[value=\"9\"]').click()").await;
    let next = "root.querySelector('[aria-live=polite]').textContent === 'Was schätzen Sie am meisten?'";
    card.until("the next question is announced", next).await;
    assert_eq!(card.eval("root.activeElement").await, Value::Null, "the focus was taken");
}

#[tokio::test]
async fn fields_and_buttons_are_named_in_the_pages_language() {
    for (language, prompt, buttons) in [
        ("de", "Was ist schiefgelaufen?", ["Schließen", "Senden", "Ändern", "Überspringen"]),
        ("en", "What went wrong?", ["Change", "Close", "Send", "Skip"]),
    ] {
        let stage = Stage::with(&Page::new().html(&format!(r#"lang="{language}""#)).tag(&[]));
        let visitor = stage.visitor().await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(0).await;
        card.asks(prompt).await;
        let found = tree(&visitor).await;
        assert_eq!(names(&found, "textbox"), [prompt]);
        let mut named = names(&found, "button");
        named.sort_unstable();
        assert_eq!(named, buttons);
        assert!(names(&found, "heading").contains(&prompt));
    }
}

#[tokio::test]
async fn a_wrong_address_is_tied_to_its_field_and_spoken() {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor().await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(0).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.click("Überspringen").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    card.write("niemand").await;
    card.click("Bitte melden").await;
    card.until("the card complains", "root.querySelector('[role=alert]').textContent !== ''").await;
    let found = tree(&visitor).await;
    let field = of_role(&found, "textbox")[0];
    assert_eq!(field.name, "E-Mail-Adresse");
    assert_eq!(field.property("invalid"), "true");
    assert!(field.description.starts_with("Bitte geben Sie eine Adresse wie name@example.org ein."), "{field:?}");
}
