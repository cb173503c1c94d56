//! Several tabs of one site.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;

use crate::table::behaviour;

/// A page that is told when it is back from the browser's cache.
fn page() -> Page {
    Page::new().script("addEventListener('pageshow', (event) => { window.back = event.persisted; });")
}

async fn card_goes(visitor: &Visitor) {
    let gone = "![...document.querySelectorAll('*')].some((element) => element.shadowRoot?.querySelector('.card'))";
    visitor.until("the card is gone", gone).await;
}

#[apply(behaviour)]
async fn a_survey_is_shown_in_one_tab_at_a_time(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    let first = visitor.tab().await;
    let second = visitor.open_tab().await;
    visitor.turn_to(&second).await;
    visitor.visit("/").await;
    visitor.card().await;
    visitor.turn_to(&first).await;
    visitor.visit("/").await;
    let because = "(await askwell.explain()).surveys[0]?.rules.find(({ rule }) => rule === 'elsewhere').because";
    visitor.until("it is said why it isn't shown", &format!("{because} === 'another tab shows it'")).await;
    assert!(!visitor.sees_a_card().await);
    assert_eq!(visitor.eval("askwell.show()").await["rejected"]["code"], "elsewhere");
    visitor.page_is_unharmed().await;
    assert_eq!(visitor.recorded("consoleErrors").await, [""; 0], "nothing is wrong with that");

    visitor.turn_to(&second).await;
    visitor.close_tab(&first).await;
    assert_eq!(visitor.eval("await askwell.show()").await, "nps");
    visitor.card().await.choose(9).await;
    stage.row("the answer is stored", |row| row.score == Some(9)).await;
}

#[apply(behaviour)]
async fn an_answer_in_one_tab_closes_what_stands_untouched_in_another(engine: Engine) {
    let stage = Stage::with(
        &Page::new().tag(&[("display", "inline"), ("container", "#here")]).body(r#"<div id="here"></div>"#),
    );
    let visitor = stage.visitor(engine).await;
    let first = visitor.tab().await;
    let second = visitor.open_tab().await;
    visitor.visit("/").await;
    visitor.card_in("#here > *").await;
    visitor.turn_to(&second).await;
    visitor.visit("/").await;
    let card = visitor.card_in("#here > *").await;
    card.choose(6).await;
    card.asks("Was hätte besser sein müssen?").await;
    visitor.turn_to(&first).await;
    card_goes(&visitor).await;
    assert_eq!(visitor.events("dismissed").await.len(), 0, "nobody has declined");
    visitor.turn_to(&second).await;
    assert!(visitor.sees_a_card().await, "where the answer was given the survey goes on");
}

#[apply(behaviour)]
async fn a_page_from_the_cache_gives_way_to_the_tab_that_shows_the_survey_now(engine: Engine) {
    let stage = Stage::with(&page().tag(&[]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    let first = visitor.tab().await;
    let second = visitor.open_tab().await;
    visitor.visit("/").await;
    visitor.card().await;
    visitor.eval("(document.getElementById('link').click(), 0)").await;
    visitor.until("the other page is there", "location.pathname === '/other.html'").await;
    visitor.turn_to(&second).await;
    visitor.visit("/").await;
    visitor.card().await;
    visitor.turn_to(&first).await;
    visitor.eval("(history.back(), 0)").await;
    visitor.until("the page is back as it was", "window.back === true").await;
    card_goes(&visitor).await;
    visitor.turn_to(&second).await;
    assert!(visitor.sees_a_card().await);
}

/// Browsers keep no page that is left while something loads: then it is left once more.
async fn leave_and_come_back(visitor: &Visitor) {
    for _ in 0..5 {
        visitor.eval("(document.getElementById('link').click(), 0)").await;
        visitor.until("the other page is there", "location.pathname === '/other.html'").await;
        visitor.eval("(history.back(), 0)").await;
        visitor.until("the page is back", "location.pathname === '/' && document.readyState === 'complete'").await;
        visitor.card().await;
        if visitor.eval("window.back === true").await == true {
            return;
        }
    }
    panic!("the page never came back as it was");
}

#[apply(behaviour)]
async fn a_page_from_the_cache_goes_on_where_no_other_tab_shows_the_survey(engine: Engine) {
    let stage = Stage::with(&page().tag(&[]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    let first = visitor.tab().await;
    let second = visitor.open_tab().await;
    visitor.visit("/").await;
    visitor.card().await;
    leave_and_come_back(&visitor).await;
    let held = "(await navigator.locks.query()).held.some(({ name }) => name === 'askwell nps')";
    visitor.until("it has the survey for itself again", held).await;
    assert!(visitor.sees_a_card().await);
    visitor.turn_to(&second).await;
    visitor.visit("/").await;
    let because = "(await askwell.explain()).surveys[0]?.rules.find(({ rule }) => rule === 'elsewhere').because";
    visitor.until("it is said why it isn't shown", &format!("{because} === 'another tab shows it'")).await;
    visitor.turn_to(&first).await;
    visitor.card().await.choose(10).await;
    stage.row("the answer is stored", |row| row.score == Some(10)).await;
}

#[apply(behaviour)]
async fn a_survey_that_is_closed_can_be_shown_again_at_once(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    assert_eq!(visitor.eval("await askwell.show()").await, "nps");
    visitor.card().await;
    let again = "(askwell.close(), await askwell.show(undefined, { ignoreRecontact: true }))";
    for _ in 0..3 {
        assert_eq!(visitor.eval(again).await, "nps");
    }
    visitor.card().await.choose(9).await;
    stage.row("the answer is stored", |row| row.score == Some(9)).await;
}
