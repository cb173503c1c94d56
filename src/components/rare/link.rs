//! A link to follow.

use askwell_survey::{MessageKey, question};
use leptos::prelude::*;

use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{BackButton, LinkButton, QuestionForm};
use crate::state::use_survey;

impl QuestionView for question::Link {
    fn view(&self) -> AnyView {
        Fresh(view! { <Link question=self.clone() /> }).into_any()
    }
}

/// The link, and the way on, which is open whether the link was followed or not.
#[component]
pub(super) fn Link(
    /// What is asked.
    question: question::Link,
) -> impl IntoView {
    let survey = use_survey();
    let question::Link(link) = question;
    view! {
        <QuestionForm>
            <div class="buttons">
                <BackButton />
                <button class="quiet" part="secondary">
                    {survey.message(MessageKey::Next)}
                </button>
                <LinkButton link />
            </div>
        </QuestionForm>
    }
}
