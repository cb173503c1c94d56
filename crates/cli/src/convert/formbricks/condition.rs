//! Converts the conditions of Formbricks' logic.

use super::super::condition::{Subject, group, not, scalar};
use super::super::draft::object;
use super::super::part::Part;
use super::format::{Condition, RightOperand};
use super::variables::Variables;
use super::{Context, choices, element, matrix};
use askwell_survey::Value;
use serde_json::Value as Json;

/// What conditions are converted with.
pub(super) struct Scope<'a> {
    pub(super) context: &'a Context,
    /// The values of variables at this place.
    pub(super) variables: &'a Variables,
    /// The rule with the condition.
    pub(super) rule: &'a Part<'a>,
}

/// The condition in the definition.
///
/// # Errors
/// If it has no counterpart; with the reason.
pub(super) fn convert(condition: &Condition, scope: &Scope<'_>) -> Result<Value, String> {
    let convert = |part: &Condition| match part.connector {
        Some(_) => convert(part, scope),
        None => comparison(part, scope),
    };
    let parts = condition.conditions.iter().flatten().map(convert).collect::<Result<Vec<_>, _>>()?;
    let connector = if condition.connector.as_deref() == Some("or") { "any" } else { "all" };
    group(connector, parts).ok_or_else(|| "it has no conditions".to_owned())
}

fn comparison(condition: &Condition, scope: &Scope<'_>) -> Result<Value, String> {
    let Scope { context, variables, rule } = scope;
    let left = condition.left_operand.as_ref().ok_or("it compares nothing")?;
    let id = left.value.or_empty();
    let (head, name) = match left.kind.get() {
        Some("question" | "element") => ("answer", context.questions.get(id).cloned()),
        Some("hiddenField") => ("hidden", context.hidden.get(id).cloned()),
        Some("variable") => ("value", variables.current(id)),
        other => return Err(format!("it compares a {}", other.unwrap_or("nothing"))),
    };
    let subject = Subject { head, name: name.ok_or_else(|| format!("there is no {id}"))? };
    let operator = condition.operator.or_empty();
    let right = fixed_value(condition.right_operand.as_ref())?;
    let kind = if head == "answer" { context.kinds.get(id).map_or("", String::as_str) } else { head };
    match kind {
        kind if head == "answer" && element::is_left_out(kind) => Err(format!("it asks for {id}, which is left out")),
        "message" => Err(format!("{id} only goes on, and has no answer")),
        "consent" => consent(&subject, operator, right),
        "multipleChoiceSingle" => {
            choices::one(&subject, context.choices.get(id).map_or(&[], Vec::as_slice), operator, right)
        }
        "multipleChoiceMulti" => {
            if operator == "doesNotEqual" {
                rule.note_all("doesNotEqual never fails in Formbricks where several can be chosen; here it does");
            }
            choices::several(&subject, context.choices.get(id).map_or(&[], Vec::as_slice), operator, right)
        }
        "matrix" => {
            let matrix = context.matrices.get(id).ok_or("there is no such matrix")?;
            let row = left.meta.as_ref().and_then(|meta| meta.row.get());
            matrix::compare(&subject, matrix, row, operator, right)
        }
        "openText" | "value" => number(&subject, operator, right).unwrap_or_else(|| {
            note_case(rule, operator, right);
            compare(&subject, operator, right)
        }),
        "hidden" => {
            note_case(rule, operator, right);
            compare(&subject, operator, right)
        }
        "date" => date(&subject, operator, right),
        _ => compare(&subject, operator, right),
    }
}

/// The value to compare with; none if the operator needs none.
fn fixed_value(operand: Option<&RightOperand>) -> Result<Option<&Json>, String> {
    let Some(operand) = operand else { return Ok(None) };
    if operand.kind.get() != Some("static") {
        return Err("things are compared with fixed values only".to_owned());
    }
    Ok(Some(&operand.value).filter(|value| !value.is_null()))
}

/// A consent that isn't given is an answer here, and none in Formbricks.
fn consent(subject: &Subject, operator: &str, right: Option<&Json>) -> Result<Value, String> {
    let is_given = match (operator, right.and_then(Json::as_str)) {
        ("isAccepted" | "isSubmitted" | "isSet" | "isNotEmpty", _) | ("equals", Some("accepted")) => "is",
        ("isSkipped" | "isNotSet" | "isEmpty", _) | ("doesNotEqual", Some("accepted")) => "isNot",
        _ => return Err(format!("{operator} has no counterpart for a consent")),
    };
    Ok(subject.is(is_given, true))
}

/// A comparison of a text or a computed value with a number. Texts are compared as numbers only by bounds.
fn number(subject: &Subject, operator: &str, right: Option<&Json>) -> Option<Result<Value, String>> {
    let number = right?.as_f64().filter(|_| matches!(operator, "equals" | "doesNotEqual"))?;
    if subject.head == "value" {
        return None;
    }
    let name = Some(Value::from(subject.name.as_str()));
    let number = Some(Value::from(number));
    let equals = object([(subject.head, name), ("atLeast", number.clone()), ("atMost", number)]);
    Some(Ok(if operator == "equals" { equals } else { not(equals) }))
}

fn date(subject: &Subject, operator: &str, right: Option<&Json>) -> Result<Value, String> {
    // A day is stored as it is here, and sometimes with a time behind it.
    let day = right.and_then(Json::as_str).and_then(|date| date.get(..10)).map(Json::from);
    compare(subject, operator, day.as_ref())
}

/// Notes that capital letters make no difference here, where they do in Formbricks.
fn note_case(rule: &Part<'_>, operator: &str, right: Option<&Json>) {
    let has_letters = |value: &Json| value.as_str().is_some_and(|text| text.chars().any(char::is_alphabetic));
    let is_text = match right {
        Some(Json::Array(items)) => items.iter().any(has_letters),
        Some(value) => has_letters(value),
        None => false,
    };
    if is_text && !operator.starts_with("isGreater") && !operator.starts_with("isLess") {
        rule.note_survey("in conditions, capital letters count as small ones");
    }
}

/// One comparison.
pub(super) fn compare(subject: &Subject, operator: &str, right: Option<&Json>) -> Result<Value, String> {
    let one = || right.and_then(scalar).ok_or_else(|| format!("{operator} has nothing to compare with"));
    let text = || match one()? {
        Value::Number(number) => Ok(Value::from(number.to_string())),
        value => Ok::<_, String>(value),
    };
    let list = || {
        let items = right.and_then(Json::as_array).ok_or_else(|| format!("{operator} has no list"))?;
        Ok::<_, String>(Value::List(items.iter().filter_map(scalar).collect()))
    };
    let number = || match one()? {
        number @ Value::Number(_) => Ok(number),
        Value::Text(text) => text.parse().map(Value::Number).map_err(|_| format!("{text} is no number")),
        _ => Err(format!("{operator} needs a number")),
    };
    Ok(match operator {
        "equals" => subject.is("is", one()?),
        "doesNotEqual" => subject.is("isNot", one()?),
        "contains" => subject.is("contains", text()?),
        "doesNotContain" => subject.is("containsNot", text()?),
        "startsWith" => subject.is("startsWith", text()?),
        "doesNotStartWith" => not(subject.is("startsWith", text()?)),
        "endsWith" => subject.is("endsWith", text()?),
        "doesNotEndWith" => not(subject.is("endsWith", text()?)),
        "isGreaterThan" => subject.is("above", number()?),
        "isLessThan" => subject.is("below", number()?),
        "isGreaterThanOrEqual" => subject.is("atLeast", number()?),
        "isLessThanOrEqual" => subject.is("atMost", number()?),
        "equalsOneOf" | "isAnyOf" => subject.is("in", list()?),
        "isSubmitted" | "isSet" | "isNotEmpty" => subject.is("empty", false),
        // Formbricks tells a hidden field that is empty from one that isn't there.
        "isEmpty" if subject.head == "hidden" => {
            object([("all", Some(Value::List(vec![subject.is_known(), subject.is("empty", true)])))])
        }
        "isSkipped" | "isNotSet" | "isEmpty" => subject.is("empty", true),
        "isClicked" => subject.is("is", "opened"),
        "isNotClicked" => subject.is("isNot", "opened"),
        other => return Err(format!("{other} has no counterpart")),
    })
}
