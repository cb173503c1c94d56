//! One of many, in a list to unfold.

use super::choice_list::ChoiceList;
use super::field::Field;
use super::single_choice::CHOICES;
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, LocalizedText, digits};

/// One of many, in a list to unfold.
#[derive(Clone, PartialEq)]
pub struct Dropdown(pub ChoiceList);

impl QuestionType for Dropdown {
    fn type_name(&self) -> &'static str {
        "dropdown"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(self.0.read_form(form)?.into_iter().next().map(Answer::new))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        self.0.fill_form(std::slice::from_ref(answer.value()))
    }

    fn values(&self, field: Option<&str>) -> Option<Vec<&str>> {
        field.is_none().then(|| self.0.values())
    }

    fn label(&self, value: &str) -> Option<&LocalizedText> {
        self.0.label(value)
    }
}

impl DefinedType for Dropdown {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "dropdown",
        description: "One of many, in a list to unfold.",
        fields: &[&CHOICES as &dyn Field],
        read: |reader| Self::defined(Self(ChoiceList { choices: CHOICES.read(reader)?, other: None, shuffle: false })),
        samples: &[r#"{"choices": ["a", {"id": "b", "label": {"en": "B"}}, "c d", "e"]}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::from_iter([(VALUE, digits(draw(self.0.choices.len()) as u64))])
    }
}
