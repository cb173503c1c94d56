//! One of several.

use super::choice_list::ChoiceList;
use super::field::{self, DefinitionReader, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, OTHER, VALUE};
use crate::{Answer, Code, LocalizedText, MessageKey, ResponseId, digits, limits};

/// One of several.
#[derive(Clone, PartialEq)]
pub struct SingleChoice(pub ChoiceList);

impl QuestionType for SingleChoice {
    fn type_name(&self) -> &'static str {
        "choice"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(self.0.read_form(form)?.into_iter().next().map(Answer::new))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        self.0.fill_form(std::slice::from_ref(answer.value()))
    }

    fn has_field(&self, field: &str) -> bool {
        self.0.other.is_some() && field == OTHER
    }

    fn values(&self, field: Option<&str>) -> Option<Vec<&str>> {
        field.is_none().then(|| self.0.values())
    }

    fn label(&self, value: &str) -> Option<&LocalizedText> {
        self.0.label(value)
    }

    fn order(&self, response: ResponseId, question: &str) -> Vec<usize> {
        self.0.order(response, question)
    }
}

pub(super) const CHOICES: field::Choices =
    field::Choices { name: "choices", description: "What can be chosen.", min: 2, max: limits::CHOICES };
pub(super) const OTHER_FIELD: field::TextOrTrue = field::TextOrTrue {
    name: OTHER,
    description: "A choice of something else, with a field for it: `true`, or what it is called.",
    usual: MessageKey::Other,
};
pub(super) const SHUFFLE: field::Flag =
    field::Flag { name: "shuffle", description: "Whether every visitor sees them in another order." };

/// Choices with one for something else.
pub(super) fn read_open(reader: &mut DefinitionReader<'_, '_, '_>) -> Option<ChoiceList> {
    let choices = CHOICES.read(reader);
    let other = OTHER_FIELD.read(reader);
    let shuffle = SHUFFLE.read(reader);
    if let (Some(choices), Some(_)) = (&choices, &other)
        && choices.iter().any(|choice| choice.id == OTHER)
    {
        reader.report(CHOICES.name, Code::Duplicate, "has a choice called other, as `other` is");
    }
    Some(ChoiceList { choices: choices?, other, shuffle })
}

impl DefinedType for SingleChoice {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "choice",
        description: "One of several.",
        fields: &[&CHOICES as &dyn Field, &OTHER_FIELD, &SHUFFLE],
        read: |reader| Self::defined(Self(read_open(reader)?)),
        samples: &[
            r#"{"choices": ["a", {"id": "b", "label": {"en": "B"}}, "c d", "e"], "other": true, "shuffle": true}"#,
            r#"{"choices": ["c0", {"id": "c1", "label": "Last", "pinned": true}], "other": "Else"}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let index = draw(self.0.choices.len() + usize::from(self.0.other.is_some()));
        if index == self.0.choices.len() {
            return FormData::from_iter([(VALUE, OTHER), (OTHER, "else")]);
        }
        FormData::from_iter([(VALUE, digits(index as u64))])
    }
}
