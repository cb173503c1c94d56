//! Faces, from sad to happy.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::Answer;
use crate::form::{FormData, FormError, VALUE};

/// One of three or five faces.
#[derive(Clone, PartialEq)]
pub struct Emoji {
    /// How many there are: 3 or 5.
    pub max: u32,
}

impl QuestionType for Emoji {
    fn type_name(&self) -> &'static str {
        "emoji"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(form.number_within(VALUE, 1, self.max as i32))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_number(answer)
    }
}

const USUAL: u32 = 5;
const MAX: field::Numbers =
    field::Numbers { name: "max", description: "How many, 3 or 5.", numbers: &[3, 5], default: USUAL };

impl DefinedType for Emoji {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "emoji",
        description: "Faces, from sad to happy.",
        fields: &[&MAX as &dyn Field],
        read: |reader| Self::defined(Self { max: MAX.read(reader) }),
        samples: &["{}", r#"{"max": 3}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::of_number(&Answer::new((1 + draw(self.max as usize)) as f64))
    }
}
