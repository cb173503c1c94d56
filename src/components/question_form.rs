//! The form around questions that are sent by a button.

use askwell_survey::MessageKey;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Prompt;
use crate::state::use_survey;

pub(super) const STYLES: &str = super::styles!("question_form.css");

/// A form, the score that was given with the way back to it, and the question.
#[component]
pub(super) fn QuestionForm<C: IntoView + 'static>(
    /// The fields and the buttons.
    children: TypedChildren<C>,
) -> impl IntoView {
    let survey = use_survey();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        survey.submit();
    };
    view! {
        <form novalidate=true on:submit=submit>
            {survey
                .follows_score()
                .then(|| {
                    view! {
                        <p class="given">
                            <span>{survey.message(MessageKey::ScoreGiven)}</span>
                            <button class="link" type="button" on:click=move |_| survey.restart()>
                                {survey.message(MessageKey::ScoreChange)}
                            </button>
                        </p>
                    }
                })}
            <Prompt />
            {children.into_inner()()}
        </form>
    }
}
