//! Radio buttons that answer when they are clicked. Arrow keys move among them without answering; Space and Enter answer.

use askwell_survey::form::VALUE;
use leptos::ev::{KeyboardEvent, Targeted};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use crate::browser::is_composing;
use crate::state::use_survey;

/// A radio button that answers with its value.
#[component]
pub(super) fn AnswerRadio(
    /// The value in the form.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let survey = use_survey();
    let own = value.clone();
    let keydown = move |event: Targeted<KeyboardEvent, HtmlInputElement>| {
        // For Space as well: Chromium sends no click for it on a radio button that an arrow key has chosen already.
        if matches!(event.key().as_str(), "Enter" | " ") && !is_composing(&event) {
            event.prevent_default();
            survey.set_moving(false);
            survey.answer(&event.target().value());
        }
    };
    view! {
        <input
            type="radio"
            name=VALUE
            value=value
            prop:checked=move || survey.is_chosen(VALUE, &own)
            on:change:target=move |event| survey.set_value(VALUE, &event.target().value())
            on:click:target=move |event| survey.answer(&event.target().value())
            on:keydown:target=keydown
        />
    }
}

/// A cell of a scale.
#[component]
pub(super) fn AnswerCell(
    /// The point, as it stands in the form.
    value: String,
    /// The point, as it is shown.
    label: String,
) -> impl IntoView {
    view! {
        <label class="cell">
            <AnswerRadio value />
            <span part="option">{label}</span>
        </label>
    }
}
