//! Pages that change under the survey: nothing typed is lost, and what was begun goes on.

use end_to_end::{Engine, Page, Stage, until};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const DETRACTOR: &str = "Was ist schiefgelaufen?";
const TYPED: &str = "root.querySelector('textarea').value";

#[apply(behaviour)]
async fn a_popover_stays_when_the_body_is_replaced(engine: Engine) {
    for swap in [
        "document.body = document.createElement('body')",
        "document.body.replaceWith(document.createElement('body'))",
        "document.body.innerHTML = '<h1>Eine andere Seite</h1>'",
        "document.body.replaceChildren()",
    ] {
        let stage = Stage::with(&Page::new().tag(&[]));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(3).await;
        card.asks(DETRACTOR).await;
        card.write("Das Paket").await;
        visitor.eval(&format!("({swap}, 0)")).await;
        card.write(" kam spät").await;
        card.click("Weiter").await;
        let said = (Some(3), Some("detractor"), Some("Das Paket kam spät"));
        stage.row("the reason is stored", |row| row.said() == said).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_popover_that_the_page_removes_is_known_to_be_gone(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    card.write("Halb geschrieben").await;
    visitor.eval("document.querySelector('askwell-card').remove()").await;
    visitor.until("the widget knows", "(await askwell.explain()).surveys[0].open === false").await;
    let held = "(await navigator.locks.query()).held.filter(({ name }) => name.startsWith('askwell ')).length";
    visitor.until("other tabs may show it", &format!("{held} === 0")).await;
    assert_eq!(visitor.eval("await askwell.show()").await, "nps");
    let card = visitor.card().await;
    card.asks(DETRACTOR).await;
    assert_eq!(card.eval(TYPED).await, "Halb geschrieben");
    card.click("Weiter").await;
    let row = stage.row("the reason is stored", |row| row.comment.is_some()).await;
    assert_eq!(row.said(), (Some(3), Some("detractor"), Some("Halb geschrieben")));
}

#[apply(behaviour)]
async fn an_inline_survey_that_is_rendered_anew_goes_on(engine: Engine) {
    let container = [("display", "inline"), ("container", "#slot")];
    for (page, host, anew) in [
        (
            Page::new().tag(&[("show", "manual")]).body("<main><askwell-survey></askwell-survey></main>"),
            "askwell-survey",
            "document.querySelector('main').innerHTML = '<askwell-survey></askwell-survey>'",
        ),
        (
            Page::new().tag(&[("show", "manual"), ("storage", "none")]).body("<main><askwell-survey></askwell-survey></main>"),
            "askwell-survey",
            "(document.querySelector('askwell-survey').remove(), new Promise((passed) => setTimeout(passed, 50)).then(() =>
                document.querySelector('main').innerHTML = '<askwell-survey></askwell-survey>'))",
        ),
        (
            Page::new().tag(&container).body(r#"<main><div id="slot"></div></main>"#),
            "#slot > askwell-card",
            "document.querySelector('main').innerHTML = '<div id=slot></div>'",
        ),
    ] {
        let stage = Stage::with(&page);
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card_in(host).await;
        card.choose(3).await;
        card.asks(DETRACTOR).await;
        card.write("Halb geschrieben").await;
        visitor.eval(&format!("({anew}, 0)")).await;
        let card = visitor.card_in(host).await;
        card.asks(DETRACTOR).await;
        assert_eq!(card.eval(TYPED).await, "Halb geschrieben");
        card.click("Weiter").await;
        let said = (Some(3), Some("detractor"), Some("Halb geschrieben"));
        stage.row("one response is stored", |row| row.said() == said).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn an_answer_that_was_begun_is_continued_on_the_next_page(engine: Engine) {
    let rating = Page::new().tag(&[("show", "manual")]).body(r#"<askwell-rating topic="a"></askwell-rating>"#);
    for (page, host, first, follow_up) in [
        (Page::new().tag(&[]), "askwell-card", "input[value='3']", DETRACTOR),
        (rating, "askwell-rating", "button[value=no]", "Was hat gefehlt?"),
    ] {
        let stage = Stage::with(&page);
        stage.put("next.html", &page);
        stage.put("elsewhere.html", &Page::new());
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card_in(host).await;
        card.find(first).await.click().await.expect("it can be clicked");
        card.asks(follow_up).await;
        card.write("Halb").await;
        visitor.visit("/elsewhere.html").await;
        visitor.visit("/next.html").await;
        let card = visitor.card_in(host).await;
        card.asks(follow_up).await;
        card.write(" geschrieben").await;
        card.find(".primary").await.click().await.expect("it can be clicked");
        let row = stage.row("one response is stored", |row| row.comment.as_deref() == Some("Halb geschrieben")).await;
        assert!(row.page_path.ends_with('/'), "it belongs to the page it was begun on: {}", row.page_path);
    }
}

#[apply(behaviour)]
async fn what_was_finished_closed_or_begun_long_ago_is_not_continued(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("elsewhere.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    let record = visitor.eval("sessionStorage['askwell.sessions']").await;
    let record = record.as_str().expect("the session is kept").to_owned();
    card.click("Schließen").await;
    card.leaves().await;
    assert_eq!(visitor.eval("sessionStorage['askwell.sessions'] ?? null").await, json!(null));
    let old: serde_json::Value = serde_json::from_str(&record).expect("it is JSON");
    let answered_at = old["nps/"]["answeredAt"].as_f64().expect("it has a time");
    for (changed, continued) in [
        (record.clone(), true),
        (record.replace(&answered_at.to_string(), &(answered_at - 3_600_000.0).to_string()), false),
        (record.replace("score", "other"), false),
        (r#"{"nps/": 1}"#.to_owned(), false),
    ] {
        let text = serde_json::to_string(&changed).expect("text is JSON");
        // Elsewhere: what is open is kept when its page is left.
        visitor.visit("/elsewhere.html").await;
        visitor.eval(&format!("(sessionStorage['askwell.sessions'] = {text}, 0)")).await;
        visitor.visit("/").await;
        if continued {
            visitor.card().await.asks(DETRACTOR).await;
            continue;
        }
        let rests =
            "(await askwell.explain()).surveys[0].rules.some(({ rule, holds }) => rule === 'resting' && !holds)";
        assert_eq!(visitor.eval(rests).await, true, "{changed}");
        assert!(!visitor.sees_a_card().await, "{changed}");
    }
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn another_tab_does_not_continue_what_this_one_does(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    assert_eq!(visitor.eval("localStorage['askwell.sessions'] ?? null").await, json!(null));
    until("the score is stored", async || stage.rows().await.pop()).await;
}
