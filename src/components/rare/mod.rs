//! The types of question that only surveys with a definition have: the chunk `questions`. Main reaches them through
//! [`crate::chunks`] alone.

mod choice;
mod choice_input;
mod choices;
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
mod other_field;
mod picture_radio;
mod ranking;
mod row;
mod scale;
mod stars;

use askwell_survey::{Question, QuestionKind};
use leptos::prelude::*;

use self::choice::{Choice, ChoiceProps};
use self::choices::{Choices, ChoicesProps};
use self::consent::{Consent, ConsentProps};
use self::date::{DateQuestion, DateQuestionProps};
use self::dropdown::{Dropdown, DropdownProps};
use self::emoji::{Emoji, EmojiProps};
use self::link::{Link, LinkProps};
use self::matrix::{Matrix, MatrixProps};
use self::message::Message;
use self::ranking::{Ranking, RankingProps};
use self::scale::{ScaleQuestion, ScaleQuestionProps};
use self::stars::{Stars, StarsProps};

/// The styles of these components.
pub(crate) const STYLES: &[&str] = &[
    row::STYLES,
    other_field::STYLES,
    picture_radio::STYLES,
    scale::STYLES,
    stars::STYLES,
    emoji::STYLES,
    dropdown::STYLES,
    ranking::STYLES,
    matrix::STYLES,
    date::STYLES,
    message::STYLES,
];

/// The view of a question.
pub(crate) fn question_view(question: &Question) -> AnyView {
    match question.kind.clone() {
        QuestionKind::Scale(scale) => ScaleQuestion(ScaleQuestionProps { scale }).into_any(),
        QuestionKind::Stars(count) => Stars(StarsProps { count }).into_any(),
        QuestionKind::Emoji(count) => Emoji(EmojiProps { count }).into_any(),
        QuestionKind::Choice(choices) => Choice(ChoiceProps { choices }).into_any(),
        QuestionKind::Choices(choices) => Choices(ChoicesProps { choices }).into_any(),
        QuestionKind::Dropdown(choices) => Dropdown(DropdownProps { choices }).into_any(),
        QuestionKind::Ranking(choices) => Ranking(RankingProps { choices }).into_any(),
        QuestionKind::Matrix(matrix) => Matrix(MatrixProps { matrix }).into_any(),
        QuestionKind::Consent { label } => Consent(ConsentProps { label }).into_any(),
        QuestionKind::Date { earliest, latest } => DateQuestion(DateQuestionProps { earliest, latest }).into_any(),
        QuestionKind::Message => Message().into_any(),
        QuestionKind::Link(link) => Link(LinkProps { link }).into_any(),
        // These are in main.
        QuestionKind::Nps { .. } | QuestionKind::Text(_) | QuestionKind::Contact(_) | QuestionKind::Thumbs { .. } => {
            ().into_any()
        }
    }
}
