//! Words that aren't sent when the card is closed.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::json;
use thirtyfour::Key;

use crate::table::behaviour;

const QUESTION: &str = "Was ist schiefgelaufen?";
const UNSENT: &str = "Ihr Text ist noch nicht gesendet.";

/// A card with half a sentence on it.
async fn half_written(visitor: &Visitor) -> Card<'_> {
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(QUESTION).await;
    card.write("Das Paket").await;
    card
}

#[apply(behaviour)]
async fn closing_with_half_a_sentence_offers_it_back(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    let card = half_written(&visitor).await;
    visitor.press(Key::Escape).await;
    card.asks(UNSENT).await;
    card.click("Zurück").await;
    card.asks(QUESTION).await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Das Paket");
    assert!(visitor.focus_is_on("textarea").await, "the visitor goes on writing");
    card.write(" kam spät").await;
    card.click("Schließen").await;
    card.asks(UNSENT).await;
    card.click("Senden").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    let said = (Some(3), Some("detractor"), Some("Das Paket kam spät"));
    stage.row("the reason is stored", |row| row.said() == said).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn closing_twice_closes_at_once_and_once_after_a_moment(engine: Engine) {
    for twice in [true, false] {
        let stage = Stage::with(&Page::new().tag(&[]));
        let visitor = stage.visitor(engine).await;
        let card = half_written(&visitor).await;
        visitor.press(Key::Escape).await;
        card.asks(UNSENT).await;
        if twice {
            card.is_seen().await;
            visitor.press(Key::Escape).await;
        }
        card.leaves().await;
        assert_eq!(visitor.events("abandoned").await.len(), 1);
        let row = stage.row("the score stays", |row| row.status == "abandoned").await;
        assert_eq!(row.said(), (Some(3), Some("detractor"), None));
    }
}

#[apply(behaviour)]
async fn closing_without_words_closes_at_once(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    visitor.press(Key::Escape).await;
    card.leaves().await;
    assert_eq!(visitor.events("abandoned").await.len(), 1);
}

#[apply(behaviour)]
async fn a_double_escape_leaves_the_words_on_offer(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    let card = half_written(&visitor).await;
    visitor.press_at_once([Key::Escape, Key::Escape].iter().map(Key::value).collect::<String>()).await;
    card.asks(UNSENT).await;
    card.click("Zurück").await;
    card.asks(QUESTION).await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Das Paket");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn the_keys_that_send_also_send_what_is_offered_back(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    let card = half_written(&visitor).await;
    visitor.press(Key::Escape).await;
    card.asks(UNSENT).await;
    visitor.press_with(Key::Control, Key::Enter).await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    let said = (Some(3), Some("detractor"), Some("Das Paket"));
    stage.row("the reason is stored", |row| row.said() == said).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_address_is_offered_back_and_is_there_again_after_the_way_back(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    let card = half_written(&visitor).await;
    let contact = "Dürfen wir uns deswegen bei Ihnen melden?";
    card.click("Weiter").await;
    card.asks(contact).await;
    card.write("a@example.o").await;
    visitor.press(Key::Escape).await;
    card.asks(UNSENT).await;
    card.click("Zurück").await;
    card.asks(contact).await;
    card.click("Zurück").await;
    card.asks(QUESTION).await;
    card.click("Weiter").await;
    card.asks(contact).await;
    card.write("rg").await;
    card.click("Ja, bitte melden").await;
    let row = stage.complete_row().await;
    assert_eq!(row.answer("contact")["email"], "a@example.org");
}

#[apply(behaviour)]
async fn words_that_cannot_be_sent_come_back_with_the_reason(engine: Engine) {
    let survey = json!({
        "id": "short", "languages": ["de"],
        "questions": [{ "id": "why", "type": "text", "prompt": "Warum?", "minLength": 20 }],
    });
    let document = format!("<script type='application/askwell+json'>{survey}</script>");
    let stage = Stage::with(&Page::new().body(&document).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("Warum?").await;
    card.write("kurz").await;
    visitor.press(Key::Escape).await;
    card.asks(UNSENT).await;
    card.click("Senden").await;
    card.asks("Warum?").await;
    card.until("it says what is wrong", "Boolean(root.querySelector('.note')?.textContent)").await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "kurz");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn the_offer_stays_while_the_visitor_is_at_a_button(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]).script(
        "window.later = [];
        const { setTimeout: start } = window;
        window.setTimeout = (task, time, ...rest) => time === 8000 ? later.push(task) : start(task, time, ...rest);",
    ));
    let visitor = stage.visitor(engine).await;
    let card = half_written(&visitor).await;
    visitor.press(Key::Escape).await;
    card.asks(UNSENT).await;
    card.eval("root.querySelector('.primary').focus()").await;
    visitor.eval("later.shift()()").await;
    card.asks(UNSENT).await;
    visitor.until("the time begins anew", "later.length === 1").await;
    card.eval("root.activeElement.blur()").await;
    visitor.eval("later.shift()()").await;
    card.leaves().await;
}
