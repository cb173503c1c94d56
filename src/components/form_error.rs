//! The line under the fields of a form.

use leptos::prelude::*;

use crate::state::use_survey;

/// What is wrong with the form.
#[component]
pub(super) fn FormError(
    /// Its role, which decides how urgently a screen reader reads it.
    #[prop(default = "status")]
    role: &'static str,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <p class="note" role=role>
            // Inside the live element: Firefox leaves a `status` itself out of what `aria-describedby` says.
            <span id="note">{move || survey.error()}</span>
        </p>
    }
}
