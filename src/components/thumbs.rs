//! Yes or no, as two buttons.

use askwell_survey::form::VALUE;
use askwell_survey::question;
use leptos::prelude::*;

use super::fresh::Fresh;
use super::prompt::described_by;
use super::question::QuestionView;
use super::{PastButtons, Prompt};
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("thumbs.css");

impl QuestionView for question::Thumbs {
    fn view(&self) -> AnyView {
        Fresh(view! { <Thumbs question=self.clone() /> }).into_any()
    }
}

/// A question that is answered by yes or no.
#[component]
pub(super) fn Thumbs(
    /// What is asked.
    question: question::Thumbs,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <Prompt />
        <div class="thumbs" role="group" aria-labelledby="question" aria-describedby=described_by(survey, "")>
            {[(question::YES, question.yes), (question::NO, question.no)]
                .map(|(value, label)| {
                    view! {
                        <button
                            class="thumb"
                            type="button"
                            part="option"
                            name=VALUE
                            value=value
                            aria-pressed=move || survey.is_chosen(VALUE, value).to_string()
                            on:click=move |_| survey.answer_at_once(value)
                        >
                            {survey.text(&label)}
                        </button>
                    }
                })}
        </div>
        <PastButtons />
    }
}
