//! Surveys of others become definitions, and what has no counterpart is said.
//!
//! `tests/convert/NAME.json` is a survey as the API of its tool gives it, `NAME.definition.json` what becomes of it, and
//! `NAME.notes.txt` what is said. The names begin with the tool's.

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

/// Converts one of the surveys, and compares what becomes of it with what is expected.
fn check(name: &str, origin: Origin) -> Converted {
    let source: Value = serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON");
    let converted = convert(origin, &source, "en").expect("a survey");
    let definition = converted.to_json();
    let notes: String = converted.notes.iter().map(|note| format!("{}: {}\n", note.path, note.message)).collect();
    assert_eq!(definition, read(&format!("{name}.definition.json")), "{name}");
    assert_eq!(notes, read(&format!("{name}.notes.txt")), "{name}");
    let report = check_text(name, &definition);
    assert_eq!(report.errors, 0, "{:#?}", report.problems);
    converted
}

fn says(converted: &Converted, path: &str, part: &str) -> bool {
    converted.notes.iter().any(|note| note.path == path && note.message.contains(part))
}

#[test]
fn a_survey_of_posthog_keeps_its_branches_and_languages() {
    let converted = check("posthog-nps", Origin::Posthog);
    assert!(says(&converted, "conditions.url", "has no counterpart"));
    assert!(says(&converted, "translations.german", "no language tag"));
}

#[test]
fn every_type_of_question_of_posthog_has_its_like_or_is_named() {
    let converted = check("posthog-types", Origin::Posthog);
    assert!(says(&converted, "questions[8]", "no question of type matrix"));
    assert!(says(&converted, "questions[6].branching", "leads back"));
    assert!(says(&converted, "questions[9]", "is never asked"));
}

#[test]
fn a_survey_of_formbricks_keeps_its_logic_recalls_and_languages() {
    let converted = check("formbricks-questions", Origin::Formbricks);
    assert!(says(&converted, "questions[3]", "no question of type fileUpload"));
    assert!(says(&converted, "questions[0].logic[2]", "isBooked has no counterpart"));
}

#[test]
fn blocks_of_formbricks_become_questions_one_after_the_other() {
    let converted = check("formbricks-blocks", Origin::Formbricks);
    assert!(says(&converted, "blocks[1].elements[1]", "no question of type pictureSelection"));
    assert!(says(&converted, "variables[0].value", "blocks[1].logic[3].actions[0]"));
}

#[test]
fn what_is_no_survey_or_several_is_refused() {
    let refused = |origin, document: Value| convert(origin, &document, "en").expect_err("refused");
    assert_eq!(refused(Origin::Posthog, json!({"name": "x"})), "is no survey: it has no questions");
    assert_eq!(refused(Origin::Posthog, json!([])), "is no survey: it has no questions");
    let two = json!({"results": [{"questions": []}, {"questions": []}]});
    assert_eq!(refused(Origin::Posthog, two), "has 2 surveys; give one of them");
    let nothing = json!({"questions": [{"type": "matrix", "question": "?"}]});
    assert_eq!(refused(Origin::Posthog, nothing), "none of its questions has a counterpart");
    let empty = json!({"questions": [], "blocks": []});
    let message = "is no survey of Formbricks: it has neither questions nor blocks with elements";
    assert_eq!(refused(Origin::Formbricks, empty), message);
    let wrong = convert(Origin::Posthog, &json!({"questions": []}), "German").expect_err("refused");
    assert_eq!(wrong, "German is no language tag such as de or pt-BR");
}

/// Whatever stands in a document, converting it ends, and what comes out has no errors.
#[test]
fn one_change_anywhere_still_makes_a_definition_without_errors() {
    let mut count = 0;
    for (name, origin) in [
        ("posthog-nps", Origin::Posthog),
        ("posthog-types", Origin::Posthog),
        ("formbricks-questions", Origin::Formbricks),
        ("formbricks-blocks", Origin::Formbricks),
    ] {
        let source: Value = serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON");
        let mut pointers = Vec::new();
        walk(&source, String::new(), &mut pointers);
        let long = "x\u{202e}{{y ".repeat(300);
        for pointer in &pointers {
            let mut replacements = vec![Value::Null, json!(long)];
            match source.pointer(pointer) {
                Some(Value::Number(_)) => replacements.extend([json!(-1), json!(1e9)]),
                Some(Value::Array(_)) => replacements.push(json!([])),
                _ => {}
            }
            for replacement in replacements {
                let mut other = source.clone();
                *other.pointer_mut(pointer).expect("it is there") = replacement.clone();
                let Ok(converted) = convert(origin, &other, "en") else { continue };
                let report = check_text(name, &converted.to_json());
                assert_eq!(report.errors, 0, "{name} {pointer} := {replacement:.20}: {:?}", report.problems);
                count += 1;
            }
        }
    }
    assert!(count > 1_000, "{count}");
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
