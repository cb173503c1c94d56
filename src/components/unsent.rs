//! What somebody meets who closes the card with words on it that they haven't sent.

use askwell_survey::MessageKey;
use leptos::prelude::*;

use super::Prompt;
use crate::state::use_survey;

/// Says that the words aren't sent, and offers to go back to them or to send them.
#[component]
pub(super) fn Unsent() -> impl IntoView {
    let survey = use_survey();
    view! {
        <Prompt />
        <div class="buttons">
            <button class="quiet back" type="button" part="secondary" on:click=move |_| survey.stay()>
                {survey.message(MessageKey::Back)}
            </button>
            <button class="primary" type="button" part="button primary" on:click=move |_| survey.submit()>
                {survey.message(MessageKey::Send)}
            </button>
        </div>
    }
}
