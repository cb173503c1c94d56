//! Yes or no, as thumbs.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, LocalizedText, MessageKey};

/// The value of yes, in forms and in answers.
pub const YES: &str = "yes";
/// The value of no.
pub const NO: &str = "no";

/// Yes or no.
#[derive(Clone, PartialEq)]
pub struct Thumbs {
    /// What yes is called.
    pub yes: LocalizedText,
    /// What no is called.
    pub no: LocalizedText,
}

impl QuestionType for Thumbs {
    fn type_name(&self) -> &'static str {
        "thumbs"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let value = form.get(VALUE);
        Ok((value == YES || value == NO).then(|| Answer::new(value)))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_text(answer)
    }

    fn values(&self, field: Option<&str>) -> Option<Vec<&str>> {
        field.is_none().then(|| vec![YES, NO])
    }

    fn label(&self, value: &str) -> Option<&LocalizedText> {
        Some(if value == YES { &self.yes } else { &self.no })
    }
}

const YES_LABEL: field::Text = field::Text {
    name: "yes",
    description: "What yes is called.",
    default: Some(MessageKey::ThumbsYes),
    required: false,
};
const NO_LABEL: field::Text =
    field::Text { name: "no", description: "What no is called.", default: Some(MessageKey::ThumbsNo), required: false };

impl DefinedType for Thumbs {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "thumbs",
        description: "Yes or no, as thumbs.",
        fields: &[&YES_LABEL as &dyn Field, &NO_LABEL],
        read: |reader| {
            let yes = YES_LABEL.read(reader).unwrap_or(LocalizedText::Message(MessageKey::ThumbsYes));
            let no = NO_LABEL.read(reader).unwrap_or(LocalizedText::Message(MessageKey::ThumbsNo));
            Self::defined(Self { yes, no })
        },
        samples: &["{}", r#"{"yes": "Yes, I found it", "no": "No"}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::from_iter([(VALUE, [YES, NO][draw(2)])])
    }
}
