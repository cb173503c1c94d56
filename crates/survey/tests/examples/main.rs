//! The surveys in `docs/examples`: each is without fault, and asks what it says it asks.

#[path = "../common/mod.rs"]
mod common;
mod shop;
mod walk;
mod work;

use std::collections::BTreeSet;

use askwell_survey::{Survey, lint};

/// The examples that the documentation promises.
const EXAMPLES: [&str; 12] = [
    "b2b-account-with-roles",
    "cancellation",
    "delivery",
    "employee",
    "event",
    "faq-article",
    "onboarding",
    "product-feature",
    "saas-in-app",
    "shop-after-purchase",
    "shop-browsing",
    "support-ticket",
];

fn documents() -> Vec<(String, askwell_survey::Value)> {
    let files = common::files("docs/examples", "json");
    let name = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), common::json(&common::text(path)))).collect()
}

#[test]
fn all_examples_are_there() {
    let names: Vec<String> = documents().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, EXAMPLES);
}

#[test]
fn no_example_has_an_error_or_deserves_a_warning() {
    for (name, document) in documents() {
        let problems: Vec<String> = lint(&document).iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}

#[test]
fn no_example_names_an_endpoint_for_the_tag_does() {
    for (name, document) in documents() {
        assert_eq!(document.get("endpoint"), None, "{name}");
        assert_eq!(
            document.get("$schema").and_then(askwell_survey::Value::as_text),
            Some("../../dist/survey.schema.json"),
            "{name}"
        );
    }
}

#[test]
fn every_example_is_walked_through() {
    let walked: BTreeSet<&str> = shop::walks().iter().chain(&work::walks()).map(walk::Walk::file).collect();
    assert_eq!(walked.into_iter().collect::<Vec<_>>(), EXAMPLES);
}

#[test]
fn together_the_examples_ask_every_type_of_question() {
    let mut types = BTreeSet::new();
    for (_, document) in documents() {
        let text = document.to_json();
        let written = text.split(r#""type":""#).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        types.extend(written);
    }
    assert_eq!(types.len(), 18, "{types:?}");
}

#[test]
fn every_example_with_words_of_its_own_says_in_which_languages_they_are() {
    for (name, document) in documents() {
        assert_eq!(document.get("languages").is_none(), name == "faq-article", "{name}");
    }
}

#[test]
fn at_least_four_examples_speak_several_languages() {
    let languages = |survey: &Survey| survey.extras.languages.len();
    let several = EXAMPLES.iter().filter(|name| languages(&walk::config(name, "{}").survey) > 1).count();
    assert!(several >= 4, "{several}");
}
