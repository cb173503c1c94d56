//! Words of the visitor's own.

use askwell_survey::form::VALUE;
use askwell_survey::{MessageKey, digits, limits, question};
use leptos::either::Either;
use leptos::prelude::*;

use super::fresh::Fresh;
use super::prompt::{described_by, required};
use super::question::QuestionView;
use super::{Buttons, FormError, QuestionForm, submit_label};
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("text.css");

/// From how few characters left they are counted.
const NEARLY_FULL: usize = 200;
/// At how few characters left the count is announced: once, and not with each key.
const ANNOUNCED: [usize; 2] = [20, 0];

impl QuestionView for question::Text {
    fn view(&self) -> AnyView {
        Fresh(view! { <TextQuestion question=self.clone() /> }).into_any()
    }
}

/// A question that is answered in words.
#[component]
pub(super) fn TextQuestion(
    /// What is asked.
    question: question::Text,
) -> impl IntoView {
    let survey = use_survey();
    let placeholder = question.placeholder.map(|hint| survey.text(&hint));
    let longest = question.max_length;
    let left = move || longest.saturating_sub(survey.with_form(|form| form.get(VALUE).encode_utf16().count()));
    let remaining = move || {
        let left = left();
        if left > NEARLY_FULL {
            return String::new();
        }
        // A limit of the survey's own is worth knowing from the beginning: what has been written of how much.
        let (key, count) = if longest < limits::VERBATIM {
            (MessageKey::TextCount, longest - left)
        } else {
            (MessageKey::Remaining, left)
        };
        survey.message_with(key, &|name| Some(digits(if name == "count" { count } else { longest } as u64)))
    };
    let write = move |text: String| {
        let before = left();
        survey.set_value(VALUE, &text);
        if ANNOUNCED.iter().any(|few| (left()..before).contains(few)) {
            survey.announce(remaining());
        }
    };
    let attributes = view! {
        <{..}
            part="field"
            name=VALUE
            // Words in another script than the card's.
            dir="auto"
            maxlength=longest.to_string()
            placeholder=placeholder
            aria-labelledby="question"
            aria-describedby=described_by(survey, "count note")
            aria-required=required(survey)
            aria-invalid=move || survey.is_invalid(VALUE).then_some("true")
            prop:value=move || survey.value(VALUE)
            on:input=move |event| write(event_target_value(&event))
        />
    };
    let field = if question.one_line {
        Either::Left(view! { <input type="text" {..attributes} /> })
    } else {
        Either::Right(view! { <textarea rows="3" {..attributes}></textarea> })
    };
    // Once something is written, there is nothing to skip, and the next stop of Tab is the button that sends.
    let written = move || survey.with_form(|form| !form.get(VALUE).trim_ascii().is_empty());
    view! {
        <QuestionForm>
            {field} <p class="help" id="count">
                {remaining}
            </p> <FormError /> <Buttons decline=MessageKey::Skip submit=submit_label(survey) hide_decline=written />
        </QuestionForm>
    }
}
