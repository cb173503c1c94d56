//! The fields of SurveyJS' surveys that have a counterpart.
//!
//! Some fields have had other names before: both are read.

use serde::Deserialize;
use serde_json::Value as Json;

use super::super::localized::LocalizedText;
use super::super::part::Text;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Survey {
    pub(super) title: LocalizedText,
    pub(super) locale: Text,
    pub(super) completed_html: LocalizedText,
    pub(super) questions_on_page_mode: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Completed {
    pub(super) expression: Text,
    pub(super) html: LocalizedText,
}

/// A page, a panel or a question.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Element {
    pub(super) name: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) visible: Option<bool>,
    pub(super) visible_if: Text,
}

/// The fields that every question has.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Question {
    pub(super) title: LocalizedText,
    pub(super) description: LocalizedText,
    pub(super) value_name: Text,
    pub(super) is_required: Option<bool>,
    pub(super) required_if: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TextField {
    pub(super) input_type: Text,
    pub(super) max_length: Option<f64>,
    #[serde(alias = "placeHolder")]
    pub(super) placeholder: LocalizedText,
    pub(super) min: Json,
    pub(super) max: Json,
}

/// An entry of `validators`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Validator {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) min_length: Option<f64>,
    pub(super) max_length: Option<f64>,
    pub(super) min_count: Option<f64>,
    pub(super) max_count: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Rating {
    pub(super) rate_min: Option<f64>,
    pub(super) rate_max: Option<f64>,
    pub(super) rate_step: Option<f64>,
    pub(super) rate_count: Option<f64>,
    pub(super) rate_values: Option<Vec<Item>>,
    #[serde(alias = "rateDisplayMode")]
    pub(super) rate_type: Text,
    pub(super) min_rate_description: LocalizedText,
    pub(super) max_rate_description: LocalizedText,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Boolean {
    pub(super) label_true: LocalizedText,
    pub(super) label_false: LocalizedText,
    pub(super) value_true: Json,
    pub(super) value_false: Json,
}

/// A choice, or a row or a column of a matrix: a value by itself, or with a text.
#[derive(Clone, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase", expecting = "expected a value, or an object with one")]
pub(super) enum Item {
    Labelled {
        value: Json,
        #[serde(default)]
        text: LocalizedText,
        #[serde(default)]
        visible_if: Text,
    },
    Value(Json),
}

impl Item {
    /// The value as text; objects have none.
    pub(super) fn source(&self) -> Option<String> {
        let (Self::Labelled { value, .. } | Self::Value(value)) = self;
        source(value)
    }
}

/// A value as it is compared: `5` and `"5"` are the same.
pub(super) fn source(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => number.as_f64().map(|number| number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Select {
    pub(super) choices: Option<Vec<Item>>,
    pub(super) choices_order: Text,
    #[serde(alias = "hasOther")]
    pub(super) show_other_item: Option<bool>,
    pub(super) other_text: LocalizedText,
    #[serde(alias = "hasNone")]
    pub(super) show_none_item: Option<bool>,
    pub(super) none_text: LocalizedText,
    pub(super) show_refuse_item: Option<bool>,
    pub(super) refuse_text: LocalizedText,
    pub(super) show_dont_know_item: Option<bool>,
    pub(super) dont_know_text: LocalizedText,
}

/// What questions with several choices have besides.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Several {
    pub(super) min_selected_choices: Option<f64>,
    pub(super) max_selected_choices: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Matrix {
    pub(super) rows: Option<Vec<Item>>,
    pub(super) columns: Option<Vec<Item>>,
    #[serde(alias = "rowsOrder")]
    pub(super) row_order: Text,
    #[serde(alias = "isAllRowRequired")]
    pub(super) each_row_required: Option<bool>,
    pub(super) cell_type: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Html {
    pub(super) html: LocalizedText,
}

/// An entry of `triggers`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Trigger {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) expression: Text,
    /// The parts of an expression in older surveys.
    pub(super) name: Text,
    pub(super) operator: Text,
    pub(super) value: Json,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SkipTrigger {
    pub(super) goto_name: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct VisibleTrigger {
    pub(super) pages: Option<Vec<Text>>,
    pub(super) questions: Option<Vec<Text>>,
}

/// An entry of `calculatedValues`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CalculatedValue {
    pub(super) name: Text,
    pub(super) expression: Text,
}
