//! Conditions while they are made.

use super::draft::object;
use askwell_survey::Value;
use serde_json::Value as Json;

/// The left side of a comparison.
pub(super) struct Subject {
    /// Such as `answer`.
    pub(super) head: &'static str,
    pub(super) name: String,
}

impl Subject {
    pub(super) fn is(&self, comparison: &'static str, value: impl Into<Value>) -> Value {
        object([(self.head, Some(Value::from(self.name.as_str()))), (comparison, Some(value.into()))])
    }

    /// That it is known: an empty list is, and what was skipped isn't.
    pub(super) fn is_known(&self) -> Value {
        self.is("matches", "*")
    }
}

/// `all` or `any` of the conditions; a single one by itself, and none of none. There are limits to how deeply conditions
/// are nested: what is of the same sort inside comes up.
pub(super) fn group(connector: &'static str, conditions: Vec<Value>) -> Option<Value> {
    let mut parts = Vec::new();
    for condition in conditions {
        match condition {
            Value::Map(mut fields) if fields.len() == 1 && fields[0].0 == connector => match fields.remove(0).1 {
                Value::List(inner) => parts.extend(inner),
                inner => parts.push(object([(connector, Some(inner))])),
            },
            condition => parts.push(condition),
        }
    }
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(object([(connector, Some(Value::List(parts)))])),
    }
}

pub(super) fn not(condition: Value) -> Value {
    match condition {
        Value::Map(mut fields) if fields.len() == 1 && fields[0].0 == "not" => fields.remove(0).1,
        condition => object([("not", Some(condition))]),
    }
}

/// Whether a condition holds only with an answer to one of these questions.
pub(super) fn needs_answer(condition: &Value, asked: &dyn Fn(&str) -> bool) -> bool {
    let Value::Map(fields) = condition else { return false };
    let list = |name: &str| match condition.get(name) {
        Some(Value::List(items)) => Some(items),
        _ => None,
    };
    if let Some(items) = list("all") {
        return items.iter().any(|item| needs_answer(item, asked));
    }
    if let Some(items) = list("any") {
        return items.iter().all(|item| needs_answer(item, asked));
    }
    let answer = condition.get("answer").and_then(Value::as_text).and_then(|name| name.split('.').next());
    let is_positive = |(name, value): &(String, Value)| match name.as_str() {
        "empty" => *value == Value::Bool(false),
        name => !matches!(name, "answer" | "isNot" | "notIn" | "containsNot"),
    };
    answer.is_some_and(asked) && fields.iter().any(is_positive)
}

/// A text, a number, or true or false.
pub(super) fn scalar(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::from(text.as_str())),
        Json::Number(number) => number.as_f64().map(Value::from),
        Json::Bool(truth) => Some(Value::from(*truth)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
