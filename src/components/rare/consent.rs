//! A permission.

use askwell_survey::form::VALUE;
use askwell_survey::question::{self, YES};
use leptos::prelude::*;

use super::form_end::FormEnd;
use super::group::Group;
use super::row::ChoiceRow;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::state::use_survey;

impl QuestionView for question::Consent {
    fn view(&self) -> AnyView {
        Fresh(view! { <Consent question=self.clone() /> }).into_any()
    }
}

/// A checkbox that gives a permission.
#[component]
pub(super) fn Consent(
    /// What is asked.
    question: question::Consent,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <QuestionForm>
            <Group class="rows" role="group" described="note">
                <ChoiceRow
                    input_type="checkbox"
                    value=YES
                    label=survey.text(&question.label)
                    first=true
                    required=survey.is_required()
                    on_change=move |chosen| survey.edit(&|form| form.choose(VALUE, YES, chosen))
                />
            </Group>
            <FormEnd />
        </QuestionForm>
    }
}
