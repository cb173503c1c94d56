//! What `docs/collector.md` says is so.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::Value;

use crate::helper::Collector;

const DOCUMENTATION: &str = include_str!("../../../../docs/collector.md");

/// The blocks of JSON.
fn blocks() -> Vec<Value> {
    let blocks = DOCUMENTATION.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}"))).collect()
}

/// The names in the first column of the table after a heading.
fn names(heading: &str) -> BTreeSet<String> {
    let section = DOCUMENTATION.split(heading).nth(1).unwrap();
    let lines = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let cells = lines.take_while(|line| line.starts_with('|')).map(|line| line.split('|').nth(1).unwrap());
    cells.flat_map(|cell| cell.split(',').map(|name| name.trim().trim_matches('`').to_owned())).collect()
}

#[tokio::test]
async fn the_documented_responses_are_taken_and_the_documented_fields_are_the_reports() {
    let collector = Collector::new().await;
    let examples: Vec<_> = blocks().into_iter().filter(|block| block.get("schema").is_some()).collect();
    assert_eq!(examples.len(), 2);
    for example in &examples {
        let answer = collector.post(example).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    }
    let documented: BTreeSet<_> =
        names("### Posting a response").iter().map(|name| name.split('.').next().unwrap().to_owned()).collect();
    let mut known: BTreeSet<_> = examples[1].as_object().unwrap().keys().cloned().collect();
    known.insert("ending".to_owned());
    assert_eq!(documented, known);
    let report = collector.get("/v1/report").await.json();
    let fields: BTreeSet<_> = report.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names("### The report"), fields);
}

#[tokio::test]
async fn the_openapi_document_has_the_fields_of_the_documentation_and_every_address() {
    let collector = Collector::new().await;
    let openapi = collector.get("/v1/openapi.json").await.json();
    let schemas = &openapi["components"]["schemas"];
    let fields =
        |name: &str| -> BTreeSet<String> { schemas[name]["properties"].as_object().unwrap().keys().cloned().collect() };
    assert_eq!(fields("Report"), names("### The report"));
    let documented: BTreeSet<_> =
        names("### Posting a response").iter().map(|name| name.split('.').next().unwrap().to_owned()).collect();
    assert_eq!(fields("Response"), documented);
    for address in openapi["paths"].as_object().unwrap().keys() {
        // No survey is registered: its address has an answer of its own.
        let answer = collector.get(&address.replace("{id}", "shop")).await;
        assert!(answer.status != StatusCode::NOT_FOUND || answer.body.contains("No survey"), "{address}");
    }
}
