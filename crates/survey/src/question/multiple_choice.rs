//! Some of several.

use super::choice_list::ChoiceList;
use super::field::{self, Field};
use super::single_choice::{CHOICES, OTHER_FIELD, SHUFFLE, read_open};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, NONE, OTHER, VALUE};
use crate::{Answer, Code, LocalizedText, MessageKey, ResponseId, Value, digits, limits};

/// Some of several. "None of these" is an answer too: an empty list.
#[derive(Clone, PartialEq)]
pub struct MultipleChoice {
    /// What can be chosen.
    pub list: ChoiceList,
    /// What the choice of none of these is called, if there is one.
    pub none: Option<LocalizedText>,
    /// How many have to be chosen at least.
    pub min_selected: usize,
    /// How many can be chosen at most.
    pub max_selected: usize,
}

impl QuestionType for MultipleChoice {
    fn type_name(&self) -> &'static str {
        "choices"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        if self.none.is_some() && form.has(VALUE, NONE) {
            return Ok(Some(Answer::new(Value::List(Vec::new()))));
        }
        let chosen = self.list.read_form(form)?;
        if chosen.is_empty() {
            return Ok(None);
        }
        if chosen.len() < self.min_selected {
            return Err(FormError::with_bound(MessageKey::ErrorFewest, digits(self.min_selected as u64)));
        }
        if chosen.len() > self.max_selected {
            return Err(FormError::with_bound(MessageKey::ErrorMost, digits(self.max_selected as u64)));
        }
        Ok(Some(Answer::new(Value::List(chosen))))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        match answer.value() {
            Value::List(chosen) if chosen.is_empty() => FormData::from_iter([(VALUE, NONE)]),
            Value::List(chosen) => self.list.fill_form(chosen),
            _ => FormData::default(),
        }
    }

    fn values(&self, field: Option<&str>) -> Option<Vec<&str>> {
        field.is_none().then(|| self.list.values())
    }

    fn label(&self, value: &str) -> Option<&LocalizedText> {
        self.list.label(value)
    }

    fn order(&self, response: ResponseId, question: &str) -> Vec<usize> {
        self.list.order(response, question)
    }
}

/// All choices, and the one of something else.
const MOST: u32 = limits::CHOICES as u32 + 1;
const NONE_FIELD: field::TextOrTrue = field::TextOrTrue {
    name: NONE,
    description: "A choice of none of these, which excludes the others: `true`, or what it is called.",
    usual: MessageKey::NoneOfThese,
};
const MIN: field::Whole = field::Whole {
    name: "min",
    description: "How many have to be chosen at least.",
    min: 1,
    max: MOST,
    default: Some(1),
};
const MAX: field::Whole =
    field::Whole { name: "max", description: "How many can be chosen at most.", min: 1, max: MOST, default: None };

impl DefinedType for MultipleChoice {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "choices",
        description: "Some of several.",
        fields: &[&CHOICES as &dyn Field, &OTHER_FIELD, &NONE_FIELD, &SHUFFLE, &MIN, &MAX],
        read: |reader| {
            let list = read_open(reader);
            let none = NONE_FIELD.read(reader);
            if let (Some(list), Some(_)) = (&list, &none)
                && list.choices.iter().any(|choice| choice.id == NONE)
            {
                reader.report(CHOICES.name, Code::Duplicate, "has a choice called none, as `none` is");
            }
            let count =
                list.as_ref().map_or(limits::CHOICES, |list| list.choices.len() + usize::from(list.other.is_some()));
            let min_selected = MIN.read_below(reader, count as u32).unwrap_or(1) as usize;
            let max_selected = MAX.read_below(reader, count as u32).map_or(count, |most| most as usize);
            if min_selected > max_selected {
                reader.report(MAX.name, Code::Conflict, "is less than min");
            }
            Self::defined(Self { list: list?, none, min_selected, max_selected })
        },
        samples: &[
            r#"{"choices": ["a", {"id": "b", "label": {"en": "B"}}, "c d", "e"], "other": true, "shuffle": true,
                "none": true, "min": 1, "max": 3}"#,
            r#"{"choices": ["c0", "c1", "c2"], "none": "Nothing"}"#,
            r#"{"choices": ["c0", "c1"], "other": true, "min": 3}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        if self.none.is_some() && draw(8) == 7 {
            return FormData::from_iter([(VALUE, NONE)]);
        }
        let all = self.list.choices.len() + usize::from(self.list.other.is_some());
        let count = self.min_selected + draw(self.max_selected - self.min_selected + 1);
        let first = draw(all);
        let mut form = FormData::default();
        for index in (0..count).map(|number| (first + number) % all) {
            if index == self.list.choices.len() {
                form.add(VALUE, OTHER);
                form.add(OTHER, "else");
            } else {
                form.add(VALUE, digits(index as u64));
            }
        }
        form
    }
}
