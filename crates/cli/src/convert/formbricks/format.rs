//! The fields of Formbricks' surveys that have a counterpart, as its management API returns them.
//!
//! An object has several structs where not all of its fields are read in every case: a field is reported if it is in no
//! struct that was read.

use serde::Deserialize;
use serde_json::Value as Json;

use super::super::localized::LocalizedText;
use super::super::part::Text;

/// Fields of a survey that Formbricks keeps for itself.
pub(super) const INTERNAL: [&str; 9] =
    ["createdAt", "updatedAt", "createdBy", "creator", "environmentId", "status", "resultShareKey", "slug", "metadata"];

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Survey {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) delay: Option<f64>,
    pub(super) recontact_days: Option<f64>,
    pub(super) display_option: Text,
    pub(super) default_language: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SurveyLanguage {
    pub(super) language: Option<Language>,
    /// In exports whose texts are keyed by language tags alone.
    pub(super) code: Text,
    pub(super) default: Option<bool>,
    pub(super) enabled: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Language {
    pub(super) code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Overwrites {
    pub(super) placement: Text,
    pub(super) brand_color: Text,
}

/// Part of `styling`: whether it applies.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Overwrite {
    pub(super) overwrite_theme_styling: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Styling {
    pub(super) brand_color: Option<Color>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Color {
    pub(super) light: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WelcomeCard {
    pub(super) enabled: Option<bool>,
    pub(super) headline: LocalizedText,
    pub(super) html: LocalizedText,
}

/// Read where a welcome card has no `html`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Subheader {
    pub(super) subheader: LocalizedText,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct HiddenFields {
    pub(super) enabled: Option<bool>,
    pub(super) field_ids: Option<Vec<Text>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Variable {
    pub(super) id: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) name: Text,
    pub(super) value: Json,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Ending {
    pub(super) id: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
}

/// An ending of the type `endScreen`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct EndScreen {
    pub(super) headline: LocalizedText,
    pub(super) subheader: LocalizedText,
    pub(super) button_label: LocalizedText,
    pub(super) button_link: Text,
}

/// An ending of the type `redirectToUrl`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Redirect {
    pub(super) url: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Block {
    pub(super) id: Text,
}

/// Part of a block, or of a question in a survey without blocks.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Fallback {
    pub(super) logic_fallback: Text,
}

/// The fields that every question and every element has.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Element {
    pub(super) id: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) headline: LocalizedText,
    pub(super) subheader: LocalizedText,
    pub(super) html: LocalizedText,
    pub(super) required: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct OpenText {
    pub(super) long_answer: Option<bool>,
    pub(super) input_type: Text,
    pub(super) char_limit: Option<CharLimit>,
    pub(super) placeholder: LocalizedText,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CharLimit {
    pub(super) enabled: Option<bool>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
}

/// Part of `validation`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleLogic {
    pub(super) logic: Text,
}

/// An entry of `validation.rules`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ValidationRule {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) params: RuleParams,
    /// Which field of a `contactInfo` it is about.
    pub(super) field: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RuleParams {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) date: Text,
    pub(super) start_date: Text,
    pub(super) end_date: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MultipleChoice {
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) shuffle_option: Text,
    pub(super) display_type: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Ranking {
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) shuffle_option: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Matrix {
    pub(super) rows: Option<Vec<Choice>>,
    pub(super) columns: Option<Vec<Choice>>,
    pub(super) shuffle_option: Text,
}

/// A choice, or a row or a column of a matrix. In old surveys it is only a text.
#[derive(Clone, Deserialize)]
#[serde(untagged, expecting = "expected an object with a label, or a text")]
pub(super) enum Choice {
    Labelled {
        #[serde(default)]
        id: Text,
        label: LocalizedText,
    },
    Label(LocalizedText),
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Rating {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) range: Option<f64>,
    pub(super) scale: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ScaleLabels {
    pub(super) lower_label: LocalizedText,
    pub(super) upper_label: LocalizedText,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CallToAction {
    pub(super) button_external: Option<bool>,
    pub(super) button_url: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CallToActionTexts {
    pub(super) cta_button_label: LocalizedText,
}

/// Read where a call to action has no `ctaButtonLabel`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ButtonLabel {
    pub(super) button_label: LocalizedText,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Consent {
    pub(super) label: LocalizedText,
}

/// A field of a `contactInfo`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ContactField {
    pub(super) show: Option<bool>,
    pub(super) required: Option<bool>,
}

/// An entry of `logic`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Rule {
    pub(super) conditions: Option<Condition>,
}

/// A group of conditions, or a comparison. A group has a connector.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Condition {
    pub(super) connector: Option<String>,
    pub(super) conditions: Option<Vec<Condition>>,
    pub(super) left_operand: Option<LeftOperand>,
    pub(super) operator: Text,
    pub(super) right_operand: Option<RightOperand>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LeftOperand {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) value: Text,
    pub(super) meta: Option<Meta>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    /// The index of a matrix's row.
    pub(super) row: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RightOperand {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) value: Json,
}

/// What a rule does when its conditions are met.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Action {
    pub(super) objective: Text,
    pub(super) target: Text,
    pub(super) variable_id: Text,
    pub(super) operator: Text,
    pub(super) value: Option<RightOperand>,
}
