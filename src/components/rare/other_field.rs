//! The field for what isn't listed.

use askwell_survey::form::{OTHER, VALUE};
use askwell_survey::{MessageKey, limits};
use leptos::html::Input;
use leptos::prelude::*;

use crate::state::use_survey;

pub(in crate::components) const STYLES: &str = crate::components::styles!("other_field.css");

/// A field for words. It is there while the choice of something else is chosen.
#[component]
pub(super) fn OtherField(
    /// To move the focus to it.
    #[prop(optional)]
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let survey = use_survey();
    let label = survey.message(MessageKey::Specify);
    view! {
        <input
            class="other"
            type="text"
            part="field"
            name=OTHER
            dir="auto"
            maxlength=limits::VERBATIM.to_string()
            placeholder=label.clone()
            aria-label=label
            aria-describedby="note"
            aria-invalid=move || survey.is_invalid(OTHER).then_some("true")
            hidden=move || !survey.is_chosen(VALUE, OTHER)
            prop:value=move || survey.value(OTHER)
            on:input:target=move |event| survey.set_value(OTHER, &event.target().value())
            node_ref=node_ref
        />
    }
}
