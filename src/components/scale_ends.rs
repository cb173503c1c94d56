//! What the ends of a scale mean.

use askwell_survey::LocalizedText;
use leptos::prelude::*;

use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("scale_ends.css");

/// The meanings of the lowest and the highest point. The scale is described by their ids, `low` and `high`.
#[component]
pub(super) fn ScaleEnds(
    /// What the lowest point means.
    low: Option<LocalizedText>,
    /// What the highest means.
    high: Option<LocalizedText>,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <div class="ends">
            {[("low", low), ("high", high)]
                .map(|(end, meaning)| {
                    view! {
                        <span class=end id=end>
                            {meaning.map(|meaning| survey.text(&meaning))}
                        </span>
                    }
                })}
        </div>
    }
}
