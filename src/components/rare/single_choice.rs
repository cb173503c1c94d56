//! One of several.

use askwell_survey::form::{OTHER, VALUE};
use askwell_survey::{Session, digits, question};
use leptos::either::Either;
use leptos::prelude::*;

use super::form_end::FormEnd;
use super::group::Group;
use super::other_field::OtherField;
use super::row::{AnswerRow, ChoiceRow};
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{FormError, PastButtons, QuestionForm};
use crate::state::use_survey;

impl QuestionView for question::SingleChoice {
    fn view(&self) -> AnyView {
        Fresh(view! { <SingleChoice question=self.clone() /> }).into_any()
    }
}

/// A question for one of several choices. A click on one answers; words for something else are sent by a button.
#[component]
pub(super) fn SingleChoice(
    /// What is asked.
    question: question::SingleChoice,
) -> impl IntoView {
    let survey = use_survey();
    let question::SingleChoice(list) = question;
    let rows = survey
        .with_session(Session::order)
        .into_iter()
        .map(|index| {
            let label = survey.text(&list.choices[index].label);
            view! { <AnswerRow value=digits(index as u64) label /> }
        })
        .collect_view();
    let has_other = list.other.is_some();
    let other = list.other.map(|label| {
        view! {
            <ChoiceRow
                input_type="radio"
                value=OTHER
                label=survey.text(&label)
                on_change=move |_| survey.set_value(VALUE, OTHER)
            />
            <OtherField />
        }
    });
    view! {
        <QuestionForm>
            <Group class="rows" described="note">
                {rows}
                {other}
            </Group>
            {if has_other {
                Either::Left(view! { <FormEnd /> })
            } else {
                Either::Right(
                    view! {
                        <FormError />
                        <PastButtons />
                    },
                )
            }}
        </QuestionForm>
    }
}
