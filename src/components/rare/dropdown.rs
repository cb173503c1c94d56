//! One of many, in a list to unfold.

use askwell_survey::form::VALUE;
use askwell_survey::{MessageKey, digits, question};
use leptos::prelude::*;

use super::form_end::FormEnd;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::prompt::{described_by, required};
use crate::components::question::QuestionView;
use crate::state::use_survey;

impl QuestionView for question::Dropdown {
    const STYLES: &'static str = crate::components::styles!("dropdown.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Dropdown question=self.clone() /> }).into_any()
    }
}

/// A question for one of many choices.
#[component]
pub(super) fn Dropdown(
    /// What is asked.
    question: question::Dropdown,
) -> impl IntoView {
    let survey = use_survey();
    let question::Dropdown(list) = question;
    // `value` of the list would have to be set after the entries are in it.
    let option = move |value: String, label: String| {
        let own = value.clone();
        view! {
            <option value=value prop:selected=move || survey.value(VALUE) == own>
                {label}
            </option>
        }
    };
    let options = (0..)
        .zip(&list.choices)
        .map(|(index, choice)| option(digits(index), survey.text(&choice.label)))
        .collect_view();
    view! {
        <QuestionForm>
            <select
                part="field"
                name=VALUE
                aria-labelledby="question"
                aria-describedby=described_by(survey, "note")
                aria-required=required(survey)
                aria-invalid=move || survey.is_invalid(VALUE).then_some("true")
                on:change:target=move |event| survey.set_value(VALUE, &event.target().value())
            >
                {option(String::new(), survey.message(MessageKey::Pick))}
                {options}
            </select>
            <FormEnd />
        </QuestionForm>
    }
}
