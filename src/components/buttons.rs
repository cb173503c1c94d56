//! The buttons at the end of a step.

use askwell_survey::{MessageKey, Session};
use leptos::prelude::*;

use crate::state::{SurveyState, use_survey};

pub(super) const STYLES: &str = super::styles!("buttons.css");

/// What the button of a form is called: it sends, or leads to the next question.
pub(super) fn submit_label(survey: SurveyState) -> MessageKey {
    let (done, all) = survey.with_session(Session::progress);
    if done + 1 == all { MessageKey::Send } else { MessageKey::Next }
}

/// Back at the start; at the end a quiet way on and the primary button, which submits the form around it.
#[component]
pub(super) fn Buttons(
    /// What the way on without an answer is called.
    decline: MessageKey,
    /// What the primary button is called.
    submit: MessageKey,
    /// Whether the way on without an answer is hidden.
    #[prop(optional, into)]
    hide_decline: Option<Callback<(), bool>>,
) -> impl IntoView {
    let survey = use_survey();
    // Next to the score, which leads back to itself, a second way back to it would be one too many.
    let back = !survey.follows_score() || survey.with_session(Session::progress).0 > 1;
    view! {
        <div class="buttons">
            {back.then(|| view! { <BackButton /> })}
            {(!survey.is_required())
                .then(|| {
                    view! {
                        <button
                            class="quiet skip"
                            type="button"
                            part="secondary"
                            hidden=move || hide_decline.is_some_and(|hide| hide.run(()))
                            on:click=move |_| survey.skip()
                        >
                            {survey.message(decline)}
                        </button>
                    }
                })} <button class="primary" part="button primary">
                {survey.message(submit)}
            </button>
        </div>
    }
}

/// The ways past and back from a question that a click answers.
#[component]
pub(super) fn PastButtons() -> impl IntoView {
    let survey = use_survey();
    let required = survey.is_required();
    (!required || survey.with_session(Session::can_go_back)).then(|| {
        view! {
            <div class="buttons past">
                <BackButton />
                {(!required)
                    .then(|| {
                        view! {
                            <button class="quiet skip" type="button" part="secondary" on:click=move |_| survey.skip()>
                                {survey.message(MessageKey::Skip)}
                            </button>
                        }
                    })}
            </div>
        }
    })
}

/// The way back, where there is one.
#[component]
pub(super) fn BackButton() -> impl IntoView {
    let survey = use_survey();
    survey.with_session(Session::can_go_back).then(|| {
        view! {
            <button class="quiet back" type="button" part="secondary" on:click=move |_| survey.back()>
                {survey.message(MessageKey::Back)}
            </button>
        }
    })
}
