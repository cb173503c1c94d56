//! Words that aren't sent when the card is closed.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
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
