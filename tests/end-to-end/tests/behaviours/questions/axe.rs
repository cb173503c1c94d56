//! Every type of question in every mode that changes how it looks, as axe-core and the ruler find it.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::chromium_behaviour;

use super::contrast::FAINT;
use super::narrow::{BESIDE, SMALL};
use super::samples::{SAMPLES, Sample};

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Desktop,
    Phone,
    Dark,
    ForcedColors,
    /// The distances of success criterion 1.4.12.
    TextSpacing,
    /// 1280 × 1024 pixels, of which 320 × 256 are seen.
    Zoom400,
    RightToLeft,
    Error,
}

const MODES: [Mode; 8] = [
    Mode::Desktop,
    Mode::Phone,
    Mode::Dark,
    Mode::ForcedColors,
    Mode::TextSpacing,
    Mode::Zoom400,
    Mode::RightToLeft,
    // It changes the page, so it is the last.
    Mode::Error,
];

/// Puts a stylesheet beside the card's own, or takes it away.
const SPACING: &str =
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }";

impl Mode {
    async fn begin(self, visitor: &Visitor, card: &Card<'_>) {
        let (width, height, density) = match self {
            Self::Phone => (390, 844, 2),
            Self::Zoom400 => (320, 256, 4),
            _ => (1_280, 900, 1),
        };
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": density, "mobile": self == Self::Phone });
        visitor.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let scheme = if self == Self::Dark { "dark" } else { "light" };
        let forced = if self == Self::ForcedColors { "active" } else { "none" };
        let features =
            json!([{ "name": "prefers-color-scheme", "value": scheme }, { "name": "forced-colors", "value": forced }]);
        visitor.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        let spacing = if self == Self::TextSpacing { SPACING } else { "" };
        let sheet = format!(
            "(recorded.spacing ??= (root.adoptedStyleSheets = [...root.adoptedStyleSheets, new CSSStyleSheet()]).at(-1))
                .replaceSync(`{spacing}`)"
        );
        card.eval(&format!("void {sheet}")).await;
        let language = if self == Self::RightToLeft { "ar" } else { "en" };
        if card.eval("root.querySelector('.card').lang").await != language {
            visitor.eval(&format!("askwell.setLanguage('{language}')")).await;
            card.until("the language is there", &format!("root.querySelector('.card').lang === '{language}'")).await;
        }
        if self == Self::Error {
            card.is_seen().await;
            // “Other” without words is no answer either.
            card.eval("void root.querySelector('[value=other]')?.click()").await;
            card.until("it can be sent", "Boolean(root.querySelector('.primary'))").await;
            card.eval("void root.querySelector('.primary').click()").await;
            card.until("there is an error", "Boolean(root.querySelector('#note')?.textContent)").await;
        } else {
            // It looks chosen, and isn't.
            let choose = "void [...root.querySelectorAll('[type=radio], [type=checkbox]')].slice(0, 1)
                .forEach((first) => first.checked = true)";
            card.eval(choose).await;
        }
        card.settles().await;
    }
}

/// Whether sending nothing is an error: elsewhere a click answers, or there is nothing to answer.
fn has_errors(sample: &Sample) -> bool {
    let by_click = ["nps", "scale", "labels", "stars", "emoji", "thumbs", "csat", "ces", "choice"];
    !by_click.contains(&sample.id) && !["ranking", "message", "link"].contains(&sample.id)
}

/// A page with one question that needs an answer, if it takes one.
fn page(sample: &Sample) -> Page {
    let mut question = sample.question();
    question["help"] = json!("Think of the last time.");
    if !["message", "link"].contains(&sample.id) {
        question["required"] = json!(true);
    }
    let definition = json!({
        "endpoint": "/v1/responses?key=demo", "delay": 0, "storage": "none",
        "id": "own", "languages": ["en", "ar"], "questions": [question],
    });
    Page::new()
        .html(r#"lang="en""#)
        .bare_tag(&[])
        .head(r#"<meta name="viewport" content="width=device-width"/><meta name="color-scheme" content="light dark"/>"#)
        .head(&format!(r#"<script type="application/askwell+json">{definition}</script>"#))
}

/// A ruler that finds nothing anywhere would be content with everything.
async fn the_ruler_finds_faint_words(card: &Card<'_>) {
    const HEADING: &str = "root.querySelector('#question')";
    for (color, count) in [("#777", 1), ("#767676", 0)] {
        card.eval(&format!("void ({HEADING}.style.color = '{color}')")).await;
        card.settles().await;
        assert_eq!(card.eval(FAINT).await.as_array().map(Vec::len), Some(count), "{color} on white");
    }
    card.eval(&format!("void ({HEADING}.style.color = '')")).await;
}

#[apply(chromium_behaviour)]
#[because("axe looks at the page and not at the browser")]
async fn axe_finds_nothing_in_any_type_in_any_mode(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    let mut found = Vec::new();
    for sample in &SAMPLES {
        stage.put("index.html", &page(sample));
        visitor.visit("/").await;
        let card = visitor.card().await;
        for mode in MODES.into_iter().filter(|mode| *mode != Mode::Error || has_errors(sample)) {
            mode.begin(&visitor, &card).await;
            let mut faults = visitor.axe("{ include: [['askwell-card']] }").await;
            for (fault, elements) in [("sticks out", BESIDE), ("is too small", SMALL), ("is too faint", FAINT)] {
                let Value::Array(elements) = card.eval(elements).await else { panic!("they are listed") };
                faults.extend(elements.into_iter().map(|element| format!("{fault}: {element}")));
            }
            if (sample.id, mode) == ("nps", Mode::Desktop) {
                the_ruler_finds_faint_words(&card).await;
            }
            found.extend(faults.into_iter().map(|fault| format!("{} ({mode:?}) {fault}", sample.id)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
