//! Surveys in the flow of the page: `<askwell-survey>` and `<askwell-rating>`.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;

use crate::table::behaviour;

const RETURNS: &str = "askwell-rating[topic=returns]";
const SHIPPING: &str = "askwell-rating[topic=shipping]";

fn help() -> Page {
    Page::new().tag(&[("show", "manual"), ("contact-url", "/contact.html")]).body(
        r#"<h2>Rückgabe</h2><askwell-rating topic="returns"></askwell-rating>
           <h2>Versand</h2><askwell-rating topic="shipping"></askwell-rating><div id="elsewhere"></div>"#,
    )
}

#[apply(behaviour)]
async fn each_rating_is_stored_with_its_topic(engine: Engine) {
    let stage = Stage::with(&help());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let returns = visitor.card_in(RETURNS).await;
    returns.asks("War dieser Artikel hilfreich?").await;
    returns.click("Ja").await;
    returns.asks("Danke. Gut zu wissen.").await;
    let shipping = visitor.card_in(SHIPPING).await;
    shipping.click("Nein").await;
    shipping.asks("Was hat gefehlt?").await;
    shipping.write("Die Kosten ins Ausland").await;
    shipping.click("Senden").await;
    shipping.asks("Danke. Jetzt wissen wir, was fehlt.").await;
    assert_eq!(shipping.eval("root.querySelector('a').getAttribute('href')").await, "/contact.html");

    let rows = end_to_end::until("both are complete", async || {
        Some(stage.rows().await).filter(|rows| rows.len() == 2 && rows.iter().all(|row| row.status == "complete"))
    })
    .await;
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.topic.as_deref(),
                row.helpful.as_deref(),
                row.comment.as_deref(),
                row.kind.as_str(),
                row.layout.as_str(),
            )
        })
        .collect();
    assert!(told.contains(&(Some("returns"), Some("yes"), None, "rating", "inline")), "{told:?}");
    assert!(
        told.contains(&(Some("shipping"), Some("no"), Some("Die Kosten ins Ausland"), "rating", "inline")),
        "{told:?}"
    );
    assert!(rows.iter().all(|row| row.score.is_none() && row.group.is_none()), "a rating has no score");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn each_rating_is_remembered_by_itself(engine: Engine) {
    let stage = Stage::with(&help());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let returns = visitor.card_in(RETURNS).await;
    returns.click("Ja").await;
    stage.row("the rating is stored", |row| row.helpful.is_some()).await;
    visitor.reload().await;
    visitor.card_in(SHIPPING).await;
    visitor.until("the widget knows both", "(await askwell.explain('helpful')).surveys.length === 2").await;
    let visible =
        visitor.eval("(await askwell.explain('helpful')).surveys.map((survey) => survey.visible).sort()").await;
    assert_eq!(visible, serde_json::json!([false, true]));
    assert_eq!(visitor.eval(&format!("Boolean(document.querySelector('{RETURNS}').shadowRoot)")).await, false);
}

#[apply(behaviour)]
async fn an_inline_survey_stands_where_its_element_stands(engine: Engine) {
    let stage = Stage::with(
        &Page::new()
            .tag(&[("show", "manual")])
            .body(r#"<main><askwell-survey survey="inline" product="Linde"></askwell-survey></main>"#),
    );
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in("main > askwell-survey").await;
    card.asks("Wie wahrscheinlich ist es, dass Sie Linde einem Freund oder Kollegen weiterempfehlen?").await;
    assert_eq!(card.eval("root.querySelector('.card').getAttribute('role')").await, "region");
    assert_eq!(card.eval("getComputedStyle(root.querySelector('.frame')).position").await, "static");
    card.choose(10).await;
    let row = stage.row("the score is stored", |row| row.score == Some(10)).await;
    assert_eq!((row.survey.as_str(), row.layout.as_str()), ("inline", "inline"));
}

#[apply(behaviour)]
async fn the_tag_can_stand_inline_in_a_container(engine: Engine) {
    let stage = Stage::with(
        &Page::new().tag(&[("display", "inline"), ("container", "#place")]).body(r#"<div id="place"></div>"#),
    );
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in("#place > askwell-card").await;
    card.choose(2).await;
    let row = stage.row("the score is stored", |row| row.score == Some(2)).await;
    assert_eq!(row.layout, "inline");
}

#[apply(behaviour)]
async fn moving_an_element_keeps_what_was_typed(engine: Engine) {
    let stage = Stage::with(&help());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in(SHIPPING).await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    card.write("Halb geschrieben").await;
    visitor.eval(&format!("document.querySelector('#elsewhere').append(document.querySelector('{SHIPPING}'))")).await;
    // The element tells the widget a microtask after it left, if it hasn't come back; another task is later than that.
    visitor.eval("new Promise((done) => setTimeout(done))").await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Halb geschrieben");
    let moved = visitor.card_in(&format!("#elsewhere > {SHIPPING}")).await;
    moved.click("Senden").await;
    let row = stage.complete_row().await;
    assert_eq!(row.comment.as_deref(), Some("Halb geschrieben"));
}

#[apply(behaviour)]
async fn removing_an_element_removes_its_survey_and_putting_it_back_asks_again(engine: Engine) {
    let stage = Stage::with(&help());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in(SHIPPING).await;
    card.asks("War dieser Artikel hilfreich?").await;
    visitor.eval(&format!("(window.taken = document.querySelector('{SHIPPING}')).remove()")).await;
    visitor.until("the survey is gone", "!taken.shadowRoot.querySelector('.card')").await;
    visitor.until("the widget forgot it", "(await askwell.explain('helpful')).surveys.length === 1").await;
    visitor.eval("document.querySelector('#elsewhere').append(taken)").await;
    visitor.card_in(&format!("#elsewhere > {SHIPPING}")).await.asks("War dieser Artikel hilfreich?").await;
    assert_eq!(visitor.eval("taken.shadowRoot.querySelectorAll('.card').length").await, 1);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_element_made_later_by_a_script_is_read_whole(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let make = "(() => { const rating = document.createElement('askwell-rating'); document.body.append(rating); rating.setAttribute('topic', 'late'); return 0; })()";
    visitor.eval(make).await;
    let card = visitor.card_in("askwell-rating").await;
    card.click("Ja").await;
    let row = stage.complete_row().await;
    assert_eq!(row.topic.as_deref(), Some("late"));
}
