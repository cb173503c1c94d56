//! One of several.

use askwell_survey::form::{OTHER, VALUE};
use askwell_survey::{Choices, Session, digits};
use leptos::either::Either;
use leptos::prelude::*;

use super::form_end::FormEnd;
use super::group::Group;
use super::other_field::OtherField;
use super::row::{AnswerRow, ChoiceRow};
use crate::components::{FormError, PastButtons, QuestionForm};
use crate::state::use_survey;

/// A question for one of several choices. A click on one answers; words for something else are sent by a button.
#[component]
pub(super) fn Choice(
    /// What there is to choose from.
    choices: Choices,
) -> impl IntoView {
    let survey = use_survey();
    let rows = survey
        .with_session(Session::order)
        .into_iter()
        .map(|index| {
            let label = survey.text(&choices.list[index].label);
            view! { <AnswerRow value=digits(index as u64) label /> }
        })
        .collect_view();
    let has_other = choices.other.is_some();
    let other = choices.other.map(|label| {
        view! {
            <ChoiceRow
                input_type="radio"
                value=OTHER
                label=survey.text(&label)
                on_change=move |_| survey.set_value(VALUE, OTHER.to_owned())
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
