//! A group of fields that belong together.

use leptos::prelude::*;

use crate::components::prompt::described_by;
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
    let described = described_by(use_survey(), described);
    view! {
        <div class=class part="scale" role=role aria-labelledby="question" aria-describedby=described>
            {children.into_inner()()}
        </div>
    }
}
