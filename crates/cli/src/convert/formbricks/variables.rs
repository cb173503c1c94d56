//! Converts Formbricks' variables, which rules change one after the other, to values that are computed from answers.
//!
//! Here, a value is computed from all answers on the path of a visitor at any moment. What a rule does to a variable so
//! becomes a part of a sum, or an entry in a list, under the condition of the rule. A condition that asks for a variable
//! between two changes refers to a value of its own with the changes so far.

use super::super::condition::scalar;
use super::super::draft::{Draft, Entry, object};
use super::super::names::Names;
use super::super::part::Part;
use super::Context;
use super::format::Variable;
use askwell_survey::Value;
use std::collections::HashMap;

/// The variables while the logic is read from the first question to the last.
#[derive(Default)]
pub(super) struct Variables(HashMap<String, Changes>);

struct Changes {
    path: String,
    name: String,
    initial: Value,
    list: Vec<Change>,
}

/// A change of a variable.
pub(super) struct Change {
    /// None if it happens always.
    pub(super) condition: Option<Value>,
    pub(super) what: What,
}

pub(super) enum What {
    /// Adds a number.
    Add(f64),
    /// Adds the number that is the answer to this question.
    AddAnswer(String),
    /// Makes it this value.
    Assign(Value),
}

/// Stands in names for what is to be replaced by the name of a value. Names don't have it.
const MARK: char = '@';

impl Variables {
    pub(super) fn new(parts: &[Part<'_>], context: &Context) -> Self {
        let mut variables = HashMap::new();
        for part in parts {
            let Variable { id, kind, value, .. } = part.read();
            let Some(name) = context.variables.get(id.or_empty()) else { continue };
            let default = if kind.get() == Some("number") { Value::from(0.0) } else { Value::from("") };
            let initial = scalar(&value).unwrap_or(default);
            let changes = Changes { path: part.path.clone(), name: name.clone(), initial, list: Vec::new() };
            variables.insert(id.or_empty().to_owned(), changes);
            part.note_unread();
        }
        Self(variables)
    }

    /// What stands for the present value of a variable, until [`Variables::finish`] replaces it.
    pub(super) fn current(&self, id: &str) -> Option<String> {
        self.0.get(id).map(|changes| format!("{id}{MARK}{}", changes.list.len()))
    }

    pub(super) fn initial(&self, id: &str) -> Option<&Value> {
        self.0.get(id).map(|changes| &changes.initial)
    }

    pub(super) fn add(&mut self, id: &str, change: Change) {
        if let Some(changes) = self.0.get_mut(id) {
            changes.list.push(change);
        }
    }

    /// Adds the values to the definition, and replaces what stands for them in its branches. `order` has the ids.
    pub(super) fn finish(self, order: &[String], context: &Context, draft: &mut Draft) {
        let mut names = Names::of_answers();
        context.names().for_each(|name| names.insert(name));
        draft.endings.iter().for_each(|ending| names.insert(&ending.id));
        let mut writer = Writer { variables: &self, names, entries: Vec::new(), written: HashMap::new() };
        for id in order {
            if let Some(changes) = self.0.get(id) {
                writer.value(id, changes.list.len());
            }
        }
        for branch in draft.questions.iter_mut().flat_map(|question| &mut question.branches) {
            if let Some(condition) = &mut branch.condition {
                writer.replace_marks(condition);
            }
        }
        draft.values = writer.entries;
    }
}

/// Writes the values, each after those that it needs.
struct Writer<'a> {
    variables: &'a Variables,
    names: Names,
    entries: Vec<Entry>,
    /// The names of values by variable and number of changes.
    written: HashMap<(String, usize), String>,
}

impl Writer<'_> {
    /// The name of the value that a variable has after so many changes.
    fn value(&mut self, id: &str, count: usize) -> String {
        let key = (id.to_owned(), count);
        if let Some(name) = self.written.get(&key) {
            return name.clone();
        }
        let changes = &self.variables.0[id];
        let is_assign = |change: &Change| matches!(change.what, What::Assign(_));
        let before = |is_this: bool| {
            changes.list[..count].iter().rposition(|change| is_assign(change) != is_this).map_or(0, |index| index + 1)
        };
        let value = match changes.list[..count].last() {
            None => object([("assign", Some(changes.initial.clone()))]),
            Some(last) if is_assign(last) => self.assignments(id, before(true), count),
            Some(_) => self.sum(id, before(false), count),
        };
        let name = if count == changes.list.len() {
            changes.name.clone()
        } else {
            self.names.insert_like(&format!("{}-{count}", changes.name), "value")
        };
        self.push(&changes.path, &name, value);
        self.written.insert(key, name.clone());
        name
    }

    /// The last assignment counts in Formbricks, the first one here.
    fn assignments(&mut self, id: &str, first: usize, count: usize) -> Value {
        let changes = &self.variables.0[id];
        let mut list = Vec::new();
        for change in changes.list[first..count].iter().rev() {
            let What::Assign(value) = &change.what else { continue };
            list.push(object([("if", self.condition(change)), ("assign", Some(value.clone()))]));
            if change.condition.is_none() {
                return Value::List(list);
            }
        }
        list.push(match first {
            0 => object([("assign", Some(changes.initial.clone()))]),
            first => object([("sum", Some(Value::List(vec![Value::from(self.value(id, first))])))]),
        });
        Value::List(list)
    }

    fn sum(&mut self, id: &str, first: usize, count: usize) -> Value {
        let changes = &self.variables.0[id];
        // A sum of nothing is no number, so that there is always one that is known.
        let mut parts = vec![Value::from(self.value(id, first))];
        for (index, change) in changes.list[first..count].iter().enumerate() {
            let add = match &change.what {
                What::AddAnswer(name) if change.condition.is_none() => {
                    parts.push(Value::from(name.as_str()));
                    continue;
                }
                What::AddAnswer(name) => ("sum", Value::List(vec![Value::from(name.as_str())])),
                What::Add(number) => ("assign", Value::from(*number)),
                What::Assign(_) => continue,
            };
            let key = (format!("{id}{MARK}part"), first + index);
            let name = self.written.get(&key).cloned().unwrap_or_else(|| {
                let entry = object([("if", self.condition(change)), (add.0, Some(add.1))]);
                let name = self.names.insert_like(&format!("{}-part-{}", changes.name, first + index + 1), "part");
                self.push(&changes.path, &name, Value::List(vec![entry]));
                self.written.insert(key, name.clone());
                name
            });
            parts.push(Value::from(name));
        }
        object([("sum", Some(Value::List(parts)))])
    }

    fn condition(&mut self, change: &Change) -> Option<Value> {
        let mut condition = change.condition.clone()?;
        self.replace_marks(&mut condition);
        Some(condition)
    }

    fn push(&mut self, path: &str, name: &str, value: Value) {
        self.entries.push(Entry { path: path.to_owned(), name: name.to_owned(), value });
    }

    fn replace_marks(&mut self, condition: &mut Value) {
        match condition {
            Value::Map(fields) => {
                for (name, value) in fields {
                    let marked = value.as_text().filter(|_| name == "value").and_then(|text| text.rsplit_once(MARK));
                    match marked.and_then(|(id, count)| Some((id.to_owned(), count.parse().ok()?))) {
                        Some((id, count)) => *value = Value::from(self.value(&id, count)),
                        None => self.replace_marks(value),
                    }
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.replace_marks(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }
}
