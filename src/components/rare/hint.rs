//! How to answer, where the question doesn't say it itself.

use leptos::prelude::*;

use crate::state::use_survey;

/// A hint in the place of the question's help, unless it has some. Either has the id `about`.
#[component]
pub(super) fn Hint(
    /// What it says.
    text: String,
) -> impl IntoView {
    let survey = use_survey();
    let has_help = survey.question().is_some_and(|question| question.help.is_some());
    (!has_help).then(|| {
        view! {
            <p class="about" id="about">
                {text}
            </p>
        }
    })
}
