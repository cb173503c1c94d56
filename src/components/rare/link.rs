//! A link to follow.

use askwell_survey::{Key, Link as SurveyLink};
use leptos::prelude::*;

use crate::components::{BackButton, QuestionForm};
use crate::state::use_survey;

/// The link, and the way on, which is open whether the link was followed or not.
#[component]
pub(super) fn Link(
    /// Where it leads.
    link: SurveyLink,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <QuestionForm>
            <div class="buttons">
                <BackButton />
                <button class="quiet">{survey.message(Key::Next)}</button>
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
