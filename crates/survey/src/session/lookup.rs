//! What a session knows: for conditions, computed values and placeholders.

use super::Session;
use crate::condition::Lookup;
use crate::question::QuestionType;
use crate::{Answer, Messages, Question, Value, VariableRef, interpolate};

impl Lookup for Session {
    fn lookup(&self, source: &VariableRef) -> Option<Value> {
        let named = |entries: &[(String, Value)], name: &str| {
            entries.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        match source {
            VariableRef::Product => self.product.as_deref().map(Value::from),
            VariableRef::Score => self.score().map(|score| Value::from(f64::from(score.points()))),
            VariableRef::Group => self.group().map(|group| Value::from(group.as_str())),
            VariableRef::Answer(name, field) => {
                let answer = self.answer(name)?.1.value();
                match field {
                    Some(field) => answer.get(field).cloned(),
                    None => Some(answer.clone()),
                }
            }
            VariableRef::Attribute(name) => named(&self.context.attributes, name),
            VariableRef::Person(name) => named(&self.context.person, name),
            VariableRef::Page(name) => {
                let page = &self.context.page;
                Some(Value::from(match name.as_str() {
                    "url" => page.url.as_str(),
                    "title" => page.title.as_str(),
                    "referrer" => page.referrer.as_str(),
                    _ => self.context.locale.as_str(),
                }))
            }
            VariableRef::Hidden(name) => named(&self.hidden, name),
            VariableRef::Computed(name) => named(&self.computed, name),
            VariableRef::Response(_) | VariableRef::Fact(..) => None,
        }
    }
}

impl Session {
    /// The answer on the path under this name, and its question.
    fn answer(&self, name: &str) -> Option<(&Question, &Answer)> {
        self.path.iter().find_map(|&index| {
            let question = &self.survey.questions[index];
            (question.id == name).then_some(())?;
            Some((question, self.given[index].answer.as_ref()?))
        })
    }

    /// What is known of `source`, as a visitor reads it: choices by what they are called.
    pub(super) fn recalled(&self, source: &VariableRef, texts: &Messages) -> Option<String> {
        let asked = match source {
            VariableRef::Answer(name, _) => self.answer(name).map(|(question, _)| &*question.question_type),
            _ => None,
        };
        Some(self.in_words(&self.lookup(source)?, asked, texts))
    }

    fn in_words(&self, value: &Value, asked: Option<&dyn QuestionType>, texts: &Messages) -> String {
        let several = |values: &mut dyn Iterator<Item = &Value>| {
            let mut words = String::new();
            for value in values {
                words.push_str(if words.is_empty() { "" } else { ", " });
                words.push_str(&self.in_words(value, asked, texts));
            }
            words
        };
        match value {
            Value::Text(text) => match asked.and_then(|asked| asked.label(text)) {
                // Without answers: a label with a placeholder for its own would never end.
                Some(label) => {
                    interpolate(
                        label.template(texts, &self.context.locale),
                        &|place| match VariableRef::parse(place)? {
                            VariableRef::Answer(..) => None,
                            source => self.recalled(&source, texts),
                        },
                    )
                }
                None => text.clone(),
            },
            Value::Null => String::new(),
            Value::Bool(true) => texts.get(crate::MessageKey::ThumbsYes).to_owned(),
            Value::Bool(false) => texts.get(crate::MessageKey::ThumbsNo).to_owned(),
            Value::Number(_) => value.to_json(),
            Value::List(list) => several(&mut list.iter()),
            // What was written, without the permission to use it.
            Value::Map(map) => {
                several(&mut map.iter().map(|(_, value)| value).filter(|value| **value != Value::Bool(true)))
            }
        }
    }
}
