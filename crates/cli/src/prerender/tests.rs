//! What a page gets for whole surveys.

use askwell_survey::config::Display;
use askwell_survey::form::VALUE;
use askwell_survey::question::TypeRegistry;
use askwell_survey::{Group, Preset, ResponseId, Score};
use serde_json::{Value, json};

use super::from_text;

/// The document of the first question of a definition.
fn document(definition: &Value) -> Value {
    in_language(definition, None)
}

fn in_language(definition: &Value, language: Option<&str>) -> Value {
    let (first, findings) = from_text(&definition.to_string(), language, None);
    let first = first.unwrap_or_else(|| panic!("{definition}: {findings:?}"));
    serde_json::from_str(&first.document.to_json()).expect("JSON")
}

fn question(fields: &Value) -> Value {
    let mut question = json!({ "id": "why", "prompt": "Why?" });
    for (name, value) in fields.as_object().expect("fields") {
        question[name] = value.clone();
    }
    json!({ "id": "own", "questions": [question, { "id": "more", "type": "text", "prompt": "What else?" }] })
}

/// The elements of a tree, in the order of the document.
fn elements(tree: &Value) -> Vec<&Value> {
    let children = tree.as_array().into_iter().flatten().skip(2).filter(|child| child.is_array());
    std::iter::once(tree).chain(children.flat_map(elements)).collect()
}

fn with_attribute<'a>(document: &'a Value, name: &str) -> Vec<&'a Value> {
    elements(&document["tree"]).into_iter().filter(|element| element[1].get(name).is_some()).collect()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn each_score_sends_its_points_and_its_group() {
    let document = document(&json!({ "preset": "nps" }));
    assert_eq!(document["question"], "score");
    assert_eq!(
        document["response"],
        json!({
            "schema": "askwell.response/1", "revision": 1, "status": "partial",
            "survey": { "id": "nps", "version": 1, "kind": "relational" },
            "person": {}, "attributes": {}, "locale": "en", "layout": "popover",
        })
    );
    for points in 0..=10 {
        let group = Score::new(points).map(Score::group).map_or("", Group::as_str);
        let expected = json!({ "score": points, "group": group, "answers": { "score": points } });
        assert_eq!(document["choices"][points.to_string()], expected);
    }
    assert_eq!(document["choices"].as_object().map(serde_json::Map::len), Some(11));
    assert_eq!(document.get("orders"), None);
}

#[test]
fn what_depends_on_the_answer_stands_with_it() {
    let document = document(&json!({ "preset": "helpful", "topic": "returns" }));
    assert_eq!(
        document["choices"],
        json!({
            "yes": { "status": "complete", "answers": { "helpful": "yes" } },
            "no": { "status": "partial", "answers": { "helpful": "no" } },
        })
    );
    assert_eq!(document["response"].get("status"), None);
    assert_eq!(document["response"]["attributes"], json!({ "topic": "returns" }));
}

#[test]
fn the_sites_words_are_templates_and_those_of_the_survey_are_filled_in() {
    let document = document(&json!({ "preset": "nps", "product": "Lindenhof", "texts": { "score.low": "No" } }));
    let texts = &document["texts"];
    assert!(texts["score.prompt"].as_str().is_some_and(|text| text.contains("{{product|us}}")), "{texts}");
    assert_eq!(texts["score.low"], "No");
    assert_eq!(
        keys(texts),
        ["action.close", "region", "score.high", "score.low", "score.prompt", "state.offline"],
        "and no other"
    );

    let own = json!({ "id": "own", "product": "Lindenhof", "questions": [
        { "id": "why", "type": "thumbs", "prompt": "Do you like {{product}}?" },
    ]});
    let document = self::document(&own);
    let heading = with_attribute(&document, "tabindex")[0];
    assert_eq!(heading[2], "Do you like Lindenhof?");
    assert_eq!(with_attribute(&document, "aria-pressed")[0][2], json!({ "text": "thumbs.yes" }));
}

#[test]
fn a_text_that_the_component_fills_in_is_literal() {
    let stars = document(&question(&json!({ "type": "stars" })));
    let texts =
        elements(&stars["tree"]).into_iter().flat_map(|element| element.as_array().into_iter().flatten().skip(2));
    let labels: Vec<_> = texts.filter_map(Value::as_str).filter(|text| text.starts_with("Stars: ")).collect();
    assert_eq!(labels, ["Stars: 1 of 5", "Stars: 2 of 5", "Stars: 3 of 5", "Stars: 4 of 5", "Stars: 5 of 5"]);
    assert_eq!(stars["texts"].get("stars.value"), None);
}

#[test]
fn the_language_is_the_files_or_the_one_asked_for() {
    let own = json!({ "id": "own", "languages": ["de", "fr"], "questions": [
        { "id": "why", "type": "text", "prompt": { "de": "Warum?", "fr": "Pourquoi ?" } },
    ]});
    let nps = json!({ "preset": "nps" });
    let arabic = json!({ "preset": "nps", "lang": "ar" });
    let table = [
        (&own, None, "de", "ltr"),
        (&own, Some("fr-CH"), "fr", "ltr"),
        (&own, Some("ar"), "de", "ltr"),
        (&nps, None, "en", "ltr"),
        (&nps, Some("nn-NO"), "nb", "ltr"),
        (&arabic, None, "ar", "rtl"),
        (&arabic, Some("he"), "he", "rtl"),
    ];
    for (definition, asked, language, direction) in table {
        let document = in_language(definition, asked);
        assert_eq!(with_attribute(&document, "lang")[0][1]["lang"], language, "{asked:?} of {definition}");
        assert_eq!(document["tree"][1]["dir"], direction, "{asked:?} of {definition}");
    }
}

#[test]
fn the_layout_asked_for_takes_precedence() {
    let text = json!({ "preset": "nps", "display": "inline" }).to_string();
    for (asked, layout) in [(None, "inline"), (Some(Display::Popover), "popover")] {
        let document = from_text(&text, None, asked).0.expect("valid").document.to_json();
        assert!(document.contains(&format!("\"layout\":\"{layout}\"")), "{document}");
        assert!(document.contains(&format!("\"data-layout\":\"{layout}\"")), "{document}");
    }
}

#[test]
fn shuffled_choices_are_in_the_definitions_order_with_orders_of_visitors() {
    let document = document(&json!({ "preset": "churn" }));
    let container = with_attribute(&document, "order")[0];
    let values: Vec<_> = container.as_array().expect("an element")[2..].iter().map(|row| &row[2][1]["value"]).collect();
    assert_eq!(values[..7], ["0", "1", "2", "3", "4", "5", "other"]);
    assert_eq!(keys(&document["choices"]), ["0", "1", "2", "3", "4", "5"]);

    let orders = document["orders"].as_object().expect("orders");
    assert_eq!(orders.len(), 16);
    let survey = Preset::Churn.survey("churn".to_owned(), None, &askwell_survey::Links::default());
    let why = &survey.questions[0];
    for (digits, order) in orders {
        let id = ResponseId::parse(&format!("017f22e2-79b0-7cc3-98c4-dc0c0c0739{digits}")).expect("an identifier");
        // The choices are the first children here.
        assert_eq!(*order, json!(why.question_type.order(id, "why")), "{digits}");
    }
}

#[test]
fn the_rows_of_a_matrix_are_shuffled_as_choices_are() {
    let matrix = document(&question(&json!({
        "type": "matrix", "rows": ["Price", "Quality", "Service"], "columns": ["Bad", "Good"], "shuffle": true,
    })));
    let group = with_attribute(&matrix, "order")[0].as_array().expect("an element");
    let legends: Vec<_> = group[2..].iter().map(|row| &row[2][2]).collect();
    assert_eq!(legends, ["Price", "Quality", "Service"]);
    for order in matrix["orders"].as_object().expect("orders").values() {
        let mut order: Vec<_> = order.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2]);
    }
}

#[test]
fn without_one_choice_that_answers_there_are_none() {
    for fields in [
        json!({ "type": "text" }),
        json!({ "type": "choices", "choices": ["One", "Two"] }),
        json!({ "type": "message" }),
        json!({ "type": "link", "url": "https://shop.example/", "label": "Go" }),
    ] {
        let document = document(&question(&fields));
        assert_eq!(keys(&document), ["question", "texts", "tree"], "{document}");
    }
    let dropdown = document(&question(&json!({ "type": "dropdown", "choices": ["One", "Two"] })));
    assert_eq!(dropdown["choices"]["1"], json!({ "answers": { "why": "Two" } }));
    assert_eq!(dropdown["choices"].as_object().map(serde_json::Map::len), Some(2));
}

#[test]
fn every_type_of_question_is_rendered_and_each_value_is_in_the_tree() {
    for definition in TypeRegistry::default().definitions() {
        for sample in definition.samples {
            let mut fields: Value = serde_json::from_str(sample).expect("JSON");
            fields["type"] = definition.name.into();
            let document = document(&question(&fields));
            for value in keys(&document["choices"]) {
                let has_value = |element: &&Value| element[1]["value"] == value;
                let holder = elements(&document["tree"]).into_iter().find(has_value).expect(value);
                assert!(holder[0] == "option" || holder[1]["name"] == VALUE, "{value} in {holder}");
            }
        }
    }
}

#[test]
fn errors_are_the_linters() {
    let text = r#"{"questions": [{"id": "why", "type": "txt", "prompt": "Why?"}]}"#;
    let (first, findings) = from_text(text, None, None);
    assert_eq!(first, None);
    assert_eq!(findings, crate::lint::check_text("x", text).problems);
    for text in ["", "[]", "7"] {
        let (first, findings) = from_text(text, None, None);
        assert_eq!((first, findings), (None, crate::lint::check_text("x", text).problems), "{text}");
    }
}

#[test]
fn a_first_question_that_depends_on_the_page_is_an_error() {
    let definition = json!({ "id": "own", "languages": ["en"], "questions": [
        { "id": "why", "type": "text", "prompt": "Why?", "if": { "page": "language", "is": "de" } },
        { "id": "what", "type": "text", "prompt": "What?" },
    ]});
    let (first, findings) = from_text(&definition.to_string(), None, None);
    assert_eq!(first, None);
    let found: Vec<_> = findings.iter().map(|finding| (finding.code, finding.path.as_str())).collect();
    assert_eq!(found, [("first-question", "questions[0].if")]);
}
