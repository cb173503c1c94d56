//! A link to follow.

use askwell_survey::{MessageKey, question};
use leptos::prelude::*;

use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{BackButton, QuestionForm};
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
                <button class="quiet">{survey.message(MessageKey::Next)}</button>
                <a
                    class="primary"
                    part="button"
                    href=link.url
                    target="_blank"
                    rel="noopener"
                    on:click=move |_| survey.open_link()
                >
                    {survey.text(&link.label)}
                </a>
            </div>
        </QuestionForm>
    }
}
