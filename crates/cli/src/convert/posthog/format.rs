//! The fields of PostHog's surveys that have a counterpart, as its API returns them.
//!
//! An object has several structs where not all of its fields are read in every case: a field is reported if it is in no
//! struct that was read.

use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

use super::super::part::Text;

/// Fields of a survey that PostHog keeps for itself.
pub(super) const INTERNAL: [&str; 12] = [
    "created_at",
    "created_by",
    "updated_at",
    "archived",
    "current_iteration",
    "current_iteration_start_date",
    "iteration_start_dates",
    "internal_targeting_flag",
    "internal_targeting_flag_key",
    "internal_response_sampling_flag",
    "internal_response_sampling_flag_key",
    "user_access_level",
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Survey {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) enable_partial_responses: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Conditions {
    pub(super) seen_survey_wait_period_in_days: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Appearance {
    pub(super) placeholder: Text,
    pub(super) position: Text,
    pub(super) submit_button_color: Text,
    pub(super) survey_popup_delay_seconds: Option<f64>,
    pub(super) display_thank_you_message: Option<bool>,
    pub(super) thank_you_message_description_content_type: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SubmitButton {
    pub(super) submit_button_text: Text,
}

/// Part of `appearance`: the screen before the first question.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Intro {
    pub(super) display_intro_screen: Option<bool>,
    pub(super) intro_screen_description_content_type: Text,
}

/// Part of `appearance`, and of the survey's `translations`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct IntroTexts {
    pub(super) intro_screen_header: Text,
    pub(super) intro_screen_description: Text,
}

/// Part of `appearance`, and of the survey's `translations`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ThankYouTexts {
    pub(super) thank_you_message_header: Text,
    pub(super) thank_you_message_description: Text,
}

/// The fields that every question has.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Question {
    pub(super) id: Text,
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) optional: Option<bool>,
    pub(super) description_content_type: Text,
}

/// Part of every question, and of its `translations`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct QuestionTexts {
    pub(super) question: Text,
    pub(super) description: Text,
}

/// An entry of `validation` in an open question.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Rule {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) value: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Link {
    pub(super) link: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LinkTexts {
    pub(super) button_text: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Rating {
    pub(super) scale: Option<f64>,
    pub(super) display: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RatingTexts {
    pub(super) lower_bound_label: Text,
    pub(super) upper_bound_label: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ChoiceQuestion {
    pub(super) has_open_choice: Option<bool>,
    pub(super) shuffle_options: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ChoiceTexts {
    pub(super) choices: Option<Vec<Text>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Branching {
    #[serde(rename = "type")]
    pub(super) kind: Text,
}

/// Branching of the type `specific_question`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SpecificQuestion {
    pub(super) index: Option<usize>,
}

/// Branching of the type `response_based`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ResponseBased {
    /// By answer: the index of a question, or `end`; anything else leads to the next question.
    pub(super) response_values: Option<BTreeMap<String, Json>>,
}
