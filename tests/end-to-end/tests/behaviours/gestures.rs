//! What a gesture means: one answers one question, and none answers a question that could not be seen.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const STARS: &str = r#"{"id": "stars", "languages": ["en"], "questions": [
    {"id": "stars", "type": "stars", "prompt": "Stars?"},
    {"id": "consent", "type": "consent", "prompt": "May we quote you?", "label": "Yes"},
    {"id": "more", "type": "text", "prompt": "More?"}]}"#;
const PARTS: &str = r#"{"preset": "nps", "followUps": {"detractor": [
    {"id": "part", "type": "choice", "prompt": "Which part?", "choices": ["Alpha", "Beta", "Gamma", "Delta"]},
    {"id": "more", "prompt": "More?"}]}}"#;

fn page(document: &str) -> Page {
    let page = Page::new().html(r#"lang="en""#).tag(&[]);
    if document.is_empty() {
        return page;
    }
    page.head(&format!(r#"<script type="application/askwell+json">{document}</script>"#))
}

#[apply(behaviour)]
async fn a_double_click_answers_one_question(engine: Engine) {
    for (document, second) in [("", "What went wrong?"), (STARS, "May we quote you?"), (PARTS, "Which part?")] {
        for pause in [0, 120, 260] {
            let stage = Stage::with(&page(document));
            let visitor = stage.visitor(engine).await;
            visitor.visit("/").await;
            let card = visitor.card().await;
            card.is_seen().await;
            let cell = card.find("input[value='3']").await;
            visitor.click_twice(&cell, pause).await;
            card.asks(second).await;
            // What a second click did would be seen by now.
            card.is_seen().await;
            card.asks(second).await;
            assert_eq!(visitor.events("answered").await.len(), 1, "{second} after {pause} ms");
        }
    }
}

#[apply(behaviour)]
async fn focus_is_in_the_field_as_soon_as_it_is_there(engine: Engine) {
    let stage = Stage::with(&Page::new().html(r#"lang="en""#).tag(&[("load", "now")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.told("ready").await;
    let card = visitor.card().await;
    card.is_seen().await;
    // The next task after the one in which the field appeared: whatever is typed comes later.
    let focused = "new Promise((told) => {
        new MutationObserver((_, observer) => {
            const field = root.querySelector('textarea');
            if (!field) return;
            observer.disconnect();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => told(root.activeElement === field);
            port2.postMessage(0);
        }).observe(root, { childList: true, subtree: true });
        const cell = root.querySelector('input[value=\"3\"]');
        cell.focus();
        cell.click();
    })";
    assert_eq!(card.eval(focused).await, true);
    visitor.press_at_once("words").await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "words");
}

#[apply(behaviour)]
async fn pressing_enter_twice_answers_one_question(engine: Engine) {
    let stage = Stage::with(&page(STARS));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    visitor.tab_to("input").await;
    visitor.press("\u{e007}\u{e007}").await;
    card.asks("May we quote you?").await;
    visitor.press_at_once("\u{e007}").await;
    card.is_seen().await;
    card.asks("May we quote you?").await;
    assert_eq!(visitor.events("answered").await.len(), 1);
}

#[apply(behaviour)]
async fn a_score_can_be_corrected_while_it_is_seen(engine: Engine) {
    for (document, by_application) in [("", false), ("", true), (PARTS, true)] {
        let stage = Stage::with(&page(document));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        if by_application {
            visitor.eval("await askwell.setLanguage('en')").await;
        }
        card.is_seen().await;
        // In one task: a timer could be late.
        card.eval(
            "(root.querySelector(\"input[value='2']\").click(), root.querySelector(\"input[value='9']\").click())",
        )
        .await;
        card.asks("What do you value most?").await;
        let row = stage.row("the score is corrected", |row| row.score == Some(9)).await;
        assert_eq!(row.said(), (Some(9), Some("promoter"), None), "a detractor’s reason is stored");
    }
}

#[apply(behaviour)]
async fn a_double_click_on_send_skips_nothing_and_says_no_error(engine: Engine) {
    for pause in [0, 120, 260] {
        let stage = Stage::with(&page(""));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(3).await;
        card.asks("What went wrong?").await;
        card.write("The parcel came late").await;
        card.is_seen().await;
        let send = card.find("button.primary").await;
        visitor.click_twice(&send, pause).await;
        card.asks("May we get in touch about it?").await;
        card.is_seen().await;
        card.asks("May we get in touch about it?").await;
        assert_eq!(card.eval("root.querySelector('[role=alert]')?.textContent ?? ''").await, "", "after {pause} ms");
        assert_eq!(visitor.events("answered").await.len(), 2);
    }
}

#[apply(behaviour)]
async fn gestures_at_random_times_answer_only_what_was_seen(engine: Engine) {
    for (seed, document) in ["", STARS, PARTS].into_iter().enumerate() {
        let stage = Stage::with(&page(document));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.find("h2").await.click().await.expect("it can be clicked");
        visitor.told("ready").await;
        let ages = card
            .eval(&format!(
                "new Promise((done) => {{
                    let random = {seed};
                    const draw = (below) => (random = (random * 1664525 + 1013904223) % 4294967296, random % below);
                    let asked, since = -Infinity;
                    const look = () => {{
                        const asks = root.querySelector('#question')?.textContent;
                        if (asks !== asked) since = asked ? performance.now() : -Infinity;
                        asked = asks;
                    }};
                    look();
                    new MutationObserver(look).observe(root, {{ childList: true, subtree: true }});
                    const ages = [];
                    document.addEventListener('askwell:answered', () => (look(), ages.push(Math.min(performance.now() - since, 1e6))));
                    let left = 60;
                    const act = () => {{
                        const all = [...root.querySelectorAll('.steps input, .steps button')];
                        if (!left-- || !all.length) return done(ages);
                        all[draw(all.length)].click();
                        setTimeout(act, draw(300));
                    }};
                    act();
                }})"
            ))
            .await;
        let ages: Vec<f64> = serde_json::from_value(ages).expect("it is a list of numbers");
        assert!(!ages.is_empty() && ages.iter().all(|age| *age >= 150.0), "seed {seed}: {ages:?}");
    }
}

#[apply(behaviour)]
async fn a_rating_whose_topic_changes_is_about_the_new_one(engine: Engine) {
    let rating = r#"<askwell-rating topic="article-a"></askwell-rating>"#;
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]).body(rating));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in("askwell-rating").await;
    visitor.eval("document.querySelector('askwell-rating').setAttribute('topic', 'article-b')").await;
    card.click("Ja").await;
    let row = stage.complete_row().await;
    assert_eq!(row.topic.as_deref(), Some("article-b"));

    // What was begun about one stays with it, and goes on when that is shown again.
    let show = |topic| format!("document.querySelector('askwell-rating').setAttribute('topic', '{topic}')");
    visitor.eval(&show("article-c")).await;
    card.asks("War dieser Artikel hilfreich?").await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    card.write("Ein Bild").await;
    visitor.eval(&show("article-d")).await;
    card.asks("War dieser Artikel hilfreich?").await;
    visitor.eval(&show("article-c")).await;
    card.asks("Was hat gefehlt?").await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Ein Bild");
    card.click("Senden").await;
    let rows = end_to_end::until("it is complete", async || {
        let rows = stage.rows().await;
        rows.iter().any(|row| row.comment.is_some()).then_some(rows)
    })
    .await;
    let topics: Vec<_> = rows.iter().map(|row| json!([row.topic, row.helpful, row.comment])).collect();
    assert_eq!(topics, [json!(["article-b", "yes", null]), json!(["article-c", "no", "Ein Bild"])]);
    // Other tools change attributes as well.
    visitor.eval("document.querySelector('askwell-rating').setAttribute('data-theme', 'dark')").await;
    assert!(visitor.sees_a_card().await);
}
