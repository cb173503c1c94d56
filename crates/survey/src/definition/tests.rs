//! What a definition may say, what it may not, and what is said about it.

mod flow;
mod hostile;
mod limits;

use std::rc::Rc;

use crate::config::Config;
use crate::{Code, lint};
use crate::{Survey, Value};

/// The survey that a definition makes.
fn survey(json: &str) -> Rc<Survey> {
    let mut document: Value = serde_json::from_str(json).unwrap();
    document.set("endpoint", Value::from("/x"));
    Config::read(&document).unwrap_or_else(|problems| panic!("{problems}")).survey.clone()
}

/// What is said about a definition: `path code` each.
fn said(json: &str) -> Vec<String> {
    let document = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let problems = lint(&document);
    // The surveys here are short of more than that.
    let others = problems.iter().filter(|problem| problem.code != Code::Languages);
    others.map(|problem| format!("{} {}", problem.path, problem.code.name())).collect()
}

/// The same, of a survey that has just these questions.
fn said_of(questions: &str) -> Vec<String> {
    said(&format!(r#"{{"id": "x", "questions": {questions}}}"#))
}

#[test]
fn texts_in_an_unknown_language_are_warned_of() {
    let codes = |json: &str| -> Vec<_> {
        lint(&serde_json::from_str(json).unwrap()).iter().map(|problem| problem.code.name()).collect()
    };
    let survey = |more: &str| format!(r#"{{"preset": "nps", "followUps": {{"passive": "Why?"}}{more}}}"#);
    assert_eq!(codes(&survey("")), ["languages"]);
    assert_eq!(codes(&survey(r#", "languages": ["en"]"#)), [""; 0]);
    assert_eq!(codes(r#"{"preset": "nps", "followUps": {"passive": {"en": "Why?", "de": "Warum?"}}}"#), [""; 0]);
    assert_eq!(codes(r#"{"preset": "nps"}"#), [""; 0]);
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

/// Text as it stands in JSON.
fn quoted(text: &str) -> String {
    Value::from(text).to_json()
}

/// A question of words, and what else it has.
fn question(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(r#"{{"id": "{id}", "type": "text", "prompt": "?"{comma}{more}}}"#)
}

/// So many questions of words: `q0`, `q1` …
fn questions(count: usize) -> String {
    format!("[{}]", (0..count).map(|index| question(&format!("q{index}"), "")).collect::<Vec<_>>().join(","))
}

/// A survey of two questions with this at its top level.
fn with(more: &str) -> Vec<String> {
    let questions = format!("[{}, {}]", question("first", ""), question("second", ""));
    said(&format!(r#"{{"id": "x", "questions": {questions}, {more}}}"#))
}

/// What is said of the second question if it has `more` besides.
fn said_of_second(more: &str) -> Vec<String> {
    said_of(&format!("[{}, {}]", question("first", ""), question("second", more)))
}

/// Lists of `count` items, each of which `item` writes.
fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(item).collect::<Vec<_>>().join(","))
}

fn all_as_said(table: &[(&str, &str)], said: impl Fn(&str) -> Vec<String>) {
    for (given, expected) in table {
        let found = said(given);
        let expected: Vec<&str> = expected.split(", ").filter(|part| !part.is_empty()).collect();
        assert_eq!(found, expected, "{given}");
    }
}

#[test]
fn each_wrong_field_of_a_survey_is_named() {
    all_as_said(
        &[
            ("[]", " value"),
            ("{}", ""),
            (r#"{"questions": []}"#, "id missing, questions value"),
            (r#"{"id": "x", "questions": 5}"#, "questions value"),
            (
                r#"{"id": "x", "questions": [5]}"#,
                "questions[0] value, questions[0].id missing, questions[0].prompt missing, questions[0].type missing",
            ),
            (r#"{"id": "a b"}"#, "id value"),
            (r#"{"version": 0}"#, "version value"),
            (r#"{"version": 1.5}"#, "version value"),
            (r#"{"kind": "other"}"#, "kind value"),
            (r#"{"preset": "npss"}"#, "preset value"),
            (r#"{"quesions": []}"#, "quesions unknown"),
            (r#"{"__proto__": {}}"#, "__proto__ unknown"),
            (r#"{"$schema": "https://a.example/schema"}"#, ""),
            (r#"{"endings": {}}"#, "endings value"),
            (r#"{"endings": [{}]}"#, "endings[0].text missing"),
            (r#"{"languages": 5}"#, "languages value"),
            (r#"{"languages": ["english"]}"#, ""),
            (r#"{"languages": ["e n"]}"#, "languages value"),
            (r#"{"languages": ["de", "de"]}"#, "languages duplicate"),
            (r#"{"hidden": []}"#, "hidden value"),
            (r#"{"hidden": {"a": []}}"#, "hidden.a value"),
            (r#"{"hidden": {"a b": 1}}"#, "hidden.a b value"),
            (r#"{"hidden": {"a": null, "b": 1, "c": true, "d": "x"}}"#, ""),
            (r#"{"values": []}"#, "values value"),
            (r#"{"values": {"a": 5}}"#, "values.a value, values.a value"),
            (r#"{"values": {"a": {}}}"#, "values.a value"),
            (r#"{"values": {"a": []}}"#, "values.a value"),
            (r#"{"values": {"a": {"sum": ["score"], "mean": ["score"]}}}"#, "values.a value"),
            (r#"{"values": {"a": {"sum": []}}}"#, "values.a.sum value"),
            (r#"{"values": {"a": {"sum": [5]}}}"#, "values.a.sum[0] value"),
            (r#"{"values": {"a": {"assign": []}}}"#, "values.a.assign value"),
            (r#"{"values": {"a": [{"assign": 1, "iff": {}}]}}"#, "values.a[0].iff unknown"),
        ],
        said,
    );
}

#[test]
fn each_wrong_field_of_a_question_is_named() {
    let table = [
        (r#""text""#, r#""required": "maybe""#, "required value"),
        (r#""text""#, r#""help": 5"#, "help value"),
        (r#""text""#, r#""if": 5"#, "if value, if value"),
        (r#""text""#, r#""next": 5"#, "next value"),
        (r#""text""#, r#""next": [5]"#, "next[0] value, next[0].goto missing"),
        (r#""text""#, r#""choices": ["a", "b"]"#, "choices unknown"),
        (r#""text""#, r#""lines": "two""#, "lines value"),
        (r#""text""#, r#""minLength": 0"#, "minLength value"),
        (r#""text""#, r#""maxLength": 5001"#, "maxLength value"),
        (r#""text""#, r#""minLength": 9, "maxLength": 8"#, "maxLength conflict"),
        (r#""text""#, r#""placeholder": []"#, "placeholder value"),
        (r#""txt""#, "", "type value"),
        ("5", "", "type value"),
        (r#""nps""#, r#""low": 0"#, "low value"),
        (r#""scale""#, r#""min": 5"#, "max conflict"),
        (r#""scale""#, r#""min": 0.5"#, "min value"),
        (r#""scale""#, r#""min": -101"#, "min value"),
        (r#""scale""#, r#""min": 0, "max": 20"#, ""),
        (r#""scale""#, r#""min": 0, "max": 21"#, "max limit"),
        (r#""scale""#, r#""labels": ["a"]"#, "labels conflict"),
        (r#""scale""#, r#""labels": ["a", "b", "c", "d", 5]"#, "labels[4] value, labels conflict"),
        (r#""stars""#, r#""max": 2"#, "max value"),
        (r#""stars""#, r#""max": 11"#, "max value"),
        (r#""emoji""#, r#""max": 4"#, "max value"),
        (r#""thumbs""#, r#""yes": """#, "yes value"),
        (r#""csat""#, r#""max": 7"#, "max unknown"),
        (r#""choice""#, "", "choices missing"),
        (r#""choice""#, r#""choices": []"#, "choices value"),
        (r#""choice""#, r#""choices": ["a"]"#, "choices value"),
        (r#""choice""#, r#""choices": ["a", "a"]"#, "choices[1] duplicate"),
        (r#""choice""#, r#""choices": ["a", ""]"#, "choices[1] value"),
        (r#""choice""#, r#""choices": ["a", "__proto__"]"#, "choices[1] value"),
        (r#""choice""#, r#""choices": ["a", {"id": "b c", "label": "B"}]"#, "choices[1].id value"),
        (r#""choice""#, r#""choices": ["a", {"label": "B"}]"#, "choices[1].id missing"),
        (r#""choice""#, r#""choices": ["a", {"id": "b"}]"#, "choices[1].label missing"),
        (r#""choice""#, r#""choices": ["a", {"id": "b", "label": "B", "pined": true}]"#, "choices[1].pined unknown"),
        (r#""choice""#, r#""choices": ["a", "other"], "other": true"#, "choices duplicate"),
        (r#""choice""#, r#""choices": ["a", "b"], "none": true"#, "none unknown"),
        (r#""choices""#, r#""choices": ["a", "b"], "other": 5"#, "other value"),
        (r#""choices""#, r#""choices": ["a", "b"], "min": 2, "max": 1"#, "max conflict"),
        (r#""choices""#, r#""choices": ["a", "b"], "max": 3"#, "max value"),
        (r#""choices""#, r#""choices": ["a", "b"], "max": 3, "other": true"#, ""),
        (r#""dropdown""#, r#""choices": ["a", "b"], "other": true"#, "other unknown"),
        (r#""matrix""#, "", "rows missing, columns missing"),
        (r#""matrix""#, r#""rows": ["a"], "columns": ["1"]"#, "columns value"),
        (r#""matrix""#, r#""rows": [], "columns": ["1", "2"]"#, "rows value"),
        (r#""contact""#, r#""email": true"#, "email value"),
        (r#""contact""#, r#""consent": {}"#, "consent value"),
        (r#""consent""#, "", "label missing"),
        (r#""date""#, r#""min": "2026-02-30""#, "min value"),
        (r#""date""#, r#""min": "2026-02-02", "max": "2026-02-01""#, "max conflict"),
        (r#""message""#, r#""required": true"#, "required unknown"),
        (r#""link""#, "", "label missing, url missing"),
        (r#""link""#, r#""label": "Go", "url": "/go", "name": "x""#, "name unknown"),
    ];
    for (kind, more, expected) in table {
        let comma = if more.is_empty() { "" } else { ", " };
        let said = said_of(&format!(r#"[{{"id": "q", "type": {kind}, "prompt": "?"{comma}{more}}}]"#));
        let expected: Vec<_> =
            expected.split(", ").filter(|part| !part.is_empty()).map(|part| format!("questions[0].{part}")).collect();
        assert_eq!(said, expected, "{kind} {more}");
    }
}

#[test]
fn each_wrong_condition_is_named() {
    let table = [
        ("{}", "if value"),
        (r#"{"answr": "first", "is": 1}"#, "if value, if.answr unknown"),
        (r#"{"answer": "first"}"#, "if value"),
        (r#"{"answer": "first", "group": "passive", "is": 1}"#, "if conflict"),
        (r#"{"answer": "nobody", "is": 1}"#, "if.answer reference"),
        (r#"{"answer": "first.email", "is": 1}"#, "if.answer reference"),
        (r#"{"answer": "second", "is": 1}"#, "if.answer reference"),
        (r#"{"answer": "", "is": 1}"#, "if.answer value"),
        (r#"{"answer": [], "is": 1}"#, "if.answer value"),
        (r#"{"score": false, "is": 1}"#, "if.score value, if.score reference"),
        (r#"{"score": true, "is": 1}"#, "if.score reference"),
        (r#"{"group": "detractor"}"#, "if.group reference"),
        (r#"{"group": "happy"}"#, "if.group reference, if.group value"),
        (r#"{"group": []}"#, "if.group reference, if.group value"),
        (r#"{"page": "colour", "is": 1}"#, "if.page value"),
        (r#"{"hidden": "nobody", "is": 1}"#, "if.hidden reference"),
        (r#"{"value": "nobody", "is": 1}"#, "if.value reference"),
        (r#"{"attribute": "anything", "is": 1}"#, ""),
        (r#"{"person": "anything", "empty": true}"#, ""),
        (r#"{"person": "role", "is": []}"#, "if.is value, if value"),
        (r#"{"person": "role", "in": "x"}"#, "if.in value"),
        (r#"{"person": "role", "in": []}"#, "if.in value"),
        (r#"{"person": "role", "in": [[]]}"#, "if.in value"),
        (r#"{"person": "role", "includes": "x"}"#, ""),
        (r#"{"person": "role", "above": "x"}"#, "if.above value, if value"),
        (r#"{"person": "role", "contains": true}"#, "if.contains value, if value"),
        (r#"{"person": "role", "empty": "maybe"}"#, "if.empty value, if value"),
        (r#"{"all": []}"#, "if.all value"),
        (r#"{"any": [{"answer": "first", "is": "x"}, {}]}"#, "if.any[1] value"),
        (r#"{"not": [1]}"#, "if.not value, if.not value"),
        (r#"{"not": {"answer": "first", "is": "x", "iz": 1}}"#, "if.not.iz unknown"),
    ];
    for (condition, expected) in table {
        let expected: Vec<_> =
            expected.split(", ").filter(|part| !part.is_empty()).map(|part| format!("questions[1].{part}")).collect();
        assert_eq!(said_of_second(&format!(r#""if": {condition}"#)), expected, "{condition}");
    }
}

#[test]
fn names_are_given_once_and_never_reserved() {
    let two = |first: &str, second: &str| said_of(&format!("[{}, {}]", question(first, ""), question(second, "")));
    assert_eq!(two("a", "a"), ["questions[1].id duplicate"]);
    for reserved in ["__proto__", "constructor", "prototype", "a b", "a.b", "ä", ""] {
        assert_eq!(two("a", reserved), ["questions[1].id value"], "{reserved}");
    }
    assert_eq!(two("a", "score"), ["questions[1].id conflict"]);
    assert_eq!(two("a", "end"), ["questions[1].id conflict"]);
    assert_eq!(two("a", &"x".repeat(64)), [""; 0]);
    assert_eq!(two("a", &"x".repeat(65)), ["questions[1].id limit"]);
    assert_eq!(
        said_of(r#"[{"id": 5, "type": "stars", "prompt": "?"}, {"id": 5, "type": "stars", "prompt": "?"}]"#),
        ["questions[1].id duplicate"]
    );
    all_as_said(
        &[
            (
                r#""endings": [{"id": "a", "text": "x", "if": {"page": "url", "empty": true}}, {"id": "a", "text": "y"}]"#,
                "endings[1].id duplicate",
            ),
            (r#""endings": [{"id": "first", "text": "x"}]"#, "endings[0].id duplicate"),
            (r#""endings": [{"id": "end", "text": "x"}]"#, "endings[0].id conflict"),
            (r#""hidden": {"first": 1}"#, "hidden.first duplicate"),
            (r#""hidden": {"score": 1}"#, "hidden.score conflict"),
            (r#""hidden": {"__proto__": 1}"#, "hidden.__proto__ value"),
            (r#""hidden": {"a": 1}, "values": {"a": {"assign": 1}}"#, "values.a duplicate"),
            (r#""values": {"first": {"assign": 1}}"#, "values.first duplicate"),
            (r#""values": {"constructor": {"assign": 1}}"#, "values.constructor value"),
            (
                r#""endings": [{"text": "x", "link": {"label": "Go", "url": "/go", "name": "first"}}]"#,
                "endings[0].link.name duplicate",
            ),
            (
                r#""hidden": {"link": 1}, "endings": [{"text": "x", "link": {"label": "Go", "url": "/go"}}]"#,
                "endings[0].link.name duplicate",
            ),
            (
                r#""values": {"link": {"assign": 1}}, "endings": [{"text": "x", "link": {"label": "Go", "url": "/go"}}]"#,
                "endings[0].link.name duplicate",
            ),
            (
                r#""endings": [{"text": "x", "link": {"label": "Go", "url": "/go", "name": "score"}}]"#,
                "endings[0].link.name duplicate",
            ),
        ],
        with,
    );
    all_as_said(
        &[
            (r#"{"hidden": {"reason": 1}}"#, "hidden.reason duplicate"),
            (r#"{"values": {"reason": {"assign": 1}}}"#, "values.reason duplicate"),
            (r#"{"reviewUrl": "/r", "hidden": {"review": 1}}"#, " duplicate"),
            (r#"{"hidden": {"review": 1}}"#, ""),
        ],
        said,
    );
}

#[test]
fn a_condition_on_a_choice_that_is_not_there_is_refused() {
    let with = |condition: &str| {
        said_of(&format!(
            r#"[{{"id": "part", "type": "choice", "prompt": "?", "choices": ["delivery", "price"], "other": true}},
            {{"id": "grid", "type": "matrix", "prompt": "?", "rows": ["a"], "columns": ["good", "bad"]}},
            {{"id": "free", "type": "text", "prompt": "?"}},
            {{"id": "why", "type": "text", "prompt": "Why?", "if": {condition}}}]"#
        ))
    };
    for fitting in [
        r#"{"answer": "part", "is": "Delivery"}"#,
        r#"{"answer": "part", "in": ["price", "other"]}"#,
        r#"{"answer": "grid.a", "isNot": "bad"}"#,
        r#"{"answer": "free", "is": "anything"}"#,
    ] {
        assert_eq!(with(fitting), [""; 0], "{fitting}");
    }
    for (wrong, path) in [
        (r#"{"answer": "part", "is": "delivry"}"#, "is"),
        (r#"{"answer": "part", "in": ["price", "speed"]}"#, "in"),
        (r#"{"answer": "grid.a", "is": "fair"}"#, "is"),
        (r#"{"answer": "part", "includesAny": "none"}"#, "includesAny"),
    ] {
        assert_eq!(with(wrong), [format!("questions[3].if.{path} reference")], "{wrong}");
    }
}

#[test]
fn names_that_conditions_can_not_tell_apart_are_refused() {
    let choices = |list: &str| said_of(&format!(r#"[{{"id": "a", "type": "choices", "prompt": "?", {list}}}]"#));
    assert_eq!(choices(r#""choices": ["Yes", "yes"]"#), ["questions[0].choices[1] duplicate"]);
    assert_eq!(choices(r#""choices": ["none", "some"], "none": true"#), ["questions[0].choices duplicate"]);
    assert_eq!(choices(r#""choices": ["none", "some"]"#), [""; 0]);
}

#[test]
fn what_is_only_to_be_read_has_no_answer_to_ask_for() {
    let said = said_of(
        r#"[{"id": "hello", "type": "message", "prompt": "Hello"},
        {"id": "why", "type": "text", "prompt": "Why?", "if": {"answer": "hello", "empty": true}}]"#,
    );
    assert_eq!(said, ["questions[1].if.answer reference"]);
}

#[test]
fn a_follow_up_in_indonesian_is_no_question_object() {
    let said = said(r#"{"languages": ["en", "id"], "followUps": {"passive": {"en": "Why?", "id": "Mengapa?"}}}"#);
    assert_eq!(said, [""; 0]);
}

#[test]
fn words_of_spaces_alone_are_none() {
    for blank in ["", " ", "\u{a0}\u{2003}", "\u{200b}", "\u{feff}"] {
        let said = said_of(&format!(r#"[{{"id": "a", "type": "text", "prompt": "{blank}"}}]"#));
        assert_eq!(said, ["questions[0].prompt value"], "{blank:?}");
    }
}

#[test]
fn a_type_that_is_not_known_is_one_problem() {
    let said = said_of(r#"[{"id": "a", "type": "chioce", "prompt": "?", "choices": ["x", "y"], "shuffle": true}]"#);
    assert_eq!(said, ["questions[0].type value"]);
}
