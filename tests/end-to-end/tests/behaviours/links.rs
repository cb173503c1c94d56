//! Links to a page that say something to the widget: `?askwell_score=8` in an e-mail.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::Value;

use crate::table::behaviour;

const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";

/// A page that would not ask yet.
fn stage() -> Stage {
    Stage::with(&Page::new().bare_tag(&[("endpoint", "/v1/responses?key=demo")]))
}

async fn chosen(card: &Card<'_>) -> Value {
    card.eval("root.querySelector('input:checked')?.value ?? null").await
}

/// Asserts that nothing was answered, stored or sent.
async fn nothing_is_answered(visitor: &Visitor, stage: &Stage) {
    assert_eq!(visitor.events("answered").await, [""; 0]);
    assert!(visitor.stored("askwell.outbox").await.is_null());
    assert!(visitor.stored("askwell.rest").await.is_null());
    assert_eq!(stage.rows().await, []);
}

#[apply(behaviour)]
async fn a_score_in_a_link_is_chosen_and_counts_when_confirmed(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/?utm_source=mail&askwell_score=8").await;
    let card = visitor.card().await;
    card.asks(QUESTION).await;
    card.until("8 is chosen", "root.querySelector('input:checked')?.value === '8'").await;
    nothing_is_answered(&visitor, &stage).await;
    card.choose(8).await;
    let row = stage.row("the score is stored", |row| row.score == Some(8)).await;
    assert_eq!(row.document["page"]["url"].as_str().map(|url| url.contains('?')), Some(false), "{}", row.document);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn another_score_can_be_chosen_than_the_links(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/?askwell_score=10").await;
    let card = visitor.card().await;
    card.until("10 is chosen", "root.querySelector('input:checked')?.value === '10'").await;
    card.choose(3).await;
    stage.row("the score is stored", |row| row.score == Some(3)).await;
}

#[apply(behaviour)]
async fn a_link_without_a_score_shows_nothing(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    for query in ["?askwell_score=11", "?askwell_score=08", "?askwell_score=", "?askwell_score=1e1"] {
        visitor.visit(&format!("/{query}")).await;
        visitor.told("ready").await;
        // Resolves once what was asked for before has been done.
        visitor.eval("(await askwell.explain(), 0)").await;
        assert!(!visitor.sees_a_card().await, "{query}");
        nothing_is_answered(&visitor, &stage).await;
    }
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_link_asks_whoever_closed_the_question_before_and_a_reload_does_not(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.eval("await askwell.show()").await;
    let card = visitor.card().await;
    visitor.has_read().await;
    visitor.eval("await askwell.close()").await;
    card.leaves().await;
    visitor.visit("/?askwell_score=9").await;
    let card = visitor.card().await;
    card.until("9 is chosen", "root.querySelector('input:checked')?.value === '9'").await;
    assert_eq!(chosen(&card).await, "9");
    visitor.reload().await;
    visitor.told("ready").await;
    visitor.eval("(await askwell.explain(), 0)").await;
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn contact_details_of_the_person_are_filled_in_and_sent_when_confirmed(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("person-email", "ada@example.org")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(2).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.click("Überspringen").await;
    card.until("the address is filled in", "root.querySelector('[name=email]')?.value === 'ada@example.org'").await;
    let row = stage.row("the score is stored", |row| row.score == Some(2)).await;
    assert!(row.document["answers"].get("contact").is_none(), "{}", row.document);
    card.click("Ja, bitte melden").await;
    let row = stage.complete_row().await;
    assert_eq!(row.document["answers"]["contact"]["email"], "ada@example.org", "{}", row.document);
}
