//! Conversions of surveys of other tools.
//!
//! `NAME.json` is a survey as the API of its tool returns it, `NAME.definition.json` the definition made of it,
//! and `NAME.notes.txt` what is reported. The names begin with the tool's.

mod formbricks;
mod posthog;
mod surveyjs;
mod walk;

use askwell_cli::convert::{Converted, Origin, convert};
use askwell_cli::lint::check_text;
use serde_json::{Value, json};
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/convert").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Converts one of the surveys, and compares the result with the expected one.
fn check(name: &str, origin: Origin) -> Converted {
    let source: Value = serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON");
    let converted = convert(origin, &source, None).expect("a survey");
    let definition = converted.to_json();
    let notes: String = converted.notes.iter().map(|note| format!("{note}\n")).collect();
    assert_eq!(definition, read(&format!("{name}.definition.json")), "{name}");
    assert_eq!(notes, read(&format!("{name}.notes.txt")), "{name}");
    let report = check_text(name, &definition);
    assert_eq!(report.errors, 0, "{:#?}", report.problems);
    converted
}

/// Converts a survey, and returns the definition and the notes.
fn converted(origin: Origin, document: &Value, language: Option<&str>) -> (Value, Vec<String>) {
    let converted = convert(origin, document, language).expect("a survey");
    let report = check_text("converted", &converted.to_json());
    assert_eq!(report.errors, 0, "{:#?}", report.problems);
    let definition = serde_json::from_str(&converted.to_json()).expect("JSON");
    (definition, converted.notes.iter().map(ToString::to_string).collect())
}

fn has_note(converted: &Converted, path: &str, part: &str) -> bool {
    converted.notes.iter().any(|note| note.path == path && note.message.contains(part))
}

#[test]
fn posthog_branching_and_languages() {
    let converted = check("posthog-nps", Origin::Posthog);
    assert!(has_note(&converted, "conditions.url", "has no counterpart"));
    assert!(has_note(&converted, "translations.german", "no language tag"));
}

#[test]
fn posthog_question_types() {
    let converted = check("posthog-types", Origin::Posthog);
    assert!(has_note(&converted, "questions[8]", "no question of type matrix"));
    assert!(has_note(&converted, "questions[6].branching", "leads back"));
    assert!(has_note(&converted, "questions[9]", "is never asked"));
}

#[test]
fn formbricks_logic_references_and_languages() {
    let converted = check("formbricks-questions", Origin::Formbricks);
    assert!(has_note(&converted, "questions[3]", "no question of type fileUpload"));
    assert!(has_note(&converted, "questions[0].logic[2]", "isBooked has no counterpart"));
}

#[test]
fn formbricks_blocks() {
    let converted = check("formbricks-blocks", Origin::Formbricks);
    assert!(has_note(&converted, "blocks[1].elements[1]", "no question of type pictureSelection"));
    assert!(has_note(&converted, "blocks[0].logic[2]", "it asks for meeting, which is left out"));
}

#[test]
fn surveyjs_pages_expressions_and_triggers() {
    let converted = check("surveyjs-shop", Origin::Surveyjs);
    assert!(has_note(&converted, "triggers[3]", "setvalue has no counterpart"));
    assert!(has_note(&converted, "pages[2].elements[2]", "asks always"));
}

#[test]
fn documents_without_a_single_survey_are_rejected() {
    let error = |origin, document: Value| convert(origin, &document, None).expect_err("an error");
    assert_eq!(error(Origin::Posthog, json!({"name": "x"})), "is no survey: it has no questions");
    assert_eq!(error(Origin::Posthog, json!([])), "is no survey: it has no questions");
    let two = json!({"results": [{"questions": []}, {"questions": []}]});
    assert_eq!(error(Origin::Posthog, two), "has 2 surveys; give one of them");
    let nothing = json!({"questions": [{"type": "matrix", "question": "?"}]});
    assert_eq!(error(Origin::Posthog, nothing), "none of its questions has a counterpart");
    let empty = json!({"questions": [], "blocks": []});
    let message = "is no survey of Formbricks: it has neither questions nor blocks with elements";
    assert_eq!(error(Origin::Formbricks, empty), message);
    let message = "is no survey of SurveyJS: it has no pages with elements";
    assert_eq!(error(Origin::Surveyjs, json!({"pages": [{"name": "one"}]})), message);
    let error = convert(Origin::Posthog, &json!({"questions": []}), Some("German")).expect_err("an error");
    assert_eq!(error, "German is no language tag such as de or pt-BR");
}

#[test]
fn value_of_another_type_is_reported() {
    let document = json!({"name": 5, "questions": [{"type": "rating", "question": "How?", "scale": "7"}]});
    let converted = convert(Origin::Posthog, &document, None).expect("a survey");
    assert!(has_note(&converted, "name", "is left out: invalid type: integer `5`"), "{:?}", converted.notes);
    assert!(has_note(&converted, "questions[0].scale", "is left out: invalid type: string \"7\""));
    let document = json!({"questions": [{"type": "openText", "headline": {"default": ["?"]}}]});
    let error = convert(Origin::Formbricks, &document, None).expect_err("an error");
    assert_eq!(error, "none of its questions has a counterpart");
}

#[test]
fn translation_without_an_original_is_reported() {
    let translations = json!({"de": {"question": "Wie?", "description": "Genau"}});
    let question = json!({"type": "open", "question": "How?", "translations": translations});
    let converted = convert(Origin::Posthog, &json!({"questions": [question]}), None).expect("a survey");
    assert!(has_note(&converted, "questions[0].translations.de.description", "has no counterpart"));
}

#[test]
fn changed_posthog_nps_makes_no_invalid_definition() {
    change_everywhere("posthog-nps", Origin::Posthog);
}

#[test]
fn changed_posthog_types_make_no_invalid_definition() {
    change_everywhere("posthog-types", Origin::Posthog);
}

#[test]
fn changed_formbricks_questions_make_no_invalid_definition() {
    change_everywhere("formbricks-questions", Origin::Formbricks);
}

#[test]
fn changed_formbricks_blocks_make_no_invalid_definition() {
    change_everywhere("formbricks-blocks", Origin::Formbricks);
}

#[test]
fn changed_surveyjs_shop_makes_no_invalid_definition() {
    change_everywhere("surveyjs-shop", Origin::Surveyjs);
}

/// Changes each value of a document. Whatever it has, its conversion ends, and the definition has no errors.
fn change_everywhere(name: &str, origin: Origin) {
    let source: Value = serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON");
    let mut pointers = Vec::new();
    walk(&source, String::new(), &mut pointers);
    let long = "x\u{202e}{{y ".repeat(300);
    let mut count = 0;
    for pointer in &pointers {
        let mut replacements = vec![Value::Null, json!(long)];
        match source.pointer(pointer) {
            Some(Value::Number(_)) => replacements.extend([json!(-1), json!(1e9)]),
            Some(Value::Array(_)) => replacements.push(json!([])),
            _ => {}
        }
        for replacement in replacements {
            let mut other = source.clone();
            *other.pointer_mut(pointer).expect("exists") = replacement.clone();
            let Ok(converted) = convert(origin, &other, None) else { continue };
            let report = check_text(name, &converted.to_json());
            assert_eq!(report.errors, 0, "{name} {pointer} := {replacement:.20}: {:?}", report.problems);
            count += 1;
        }
    }
    assert!(count >= 2 * pointers.len() - 10, "{count} of {} changes", 2 * pointers.len());
}

fn walk(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| walk(item, format!("{pointer}/{at}"), pointers));
        }
        Value::Object(entries) => {
            entries.iter().for_each(|(name, item)| walk(item, format!("{pointer}/{name}"), pointers));
        }
        _ => {}
    }
    if !pointer.is_empty() {
        pointers.push(pointer);
    }
}
