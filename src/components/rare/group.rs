//! A group of fields that belong together.

use askwell_survey::form::VALUE;
use leptos::prelude::*;

use crate::components::prompt::{described_by, required};
use crate::state::use_survey;

/// A group that the question labels.
#[component]
pub(super) fn Group<C: IntoView + 'static>(
    /// How the fields in it are laid out.
    class: &'static str,
    /// `radiogroup` where one of them is chosen, `group` where several can be.
    #[prop(default = "radiogroup")]
    role: &'static str,
    /// The ids of what describes it, next to the question's help.
    #[prop(default = "")]
    described: &'static str,
    /// The fields.
    children: TypedChildren<C>,
) -> impl IntoView {
    let survey = use_survey();
    let described = described_by(survey, described);
    // Groups of checkboxes have neither: ARIA knows both of single checkboxes and of whole groups of radio buttons.
    let radios = role == "radiogroup";
    view! {
        <div
            class=class
            part="scale"
            role=role
            aria-labelledby="question"
            aria-describedby=described
            aria-required=required(survey).filter(|_| radios)
            aria-invalid=move || (radios && survey.is_invalid(VALUE)).then_some("true")
        >
            {children.into_inner()()}
        </div>
    }
}
