//! A number of stars.

use super::field::{self, Field};
use super::scale::{HIGH, LOW};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, LocalizedText};

/// A number of stars, from one to this many.
#[derive(Clone, PartialEq)]
pub struct Stars {
    /// How many there are.
    pub max: u32,
    /// What one star means.
    pub low: Option<LocalizedText>,
    /// What all of them mean.
    pub high: Option<LocalizedText>,
}

impl QuestionType for Stars {
    fn type_name(&self) -> &'static str {
        "stars"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(form.number_within(VALUE, 1, self.max as i32))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_number(answer)
    }
}

const USUAL: u32 = 5;
const MAX: field::Whole = field::Whole { name: "max", description: "How many.", min: 3, max: 10, default: Some(USUAL) };

impl DefinedType for Stars {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "stars",
        description: "Stars: 1 to this many.",
        fields: &[&MAX as &dyn Field, &LOW, &HIGH],
        read: |reader| {
            let max = MAX.read(reader).unwrap_or(USUAL);
            Self::defined(Self { max, low: LOW.read(reader), high: HIGH.read(reader) })
        },
        samples: &["{}", r#"{"max": 10, "low": "Poor", "high": "Excellent"}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::of_number(&Answer::new((1 + draw(self.max as usize)) as f64))
    }
}
