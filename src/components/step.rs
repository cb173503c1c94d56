//! The step that the session is at: a question, or the ending.

use askwell_survey::Step as SessionStep;
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
        let content = survey.with_session(|session| match session.step() {
            SessionStep::Question(question) => question_view(question),
            SessionStep::Ending(ending) => Ending(EndingProps { ending: ending.clone() }).into_any(),
            SessionStep::Closed => ().into_any(),
        });
        // Runs once the step is on the card, in the same task: keys that are typed next reach it.
        Effect::new(move |_| survey.step_appeared());
        let step = view! { <div class="step">{content}</div> };
        // A step is built anew and never changed into the next one: it takes the other side.
        if number % 2 == 0 { Either::Left(step) } else { Either::Right(step) }
    }
}
