//! The types of questions: one file a type, and the list of them.
//!
//! A type says what it needs to know and everything that follows from it: how a form becomes an answer and back
//! ([`QuestionType`]), and what definitions can say of it ([`DefinedType`]). It is registered below, by a `mod` line and
//! in `question_types!`. Everything else comes from there.
//!
//! A session, a response and the presets `nps` and `helpful` use types through [`QuestionType`] alone, so that the
//! widget's first chunk holds only those types that it shows.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use crate::form::{FormData, FormError};
use crate::{Answer, LocalizedText, MessageKey, ResponseId, Score};

mod choice_list;
mod consent;
mod contact;
mod date;
mod dropdown;
mod emoji;
pub mod field;
mod link;
mod matrix;
mod message;
mod multiple_choice;
mod nps;
mod ranking;
mod scale;
mod single_choice;
mod stars;
mod text;
mod thumbs;
mod types;

pub use choice_list::{Choice, ChoiceList};
pub use consent::Consent;
pub use contact::{Contact, ContactField};
pub use date::Date;
pub use dropdown::Dropdown;
pub use emoji::Emoji;
pub use link::Link;
pub(crate) use link::read as read_link;
pub use matrix::{Matrix, row_name};
pub use message::Message;
pub use multiple_choice::MultipleChoice;
pub use nps::Nps;
pub use ranking::Ranking;
pub use scale::Scale;
pub use single_choice::SingleChoice;
pub use stars::Stars;
pub use text::Text;
pub use thumbs::{NO, Thumbs, YES};
pub(crate) use types::{TypeReader, type_readers};
pub use types::{TypeRegistry, draw_form};

/// The types of questions, in the order messages list them. Calls the macro `$callback` with their names, which are
/// types of `askwell_survey::question`, so that another crate can make something of each. The widget gives each its
/// component this way: a type without one doesn't compile.
///
/// ```
/// macro_rules! names {
///     ($($question_type:ident),*) => { [$(stringify!($question_type)),*] };
/// }
/// assert!(askwell_survey::question_types!(names).contains(&"Nps"));
/// ```
#[macro_export]
macro_rules! question_types {
    ($callback:ident) => {
        $callback! {
            Nps, Scale, Stars, Emoji, Thumbs, SingleChoice, MultipleChoice, Dropdown, Ranking, Matrix, Text, Contact,
            Consent, Date, Message, Link
        }
    };
}

/// How a question is answered: one type of question, with what it needs to know.
///
/// What it makes of a form is an [`Answer`]; only the type knows what is in that.
pub trait QuestionType: Any {
    /// The name of the type, as definitions have it.
    fn type_name(&self) -> &'static str;

    /// Whether the visitor is asked for an answer. Without, there is nothing to require and nothing to send.
    fn expects_answer(&self) -> bool {
        true
    }

    /// Whether it can have an answer at all, so that conditions and texts can refer to it.
    fn has_answer(&self) -> bool {
        true
    }

    /// What to say where an answer is required and there is none.
    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorChoose
    }

    /// The answer that a form makes, or none where nothing is filled in.
    ///
    /// # Errors
    /// What has to be filled in differently.
    fn read_form(&self, form: &FormData, required: bool) -> Result<Option<Answer>, FormError>;

    /// The form that makes this answer. Whether it does tells if a value from elsewhere is an answer.
    fn fill_form(&self, answer: &Answer) -> FormData;

    /// Whether its answer is the score of the response.
    fn gives_score(&self) -> bool {
        false
    }

    /// The score that an answer is.
    fn score(&self, _answer: &Answer) -> Option<Score> {
        None
    }

    /// The link that it shows instead of asking.
    fn link(&self) -> Option<&crate::Link> {
        None
    }

    /// Whether an answer can have a field of this name, to which conditions and texts can refer.
    fn has_field(&self, _field: &str) -> bool {
        false
    }

    /// What an answer, or a field of it, can be, so that conditions compare it with nothing else; none where it can be
    /// anything.
    fn values(&self, _field: Option<&str>) -> Option<Vec<&str>> {
        None
    }

    /// What a value in an answer is called on the card.
    fn label(&self, _value: &str) -> Option<&LocalizedText> {
        None
    }

    /// What a field of its form is called, where the question alone doesn't say it.
    fn field_label(&self, _field: &str) -> Option<&LocalizedText> {
        None
    }

    /// In which order the choices or rows stand for the visitor with this response, by their indices. Always the same
    /// for the same visitor. Empty where there is no order.
    fn order(&self, _response: ResponseId, _question: &str) -> Vec<usize> {
        Vec::new()
    }
}

impl dyn QuestionType {
    /// This as the type `T`, if it is one.
    pub fn downcast_ref<T: QuestionType>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    /// Whether this is a `T`.
    pub fn is<T: QuestionType>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }
}

/// By name: a session is printed in tests, and what a type holds would be in every visitor's download.
impl fmt::Debug for dyn QuestionType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.type_name())
    }
}

/// What definitions can say of a type, and what else is known of it that only some of the crate's users need: the
/// reader of definitions, the JSON Schema, the documentation, the tests.
pub trait DefinedType: QuestionType + Sized {
    /// The names that definitions have for it, and what each takes. Most types have one.
    const DEFINITIONS: &'static [Definition];

    /// A form that is filled in as it should be. `draw` chooses among several: it gives a number below another one.
    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData;

    /// This as what [`Definition::read`] returns.
    fn defined(self) -> Option<Rc<dyn QuestionType>> {
        Some(Rc::new(self))
    }
}

/// What definitions can say of a type under one name.
pub struct Definition {
    /// The name: `type` in definitions.
    pub name: &'static str,
    /// What it asks, in a sentence.
    pub description: &'static str,
    /// Its fields, beside those that all questions have.
    pub fields: &'static [&'static dyn field::Field],
    /// Reads the fields. What is wrong is reported; nothing comes of it if there is no going on.
    pub read: fn(&mut field::DefinitionReader<'_, '_, '_>) -> Option<Rc<dyn QuestionType>>,
    /// Its fields, as JSON, in as many ways as show what there is.
    pub samples: &'static [&'static str],
}
