//! One column for each row. A group of radio buttons a row, and not a table: that would need more width than a phone has.

use askwell_survey::question::{self, row_name};
use askwell_survey::{Session, digits};
use leptos::prelude::*;

use super::choice_input::ChoiceInput;
use super::form_end::FormEnd;
use super::group::Group;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::prompt::required;
use crate::components::question::QuestionView;
use crate::state::use_survey;

impl QuestionView for question::Matrix {
    const STYLES: &'static str = crate::components::styles!("matrix.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Matrix question=self.clone() /> }).into_any()
    }
}

/// A question that is asked for each row.
#[component]
pub(super) fn Matrix(
    /// What is asked.
    question: question::Matrix,
) -> impl IntoView {
    let survey = use_survey();
    let columns: Vec<_> = question.columns.iter().map(|column| survey.text(&column.label)).collect();
    // Numbers and the like need less width than words.
    let class = if columns.iter().all(|label| label.chars().nth(3).is_none()) { "pills short" } else { "pills" };
    let rows = survey
        .with_session(Session::order)
        .into_iter()
        .map(|index| {
            let name = row_name(index);
            let pills = columns
                .iter()
                .enumerate()
                .map(|(column, label)| {
                    let (name, value) = (name.clone(), digits(column as u64));
                    let (row, chosen) = (name.clone(), value.clone());
                    let on_change = move |_| survey.set_value(&row, &chosen);
                    view! {
                        <label class="pill">
                            <ChoiceInput input_type="radio" name value on_change />
                            <span part="option">{label.clone()}</span>
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset
                    role="radiogroup"
                    aria-required=required(survey)
                    aria-invalid=move || survey.is_invalid(&name).then_some("true")
                >
                    <legend>{survey.text(&question.rows.choices[index].label)}</legend>
                    <div class=class>{pills}</div>
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <QuestionForm>
            <Group class="matrix" role="group" described="note">
                {rows}
            </Group>
            <FormEnd />
        </QuestionForm>
    }
}
