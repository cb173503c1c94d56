//! The recommendation scale: eleven native radio buttons.

use askwell_survey::{Score, Wording, digits};
use leptos::prelude::*;

use super::prompt::described_by;
use super::{AnswerCell, PastButtons, Prompt, ScaleEnds};
use crate::state::use_survey;

pub(super) const STYLES: &str = include_str!("nps.css");

/// The recommendation question.
#[component]
pub(super) fn Nps(
    /// The meaning of 0.
    low: Wording,
    /// The meaning of 10.
    high: Wording,
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
        >
            {Score::all().map(|score| view! { <AnswerCell value=digits(score.points().into()) /> }).collect_view()}
        </div>
        <ScaleEnds low=Some(low) high=Some(high) />
        <PastButtons />
    }
}
