//! Conditions on choices.

use super::super::condition::{Subject, group, not};
use super::super::several::{Named, Several, find};
use super::condition::compare;
use askwell_survey::Value;
use serde_json::Value as Json;

/// A comparison with a question of which one choice can be taken.
pub(super) fn one(subject: &Subject, choices: &[Named], operator: &str, right: Option<&Json>) -> Result<Value, String> {
    let right = match right {
        Some(Json::Array(items)) => {
            Some(Json::Array(items.iter().filter_map(|item| named(choices, item).ok()).map(Json::from).collect()))
        }
        Some(item) => Some(Json::from(named(choices, item)?)),
        None => None,
    };
    compare(subject, operator, right.as_ref())
}

fn named<'a>(choices: &'a [Named], item: &Json) -> Result<&'a str, String> {
    item.as_str().and_then(|item| find(choices, item)).ok_or_else(|| format!("there is no choice {item}"))
}

/// A comparison with a question of which several choices can be taken.
pub(super) fn several(
    subject: &Subject,
    choices: &[Named],
    operator: &str,
    right: Option<&Json>,
) -> Result<Value, String> {
    let several = Several { subject, choices };
    // The choices on the right side that there are.
    let list = || right.and_then(Json::as_array).ok_or_else(|| format!("{operator} has no list"));
    let found = || Ok::<_, String>(list()?.iter().filter_map(|item| named(choices, item).ok()).collect::<Vec<_>>());
    let one_of = || several.one_of(&found()?).ok_or_else(|| "there are no such choices".to_owned());
    let equals = || {
        let chosen = named(choices, right.ok_or("it has nothing to compare with")?)?;
        several.exactly(&[chosen]).ok_or_else(|| "there are no such choices".to_owned())
    };
    Ok(match operator {
        "equals" => equals()?,
        "doesNotEqual" => not(equals()?),
        "includesAllOf" => {
            let found = found()?;
            let all = several.all_of(&found).filter(|_| list().is_ok_and(|list| list.len() == found.len()));
            all.ok_or("these choices are never taken together")?
        }
        "includesOneOf" => one_of()?,
        // Formbricks takes both to mean that none of these is chosen, by somebody who has answered.
        "doesNotIncludeOneOf" | "doesNotIncludeAllOf" => {
            group("all", vec![several.is_answered(), not(one_of()?)]).unwrap_or_default()
        }
        "isSubmitted" => several.is_answered(),
        "isSkipped" => several.is_skipped(),
        other => return Err(format!("{other} has no counterpart for several choices")),
    })
}
