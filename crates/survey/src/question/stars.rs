//! A number of stars.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::Answer;
use crate::form::{FormData, FormError, VALUE};

/// A number of stars, from one to this many.
#[derive(Clone, PartialEq)]
pub struct Stars {
    /// How many there are.
    pub max: u32,
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
        fields: &[&MAX as &dyn Field],
        read: |reader| Self::defined(Self { max: MAX.read(reader).unwrap_or(USUAL) }),
        samples: &["{}", r#"{"max": 10}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::of_number(&Answer::new((1 + draw(self.max as usize)) as f64))
    }
}
