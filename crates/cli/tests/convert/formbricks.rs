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
