//! A permission.

use askwell_survey::Wording;
use askwell_survey::form::VALUE;
use leptos::prelude::*;

use super::form_end::FormEnd;
use super::group::Group;
use super::row::ChoiceRow;
use crate::components::QuestionForm;
use crate::state::use_survey;

/// The value that gives it.
const YES: &str = "yes";

/// A checkbox that gives a permission.
#[component]
pub(super) fn Consent(
    /// What is permitted.
    label: Wording,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <QuestionForm>
            <Group class="rows" role="group" described="note">
                <ChoiceRow
                    input_type="checkbox"
                    value=YES
                    label=survey.text(&label)
                    first=true
                    on_change=move |chosen| survey.edit(&|form| form.choose(VALUE, YES, chosen))
                />
            </Group>
            <FormEnd />
        </QuestionForm>
    }
}
