//! A field for words of the visitor's own.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, Code, LocalizedText, MessageKey, digits, limits};

/// A field for words of the visitor's own.
#[derive(Clone, PartialEq)]
pub struct Text {
    /// An example of what to write.
    pub placeholder: Option<LocalizedText>,
    /// Whether it has a single line.
    pub one_line: bool,
    /// Characters at least, where something is written.
    pub min_length: usize,
    /// Characters at most.
    pub max_length: usize,
}

impl Default for Text {
    fn default() -> Self {
        Self { placeholder: None, one_line: false, min_length: 0, max_length: limits::VERBATIM }
    }
}

impl QuestionType for Text {
    fn type_name(&self) -> &'static str {
        "text"
    }

    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorField
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let text = form.get(VALUE).trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        if self.min_length > 0 && !limits::exceeds(text, self.min_length - 1) {
            return Err(FormError::with_bound(MessageKey::ErrorShort, digits(self.min_length as u64)));
        }
        if limits::exceeds(text, self.max_length) {
            return Err(FormError::with_bound(MessageKey::ErrorLong, digits(self.max_length as u64)));
        }
        Ok(Some(Answer::new(text)))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_text(answer)
    }
}

const LINES: field::OneOf =
    field::OneOf { name: "lines", description: "One line, or many.", words: &["one", "many"], default: Some("many") };
const MIN_LENGTH: field::Whole = field::Whole {
    name: "minLength",
    description: "Characters at least, where something is written.",
    min: 1,
    max: limits::VERBATIM as u32,
    default: None,
};
const MAX_LENGTH: field::Whole = field::Whole {
    name: "maxLength",
    description: "Characters at most.",
    min: 1,
    max: limits::VERBATIM as u32,
    default: Some(limits::VERBATIM as u32),
};
const PLACEHOLDER: field::Text =
    field::Text { name: "placeholder", description: "An example of what to write.", default: None, required: false };

impl DefinedType for Text {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "text",
        description: "Words of the visitor’s own.",
        fields: &[&LINES as &dyn Field, &MIN_LENGTH, &MAX_LENGTH, &PLACEHOLDER],
        read: |reader| {
            let one_line = LINES.read(reader) == Some("one");
            let max_length = MAX_LENGTH.read(reader).map_or(limits::VERBATIM, |most| most as usize);
            let min_length = MIN_LENGTH.read(reader).map_or(0, |least| least as usize);
            if min_length > max_length {
                reader.report(MAX_LENGTH.name, Code::Conflict, "is less than minLength");
            }
            Self::defined(Self { placeholder: PLACEHOLDER.read(reader), one_line, min_length, max_length })
        },
        samples: &[
            "{}",
            r#"{"lines": "one", "maxLength": 80, "placeholder": "A word"}"#,
            r#"{"minLength": 2, "maxLength": 20}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let length = self.min_length.max(1);
        let length = length + draw((self.max_length + 1 - length).min(64));
        FormData::from_iter([(VALUE, "ü".repeat(length))])
    }
}
