//! The end of a form.

use askwell_survey::{MessageKey, Session};
use leptos::prelude::*;

use crate::components::{Buttons, FormError};
use crate::state::use_survey;

/// What is wrong with the form, and the buttons.
#[component]
pub(super) fn FormEnd() -> impl IntoView {
    let (done, all) = use_survey().with_session(Session::progress);
    let submit = if done + 1 == all { MessageKey::Send } else { MessageKey::Next };
    view! {
        <FormError />
        <Buttons decline=MessageKey::Skip submit />
    }
}
