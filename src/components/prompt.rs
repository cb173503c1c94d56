//! What is asked.

use leptos::prelude::*;

use crate::state::{SurveyState, use_survey};

pub(super) const STYLES: &str = super::styles!("prompt.css");

/// The question, as a heading that can take the focus, and what helps to answer it.
#[component]
pub(super) fn Prompt() -> impl IntoView {
    let survey = use_survey();
    let help = survey.question().filter(|_| !survey.is_parting()).and_then(|question| question.help);
    view! {
        <h2 id="question" part="question" tabindex="-1">
            {survey.prompt()}
        </h2>
        {help
            .map(|help| {
                view! {
                    <p class="about" id="about" part="help">
                        {survey.text(&help)}
                    </p>
                }
            })}
    }
}

/// The value of `aria-required` where the question needs an answer.
pub(super) fn required(survey: SurveyState) -> Option<&'static str> {
    survey.is_required().then_some("true")
}

/// What describes a field or a group, by the ids of elements: the question's help, if it has some, and `ids`.
pub(super) fn described_by(survey: SurveyState, ids: &str) -> Option<String> {
    let help = survey.question().is_some_and(|question| question.help.is_some());
    let ids = if help { ["about ", ids].concat() } else { ids.to_owned() };
    (!ids.is_empty()).then(|| ids.trim_ascii_end().to_owned())
}
