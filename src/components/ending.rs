//! The end of a survey.

use askwell_survey::{Ending as SurveyEnding, MessageKey};
use leptos::prelude::*;

use super::LinkButton;
use crate::delivery;
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("ending.css");

/// The class of the tick. A name and not a literal: an element that is literal throughout goes through `innerHTML`,
/// which pages with Trusted Types forbid.
const MARK: &str = "mark";

/// A tick, a sentence, whether the answer still waits, and at most one thing to do.
#[component]
pub(super) fn Ending(
    /// What it says.
    ending: SurveyEnding,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <div class="tick" aria-hidden="true">
            <span class=MARK></span>
        </div>
        <h2 id="question" part="question" tabindex="-1">
            {survey.prompt()}
        </h2>
        <p class="help" role="status">
            {move || delivery::is_held_up().then(|| survey.message(MessageKey::Offline))}
        </p>
        {ending
            .link
            .map(|link| {
                view! {
                    <div class="buttons">
                        <LinkButton link />
                    </div>
                }
            })}
    }
}
