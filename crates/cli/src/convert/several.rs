//! Conditions on a question of which several choices can be taken.

use super::condition::{Subject, group, not};
use askwell_survey::Value;

/// A choice: its id in the source, and in the definition.
#[derive(Clone)]
pub(super) struct Named {
    pub(super) source: String,
    pub(super) name: String,
}

/// The name in the definition of a choice.
pub(super) fn find<'a>(choices: &'a [Named], source: &str) -> Option<&'a str> {
    choices.iter().find(|choice| choice.source == source).map(|choice| choice.name.as_str())
}

/// The name of the choice that excludes all others. It is an empty list in the answer.
const NONE: &str = "none";

/// A question of which several choices can be taken.
pub(super) struct Several<'a> {
    pub(super) subject: &'a Subject,
    pub(super) choices: &'a [Named],
}

impl Several<'_> {
    fn has_none(&self) -> bool {
        self.choices.iter().any(|choice| choice.name == NONE)
    }

    /// That there is an answer.
    pub(super) fn is_answered(&self) -> Value {
        if self.has_none() { self.subject.is_known() } else { self.subject.is("empty", false) }
    }

    /// That there is no answer.
    pub(super) fn is_skipped(&self) -> Value {
        if self.has_none() { not(self.subject.is_known()) } else { self.subject.is("empty", true) }
    }

    fn is_none(&self) -> Value {
        all(vec![self.subject.is_known(), self.subject.is("empty", true)])
    }

    /// That one of the choices with these names is taken; none of no names.
    pub(super) fn one_of(&self, names: &[&str]) -> Option<Value> {
        let mut parts = if names.contains(&NONE) { vec![self.is_none()] } else { Vec::new() };
        let others: Vec<&str> = names.iter().copied().filter(|name| *name != NONE).collect();
        if !others.is_empty() {
            parts.push(self.subject.is("includesAny", list(others)));
        }
        group("any", parts)
    }

    /// That all choices with these names are taken; none if that can't be.
    pub(super) fn all_of(&self, names: &[&str]) -> Option<Value> {
        match names {
            [NONE] => Some(self.is_none()),
            names if names.is_empty() || names.contains(&NONE) => None,
            names => Some(self.subject.is("includes", list(names.to_vec()))),
        }
    }

    /// That these choices are taken, and no others.
    pub(super) fn exactly(&self, names: &[&str]) -> Option<Value> {
        let others = self.choices.iter().map(|choice| choice.name.as_str());
        let others: Vec<&str> = others.filter(|name| *name != NONE && !names.contains(name)).collect();
        let taken = self.all_of(names)?;
        if others.is_empty() || names == [NONE] {
            return Some(taken);
        }
        Some(all(vec![taken, not(self.subject.is("includesAny", list(others)))]))
    }
}

fn list(names: Vec<&str>) -> Value {
    Value::List(names.into_iter().map(Value::from).collect())
}

fn all(conditions: Vec<Value>) -> Value {
    group("all", conditions).unwrap_or_default()
}
