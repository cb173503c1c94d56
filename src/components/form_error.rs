//! The line under the fields of a form.

use leptos::prelude::*;

use crate::state::use_survey;

/// What is wrong with the form, or else a hint.
#[component]
pub(super) fn FormError(
    /// Its role, which decides how urgently a screen reader reads it.
    #[prop(default = "status")]
    role: &'static str,
    /// What stands there while nothing is wrong.
    #[prop(optional, into)]
    hint: Option<Callback<(), String>>,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <p class="note" class:wrong=move || survey.error().is_some() role=role>
            // Inside the live element: Firefox leaves a `status` itself out of what `aria-describedby` says.
            <span id="note">{move || survey.error().or_else(|| Some(hint?.run(()))).unwrap_or_default()}</span>
        </p>
    }
}
