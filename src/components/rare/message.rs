//! Something to read.

use askwell_survey::Key;
use leptos::prelude::*;

use crate::components::{BackButton, QuestionForm};
use crate::state::use_survey;

pub(super) const STYLES: &str = include_str!("message.css");

/// Words, and the way on.
#[component]
pub(super) fn Message() -> impl IntoView {
    let survey = use_survey();
    view! {
        <QuestionForm>
            <div class="buttons">
                <BackButton />
                <button class="primary" part="button">
                    {survey.message(Key::Next)}
                </button>
            </div>
        </QuestionForm>
    }
}
