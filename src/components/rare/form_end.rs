//! The end of a form.

use askwell_survey::MessageKey;
use leptos::prelude::*;

use crate::components::{Buttons, FormError, submit_label};
use crate::state::use_survey;

/// What is wrong with the form, and the buttons.
#[component]
pub(super) fn FormEnd() -> impl IntoView {
    view! {
        <FormError />
        <Buttons decline=MessageKey::Skip submit=submit_label(use_survey()) />
    }
}
