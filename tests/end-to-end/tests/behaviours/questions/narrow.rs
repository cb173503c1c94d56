//! A phone of 320 pixels, and words from right to left.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

use super::{END, page, question};

/// A word that doesn't fit on such a phone.
const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/// One question of each type, with as much on it as it takes.
fn every_type() -> Vec<Value> {
    let choices = json!([{ "id": "a", "label": LONG }, "Short", { "id": "c", "label": format!("A sentence with {LONG} in its middle") }]);
    let columns = json!([{ "id": "a", "label": LONG }, "Very good", "Neither good nor bad", "Rather bad", "5", "6", "7", "8", "9", "10"]);
    let types = [
        ("nps", json!({ "low": LONG, "high": LONG })),
        ("scale", json!({ "min": -100, "max": -80, "low": LONG, "high": LONG })),
        ("scale", json!({ "min": 1, "max": 3, "labels": [LONG, "b", "c"] })),
        ("stars", json!({ "max": 10 })),
        ("emoji", json!({})),
        ("thumbs", json!({ "yes": LONG, "no": "No" })),
        ("csat", json!({})),
        ("ces", json!({})),
        ("choice", json!({ "choices": choices, "other": LONG })),
        ("choices", json!({ "choices": choices, "other": true, "none": true })),
        ("dropdown", json!({ "choices": choices })),
        ("ranking", json!({ "choices": choices })),
        ("matrix", json!({ "rows": [{ "id": "a", "label": LONG }, "b"], "columns": columns })),
        ("text", json!({ "placeholder": LONG, "maxLength": 10 })),
        ("text", json!({ "lines": "one" })),
        (
            "contact",
            json!({ "name": "optional", "email": "required", "phone": "optional", "company": "optional", "consent": LONG }),
        ),
        ("consent", json!({ "label": LONG })),
        ("date", json!({})),
        ("message", json!({})),
        ("link", json!({ "label": LONG, "url": "/shop/" })),
    ];
    let named = types.iter().enumerate().map(|(number, (kind, fields))| {
        let mut question = question(kind, fields);
        question["id"] = json!(if *kind == "nps" { "score".to_owned() } else { format!("q{number}") });
        question["help"] = json!(LONG);
        question
    });
    named.collect()
}

/// A visitor on a phone, in a survey of every type in this language.
async fn on_a_phone(engine: Engine, language: &str) -> (Stage, Visitor) {
    let definition = json!({
        "endpoint": "/v1/responses?key=demo", "delay": 0, "id": "own", "languages": [language], "questions": every_type(),
    });
    let page = Page::new().bare_tag(&[]).head(r#"<meta name="viewport" content="width=device-width">"#);
    let stage = Stage::with(&page.head(&format!(r#"<script type="application/askwell+json">{definition}</script>"#)));
    let visitor = stage.visitor(engine).await;
    visitor.resize(320, 568).await;
    visitor.visit("/").await;
    (stage, visitor)
}

/// What a step is made of that sticks out of the card, or is cut off in its own box.
pub(super) const BESIDE: &str = "((card, step) => [...step.querySelectorAll('*')].filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const cut = !element.childElementCount && !element.matches('input, textarea') && element.clientWidth
            && element.scrollWidth > element.clientWidth + 1;
        return width > 0 && (left < card.left - 0.5 || right > card.right + 0.5 || cut);
    }).map((element) => `${element.outerHTML.slice(0, 60)} ${element.scrollWidth} ${element.clientWidth}`)
      .concat(root.querySelector('.card').scrollWidth > root.querySelector('.card').clientWidth ? ['the card scrolls'] : [])
      .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls'] : []))
    (root.querySelector('.card').getBoundingClientRect(), root.querySelector('.step'))";

/// What a pointer hits that is smaller than 24 pixels in one direction. A field in a label counts as large as that.
pub(super) const SMALL: &str =
    "[...root.querySelectorAll('button, a, input:not([type=hidden]), select, textarea, .handle')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => element.closest('label') ?? element)
    .filter((element) => ((box) => box.width < 24 || box.height < 24)(element.getBoundingClientRect()))
    .map((element) => element.outerHTML.slice(0, 90))";

/// Numbers that are broken into lines.
const BROKEN: &str = "[...root.querySelectorAll('.cell span')].map((element) => {
        const range = new Range();
        range.selectNodeContents(element);
        return [element.textContent, range.getClientRects().length];
    }).filter(([, lines]) => lines > 1).map(([text]) => text)";

/// Goes through the survey, with a look at each question.
async fn through(card: &Card<'_>, look: impl AsyncFn(&Value)) {
    for question in every_type() {
        card.until(
            "the next question stands there",
            "root.querySelectorAll('.step h2').length === 1 && !root.querySelector('.seen')",
        )
        .await;
        card.settles().await;
        card.is_seen().await;
        look(&question).await;
        card.eval("root.querySelector('.step').classList.add('seen')").await;
        let way = "root.querySelector('.skip') ?? root.querySelector('button.quiet:not(.back)') ?? root.querySelector('.primary')";
        card.eval(&format!("({way}).click()")).await;
    }
}

#[apply(behaviour)]
async fn no_type_overflows_a_phone_of_320_pixels_and_targets_are_large_enough(engine: Engine) {
    let (_stage, visitor) = on_a_phone(engine, "en").await;
    let card = visitor.card().await;
    through(&card, async |question| {
        assert_eq!(card.eval(BESIDE).await, json!([]), "sticks out of {question}");
        assert_eq!(card.eval(SMALL).await, json!([]), "is too small in {question}");
        assert_eq!(card.eval(BROKEN).await, json!([]), "is broken in {question}");
    })
    .await;
    card.asks(END).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn everything_runs_from_right_to_left_in_arabic(engine: Engine) {
    let (_stage, visitor) = on_a_phone(engine, "ar").await;
    let card = visitor.card().await;
    assert_eq!(card.eval("root.querySelector('.card').lang").await, "ar");
    assert_eq!(card.eval("getComputedStyle(root.querySelector('.card')).direction").await, "rtl");
    through(&card, async |question| {
        assert_eq!(card.eval(BESIDE).await, json!([]), "sticks out of {question}");
        assert_eq!(card.eval(SMALL).await, json!([]), "is too small in {question}");
        let ordered = match question["type"].as_str().expect("it has a type") {
            "nps" | "scale" if question["labels"].is_null() => Some(".cell"),
            "stars" => Some(".star"),
            "emoji" => Some(".face"),
            "ranking" => Some("li:nth-child(2) :is(.handle, .move)"),
            "choice" | "csat" => Some(".row:first-child > *"),
            _ => None,
        };
        if let Some(selector) = ordered {
            let places = format!(
                "[...root.querySelectorAll('{selector}')].slice(0, 2).map((element) => element.getBoundingClientRect().left)"
            );
            let places: Vec<f64> = serde_json::from_value(card.eval(&places).await).expect("they are numbers");
            assert!(matches!(places[..], [first, second] if first > second), "{places:?} in {question}");
        }
    })
    .await;
    card.asks("شكرًا على إجاباتك.").await;
}

#[apply(behaviour)]
async fn what_has_the_focus_is_never_behind_what_leads_on(engine: Engine) {
    let labels: Vec<_> = (1..=12).map(|number| format!("The choice number {number}")).collect();
    let stage = Stage::with(&page(&json!([question("choices", &json!({ "choices": labels }))])));
    let visitor = stage.visitor(engine).await;
    visitor.resize(320, 568).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    visitor.tab_to(".close").await;
    for label in &labels {
        visitor.press(Key::Tab).await;
        let seen = "((row, at) => [row.textContent, [at.top + 4, at.bottom - 4].every((y) =>
                row.contains(root.elementFromPoint((at.left + at.right) / 2, y)))])
            (root.activeElement.closest('label'), root.activeElement.closest('label').getBoundingClientRect())";
        assert_eq!(card.eval(seen).await, json!([label, true]), "the name, and whether all of it is in sight");
    }
}
