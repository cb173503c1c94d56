//! Some of several.

use askwell_survey::form::{FormData, NONE, OTHER, VALUE};
use askwell_survey::{MessageKey, Session, digits, question};
use leptos::html::Input;
use leptos::prelude::*;

use super::form_end::FormEnd;
use super::group::Group;
use super::hint::Hint;
use super::other_field::OtherField;
use super::row::ChoiceRow;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::state::{SurveyState, use_survey};

impl QuestionView for question::MultipleChoice {
    fn view(&self) -> AnyView {
        Fresh(view! { <MultipleChoice question=self.clone() /> }).into_any()
    }
}

/// A question for any number of choices.
#[component]
pub(super) fn MultipleChoice(
    /// What is asked.
    question: question::MultipleChoice,
) -> impl IntoView {
    let survey = use_survey();
    // Help has the same id as the hint that stands in its place.
    let has_help = survey.question().is_some_and(|question| question.help.is_some());
    let described = if has_help { "note" } else { "about note" };
    let hint = hint(survey, &question);
    let order = survey.with_session(Session::order);
    let first = order.first().copied();
    let listed = order.iter().map(|&index| digits(index as u64));
    let values = StoredValue::new(listed.chain([OTHER.to_owned(), NONE.to_owned()]).collect::<Vec<_>>());
    let other_field = NodeRef::<Input>::new();
    let row = move |value: String, label: String, first: bool| {
        let changed = value.clone();
        let on_change = move |chosen| {
            values.with_value(|values| survey.edit(&|form| choose(form, values, &changed, chosen)));
            if chosen
                && changed == OTHER
                && let Some(field) = other_field.get_untracked()
            {
                // It takes no focus as long as it is hidden, and would be shown only after this event.
                field.set_hidden(false);
                let _ = field.focus();
            }
        };
        view! { <ChoiceRow input_type="checkbox" value label first on_change /> }
    };
    let rows = order
        .into_iter()
        .map(|index| row(digits(index as u64), survey.text(&question.list.choices[index].label), Some(index) == first))
        .collect_view();
    let other = question.list.other.map(|label| {
        view! {
            {row(OTHER.to_owned(), survey.text(&label), false)}
            <OtherField node_ref=other_field />
        }
    });
    let none = question.none.map(|label| row(NONE.to_owned(), survey.text(&label), false));
    view! {
        <QuestionForm>
            <Hint text=hint />
            <Group class="rows" role="group" described>
                {rows}
                {other}
                {none}
            </Group>
            <FormEnd />
        </QuestionForm>
    }
}

/// How many can be chosen.
fn hint(survey: SurveyState, question: &question::MultipleChoice) -> String {
    let count = question.list.choices.len() + usize::from(question.list.other.is_some());
    let (min, max) = (question.min_selected, question.max_selected);
    let (key, bound) = match (min > 1, max < count) {
        (false, false) => (MessageKey::ChoicesHint, String::new()),
        (true, false) => (MessageKey::ErrorFewest, digits(min as u64)),
        (false, true) => (MessageKey::ErrorMost, digits(max as u64)),
        (true, true) if min == max => (MessageKey::ChoicesCount, digits(min as u64)),
        (true, true) => (MessageKey::ChoicesCount, [&digits(min as u64), "–", &digits(max as u64)].concat()),
    };
    survey.message_with(key, &|_| Some(bound.clone()))
}

/// Chooses `value`, or no longer. "None of these" and the others exclude each other. What is chosen stays in the order
/// of `values`, however it was clicked.
fn choose(form: &mut FormData, values: &[String], value: &str, chosen: bool) {
    form.choose(VALUE, value, chosen);
    let kept: Vec<_> = values
        .iter()
        .filter(|known| form.has(VALUE, known) && (!chosen || (*known == NONE) == (value == NONE)))
        .collect();
    form.remove(VALUE);
    for value in kept {
        form.add(VALUE, value);
    }
}
