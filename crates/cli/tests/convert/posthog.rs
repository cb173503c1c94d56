//! Details of PostHog's format.

use crate::converted;
use askwell_cli::convert::Origin;
use serde_json::{Value, json};

fn survey(question: &Value, appearance: &Value) -> Value {
    json!({"name": "Shop", "questions": [question], "appearance": appearance})
}

#[test]
fn one_language_is_declared() {
    let survey = survey(&json!({"type": "open", "question": "Warum?"}), &Value::Null);
    let (definition, notes) = converted(Origin::Posthog, &survey, Some("de"));
    assert_eq!((&definition["languages"], notes.len()), (&json!(["de"]), 0));
    let (definition, notes) = converted(Origin::Posthog, &survey, None);
    assert_eq!(definition["languages"], json!(["en"]));
    assert_eq!(notes, ["the texts are taken to be in en; --language names another one"]);
}

#[test]
fn descriptions_are_html_unless_they_are_called_text() {
    for (kind, help) in [(Value::Null, "Tea & cake"), (json!("html"), "Tea & cake"), (json!("text"), "Tea &amp; cake")]
    {
        let question = json!({"type": "open", "question": "Why?", "description": "Tea &amp; cake",
            "descriptionContentType": kind});
        let appearance = json!({"thankYouMessageDescription": "Tea &amp; cake",
            "thankYouMessageDescriptionContentType": kind});
        let (definition, _) = converted(Origin::Posthog, &survey(&question, &appearance), None);
        assert_eq!(
            (&definition["questions"][0]["help"], &definition["endings"][0]["text"]),
            (&json!(help), &json!(help))
        );
    }
}

#[test]
fn intro_screen_becomes_a_message() {
    let question = json!({"id": "intro", "type": "open", "question": "Why?"});
    let appearance = json!({"displayIntroScreen": true, "introScreenHeader": "Hello",
        "introScreenDescription": "<p>Two questions</p>", "introScreenButtonText": "Start"});
    let (definition, notes) = converted(Origin::Posthog, &survey(&question, &appearance), Some("en"));
    assert_eq!(definition["questions"][0], json!({"id": "intro", "type": "message", "prompt": "Hello\nTwo questions"}));
    assert_eq!(definition["questions"][1]["id"], "intro-2");
    assert_eq!(notes, ["looks and labels of buttons have no counterpart: appearance.introScreenButtonText"]);
    let appearance = json!({"introScreenHeader": "Hello"});
    let (definition, notes) = converted(Origin::Posthog, &survey(&question, &appearance), Some("en"));
    assert_eq!((&definition["questions"][0]["type"], notes.len()), (&json!("text"), 0));
}

#[test]
fn default_looks_are_no_loss() {
    let appearance = json!({"submitButtonColor": "black", "backgroundColor": "#eeeded", "fontFamily": "inherit",
        "shuffleQuestions": true});
    let (_, notes) =
        converted(Origin::Posthog, &survey(&json!({"type": "open", "question": "Why?"}), &appearance), Some("en"));
    assert_eq!(
        notes,
        [
            "appearance.shuffleQuestions: has no counterpart",
            "looks and labels of buttons have no counterpart: appearance.backgroundColor, appearance.fontFamily",
        ]
    );
}

#[test]
fn skipped_open_choice_is_reported() {
    let branching = json!({"type": "response_based", "responseValues": {"2": "end"}});
    let mut question = json!({"type": "single_choice", "question": "Which?", "choices": ["A", "B", "Other"],
        "hasOpenChoice": true, "optional": true, "branching": branching});
    let (_, notes) = converted(Origin::Posthog, &survey(&question, &Value::Null), Some("en"));
    assert!(notes[0].starts_with("questions[0].branching.responseValues.2: is taken in PostHog"), "{notes:?}");
    question["optional"] = json!(false);
    let (_, notes) = converted(Origin::Posthog, &survey(&question, &Value::Null), Some("en"));
    assert_eq!(notes, Vec::<String>::new());
}
