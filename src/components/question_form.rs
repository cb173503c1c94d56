//! The form around questions that are sent by a button.

use askwell_survey::MessageKey;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

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
    // By the click on its button, also where a key made that: in a sandbox without forms there is no event of the form's own.
    let click = move |event: MouseEvent| {
        let target = event.target().map(JsCast::unchecked_into::<Element>);
        if target.is_some_and(|target| target.matches("button:not([type=button])") == Ok(true)) {
            event.prevent_default();
            survey.submit();
        }
    };
    view! {
        <form novalidate=true on:click=click on:submit=|event| event.prevent_default()>
            {survey
                .follows_score()
                .then(|| {
                    view! {
                        <p class="given" part="score">
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
