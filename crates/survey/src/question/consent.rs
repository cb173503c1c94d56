//! A permission, given or not.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType, YES};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, LocalizedText, MessageKey, Value};

/// A permission, given or not.
#[derive(Clone, PartialEq)]
pub struct Consent {
    /// What is permitted.
    pub label: LocalizedText,
}

impl QuestionType for Consent {
    fn type_name(&self) -> &'static str {
        "consent"
    }

    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorConsent
    }

    fn read_form(&self, form: &FormData, required: bool) -> Result<Option<Answer>, FormError> {
        let given = form.get(VALUE) == YES;
        Ok((given || !required).then(|| Answer::new(given)))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        match answer.value() {
            Value::Bool(true) => FormData::from_iter([(VALUE, YES)]),
            _ => FormData::default(),
        }
    }
}

const LABEL: field::Text =
    field::Text { name: "label", description: "What is permitted.", default: None, required: true };

impl DefinedType for Consent {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "consent",
        description: "A permission, given or not.",
        fields: &[&LABEL as &dyn Field],
        read: |reader| Self::defined(Self { label: LABEL.read(reader)? }),
        samples: &[r#"{"label": "I agree"}"#],
    }];

    fn draw_form(&self, _draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::from_iter([(VALUE, YES)])
    }
}
