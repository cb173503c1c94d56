//! A visitor who answered or declined is not asked again before the recontact period is over.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;

use crate::table::behaviour;

fn stage() -> Stage {
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("other.html", &Page::new().tag(&[]));
    stage
}

/// Waits until the widget has decided, and asserts that it decided to stay away because of the recontact period.
async fn stays_away(visitor: &Visitor) {
    let survey = visitor.eval("(await askwell.explain('nps')).surveys[0]").await;
    assert_eq!((&survey["visible"], &survey["open"]), (&false.into(), &false.into()), "{survey}");
    let rules = survey["rules"].as_array().expect("the rules are listed");
    let resting = rules.iter().find(|rule| rule["rule"] == "resting").expect("resting is a rule");
    assert_eq!(resting["holds"], false, "{survey}");
    assert_eq!(resting["because"], "the visitor answered or declined not long ago");
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn a_dismissed_survey_stays_away_until_it_is_reset(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.click("Schließen").await;
    card.leaves().await;
    visitor.reload().await;
    stays_away(&visitor).await;
    visitor.visit("/other.html").await;
    stays_away(&visitor).await;
    assert_eq!(stage.rows().await, []);

    visitor.eval("askwell.reset()").await;
    visitor.reload().await;
    visitor.card().await;
}

#[apply(behaviour)]
async fn an_answered_survey_stays_away_until_it_is_reset(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.click("Überspringen").await;
    stage.complete_row().await;
    visitor.reload().await;
    stays_away(&visitor).await;
    visitor.visit("/other.html").await;
    stays_away(&visitor).await;

    visitor.eval("askwell.reset()").await;
    visitor.reload().await;
    visitor.card().await;
}

#[apply(behaviour)]
async fn a_survey_that_was_closed_at_once_is_shown_on_the_next_page(engine: Engine) {
    let closes = "document.addEventListener('askwell:shown', () => askwell.close());";
    let stage = Stage::with(&Page::new().tag(&[]).script(closes));
    stage.put("other.html", &Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.told("dismissed").await;
    visitor
        .until("the gesture is settled", "(await askwell.explain(), !localStorage.getItem('askwell.gestures'))")
        .await;
    assert!(visitor.stored("askwell.rest").await.is_null());
    visitor.visit("/other.html").await;
    visitor.card().await;
}

#[apply(behaviour)]
async fn one_who_rests_downloads_the_loader_and_nothing_else(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.click("Schließen").await;
    card.leaves().await;
    visitor.until("that is kept in mind", "localStorage.getItem('askwell.rest') !== null").await;
    visitor.until("and no gesture", "localStorage.getItem('askwell.gestures') === null").await;
    visitor.visit("/other.html").await;
    // Long enough for the loader to have asked for more, if it were to: it does so when the page is idle.
    visitor.eval("new Promise((idle) => requestIdleCallback(() => requestIdleCallback(idle)))").await;
    let fetched = "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)";
    visitor.until_is("what is fetched", fetched, &serde_json::json!(["/askwell.js"])).await;
}
