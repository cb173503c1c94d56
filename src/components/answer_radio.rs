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
    /// Its name, where nothing beside it says it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it is the first of its group: the one that gets the focus where something is wrong.
    #[prop(optional)]
    first: bool,
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
            aria-label=label
            aria-invalid=move || (first && survey.is_invalid(VALUE)).then_some("true")
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
    /// The point, as it is shown and as it stands in the form.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! {
        <label class="cell">
            <AnswerRadio value=value.clone() />
            <span part="option">{value}</span>
        </label>
    }
}
