//! All of several, in order.

use super::choice_list::{ChoiceList, listed};
use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, LocalizedText, ResponseId, Value, digits, limits};

/// All of several, in order.
#[derive(Clone, PartialEq)]
pub struct Ranking(pub ChoiceList);

impl QuestionType for Ranking {
    fn type_name(&self) -> &'static str {
        "ranking"
    }

    /// A ranking is one only if everything is in it, once.
    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let choices = &self.0.choices;
        let mut ranked = Vec::new();
        for value in form.all(VALUE) {
            let Some(choice) = listed(choices, value) else { return Ok(None) };
            let id = Value::from(choice.id.as_str());
            if ranked.contains(&id) {
                return Ok(None);
            }
            ranked.push(id);
        }
        Ok((ranked.len() == choices.len()).then(|| Answer::new(Value::List(ranked))))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        match answer.value() {
            Value::List(ranked) => self.0.fill_form(ranked),
            _ => FormData::default(),
        }
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

const CHOICES: field::Choices =
    field::Choices { name: "choices", description: "What is put in order.", min: 2, max: limits::RANKED };
const SHUFFLE: field::Flag =
    field::Flag { name: "shuffle", description: "Whether every visitor begins with another order." };

impl DefinedType for Ranking {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "ranking",
        description: "All of several, in order.",
        fields: &[&CHOICES as &dyn Field, &SHUFFLE],
        read: |reader| {
            let choices = CHOICES.read(reader);
            let shuffle = SHUFFLE.read(reader);
            Self::defined(Self(ChoiceList { choices: choices?, other: None, shuffle }))
        },
        samples: &[
            r#"{"choices": ["a", {"id": "b", "label": {"en": "B"}}, "c d", "e"]}"#,
            r#"{"choices": ["c0", "c1", "c2"], "shuffle": true}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let count = self.0.choices.len();
        let first = draw(count);
        (0..count).map(|number| (VALUE, digits(((first + number) % count) as u64))).collect()
    }
}
