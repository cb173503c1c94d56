//! The components in somebody else's Leptos application: `www/leptos`.

use end_to_end::{Engine, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

/// A rating stands in an article, by its place on the page.
fn rating(place: usize) -> String {
    format!("article:nth-of-type({place}) > div")
}

#[apply(behaviour)]
async fn ratings_of_a_leptos_application_are_stored_with_their_topics(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/leptos/").await;
    let first = visitor.card_in(&rating(1)).await;
    first.asks("Was this article helpful?").await;
    first.click("No").await;
    first.asks("What was missing?").await;
    first.write("An example").await;
    first.click("Send").await;
    let row = stage.complete_row().await;
    assert_eq!(row.document["attributes"]["topic"], "reminders");
    assert_eq!(row.document["answers"], json!({ "helpful": "no", "missing": "An example" }));
    visitor
        .until(
            "the application was told",
            "document.querySelector('#log').textContent.includes('reminders: reached the end')",
        )
        .await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn survey_mounts_again_when_its_view_comes_back(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/leptos/").await;
    let open = |name: &str| {
        format!(
            "([...document.querySelectorAll('nav button')].find(({{ textContent }}) => textContent === '{name}').click(), 0)"
        )
    };
    visitor.until("the application is there", "Boolean(document.querySelector('nav button'))").await;
    visitor.eval(&open("Feedback")).await;
    let survey = "main > div";
    let card = visitor.card_in(survey).await;
    card.asks("How likely is it that you would recommend Belegwerk to a friend or colleague?").await;

    visitor.eval(&open("Release notes")).await;
    visitor.until("it is gone", "!document.querySelector('main > div')").await;
    visitor.eval(&open("Feedback")).await;
    let card = visitor.card_in(survey).await;
    card.choose(9).await;
    card.asks("What do you value most?").await;
    stage.row("the score is stored", |row| row.score == Some(9) && row.survey == "leptos-feedback").await;
    visitor.page_is_unharmed().await;
}
