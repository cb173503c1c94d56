//! A day.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, Code, MessageKey};

/// A day.
#[derive(Clone, PartialEq)]
pub struct Date {
    /// The first that is possible.
    pub min: Option<crate::Date>,
    /// The last.
    pub max: Option<crate::Date>,
}

impl QuestionType for Date {
    fn type_name(&self) -> &'static str {
        "date"
    }

    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorDate
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let text = form.get(VALUE);
        if text.is_empty() {
            return Ok(None);
        }
        let Some(day) = crate::Date::parse(text) else { return Err(FormError::new(VALUE, MessageKey::ErrorDate)) };
        if let Some(first) = self.min.filter(|first| day < *first) {
            return Err(FormError::with_bound(MessageKey::ErrorEarliest, first.to_text()));
        }
        if let Some(last) = self.max.filter(|last| day > *last) {
            return Err(FormError::with_bound(MessageKey::ErrorLatest, last.to_text()));
        }
        Ok(Some(Answer::new(day.to_text())))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_text(answer)
    }
}

const MIN: field::Day = field::Day { name: "min", description: "The first that is possible." };
const MAX: field::Day = field::Day { name: "max", description: "The last." };

impl DefinedType for Date {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "date",
        description: "A day.",
        fields: &[&MIN as &dyn Field, &MAX],
        read: |reader| {
            let (min, max) = (MIN.read(reader), MAX.read(reader));
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                reader.report(MAX.name, Code::Conflict, "is before min");
            }
            Self::defined(Self { min, max })
        },
        samples: &[
            "{}",
            r#"{"min": "2026-01-01"}"#,
            r#"{"min": "2026-01-01", "max": "2026-12-31"}"#,
            r#"{"max": "2026-06-30"}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let ends: Vec<_> = [self.min, self.max].into_iter().flatten().collect();
        let day = if ends.is_empty() { "2026-03-01".to_owned() } else { ends[draw(ends.len())].to_text() };
        FormData::from_iter([(VALUE, day)])
    }
}
