//! Which language a survey speaks, and how it changes while it is open.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

/// What the definition below asks first, by language.
const ASKED: [(&str, &str); 3] = [("en", "What went well?"), ("de", "Was war gut?"), ("ar", "ما الجيد؟")];

fn asked(language: &str) -> &'static str {
    ASKED.iter().find(|(tag, _)| *tag == language).expect("it is one of three").1
}

/// A survey in three languages: words, an order, and a choice that is answered by a click.
fn definition() -> Value {
    json!({
        "endpoint": "/v1/responses?key=demo", "delay": 0, "storage": "none", "id": "own", "languages": ["en", "de", "ar"],
        "questions": [
            { "id": "mood", "type": "stars", "prompt": { "en": "Stars?", "de": "Sterne?", "ar": "نجوم؟" }, "if": { "attribute": "first", "is": "mood" } },
            { "id": "good", "type": "text", "prompt": { "en": asked("en"), "de": asked("de"), "ar": asked("ar") } },
            { "id": "order", "type": "ranking", "prompt": { "en": "Which first?", "de": "Was zuerst?", "ar": "ما الأول؟" },
              "choices": [{ "id": "a", "label": { "en": "Early", "de": "Früh", "ar": "مبكر" } }, { "id": "b", "label": { "en": "Late", "de": "Spät", "ar": "متأخر" } }] },
            { "id": "other", "type": "choices", "prompt": { "en": "What else?", "de": "Was noch?", "ar": "ماذا أيضًا؟" }, "choices": ["x", "y"], "other": true }
        ]
    })
}

fn inline(definition: &Value) -> String {
    format!(r#"<script type="application/askwell+json">{definition}</script>"#)
}

/// A page whose root element has these attributes, and its tag those.
fn page(html: &str, tag: &[(&str, &str)]) -> Page {
    Page::new().html(html).bare_tag(tag).head(&inline(&definition()))
}

/// A visitor whose browser prefers this language.
async fn speaker(engine: Engine, stage: &Stage, language: &str) -> Visitor {
    let visitor = stage.visitor(engine).await;
    visitor.prefer_language(language).await;
    visitor
}

/// The language files that the page has fetched.
async fn fetched(visitor: &Visitor) -> Value {
    let names = "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/languages/'))
        .map((name) => name.split('/').at(-1))";
    visitor.eval(names).await
}

#[apply(behaviour)]
async fn the_tag_comes_before_the_page_and_the_page_before_the_browser(engine: Engine) {
    let stage = Stage::open();
    for (number, (html, tag, browser, expected)) in [
        ("lang='en'", Some("de"), "ar", "de"),
        ("lang='de'", None, "ar", "de"),
        ("", None, "ar", "ar"),
        ("lang=''", None, "de-CH", "de"),
        ("lang='de-AT'", None, "en", "de"),
        ("lang='ar-EG'", None, "en", "ar"),
        ("lang='en'", Some("de-AT"), "en", "de"),
        // Not one of the survey's: its first serves everybody else.
        ("lang='fr'", None, "de", "en"),
        ("lang='xx-YY'", None, "de", "en"),
        ("", None, "ja", "en"),
    ]
    .into_iter()
    .enumerate()
    {
        let tag: Vec<_> = tag.map(|language| ("lang", language)).into_iter().collect();
        let name = format!("page{number}.html");
        stage.put(&name, &page(html, &tag));
        let visitor = speaker(engine, &stage, browser).await;
        visitor.visit(&format!("/{name}")).await;
        let card = visitor.card().await;
        card.asks(asked(expected)).await;
        let direction = if expected == "ar" { "rtl" } else { "ltr" };
        let seen =
            card.eval("[root.querySelector('.card').lang, getComputedStyle(root.querySelector('h2')).direction]").await;
        assert_eq!(seen, json!([expected, direction]), "{html} {tag:?} {browser}");
        let send = match expected {
            "de" => "Überspringen",
            "ar" => "تخطّي",
            _ => "Skip",
        };
        assert_eq!(card.text(".skip").await, send, "the buttons speak as the survey does");
    }
}

#[apply(behaviour)]
async fn an_element_speaks_the_language_of_the_place_it_stands_in(engine: Engine) {
    let own = r#"<div lang="de-AT"><p><askwell-survey survey="own" endpoint="/v1/responses?key=demo" src="own.json"></askwell-survey></p></div>"#;
    let stage = Stage::with(&Page::new().html(r#"lang="en""#).tag(&[("show", "manual")]).body(own));
    let mut definition = definition();
    definition.as_object_mut().expect("it is an object").retain(|name, _| name != "id" && name != "delay");
    stage.put_file("own.json", &definition.to_string());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card_in("askwell-survey").await.asks(asked("de")).await;
}

#[apply(behaviour)]
async fn words_that_are_being_typed_survive_a_change_of_language(engine: Engine) {
    let stage = Stage::with(&page("lang='en'", &[("attribute-first", "mood")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("Stars?").await;
    card.find("input[value='4']").await.click().await.expect("it can be clicked");
    card.asks(asked("en")).await;
    visitor.tab_to("textarea").await;
    visitor.press("Half a sen").await;
    assert_eq!(stage.row("the stars are stored", |row| row.answer("mood") == 4).await.locale, "en");

    visitor.eval("(await askwell.setLanguage('ar'), 0)").await;
    card.asks(asked("ar")).await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Half a sen");
    let direction = "['#question', 'textarea'].map((part) => getComputedStyle(root.querySelector(part)).direction)";
    assert_eq!(card.eval(direction).await, json!(["rtl", "ltr"]), "words keep the direction of their script");
    assert_eq!(card.text(".skip:not([hidden])").await, Value::Null, "what is typed can't be skipped by accident");
    card.until("the focus is back in the text", "Boolean(root.activeElement?.matches('textarea'))").await;
    visitor.eval("(await askwell.setLanguage('de'), 0)").await;
    card.asks(asked("de")).await;
    assert_eq!(card.eval(direction).await, json!(["ltr", "ltr"]));
    card.until("the focus is back in the text", "Boolean(root.activeElement?.matches('textarea'))").await;
    visitor.press("tence").await;
    card.click("Weiter").await;
    card.asks("Was zuerst?").await;
    let row = stage.row("the words are stored", |row| !row.answer("good").is_null()).await;
    assert_eq!(
        (row.answer("good"), row.answer("mood"), row.locale.as_str()),
        (&json!("Half a sentence"), &json!(4), "de")
    );
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_language_that_comes_right_after_a_choice_shows_the_next_question_once(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    // Fetched now, so that it comes before the choice has been seen.
    visitor.eval("(await askwell.setLanguage('en'), await askwell.setLanguage('de'), 0)").await;
    card.is_seen().await;
    let typed = card
        .eval(
            "(async () => {
                root.querySelector(\"input[value='9']\").click();
                await askwell.setLanguage('en');
                const field = root.querySelector('textarea');
                const offered = field.value;
                field.value = 'Tea';
                field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
                // Begun after the card's own timer, and as long.
                await new Promise((done) => setTimeout(done, 200));
                return [offered, field.isConnected, root.querySelector('textarea').value];
            })()",
        )
        .await;
    assert_eq!(typed, json!(["", true, "Tea"]));
}

#[apply(behaviour)]
async fn ticks_and_an_order_survive_a_change_of_language(engine: Engine) {
    let stage = Stage::with(&page("lang='en'", &[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(asked("en")).await;
    card.click("Skip").await;
    card.asks("Which first?").await;
    card.click("Move up: Late").await;
    visitor.eval("(await askwell.setLanguage('de-AT'), 0)").await;
    card.asks("Was zuerst?").await;
    assert_eq!(
        card.eval("[...root.querySelectorAll('.ranked .label')].map(({ textContent }) => textContent)").await,
        json!(["Spät", "Früh"])
    );
    card.click("Weiter").await;
    card.asks("Was noch?").await;
    card.find("label.row:nth-of-type(1)").await.click().await.expect("it can be clicked");
    card.find("label.row:nth-of-type(3)").await.click().await.expect("it can be clicked");
    visitor.press("Mehr").await;
    visitor.eval("(await askwell.setLanguage('ar'), 0)").await;
    card.asks("ماذا أيضًا؟").await;
    card.click("إرسال").await;
    let row = stage.complete_row().await;
    assert_eq!(row.answer("order"), &json!(["b", "a"]));
    assert_eq!(row.answer("other"), &json!(["x", { "other": "Mehr" }]));
    assert_eq!(row.locale, "ar");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_language_that_a_survey_does_not_have_is_its_first_one_on_buttons_too(engine: Engine) {
    let stage = Stage::with(&page("lang='de'", &[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(asked("de")).await;
    visitor.eval("(await askwell.setLanguage('fr'), 0)").await;
    card.asks(asked("en")).await;
    card.until("the buttons follow", "root.querySelector('.skip').textContent === 'Skip'").await;
    assert_eq!(card.eval("root.querySelector('.card').lang").await, "en");
    assert_eq!(card.eval("root.querySelector('.close').ariaLabel").await, "Close");
}

#[apply(behaviour)]
async fn a_preset_changes_its_language_with_words_half_typed(engine: Engine) {
    let stage = Stage::with(&Page::new().html("lang='de'").tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks("Was ist schiefgelaufen?").await;
    visitor.press("Zu ").await;
    visitor.eval("(await askwell.setLanguage('ar'), 0)").await;
    card.asks("ما الذي لم يسر على ما يرام؟").await;
    assert_eq!(card.eval("getComputedStyle(root.querySelector('.card')).direction").await, "rtl");
    card.until("the focus is back in the text", "Boolean(root.activeElement?.matches('textarea'))").await;
    visitor.eval("(await askwell.setLanguage('fr'), 0)").await;
    card.asks("Qu’est-ce qui s’est mal passé\u{202f}?").await;
    card.until("the focus is back in the text", "Boolean(root.activeElement?.matches('textarea'))").await;
    visitor.press("tard").await;
    visitor.press_with(Key::Control, Key::Enter).await;
    let row = stage.row("the reason is stored", |row| row.comment.is_some()).await;
    assert_eq!((row.said(), row.locale.as_str()), ((Some(3), Some("detractor"), Some("Zu tard")), "fr"));
    assert_eq!(fetched(&visitor).await, json!(["de.json", "ar.json", "fr.json"]), "one language at a time");
    visitor.page_is_unharmed().await;
}
