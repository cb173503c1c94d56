//! Choices that stand one below the other.

use askwell_survey::form::VALUE;
use leptos::prelude::*;

use super::choice_input::ChoiceInput;
use crate::components::AnswerRadio;

pub(in crate::components) const STYLES: &str = crate::components::styles!("row.css");

/// A radio button or a checkbox, and its label.
#[component]
fn Row<C: IntoView + 'static>(
    /// What it says.
    label: String,
    /// The button or the box.
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <label class="row" part="option">
            {children.into_inner()()}
            <span>{label}</span>
        </label>
    }
}

/// A row that answers when it is clicked.
#[component]
pub(super) fn AnswerRow(
    /// The value in the form.
    value: String,
    /// What it says.
    label: String,
) -> impl IntoView {
    view! {
        <Row label>
            <AnswerRadio value />
        </Row>
    }
}

/// A row that fills in the form.
#[component]
pub(super) fn ChoiceRow(
    /// `radio` or `checkbox`.
    input_type: &'static str,
    /// The value in the form.
    #[prop(into)]
    value: String,
    /// What it says.
    label: String,
    /// Whether it is the one that is marked where something is wrong with the group.
    #[prop(optional)]
    first: bool,
    /// Whether it has to be chosen itself.
    #[prop(optional)]
    required: bool,
    /// What follows when it is chosen, or no longer chosen.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <Row label>
            <ChoiceInput input_type name=VALUE value first required on_change />
        </Row>
    }
}
