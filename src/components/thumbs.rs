//! Yes or no, as two buttons.

use askwell_survey::Wording;
use askwell_survey::form::VALUE;
use leptos::prelude::*;

use super::{PastButtons, Prompt};
use crate::state::use_survey;

pub(super) const STYLES: &str = include_str!("thumbs.css");

/// A question that is answered by yes or no.
#[component]
pub(super) fn Thumbs(
    /// What yes is called.
    yes: Wording,
    /// What no is called.
    no: Wording,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <Prompt />
        <div class="thumbs" role="group" aria-labelledby="question">
            {[("yes", yes), ("no", no)]
                .map(|(value, label)| {
                    view! {
                        <button
                            class="thumb"
                            type="button"
                            part="button"
                            name=VALUE
                            value=value
                            aria-pressed=move || survey.is_chosen(VALUE, value).to_string()
                            on:click=move |_| survey.answer_at_once(value)
                        >
                            {survey.text(&label)}
                        </button>
                    }
                })}
        </div>
        <PastButtons />
    }
}
