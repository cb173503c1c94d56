//! Converts the conditions of Formbricks' logic.

use super::super::draft::object;
use super::super::part::Part;
use super::format::{Condition, RightOperand};
use super::logic::scalar;
use super::{Context, element};
use askwell_survey::Value;
use serde_json::Value as Json;

/// The condition in the definition.
///
/// # Errors
/// If it has no counterpart; with the reason.
pub(super) fn convert(condition: &Condition, context: &Context, rule: &Part<'_>, field: &str) -> Result<Value, String> {
    let mut parts = Vec::new();
    for (index, part) in condition.conditions.iter().flatten().enumerate() {
        let field = format!("{field}.conditions[{index}]");
        parts.push(match part.connector {
            Some(_) => convert(part, context, rule, &field)?,
            None => comparison(part, context, rule, &field)?,
        });
    }
    let connector = if condition.connector.as_deref() == Some("or") { "any" } else { "all" };
    match parts.len() {
        0 => Err("it has no conditions".to_owned()),
        1 => Ok(parts.remove(0)),
        _ => Ok(object([(connector, Some(Value::List(parts)))])),
    }
}

/// Whether conditions are only that questions have an answer.
pub(super) fn is_only_answered(group: &Condition) -> bool {
    group.conditions.iter().flatten().all(|condition| condition.operator.get() == Some("isSubmitted"))
}

fn comparison(condition: &Condition, context: &Context, rule: &Part<'_>, field: &str) -> Result<Value, String> {
    let left = condition.left_operand.as_ref().ok_or("it compares nothing")?;
    let id = left.value.or_empty();
    let (subject, name) = match left.kind.get() {
        Some("question" | "element") => ("answer", context.questions.get(id)),
        Some("hiddenField") => ("hidden", context.hidden.get(id)),
        Some("variable") => ("value", context.variables.get(id)),
        other => return Err(format!("it compares a {}", other.unwrap_or("nothing"))),
    };
    let name = name.ok_or_else(|| format!("there is no {id}"))?;
    let kind = if subject == "answer" { context.kinds.get(id).map_or("", String::as_str) } else { "" };
    if kind == "message" {
        return Err(format!("{id} only goes on, and has no answer"));
    }
    let right = fixed_value(condition.right_operand.as_ref())?;
    let operator = condition.operator.or_empty();
    if kind == "multipleChoiceMulti" && names_none(right) {
        let is_none = match operator {
            "equals" => true,
            "doesNotEqual" => false,
            _ => return Err("“none of these” is compared only by itself".to_owned()),
        };
        rule.note(&format!("{field}.operator"), "“none of these” is an empty answer, as is none at all");
        return Ok(predicate(subject, name, "empty", Value::from(is_none)));
    }
    if kind == "multipleChoiceMulti" && matches!(operator, "equals" | "doesNotEqual") {
        rule.note(&format!("{field}.operator"), "asks whether it is chosen, be others chosen as well or not");
    }
    if kind == "matrix" {
        let row = left.meta.as_ref().and_then(|meta| meta.row.get());
        return matrix(context, id, name, row, operator, right);
    }
    compare(subject, name, kind, operator, right)
}

/// The value to compare with; none if the operator needs none.
fn fixed_value(operand: Option<&RightOperand>) -> Result<Option<&Json>, String> {
    let Some(operand) = operand else { return Ok(None) };
    if operand.kind.get() != Some("static") {
        return Err("things are compared with fixed values only".to_owned());
    }
    Ok(Some(&operand.value).filter(|value| !value.is_null()))
}

/// A comparison with the answers of a matrix, whose rows and columns are named by their indexes.
fn matrix(
    context: &Context,
    id: &str,
    name: &str,
    row: Option<&str>,
    operator: &str,
    right: Option<&Json>,
) -> Result<Value, String> {
    let names = context.matrices.get(id).ok_or("there is no such matrix")?;
    let has_answer = |row: &String| {
        let answer = Value::from(format!("{name}.{row}"));
        object([("answer", Some(answer)), ("empty", Some(Value::from(false)))])
    };
    let rows = || Some(Value::List(names.rows.iter().map(has_answer).collect()));
    let Some(row) = row else {
        let all = object([("all", rows())]);
        return match operator {
            "isCompletelySubmitted" => Ok(all),
            "isPartiallySubmitted" => {
                let any = object([("any", rows())]);
                Ok(object([("all", Some(Value::List(vec![any, not(all)])))]))
            }
            _ => compare("answer", name, "matrix", operator, right),
        };
    };
    let at = |index: &str, names: &[String]| index.parse::<usize>().ok().and_then(|index| names.get(index).cloned());
    let row = at(row, &names.rows).ok_or("there is no such row")?;
    let column = |value: &Json| value.as_str().and_then(|index| at(index, &names.columns)).map(Json::from);
    let right = match right {
        Some(Json::Array(list)) => Some(Json::Array(list.iter().filter_map(column).collect())),
        Some(value) => Some(column(value).ok_or("there is no such column")?),
        None => None,
    };
    compare("answer", &format!("{name}.{row}"), "choice", operator, right.as_ref())
}

/// Whether a comparison is with the choice that excludes all others.
fn names_none(right: Option<&Json>) -> bool {
    match right {
        Some(Json::String(text)) => text == "none",
        Some(Json::Array(items)) => items.iter().any(|item| item == "none"),
        _ => false,
    }
}

/// One comparison.
fn compare(
    subject: &'static str,
    name: &str,
    kind: &str,
    operator: &str,
    right: Option<&Json>,
) -> Result<Value, String> {
    let is_choice = kind.starts_with("multipleChoice");
    let to_value = |value: &Json| match value {
        Json::String(text) if is_choice => Some(Value::from(element::choice_id(text))),
        value => scalar(value),
    };
    let one = || right.and_then(to_value).ok_or_else(|| format!("{operator} has nothing to compare with"));
    let list = || {
        let items = right.and_then(Json::as_array).ok_or_else(|| format!("{operator} has no list"))?;
        Ok::<_, String>(Value::List(items.iter().filter_map(to_value).collect()))
    };
    let numeric = || match (kind, one()?) {
        ("openText", _) => Err("numbers in a text are not compared".to_owned()),
        (_, number @ Value::Number(_)) => Ok(number),
        (_, Value::Text(text)) => text.parse().map(Value::Number).map_err(|_| format!("{text} is no number")),
        _ => Err(format!("{operator} needs a number")),
    };
    let (comparison, value) = match operator {
        "equals" if right.is_some_and(Json::is_array) => ("includes", list()?),
        "doesNotEqual" if right.is_some_and(Json::is_array) => {
            return Ok(not(predicate(subject, name, "includes", list()?)));
        }
        "equals" => ("is", one()?),
        "doesNotEqual" => ("isNot", one()?),
        "contains" => ("contains", one()?),
        "doesNotContain" => ("containsNot", one()?),
        "startsWith" => ("startsWith", one()?),
        "doesNotStartWith" => return Ok(not(predicate(subject, name, "startsWith", one()?))),
        "endsWith" => ("endsWith", one()?),
        "doesNotEndWith" => return Ok(not(predicate(subject, name, "endsWith", one()?))),
        "isGreaterThan" => ("above", numeric()?),
        "isLessThan" => ("below", numeric()?),
        "isGreaterThanOrEqual" => ("atLeast", numeric()?),
        "isLessThanOrEqual" => ("atMost", numeric()?),
        "equalsOneOf" | "isAnyOf" => ("in", list()?),
        "includesAllOf" => ("includes", list()?),
        "includesOneOf" => ("includesAny", list()?),
        "doesNotIncludeOneOf" => return Ok(not(predicate(subject, name, "includesAny", list()?))),
        "doesNotIncludeAllOf" => return Ok(not(predicate(subject, name, "includes", list()?))),
        "isSubmitted" | "isSet" | "isNotEmpty" => ("empty", Value::from(false)),
        "isSkipped" | "isNotSet" | "isEmpty" => ("empty", Value::from(true)),
        "isClicked" => ("is", Value::from("opened")),
        "isNotClicked" => ("isNot", Value::from("opened")),
        "isAccepted" => ("is", Value::from(true)),
        other => return Err(format!("{other} has no counterpart")),
    };
    Ok(predicate(subject, name, comparison, value))
}

fn predicate(subject: &'static str, name: &str, comparison: &'static str, value: Value) -> Value {
    object([(subject, Some(Value::from(name))), (comparison, Some(value))])
}

fn not(condition: Value) -> Value {
    object([("not", Some(condition))])
}
