//! The score counts from the moment it is given; what follows replaces it under the same identifier.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;

use crate::table::behaviour;

fn page() -> Page {
    Page::new().tag(&[])
}

#[apply(behaviour)]
async fn the_score_alone_is_stored_while_the_follow_up_is_still_asked(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(8).await;
    let first = stage.row("the score is stored", |row| row.score == Some(8)).await;
    assert_eq!((first.status.as_str(), first.revision), ("partial", 1));
    card.asks("Was müsste besser sein für eine 9 oder 10?").await;

    card.write("Schneller").await;
    card.click("Senden").await;
    let last = stage.complete_row().await;
    assert_eq!((last.id, last.revision), (first.id, 2));
    assert_eq!(last.comment.as_deref(), Some("Schneller"));
}

#[apply(behaviour)]
async fn a_changed_score_takes_the_place_of_the_first(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks("Was ist schiefgelaufen?").await;
    let first = stage.row("the score is stored", |row| row.score == Some(3)).await;
    card.click("Ändern").await;
    card.until("the score is still chosen", "root.querySelector('input:checked')?.value === '3'").await;
    card.choose(10).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.click("Überspringen").await;

    let last = stage.complete_row().await;
    assert_eq!((last.id.as_str(), last.said()), (first.id.as_str(), (Some(10), Some("promoter"), None)));
}

#[apply(behaviour)]
async fn closing_after_the_score_leaves_an_abandoned_answer(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(6).await;
    card.asks("Was hätte besser sein müssen?").await;
    card.click("Schließen").await;
    card.leaves().await;
    let row = stage.row("the row is abandoned", |row| row.status == "abandoned").await;
    assert_eq!(row.said(), (Some(6), Some("detractor"), None));
    assert_eq!(visitor.events("abandoned").await.len(), 1);
}

#[apply(behaviour)]
async fn closing_before_the_score_stores_nothing(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.click("Schließen").await;
    assert_eq!(visitor.told("dismissed").await.len(), 1);
    card.leaves().await;
    // What is to be delivered is in the outbox before the page is told anything.
    assert!(visitor.stored("askwell.outbox").await.is_null());
    assert_eq!(visitor.events("delivered").await, [""; 0]);
    assert_eq!(stage.rows().await, []);
}
