//! Something to read.

use askwell_survey::{MessageKey, question};
use leptos::prelude::*;

use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{BackButton, QuestionForm};
use crate::state::use_survey;

impl QuestionView for question::Message {
    const STYLES: &'static str = crate::components::styles!("message.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Message /> }).into_any()
    }
}

/// Words, and the way on.
#[component]
pub(super) fn Message() -> impl IntoView {
    let survey = use_survey();
    view! {
        <QuestionForm>
            <div class="buttons">
                <BackButton />
                <button class="primary" part="button primary">
                    {survey.message(MessageKey::Next)}
                </button>
            </div>
        </QuestionForm>
    }
}
