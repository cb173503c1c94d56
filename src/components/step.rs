//! The step that the session is at: a question, or the ending.

use leptos::either::Either;
use leptos::prelude::*;

use super::ending::{Ending, EndingProps};
use super::question::question_view;
use crate::state::use_survey;

/// The present step.
#[component]
pub(super) fn Step() -> impl IntoView {
    let survey = use_survey();
    move || {
        let number = survey.step_number();
        // The session isn't borrowed meanwhile: a component may change the form as it is built.
        let content = if let Some(question) = survey.question() {
            question_view(&question)
        } else if let Some(ending) = survey.ending() {
            Ending(EndingProps { ending }).into_any()
        } else {
            ().into_any()
        };
        // Runs once the step is on the card, in the same task: keys that are typed next reach it.
        Effect::new(move |_| survey.step_appeared());
        let step = view! { <div class="step">{content}</div> };
        // Leptos would change the last step into this one where they are alike. Each has to be built anew, or focus and values
        // of the last question would stay: so they alternate between the two sides of an `Either`, which is replaced.
        if number.is_multiple_of(2) { Either::Left(step) } else { Either::Right(step) }
    }
}
