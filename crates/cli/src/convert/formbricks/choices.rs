//! Conditions on choices.

use super::condition::{Subject, compare, group, not};
use askwell_survey::Value;
use serde_json::Value as Json;

/// A choice: its id in the source, and in the definition.
pub(super) struct Named {
    pub(super) source: String,
    pub(super) name: String,
}

/// The choice that excludes all others. Where several can be chosen, it is an empty list.
const NONE: &str = "none";

/// A comparison with a question of which one choice can be taken.
pub(super) fn one(subject: &Subject, choices: &[Named], operator: &str, right: Option<&Json>) -> Result<Value, String> {
    let right = match right {
        Some(Json::Array(items)) => {
            Some(Json::Array(items.iter().filter_map(|item| find(choices, item)).map(Json::from).collect()))
        }
        Some(item) => Some(Json::from(find(choices, item).ok_or_else(|| format!("there is no choice {item}"))?)),
        None => None,
    };
    compare(subject, operator, right.as_ref())
}

fn find<'a>(choices: &'a [Named], item: &Json) -> Option<&'a str> {
    choices.iter().find(|choice| *item == *choice.source).map(|choice| choice.name.as_str())
}

/// A comparison with a question of which several choices can be taken.
pub(super) fn several(
    subject: &Subject,
    choices: &[Named],
    operator: &str,
    right: Option<&Json>,
) -> Result<Value, String> {
    let answered = || match find(choices, &Json::from(NONE)) {
        Some(_) => subject.is_known(),
        None => subject.is("empty", false),
    };
    let is_none = || all(vec![subject.is_known(), subject.is("empty", true)]);
    let names = |names: Vec<&str>| Value::List(names.into_iter().map(Value::from).collect());
    let list = || {
        let items = right.and_then(Json::as_array).ok_or_else(|| format!("{operator} has no list"))?;
        let found: Vec<&str> = items.iter().filter_map(|item| find(choices, item)).collect();
        if found.is_empty() {
            return Err("there are no such choices".to_owned());
        }
        Ok((found.len() == items.len(), found))
    };
    let one_of = || {
        let (_, mut found) = list()?;
        let count = found.len();
        found.retain(|name| *name != NONE);
        let mut parts = if count > found.len() { vec![is_none()] } else { Vec::new() };
        if !found.is_empty() {
            parts.push(subject.is("includesAny", names(found)));
        }
        group("any", parts).ok_or_else(|| "there are no such choices".to_owned())
    };
    let equals = || {
        let item = right.ok_or("it has nothing to compare with")?;
        let chosen = find(choices, item).ok_or_else(|| format!("there is no choice {item}"))?;
        if chosen == NONE {
            return Ok(is_none());
        }
        let others = choices.iter().map(|choice| choice.name.as_str());
        let others: Vec<&str> = others.filter(|name| ![chosen, NONE].contains(name)).collect();
        let mut parts = vec![subject.is("is", chosen)];
        if !others.is_empty() {
            parts.push(not(subject.is("includesAny", names(others))));
        }
        Ok::<_, String>(all(parts))
    };
    Ok(match operator {
        "equals" => equals()?,
        "doesNotEqual" => not(equals()?),
        "includesAllOf" => match list()? {
            (true, found) if found == [NONE] => is_none(),
            (true, found) if !found.contains(&NONE) => subject.is("includes", names(found)),
            _ => return Err("these choices are never taken together".to_owned()),
        },
        "includesOneOf" => one_of()?,
        // Formbricks takes both to mean that none of these is chosen, by somebody who has answered.
        "doesNotIncludeOneOf" | "doesNotIncludeAllOf" => all(vec![answered(), not(one_of()?)]),
        "isSubmitted" => answered(),
        "isSkipped" => match answered() {
            known if find(choices, &Json::from(NONE)).is_some() => not(known),
            _ => subject.is("empty", true),
        },
        other => return Err(format!("{other} has no counterpart for several choices")),
    })
}

fn all(conditions: Vec<Value>) -> Value {
    group("all", conditions).unwrap_or_default()
}
