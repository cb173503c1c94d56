//! A scale of numbers, or of words for each of them.

use askwell_survey::Scale;
use leptos::either::Either;
use leptos::prelude::*;

use super::group::Group;
use super::row::AnswerRow;
use crate::components::{AnswerCell, PastButtons, Prompt, ScaleEnds};
use crate::state::use_survey;

pub(super) const STYLES: &str = include_str!("scale.css");

/// A scale. Cells in a row; rows where each point has a label.
#[component]
pub(super) fn ScaleQuestion(
    /// Its points, and what they mean.
    scale: Scale,
) -> impl IntoView {
    let survey = use_survey();
    let points = (scale.min..=scale.max).map(|point| point.to_string());
    let fields = if scale.labels.is_empty() {
        let has_ends = scale.low.is_some() || scale.high.is_some();
        let cells = points.map(|value| view! { <AnswerCell value /> }).collect_view();
        Either::Left(view! {
            <Group class="points" described=if has_ends { "low high" } else { "" }>
                {cells}
            </Group>
            {has_ends.then(|| view! { <ScaleEnds low=scale.low high=scale.high /> })}
        })
    } else {
        let rows = points
            .zip(&scale.labels)
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
