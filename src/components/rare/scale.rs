//! A scale of numbers, or of words for each of them.

use askwell_survey::question;
use leptos::either::Either;
use leptos::prelude::*;

use super::group::Group;
use super::row::AnswerRow;
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{AnswerCell, PastButtons, Prompt, ScaleEnds};
use crate::state::use_survey;

/// What negative numbers begin with; a hyphen is shorter, and read out as none or as one.
const MINUS: &str = "\u{2212}";

impl QuestionView for question::Scale {
    const STYLES: &'static str = crate::components::styles!("scale.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <ScaleQuestion question=self.clone() /> }).into_any()
    }
}

/// A scale. Cells in a row; rows where each point has a label.
#[component]
pub(super) fn ScaleQuestion(
    /// What is asked.
    question: question::Scale,
) -> impl IntoView {
    let survey = use_survey();
    let points = (question.min..=question.max).map(|point| point.to_string());
    let fields = if question.labels.is_empty() {
        let has_ends = question.low.is_some() || question.high.is_some();
        let cells = points
            .map(|value| {
                let label = value.replace('-', MINUS);
                view! { <AnswerCell value label /> }
            })
            .collect_view();
        Either::Left(view! {
            <Group class="points" described=if has_ends { "low high" } else { "" }>
                {cells}
            </Group>
            {has_ends.then(|| view! { <ScaleEnds low=question.low high=question.high /> })}
        })
    } else {
        let rows = points
            .zip(&question.labels)
            .map(|(value, label)| view! { <AnswerRow value label=survey.text(label) /> })
            .collect_view();
        Either::Right(view! { <Group class="rows">{rows}</Group> })
    };
    view! {
        <Prompt />
        {fields}
        <PastButtons />
    }
}
