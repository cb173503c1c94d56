//! A day.

use askwell_survey::form::VALUE;
use askwell_survey::question;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::form_end::FormEnd;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::prompt::{described_by, required};
use crate::components::question::QuestionView;
use crate::state::use_survey;

/// What stands in the form for a day that is half typed. It is no day, and not nothing.
const HALF_TYPED: &str = "?";

impl QuestionView for question::Date {
    const STYLES: &'static str = crate::components::styles!("date.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <DateQuestion question=self.clone() /> }).into_any()
    }
}

/// A question for a day.
#[component]
pub(super) fn DateQuestion(
    /// What is asked.
    question: question::Date,
) -> impl IntoView {
    let survey = use_survey();
    // Browsers say nothing when a date is typed in part, as its value is still empty. So it is looked at before keys do
    // anything and when the focus leaves it as well.
    let step = untrack(|| survey.step_number());
    let read = move |event: &Event| {
        // A field with the focus is left as well when it is taken off the card, and the form is the next question's.
        if untrack(|| survey.step_number()) != step {
            return;
        }
        let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let half_typed = field.validity().bad_input();
        let value = field.value();
        survey.set_value(VALUE, if half_typed { HALF_TYPED } else { &value });
    };
    view! {
        <QuestionForm>
            // The value doesn't follow the form: setting it would clear what is half typed.
            <input
                class="date"
                type="date"
                part="field"
                name=VALUE
                min=question.min.map(|date| date.to_text())
                max=question.max.map(|date| date.to_text())
                aria-labelledby="question"
                aria-describedby=described_by(survey, "note")
                aria-required=required(survey)
                aria-invalid=move || survey.is_invalid(VALUE).then_some("true")
                prop:value=untrack(|| survey.value(VALUE))
                on:input=move |event| read(&event)
                on:keydown=move |event| read(&event)
                on:blur=move |event| read(&event)
            />
            <FormEnd />
        </QuestionForm>
    }
}
