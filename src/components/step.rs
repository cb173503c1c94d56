//! The step that the session is at: a question, or the ending. Before it is closed: words that aren't sent.

use leptos::prelude::*;

use super::ending::{Ending, EndingProps};
use super::fresh::Fresh;
use super::question::question_view;
use super::unsent::Unsent;
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("step.css");

/// The present step.
#[component]
pub(super) fn Step() -> impl IntoView {
    let survey = use_survey();
    move || {
        survey.step_number();
        // The session isn't borrowed meanwhile: a component may change the form as it is built.
        let content = if survey.is_parting() {
            Fresh(view! { <Unsent /> }).into_any()
        } else if let Some(question) = survey.question() {
            question_view(&question)
        } else if let Some(ending) = survey.ending() {
            Fresh(Ending(EndingProps { ending })).into_any()
        } else {
            ().into_any()
        };
        // Runs once the step is on the card, in the same task: keys that are typed next reach it.
        Effect::new(move |_| survey.step_appeared());
        let class = if survey.is_backward() { "step backward" } else { "step" };
        Fresh(view! { <div class=class>{content}</div> })
    }
}
