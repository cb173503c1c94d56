//! Something to read, without an answer.

use super::{DefinedType, Definition, QuestionType};
use crate::Answer;
use crate::form::{FormData, FormError};

/// Something to read, without an answer.
#[derive(Clone, PartialEq)]
pub struct Message;

impl QuestionType for Message {
    fn type_name(&self) -> &'static str {
        "message"
    }

    fn expects_answer(&self) -> bool {
        false
    }

    fn has_answer(&self) -> bool {
        false
    }

    fn read_form(&self, _form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(None)
    }

    fn fill_form(&self, _answer: &Answer) -> FormData {
        FormData::default()
    }
}

impl DefinedType for Message {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "message",
        description: "Something to read, without an answer.",
        fields: &[],
        read: |_| Self::defined(Self),
        samples: &["{}"],
    }];

    fn draw_form(&self, _draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::default()
    }
}
