//! The types of question that only surveys with a definition have: the chunk `questions`. Main reaches them through
//! [`crate::chunks`] alone.

mod choice_input;
mod consent;
mod date;
mod dropdown;
mod emoji;
mod form_end;
mod group;
mod hint;
mod link;
mod matrix;
mod message;
mod multiple_choice;
pub(super) mod other_field;
pub(super) mod picture_radio;
mod ranking;
pub(super) mod row;
mod scale;
mod single_choice;
mod stars;

use askwell_survey::{Question, question};
use leptos::prelude::*;

use super::question::QuestionView;

macro_rules! question_views {
    ($($question_type:ident),*) => {
        /// The styles of these components.
        pub(crate) const STYLES: &[&str] = &[
            row::STYLES,
            other_field::STYLES,
            picture_radio::STYLES,
            $(<question::$question_type as QuestionView>::STYLES),*
        ];

        /// The view of a question. A type without a component doesn't compile.
        pub(crate) fn view(question: &Question) -> AnyView {
            $(if let Some(question) = question.question_type.downcast_ref::<question::$question_type>() {
                return question.view();
            })*
            ().into_any()
        }

        /// The styles that a question of this type has for itself.
        #[cfg(not(target_arch = "wasm32"))]
        pub(super) fn own_styles(question: &Question) -> &'static str {
            $(if question.question_type.is::<question::$question_type>() {
                return <question::$question_type as QuestionView>::STYLES;
            })*
            ""
        }
    };
}
askwell_survey::question_types!(question_views);
