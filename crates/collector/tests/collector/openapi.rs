//! What `/v1/openapi.json` says of the answers is so.

use askwell_collector::demo_data::{DEFINITIONS, DemoData, make_demo_data};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::helper::{Answer, Collector};

/// A collector with something on each page.
async fn filled() -> Collector {
    let collector = Collector::new().await;
    let wanted = DemoData { answers: 2_000, until: Some("2026-01-01".to_owned()), seed: 3 };
    make_demo_data(&collector.location, None, &wanted, |_| {}).await.unwrap();
    let (id, definition) = DEFINITIONS[0];
    let put = Request::put(format!("/v1/surveys/{id}")).header("host", "localhost:8787");
    collector.send(put.body(Body::from(definition.to_owned())).unwrap()).await;
    collector
}

/// Checks an answer against the schema that the document has for it.
fn check(openapi: &Value, path: &str, answer: &Answer) {
    let responses = &openapi["paths"][path]["get"]["responses"];
    let code = answer.status.as_str();
    let class = format!("{}XX", &code[..1]);
    let described = responses.get(code).or_else(|| responses.get(&class));
    let mut described = described.unwrap_or_else(|| panic!("{path}: {code} isn’t described")).clone();
    if let Some(reference) = described["$ref"].as_str() {
        described = openapi.pointer(reference.strip_prefix('#').unwrap()).unwrap().clone();
    }
    let kind = answer.header("content-type").unwrap().split(';').next().unwrap().trim().to_owned();
    let content = described["content"].get(&kind).unwrap_or_else(|| panic!("{path}: {kind} isn’t described"));
    let Some(schema) = content.get("schema") else { return };
    let schema = json!({ "allOf": [schema], "components": openapi["components"] });
    let schema = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{path}: {error}"));
    let parts = if kind.ends_with("jsonl") { answer.body.lines().collect() } else { vec![answer.body.as_str()] };
    for part in parts {
        let part: Value = if kind == "text/plain" { part.into() } else { serde_json::from_str(part).unwrap() };
        let errors: Vec<_> =
            schema.iter_errors(&part).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{path}: {}", errors.join("\n"));
    }
}

#[tokio::test]
async fn every_answer_is_as_it_is_described() {
    let (empty, filled) = (Collector::new().await, filled().await);
    let openapi = filled.get("/v1/openapi.json").await.json();
    let surveys: Vec<_> = DEFINITIONS.iter().map(|(survey, _)| *survey).collect();
    let mut checked = 0;
    for path in openapi["paths"].as_object().unwrap().keys() {
        let address = path.replace("{id}", surveys[0]);
        let mut addresses = vec![address.clone()];
        let shared = openapi["paths"][path]["get"]["parameters"].as_array().map_or(0, Vec::len);
        if shared > 0 {
            addresses.extend(surveys.iter().map(|survey| format!("{address}?survey={survey}")));
            addresses.push(format!("{address}?since=2025-11-01&until=2025-12-31"));
            addresses.push(format!("{address}?kind=rating"));
            addresses.push(format!("{address}?segment=locale=de&marked=spam"));
            addresses.push(format!("{address}?since=soon"));
        }
        if path == "/v1/responses" {
            addresses.extend(["json", "jsonl"].map(|format| format!("{address}?limit=500&format={format}")));
        }
        for address in addresses {
            check(&openapi, path, &filled.get(&address).await);
            checked += 1;
            if shared > 0 {
                check(&openapi, path, &empty.get(&address).await);
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

#[tokio::test]
async fn the_document_names_every_field_and_refers_to_nothing_that_is_missing() {
    let openapi = Collector::new().await.get("/v1/openapi.json").await.json();
    assert_eq!(openapi["openapi"], "3.1.0");
    let mut references = Vec::new();
    collect(&openapi, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(openapi.pointer(pointer).is_some(), "{reference}");
    }
    for schema in [
        "Report",
        "Results",
        "Segments",
        "Drivers",
        "Articles",
        "Accounts",
        "Responses",
        "Alerts",
        "Inbox",
        "InboxItem",
        "Endpoints",
        "Receipt",
        "RegisteredSurvey",
        "Error",
    ] {
        let schema = &openapi["components"]["schemas"][schema];
        let required = schema["required"].as_array().unwrap().len();
        assert_eq!(required, schema["properties"].as_object().unwrap().len(), "{schema}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, references)),
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str).map(ToOwned::to_owned));
            fields.values().for_each(|value| collect(value, references));
        }
        _ => {}
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_described_as_well() {
    let collector = Collector::new().await;
    for path in
        ["/v1/report", "/v1/results", "/v1/segments", "/v1/drivers", "/v1/articles", "/v1/accounts", "/v1/responses"]
    {
        let answer = collector.get(&format!("{path}?sort=up")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
    }
}
