//! A phone of 320 pixels, and words from right to left.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::{behaviour, chromium_behaviour};

use super::{END, PROMPT, page, question};

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

/// In how many rows the cells of the scale stand, and what is written before the meaning of the lowest one.
const ROWS: &str = "[new Set([...root.querySelectorAll('.cell')].map((cell) => cell.getBoundingClientRect().top)).size,
    getComputedStyle(root.querySelector('.low'), '::before').content]";

#[apply(behaviour)]
async fn eleven_numbers_stand_in_one_row_down_to_336_pixels_and_name_their_ends_below(engine: Engine) {
    let stage = Stage::with(&page(&json!([question("nps", &json!({}))])));
    let visitor = stage.visitor(engine).await;
    visitor.resize(336, 568).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(PROMPT).await;
    assert_eq!(card.eval(ROWS).await, json!([1, "none"]));
    visitor.resize(335, 568).await;
    card.until("there are two rows", &format!("(([rows, label]) => rows === 2 && label.includes('0 = '))({ROWS})"))
        .await;
    assert_eq!(card.eval(SMALL).await, json!([]));
}

#[apply(behaviour)]
async fn nothing_covers_what_moves_an_entry_where_there_is_little_height(engine: Engine) {
    let fields = json!({ "choices": ["a", "b", "c"], "required": true });
    let stage = Stage::with(&page(&json!([question("ranking", &fields)])));
    let visitor = stage.visitor(engine).await;
    visitor.resize(320, 256).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    let covered = "[...root.querySelectorAll('.move')].filter((button) => button.checkVisibility({ visibilityProperty: true }))
        .filter((button) => {
            button.scrollIntoView({ block: 'nearest' });
            const { left, top, width, height } = button.getBoundingClientRect();
            return [-12, 12].some((by) => !button.contains(root.elementFromPoint(left + width / 2, top + height / 2 + by)));
        }).length";
    assert_eq!(card.eval(covered).await, 0);
}

#[apply(behaviour)]
async fn a_heading_leaves_room_for_the_button_that_closes_on_its_first_line_alone(engine: Engine) {
    for language in ["en", "ar"] {
        let long = "How well did this work for you, all in all, when you last used it for something that took longer than usual?";
        let definition = json!({ "endpoint": "/v1/responses?key=demo", "delay": 0, "id": "own", "languages": [language],
            "questions": [{ "id": "it", "type": "stars", "prompt": long }] });
        let head = format!(r#"<script type="application/askwell+json">{definition}</script>"#);
        let stage = Stage::with(&Page::new().bare_tag(&[]).head(&head));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.settles().await;
        // Lines that are as long as they can be.
        let lines = "((range, close) => {
                Object.assign(root.querySelector('h2').style, { textWrap: 'wrap', textAlign: 'justify' });
                range.selectNodeContents(root.querySelector('h2'));
                return [...range.getClientRects()].map(({ left, right }) => right > close.left && left < close.right);
            })(new Range(), root.querySelector('.close').getBoundingClientRect())";
        let beside = card.eval(lines).await;
        let beside = beside.as_array().expect("there are lines");
        assert!(
            beside.len() > 1 && beside[0] == false && beside[1..].iter().any(|line| line == true),
            "{language}: {beside:?}"
        );
    }
}

#[apply(chromium_behaviour)]
#[because("the driver of Firefox sets neither the size of letters nor forced colours")]
async fn letters_follow_the_browser_and_stars_the_forced_colours(engine: Engine) {
    let mut list = question("dropdown", &json!({ "choices": ["a", "b"] }));
    list["id"] = json!("list");
    let stage = Stage::with(&page(&json!([question("stars", &json!({})), list])));
    let visitor = stage.visitor(engine).await;
    visitor.devtools("Page.setFontSizes", json!({ "fontSizes": { "standard": 24 } })).await;
    let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    visitor.devtools("Emulation.setEmulatedMedia", forced).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(PROMPT).await;
    visitor.eval("(document.documentElement.style.setProperty('font-size', '10px'), 0)").await;
    assert_eq!(card.eval("getComputedStyle(root.querySelector('h2')).fontSize").await, "25.5px");
    let stars = |system: &str| {
        format!(
            "[...root.querySelectorAll('.picture')].filter((star) => {{
                const probe = document.body.appendChild(document.createElement('i'));
                probe.style.cssText = `forced-color-adjust: none; background: ${{'{system}'}}`;
                return getComputedStyle(star).backgroundColor === getComputedStyle(probe).backgroundColor;
            }}).length"
        )
    };
    assert_eq!(card.eval(&stars("CanvasText")).await, 5);
    visitor.tab_to("input[type=radio]").await;
    visitor.press(Key::Right).await;
    card.until("the chosen stars look otherwise", &format!("{} === 3", stars("CanvasText"))).await;
    card.until("they are highlighted", &format!("{} === 2", stars("Highlight"))).await;
    card.eval("root.querySelector('.skip').click()").await;
    card.until(
        "the list has an arrow",
        "root.querySelector('select') && getComputedStyle(root.querySelector('select')).appearance === 'auto'",
    )
    .await;
}
