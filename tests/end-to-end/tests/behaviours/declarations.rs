//! What the browser hands to a page is what the TypeScript declarations say.

use askwell_cli::typescript::members;
use end_to_end::{Engine, Page, Stage, compile, from_environment};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

fn declarations() -> String {
    let path = from_environment("ASKWELL_DIST").join("askwell.d.ts");
    std::fs::read_to_string(path).expect("the build has declarations")
}

#[apply(behaviour)]
async fn declared_calls_are_those_there_are(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.until("the script has run", "Boolean(window.askwell?.explain)").await;
    let mut declared = members(&declarations(), "Askwell");
    declared.sort();
    assert_eq!(visitor.eval("Object.keys(askwell).sort()").await, json!(declared));
}

#[apply(behaviour)]
async fn explanations_events_and_responses_have_the_declared_types(engine: Engine) {
    let tag =
        [("person-id", "c-17"), ("touchpoint", "shop"), ("if-url", "*/*"), ("when", "view"), ("interrupt", "start")];
    let stage = Stage::with(&Page::new().tag(&tag));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let mut lines = vec![format!("{} satisfies Explanation", visitor.eval("await askwell.explain()").await)];
    card.choose(10).await;
    card.click("Überspringen").await;
    let row = stage.complete_row().await;
    lines.push(format!("{} satisfies Response", row.document));
    visitor.told("delivered").await;
    visitor.eval("await askwell.init({ delay: 'soon' }).catch(() => {})").await;
    for name in ["ready", "shown", "answered", "completed", "delivered", "error"] {
        for detail in visitor.told(name).await {
            lines.push(format!("{detail} satisfies EventDetails[\"{name}\"]"));
        }
    }
    let lines: Vec<_> =
        lines.iter().enumerate().map(|(number, line)| format!("export const _{number} = {line};")).collect();
    let imports = "import type { EventDetails, Explanation, Response } from \"./askwell\";\n";
    assert_eq!(compile(&[("said.ts", &[imports, &lines.join("\n")].concat())]), "", "{lines:#?}");
}
