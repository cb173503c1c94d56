//! What assistive technology is told, as the browser's own accessibility tree has it.

use end_to_end::{Engine, Page, Stage, Tree};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";

#[apply(behaviour)]
async fn the_scale_is_one_group_of_eleven_radios_named_by_the_question(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let found = Tree::of(&visitor).await;
    let groups = found.of_role("radiogroup");
    assert_eq!(groups.len(), 1, "{found:#?}");
    assert_eq!(groups[0].name, QUESTION);
    assert_eq!(groups[0].description, "Überhaupt nicht wahrscheinlich Äußerst wahrscheinlich");
    assert_eq!(found.names("radio"), ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    assert!(found.of_role("radio").iter().all(|radio| radio.property("checked") == "false"));
    assert_eq!(found.names("dialog"), ["Ihre Meinung"]);
    assert_eq!(found.of_role("dialog")[0].property("modal"), &json!(false), "it lets the page be used");

    card.eval("root.querySelector('input[value=\"7\"]').focus()").await;
    visitor.press(thirtyfour::Key::Right).await;
    card.until("8 is chosen", "root.querySelector('input:checked')?.value === '8'").await;
    let found = Tree::of(&visitor).await;
    let checked: Vec<_> =
        found.of_role("radio").into_iter().filter(|radio| radio.property("checked") == "true").collect();
    assert_eq!(checked.iter().map(|radio| radio.name.as_str()).collect::<Vec<_>>(), ["8"]);
}

#[apply(behaviour)]
async fn the_question_is_announced_through_a_live_region(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let announced = format!("root.querySelector('[aria-live=polite]').textContent === 'Ihre Meinung: {QUESTION}'");
    card.until("the question is announced", &announced).await;
    let found = Tree::of(&visitor).await;
    assert!(found.0.iter().any(|node| node.property("live") == "polite"), "{found:#?}");

    // A click by a script moves no focus: whoever isn't in the card is told what it asks next.
    card.eval("root.querySelector('input[value=\"9\"]').click()").await;
    let next = "root.querySelector('[aria-live=polite]').textContent === 'Was schätzen Sie am meisten?'";
    card.until("the next question is announced", next).await;
    assert_eq!(card.eval("root.activeElement").await, Value::Null, "the focus was taken");
}

#[apply(behaviour)]
async fn fields_and_buttons_are_named_in_the_pages_language(engine: Engine) {
    for (language, prompt, buttons) in [
        ("de", "Was ist schiefgelaufen?", ["Schließen", "Weiter", "Ändern", "Überspringen"]),
        ("en", "What went wrong?", ["Change", "Close", "Next", "Skip"]),
    ] {
        let stage = Stage::with(&Page::new().html(&format!(r#"lang="{language}""#)).tag(&[]));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(0).await;
        card.asks(prompt).await;
        let found = Tree::of(&visitor).await;
        assert_eq!(found.names("textbox"), [prompt]);
        let mut named = found.names("button");
        named.sort_unstable();
        assert_eq!(named, buttons);
        assert!(found.names("heading").contains(&prompt));
    }
}

#[apply(behaviour)]
async fn a_wrong_address_is_tied_to_its_field_and_spoken(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(0).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.click("Überspringen").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    card.write("niemand").await;
    card.click("Ja, bitte melden").await;
    card.until("the card shows an error", "root.querySelector('[role=alert]').textContent !== ''").await;
    let found = Tree::of(&visitor).await;
    let field = found.of_role("textbox")[0];
    assert_eq!(field.name, "E-Mail-Adresse");
    assert_eq!(field.property("invalid"), "true");
    assert!(field.description.starts_with("Bitte geben Sie eine Adresse wie name@example.org ein."), "{field:?}");
}
