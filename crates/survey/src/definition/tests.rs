//! What a definition may say, what it may not, and what is said about it.

use super::lint;
use crate::config::Config;
use crate::{Survey, Value};

/// The survey that a definition makes.
fn survey(json: &str) -> Survey {
    let mut document: Value = serde_json::from_str(json).unwrap();
    document.set("endpoint", Value::from("/x"));
    Config::read(&document).unwrap_or_else(|problems| panic!("{problems}")).survey
}

/// What is said about a definition: `path code` each.
fn said(json: &str) -> Vec<String> {
    let document = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    lint(&document).iter().map(|problem| format!("{} {}", problem.path, problem.code.name())).collect()
}

/// The same, of a survey that has just these questions.
fn said_of(questions: &str) -> Vec<String> {
    said(&format!(r#"{{"id": "x", "questions": {questions}}}"#))
}

#[test]
fn a_definition_of_every_type_is_read() {
    let json = r#"[
        {"id": "nps", "type": "nps", "prompt": "How likely?", "low": "No", "high": "Yes"},
        {"id": "scale", "type": "scale", "prompt": "?", "min": -2, "max": 2, "low": "a", "high": "b"},
        {"id": "stars", "type": "stars", "prompt": "?", "max": 7},
        {"id": "emoji", "type": "emoji", "prompt": "?", "max": 3},
        {"id": "thumbs", "type": "thumbs", "prompt": "?"},
        {"id": "csat", "type": "csat", "prompt": "?"},
        {"id": "ces", "type": "ces", "prompt": "?"},
        {"id": "choice", "type": "choice", "prompt": "?", "choices": ["a", {"id": "b", "label": "B", "pinned": true}], "other": true, "shuffle": true},
        {"id": "choices", "type": "choices", "prompt": "?", "choices": ["a", "b", "c"], "none": "Nothing", "min": 1, "max": 2},
        {"id": "dropdown", "type": "dropdown", "prompt": "?", "choices": ["a", "b"]},
        {"id": "ranking", "type": "ranking", "prompt": "?", "choices": ["a", "b"]},
        {"id": "matrix", "type": "matrix", "prompt": "?", "rows": ["a"], "columns": ["1", "2"]},
        {"id": "text", "type": "text", "prompt": "?", "lines": "one", "minLength": 2, "maxLength": 20, "placeholder": "x"},
        {"id": "contact", "type": "contact", "prompt": "?", "name": "required", "email": "optional", "consent": "We write."},
        {"id": "consent", "type": "consent", "prompt": "?", "label": "I agree"},
        {"id": "date", "type": "date", "prompt": "?", "min": "2026-01-01", "max": "2026-12-31"},
        {"id": "message", "type": "message", "prompt": "Nearly done"},
        {"id": "link", "type": "link", "prompt": "?", "label": "Go", "url": "https://a.example/"}
    ]"#;
    assert_eq!(said_of(json), ["questions long"]);
    assert_eq!(survey(&format!(r#"{{"id": "x", "questions": {json}}}"#)).questions.len(), 18);
}
