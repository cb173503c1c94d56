//! Details of SurveyJS' format.

use crate::converted;
use askwell_cli::convert::Origin;
use serde_json::{Value, json};

fn survey(elements: &Value, more: &Value) -> Value {
    let mut survey = json!({"title": "Shop", "pages": [{"name": "p", "elements": elements}]});
    for (name, value) in more.as_object().expect("an object") {
        survey[name] = value.clone();
    }
    survey
}

#[test]
fn languages_of_texts() {
    let elements =
        json!([{"type": "text", "name": "q", "title": {"default": "Why?", "de": "Warum?", "fr": "Pourquoi ?"}}]);
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &json!({})), None);
    assert_eq!(definition["languages"], json!(["en", "de", "fr"]));
    assert_eq!(definition["questions"][0]["prompt"], json!({"en": "Why?", "de": "Warum?", "fr": "Pourquoi ?"}));
    assert_eq!(notes, ["the texts are taken to be in en; --language names another one"]);
    let elements = json!([{"type": "text", "name": "q", "title": "Warum?"}]);
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &json!({"locale": "de"})), None);
    assert_eq!((&definition["languages"], notes.len()), (&json!(["de"]), 0));
}

#[test]
fn surveys_without_pages_are_read() {
    for field in ["elements", "questions"] {
        let mut document = json!({});
        document[field] = json!([{"type": "text", "name": "q"}]);
        let (definition, _) = converted(Origin::Surveyjs, &document, Some("en"));
        assert_eq!(definition["questions"], json!([{"id": "q", "type": "text", "prompt": "q", "lines": "one"}]));
    }
}

#[test]
fn answers_are_recalled_in_texts() {
    let elements = json!([{"type": "text", "name": "name"}, {"type": "html", "name": "x", "html": "Hi {name}, {nobody} {{name}}"}]);
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &json!({})), Some("en"));
    assert_eq!(definition["questions"][1]["prompt"], "Hi {{answer:name|}}, {nobody} { {{answer:name|}} }");
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn last_of_two_skips_counts() {
    let page = |name: &str| json!({"elements": [{"type": "text", "name": name}]});
    let document = json!({"pages": [page("a"), page("b"), page("c")], "triggers": [
        {"type": "skip", "expression": "{a} notempty", "gotoName": "b"},
        {"type": "skip", "expression": "{a} = 'x'", "gotoName": "c"}]});
    let (definition, _) = converted(Origin::Surveyjs, &document, Some("en"));
    assert_eq!(
        definition["questions"][0]["next"],
        json!([
            {"if": {"answer": "a", "is": "x"}, "goto": "c"},
            {"if": {"answer": "a", "empty": false}, "goto": "b"},
        ])
    );
}

#[test]
fn condition_on_a_later_answer_is_reported() {
    let elements = json!([{"type": "text", "name": "a", "visibleIf": "{b} = 'x'"}, {"type": "text", "name": "b"}]);
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &json!({})), Some("en"));
    assert_eq!(definition["questions"][0].get("if"), None);
    assert!(notes[0].starts_with("pages[0].elements[0]: is asked more often: a condition "), "{notes:?}");
    let mut document = json!({"pages": [{"elements": [{"type": "text", "name": "c"}]},
        {"elements": elements, "visibleIf": "{c} = 'x'"}]});
    let (definition, _) = converted(Origin::Surveyjs, &document, Some("en"));
    assert_eq!(definition["questions"][1]["if"], json!({"all": [{"answer": "c", "is": "x"}]}));
    document["pages"][1]["visibleIf"] = json!("{c} = 'x' or {b} = 'y'");
    let (definition, _) = converted(Origin::Surveyjs, &document, Some("en"));
    assert_eq!(definition["questions"][1].get("if"), None);
}

#[test]
fn sum_of_nothing_is_zero() {
    let rating = |name: &str| json!({"type": "rating", "name": name});
    let elements = json!([rating("a"), rating("b"), {"type": "text", "name": "why", "visibleIf": "{sum} < 3"}]);
    let values = json!({"calculatedValues": [{"name": "sum", "expression": "{a} + {b}"}]});
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &values), Some("en"));
    assert_eq!(definition["values"], json!({"sum-0": {"assign": 0}, "sum": {"sum": ["sum-0", "a", "b"]}}));
    assert_eq!(definition["questions"][2]["if"], json!({"value": "sum", "below": 3}));
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn hidden_question_is_shown_by_its_trigger() {
    let triggers = json!({"triggers": [{"type": "visible", "expression": "{a} != 'x'", "questions": ["b", "c"]}]});
    let elements = json!([{"type": "text", "name": "a"}, {"type": "text", "name": "b", "visible": false},
        {"type": "text", "name": "c"}]);
    let (definition, notes) = converted(Origin::Surveyjs, &survey(&elements, &triggers), Some("en"));
    let (known, is_not) = (json!({"answer": "a", "matches": "*"}), json!({"answer": "a", "isNot": "x"}));
    assert_eq!(definition["questions"][1]["if"], json!({"all": [known, is_not]}));
    assert_eq!(definition["questions"][2]["if"], json!({"any": [{"not": known}, is_not]}));
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn survey_completes_after_the_last_question_of_a_page() {
    let triggers = json!({"triggers": [{"type": "complete", "expression": "{a} = 'x'"}]});
    let elements = json!([{"type": "text", "name": "a"}, {"type": "text", "name": "b", "visibleIf": "{a} notempty"}]);
    let (definition, _) = converted(Origin::Surveyjs, &survey(&elements, &triggers), Some("en"));
    let is = json!({"answer": "a", "is": "x"});
    let is_not_shown = json!({"not": {"answer": "a", "empty": false}});
    assert_eq!(definition["questions"][0]["next"], json!([{"if": {"all": [is, is_not_shown]}, "goto": "end"}]));
    assert_eq!(definition["questions"][1]["next"], json!([{"if": is, "goto": "end"}]));
}
