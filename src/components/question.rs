//! Which component shows which type of question.

use askwell_survey::{Question, question};
use leptos::prelude::*;

use crate::chunks;

/// A type of question that has a component.
pub(super) trait QuestionView {
    /// The component's styles, if it is in the chunk and has some of its own.
    const STYLES: &'static str = "";

    /// The component, with this as what it asks.
    fn view(&self) -> AnyView;
}

/// The view of a question. The types that the built-in surveys use are in main, the others in a chunk.
pub(super) fn question_view(question: &Question) -> AnyView {
    let question_type = &question.question_type;
    if let Some(nps) = question_type.downcast_ref::<question::Nps>() {
        nps.view()
    } else if let Some(thumbs) = question_type.downcast_ref::<question::Thumbs>() {
        thumbs.view()
    } else if let Some(text) = question_type.downcast_ref::<question::Text>() {
        text.view()
    } else if let Some(contact) = question_type.downcast_ref::<question::Contact>() {
        contact.view()
    } else {
        chunks::loaded_questions().map_or_else(|| ().into_any(), |chunk| (chunk.view)(question))
    }
}
