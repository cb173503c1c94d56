//! Details of Formbricks' format.

use crate::converted;
use askwell_cli::convert::{Origin, convert};
use serde_json::{Value, json};

/// A survey of one block with this element.
fn survey(element: &Value) -> Value {
    json!({"name": "Shop", "blocks": [{"id": "b1", "elements": [element]}]})
}

#[test]
fn one_language_is_declared() {
    let survey = survey(&json!({"id": "why", "type": "openText", "headline": {"default": "Warum?"}}));
    let (definition, notes) = converted(Origin::Formbricks, &survey, Some("de"));
    assert_eq!((&definition["languages"], notes.len()), (&json!(["de"]), 0));
    let (definition, notes) = converted(Origin::Formbricks, &survey, None);
    assert_eq!(definition["languages"], json!(["en"]));
    assert_eq!(notes, ["the texts are taken to be in en; --language names another one"]);
}

#[test]
fn texts_keyed_by_locale_are_read() {
    let mut survey =
        survey(&json!({"id": "why", "type": "openText", "headline": {"de-DE": "Warum?", "en-US": "Why?"}}));
    survey["defaultLanguage"] = json!("de-DE");
    survey["languages"] = json!([{"code": "de-DE", "default": true}, {"code": "en-US", "enabled": true}]);
    let (definition, notes) = converted(Origin::Formbricks, &survey, None);
    assert_eq!(definition["languages"], json!(["de-DE", "en-US"]));
    assert_eq!(definition["questions"][0]["prompt"], json!({"de-DE": "Warum?", "en-US": "Why?"}));
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn own_language_of_texts_keyed_by_locale_is_found_or_asked_for() {
    let survey =
        survey(&json!({"id": "why", "type": "openText", "headline": {"de-DE": "Warum?", "fr-FR": "Pourquoi ?"}}));
    let (definition, _) = converted(Origin::Formbricks, &survey, Some("fr"));
    assert_eq!(
        (&definition["languages"], &definition["questions"][0]["prompt"]),
        (&json!(["fr-FR"]), &json!("Pourquoi ?"))
    );
    let message =
        "has texts in de-DE, fr-FR, none of them in en, and no `defaultLanguage`: name its language with --language";
    assert_eq!(convert(Origin::Formbricks, &survey, None).expect_err("an error"), message);
}

#[test]
fn overwrites_are_read_by_each_of_their_names() {
    for name in ["workspaceOverwrites", "projectOverwrites", "productOverwrites"] {
        let mut survey = survey(&json!({"id": "why", "type": "openText", "headline": "Why?"}));
        survey[name] = json!({"placement": "topLeft", "brandColor": "#123456"});
        let (definition, notes) = converted(Origin::Formbricks, &survey, Some("en"));
        assert_eq!((&definition["position"], &definition["accent"]), (&json!("top-start"), &json!("#123456")));
        assert_eq!(notes, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn styling_that_does_not_apply_is_no_loss() {
    let mut survey = survey(&json!({"id": "why", "type": "openText", "headline": "Why?"}));
    survey["styling"] = json!({"brandColor": {"light": "#123456"}, "roundness": 8, "overwriteThemeStyling": false});
    let (definition, notes) = converted(Origin::Formbricks, &survey, Some("en"));
    assert_eq!((definition.get("accent"), notes.len()), (None, 0));
}

fn element(kind: &str, fields: &Value) -> Value {
    let mut element = json!({"id": "q", "type": kind, "headline": "How?"});
    for (name, value) in fields.as_object().expect("an object") {
        element[name] = value.clone();
    }
    element
}

#[test]
fn satisfaction_and_effort() {
    let labels = json!({"scale": "number", "range": 7, "lowerLabel": "Hard", "upperLabel": "Easy"});
    let table = [
        ("csat", json!({"scale": "number", "range": 5}), json!({"type": "csat"})),
        ("csat", json!({"scale": "smiley", "range": 5}), json!({"type": "emoji", "max": 5})),
        ("csat", json!({"scale": "star", "range": 5}), json!({"type": "stars", "max": 5})),
        ("ces", json!({"scale": "number", "range": 7}), json!({"type": "ces"})),
        ("ces", json!({"scale": "number", "range": 5}), json!({"type": "scale", "max": 5})),
        ("ces", labels, json!({"type": "scale", "max": 7, "low": "Hard", "high": "Easy"})),
    ];
    for (kind, fields, mut question) in table {
        let (definition, notes) = converted(Origin::Formbricks, &survey(&element(kind, &fields)), Some("en"));
        question["id"] = json!("q");
        question["prompt"] = json!("How?");
        assert_eq!((&definition["questions"][0], notes), (&question, Vec::new()), "{kind} {fields}");
    }
}

#[test]
fn rules_for_answers() {
    let choices = json!([{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]);
    let rows = json!([{"id": "r", "label": "R"}, {"id": "s", "label": "S"}]);
    let rule = |kind: &str, params: Value| json!({"rules": [{"id": "x", "type": kind, "params": params}]});
    let table = [
        ("openText", json!({"validation": rule("minLength", json!({"min": 3}))}), ("minLength", json!(3)), None),
        ("openText", json!({"validation": rule("maxLength", json!({"max": 9}))}), ("maxLength", json!(9)), None),
        ("openText", json!({"validation": rule("url", json!({}))}), ("maxLength", Value::Null), Some("checked by url")),
        (
            "multipleChoiceMulti",
            json!({"choices": choices, "validation": rule("maxSelections", json!({"max": 1}))}),
            ("max", json!(1)),
            None,
        ),
        (
            "date",
            json!({"validation": rule("isLaterThan", json!({"date": "2026-02-28"}))}),
            ("min", json!("2026-03-01")),
            None,
        ),
        (
            "date",
            json!({"validation": rule("isBetween", json!({"startDate": "2026-01-01", "endDate": "2026-01-31"}))}),
            ("max", json!("2026-01-30")),
            None,
        ),
        ("ranking", json!({"choices": choices, "validation": rule("rankAll", json!({}))}), ("min", Value::Null), None),
        (
            "matrix",
            json!({"rows": rows, "columns": choices, "required": true, "validation": rule("answerAllRows", json!({}))}),
            ("required", json!(true)),
            None,
        ),
        (
            "matrix",
            json!({"rows": rows, "columns": choices, "required": true}),
            ("required", json!(true)),
            Some("every row"),
        ),
        ("contactInfo", json!({"email": {"show": true}}), ("email", json!("optional")), None),
    ];
    for (kind, fields, (name, value), note) in table {
        let (definition, notes) = converted(Origin::Formbricks, &survey(&element(kind, &fields)), Some("en"));
        let found = definition["questions"][0].get(name).cloned().unwrap_or_default();
        assert_eq!(found, value, "{kind} {fields}");
        assert_eq!(notes.len(), usize::from(note.is_some()), "{notes:?}");
        assert!(note.is_none_or(|note| notes[0].contains(note)), "{notes:?}");
    }
    let two = json!({"logic": "or", "rules": [{"type": "minLength", "params": {"min": 3}}, {"type": "email"}]});
    let (definition, notes) =
        converted(Origin::Formbricks, &survey(&element("openText", &json!({"validation": two}))), Some("en"));
    assert_eq!(definition["questions"][0].get("minLength"), None);
    assert_eq!(
        notes,
        ["blocks[0].elements[0].validation: is left out: here, all rules hold, and not only one of several"]
    );
}

#[test]
fn turned_orders_are_no_shuffle() {
    for option in ["reverseOrderOccasionally", "reverseOrderExceptLast"] {
        let choices = json!([{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]);
        let fields = json!({"choices": choices, "shuffleOption": option});
        for kind in ["multipleChoiceSingle", "multipleChoiceMulti", "ranking"] {
            let (definition, notes) = converted(Origin::Formbricks, &survey(&element(kind, &fields)), Some("en"));
            assert_eq!(definition["questions"][0].get("shuffle"), None);
            assert!(notes[0].starts_with("blocks[0].elements[0].shuffleOption: is left out: "), "{notes:?}");
        }
    }
}

#[test]
fn links_of_endings_recall_nothing() {
    let mut survey = survey(&json!({"id": "who", "type": "openText", "headline": "Who?"}));
    let url = "https://shop.example/?name=#recall:who/fallback:dearnbspguest#&id=#recall:id/fallback:#";
    survey["endings"] =
        json!([{"id": "e", "type": "endScreen", "headline": "Thanks", "buttonLabel": "On", "buttonLink": url}]);
    let (definition, notes) = converted(Origin::Formbricks, &survey, Some("en"));
    assert_eq!(definition["endings"][0]["link"]["url"], "https://shop.example/?name=dear%20guest&id=");
    assert_eq!(notes.len(), 2, "{notes:?}");
    survey["endings"] = json!([{"id": "e", "type": "redirectToUrl", "url": url}]);
    let (definition, _) = converted(Origin::Formbricks, &survey, Some("en"));
    assert_eq!(definition["endings"][0]["link"]["url"], "https://shop.example/?name=dear%20guest&id=");
}

#[test]
fn first_ending_stays_first_without_a_text() {
    let mut survey = survey(&json!({"id": "who", "type": "openText", "headline": "Who?"}));
    survey["endings"] = json!([{"id": "a", "type": "endScreen"}]);
    let (definition, notes) = converted(Origin::Formbricks, &survey, Some("en"));
    assert_eq!((definition.get("endings"), notes.len()), (None, 1));
    survey["endings"] = json!([{"id": "a", "type": "endScreen"}, {"id": "b", "type": "endScreen", "headline": "Bye"}]);
    survey["blocks"][0]["logic"] = json!([{"conditions": {"connector": "and", "conditions": [
        {"leftOperand": {"type": "element", "value": "who"}, "operator": "isSkipped"}]},
        "actions": [{"objective": "jumpToBlock", "target": "b"}]}]);
    let (definition, _) = converted(Origin::Formbricks, &survey, Some("en"));
    assert_eq!(
        definition["endings"],
        json!([{"id": "ending-1", "text": "Thank you."}, {"id": "ending-2", "text": "Bye"}])
    );
}

#[test]
fn consent_that_is_not_given_is_skipped() {
    let table = [
        ("isSkipped", json!({"answer": "q", "isNot": true})),
        ("isSubmitted", json!({"answer": "q", "is": true})),
        ("isAccepted", json!({"answer": "q", "is": true})),
    ];
    for (operator, condition) in table {
        let consent = element("consent", &json!({"label": "Yes, write to me"}));
        let mail = json!({"id": "mail", "type": "openText", "headline": "Your address", "required": true});
        let rule = json!({"conditions": {"connector": "and", "conditions": [
            {"leftOperand": {"type": "element", "value": "q"}, "operator": operator}]},
            "actions": [{"objective": "jumpToBlock", "target": "e"}]});
        let survey = json!({"name": "Shop", "endings": [{"id": "e", "type": "endScreen", "headline": "Bye"}],
            "blocks": [{"id": "b1", "elements": [consent], "logic": [rule]}, {"id": "b2", "elements": [mail]}]});
        let (definition, _) = converted(Origin::Formbricks, &survey, Some("en"));
        assert_eq!(definition["questions"][0]["next"], json!([{"if": condition, "goto": "ending-1"}]), "{operator}");
    }
}
