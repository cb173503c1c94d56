//! The recommendation scale: eleven native radio buttons.

use askwell_survey::{Score, digits, question};
use leptos::prelude::*;

use super::fresh::Fresh;
use super::prompt::{described_by, required};
use super::question::QuestionView;
use super::{AnswerCell, PastButtons, Prompt, ScaleEnds};
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("nps.css");

impl QuestionView for question::Nps {
    fn view(&self) -> AnyView {
        Fresh(view! { <Nps question=self.clone() /> }).into_any()
    }
}

/// The recommendation question.
#[component]
pub(super) fn Nps(
    /// What is asked.
    question: question::Nps,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <Prompt />
        <div
            class="scale"
            part="scale"
            role="radiogroup"
            aria-labelledby="question"
            aria-describedby=described_by(survey, "low high")
            aria-required=required(survey)
        >
            {Score::all()
                .map(|score| {
                    let value = digits(score.points().into());
                    view! { <AnswerCell value=value.clone() label=value /> }
                })
                .collect_view()}
        </div>
        <ScaleEnds low=Some(question.low) high=Some(question.high) />
        <PastButtons />
    }
}
