//! Radio buttons and checkboxes that fill in a form, which a button sends.

use leptos::prelude::*;

use crate::state::use_survey;

/// A radio button or a checkbox.
#[component]
pub(super) fn ChoiceInput(
    /// `radio` or `checkbox`.
    input_type: &'static str,
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// The value in the form.
    #[prop(into)]
    value: String,
    /// Whether it is the one that is marked where something is wrong with the group.
    #[prop(optional)]
    first: bool,
    /// Whether it has to be chosen itself.
    #[prop(optional)]
    required: bool,
    /// What follows when it is chosen, or no longer chosen.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let survey = use_survey();
    let field = StoredValue::new((name.clone(), value.clone()));
    let invalid = move || first && field.with_value(|(name, _)| survey.is_invalid(name));
    view! {
        <input
            type=input_type
            name=name
            value=value
            aria-required=required.then_some("true")
            aria-invalid=move || invalid().then_some("true")
            prop:checked=move || field.with_value(|(name, value)| survey.is_chosen(name, value))
            on:change:target=move |event| on_change.run(event.target().checked())
        />
    }
}
