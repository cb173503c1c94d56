//! Which component shows which type of question.

use askwell_survey::{Question, QuestionKind};
use leptos::prelude::*;

use super::contact::{Contact, ContactProps};
use super::nps::{Nps, NpsProps};
use super::text::{TextQuestion, TextQuestionProps};
use super::thumbs::{Thumbs, ThumbsProps};
use crate::chunks;

/// The view of a question.
pub(super) fn question_view(question: &Question) -> AnyView {
    match question.kind.clone() {
        QuestionKind::Nps { low, high } => Nps(NpsProps { low, high }).into_any(),
        QuestionKind::Thumbs { yes, no } => Thumbs(ThumbsProps { yes, no }).into_any(),
        QuestionKind::Text(field) => TextQuestion(TextQuestionProps { field }).into_any(),
        QuestionKind::Contact(form) => Contact(ContactProps { form }).into_any(),
        QuestionKind::Scale(_)
        | QuestionKind::Stars(_)
        | QuestionKind::Emoji(_)
        | QuestionKind::Choice(_)
        | QuestionKind::Choices(_)
        | QuestionKind::Dropdown(_)
        | QuestionKind::Ranking(_)
        | QuestionKind::Matrix(_)
        | QuestionKind::Consent { .. }
        | QuestionKind::Date { .. }
        | QuestionKind::Message
        | QuestionKind::Link(_) => chunks::loaded_questions().map(|chunk| (chunk.view)(question)).into_any(),
    }
}
