//! Radio buttons that answer when they are clicked. Arrow keys move among them without answering; Space and Enter answer.

use askwell_survey::form::VALUE;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::state::use_survey;

/// A radio button that answers with its value.
#[component]
pub(super) fn AnswerRadio(
    /// The value in the form.
    #[prop(into)]
    value: String,
    /// Its name, where nothing beside it says it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it is the first of its group: the one that gets the focus where something is wrong.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let survey = use_survey();
    let value = StoredValue::new(value);
    let answer = move || value.with_value(|value| survey.answer(value));
    let keydown = move |event: KeyboardEvent| {
        // For Space as well: Chromium sends no click for it on a radio button that an arrow key has chosen already.
        if matches!(event.key().as_str(), "Enter" | " ") && !event.is_composing() {
            event.prevent_default();
            survey.set_moving(false);
            answer();
        }
    };
    view! {
        <input
            type="radio"
            name=VALUE
            value=value.get_value()
            aria-label=label
            aria-invalid=move || (first && survey.is_invalid(VALUE)).then_some("true")
            prop:checked=move || value.with_value(|value| survey.is_chosen(VALUE, value))
            on:change=move |_| value.with_value(|value| survey.set_value(VALUE, value))
            on:click=move |_| answer()
            on:keydown=keydown
        />
    }
}

/// A cell of a scale.
#[component]
pub(super) fn AnswerCell(
    /// The point, as it is shown and as it stands in the form.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! {
        <label class="cell">
            <AnswerRadio value=value.clone() />
            <span>{value}</span>
        </label>
    }
}
