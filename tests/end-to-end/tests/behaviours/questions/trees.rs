//! What a screen reader is told of each type of question: names, roles and states, as files in `tests/trees`.

use end_to_end::{Engine, Stage, difference, outline};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::chromium_behaviour;

use super::page;
use super::samples::SAMPLES;

#[apply(chromium_behaviour)]
#[because("each browser has roles of its own for what ARIA has none for")]
async fn the_tree_of_every_type_is_as_it_was(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    let mut found = Vec::new();
    for sample in &SAMPLES {
        let mut question = sample.question();
        question["help"] = json!("Think of the last time.");
        stage.put("index.html", &page(&json!([question])));
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.asks(sample.id).await;
        card.until("it has been announced", "root.querySelector('[aria-live]').textContent !== ''").await;
        found.extend(difference(&format!("tests/trees/{}.txt", sample.id), &outline(&visitor).await));
    }
    assert!(found.is_empty(), "{}\nWith ASKWELL_UPDATE=1 the tests write it anew.", found.join("\n"));
}
