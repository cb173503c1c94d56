//! The pictures of the widget in the documentation: what `cargo xtask pictures widget` runs. Takes the folder of the documentation.
//!
//! The page on a type of question has its own example as its picture.

mod palette;

use end_to_end::{Engine, Page, Stage, Visitor};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// As wide as a card is in the corner of a page, and how many pixels each of its own has.
const WIDTH: u32 = 400;
const DENSITY: u32 = 2;

/// What is filled in on the picture of a type. Most only look chosen: a click would answer.
const FILLED: [(&str, &str); 10] = [
    ("nps", "check('[value=\"9\"]')"),
    ("csat", "check('[value=\"4\"]')"),
    ("ces", "check('[value=\"6\"]')"),
    ("stars", "check('[value=\"4\"]')"),
    ("emoji", "check('[value=\"4\"]')"),
    ("scale", "check('[value=\"8\"]')"),
    ("choice", "click('[value=other]')"),
    ("choices", "click('[value=\"0\"]'), click('[value=\"2\"]')"),
    ("matrix", "click('[name=row0][value=\"3\"]'), click('[name=row1][value=\"1\"]')"),
    ("date", "find('[type=date]').value = '2026-11-20'"),
];

#[tokio::main]
async fn main() {
    let docs = PathBuf::from(std::env::args().nth(1).expect("the argument is the folder of the documentation"));
    let stage = Stage::open();
    let visitor = stage.visitor(Engine::Chromium).await;
    let transparent = json!({ "color": { "r": 0, "g": 0, "b": 0, "a": 0 } });
    visitor.devtools("Emulation.setDefaultBackgroundColorOverride", transparent).await;
    visitor.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    let mut pages: Vec<_> = fs::read_dir(docs.join("questions"))
        .expect("there are pages")
        .map(|page| page.expect("it is a file").path())
        .collect();
    pages.sort();
    for page in pages {
        let name = page.file_stem().and_then(|name| name.to_str()).expect("it has a name").to_owned();
        stage.put("index.html", &with_elements(&examples(&fs::read_to_string(&page).expect("it is text"))));
        let filled = FILLED.iter().find(|(filled, _)| *filled == name).map_or("0", |(_, fill)| fill);
        take(&visitor, filled, &docs.join("images/questions").join(name).with_extension("png")).await;
    }
    take_corner(&visitor, &docs.join("images/survey.png")).await;
}

/// The survey as it stands in the corner of the shop.
async fn take_corner(visitor: &Visitor, to: &Path) {
    resize(visitor, 1_120, 700, 1).await;
    visitor.visit("/shop/").await;
    visitor.until("the tag can be called", "Boolean(window.askwell?.show)").await;
    visitor.eval("askwell.show()").await;
    visitor.card().await.settles().await;
    save(visitor, to).await;
}

async fn save(visitor: &Visitor, to: &Path) {
    fs::write(to, palette::reduce(&visitor.picture().await)).expect("the picture can be written");
    eprintln!("{}", to.display());
}

/// The questions on a page of the documentation.
fn examples(page: &str) -> Vec<Value> {
    let blocks = page.split("\n```json\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let blocks = blocks.map(|block| serde_json::from_str::<Value>(block).expect("it is JSON"));
    blocks.filter(|block| block["prompt"].is_string()).collect()
}

/// A page with these questions below each other.
fn with_elements(questions: &[Value]) -> Page {
    let page = Page::new().html(r#"lang="en""#).tag(&[("show", "manual")]);
    let page =
        page.style("body { margin: 0 } h1, p { display: none } askwell-survey + askwell-survey { margin-top: 12px }");
    questions.iter().enumerate().fold(page, |page, (number, question)| {
        let mut question = question.clone();
        // Every picture is the same.
        question.as_object_mut().expect("it is an object").remove("shuffle");
        let definition = json!({
            "id": format!("picture-{number}"), "languages": ["en"], "storage": "none", "hidden": { "agent": null }, "questions": [question],
        });
        page.body(&format!(r#"<askwell-survey><script type="application/askwell+json">{definition}</script></askwell-survey>"#))
    })
}

/// Takes a picture of all cards on the page.
async fn take(visitor: &Visitor, filled: &str, to: &Path) {
    resize(visitor, WIDTH, 900, DENSITY).await;
    visitor.visit("/").await;
    const ROOTS: &str = "[...document.querySelectorAll('askwell-survey')].map(({ shadowRoot }) => shadowRoot)";
    visitor.until("the cards are there", &format!("{ROOTS}.every((root) => root?.querySelector('.card'))")).await;
    let fill = format!(
        "((find) => {{
            const check = (selector) => find(selector).checked = true;
            const click = (selector) => find(selector).click();
            {filled};
        }})((selector) => {ROOTS}.map((root) => root.querySelector(`input${{selector}}`)).find(Boolean))"
    );
    // A click counts once the question could be seen.
    visitor.passes(600).await;
    visitor.eval(&fill).await;
    let still =
        format!("{ROOTS}.every((root) => root.getAnimations().every(({{ playState }}) => playState !== 'running'))");
    visitor.until("nothing moves", &still).await;
    let height = visitor.eval("Math.ceil(document.body.getBoundingClientRect().height)").await;
    let height = u32::try_from(height.as_u64().expect("it is a number")).expect("it is no larger than a picture");
    resize(visitor, WIDTH, height, DENSITY).await;
    save(visitor, to).await;
}

async fn resize(visitor: &Visitor, width: u32, height: u32, density: u32) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": density, "mobile": false });
    visitor.devtools("Emulation.setDeviceMetricsOverride", size).await;
}
