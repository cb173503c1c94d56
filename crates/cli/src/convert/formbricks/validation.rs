//! Converts the rules by which Formbricks checks answers.

use super::Step;
use super::element::rows_and_columns;
use super::format::{RuleLogic, ValidationRule};
use askwell_survey::{Date, Value, limits};

/// Adds to `fields` what says the same as the rules of a question.
pub(super) fn convert(step: &Step<'_>, fields: &mut Value) {
    let Step { part, element, .. } = step;
    let kind = element.kind.or_empty();
    let rows = rows_and_columns(step).map_or(0, |matrix| matrix.rows.len());
    // In Formbricks, one row is enough.
    let mut needs_all_rows = kind != "matrix" || rows < 2 || fields.get("required").is_none();
    let validation = part.child("validation");
    let rules = validation.as_ref().map(|validation| validation.items("rules")).unwrap_or_default();
    if let Some(validation) = &validation
        && validation.read::<RuleLogic>().logic.get() == Some("or")
        && rules.len() > 1
    {
        validation.note_all("is left out: here, all rules hold, and not only one of several");
        return;
    }
    for part in rules {
        let rule: ValidationRule = part.read();
        let number =
            |number: Option<f64>| number.map(|number| number.clamp(1.0, limits::VERBATIM as f64)).map(Value::from);
        let day = |date: &str, step: fn(&str) -> Option<String>| step(date).map(Value::from);
        let name = rule.kind.or_empty();
        let params = &rule.params;
        let limits = match (kind, name) {
            ("openText", "minLength") => vec![("minLength", number(params.min))],
            ("openText", "maxLength") => vec![("maxLength", number(params.max))],
            ("multipleChoiceMulti", "minSelections") => vec![("min", number(params.min))],
            ("multipleChoiceMulti", "maxSelections") => vec![("max", number(params.max))],
            ("date", "isLaterThan") => vec![("min", day(params.date.or_empty(), day_after))],
            ("date", "isEarlierThan") => vec![("max", day(params.date.or_empty(), day_before))],
            ("date", "isBetween") => vec![
                ("min", day(params.start_date.or_empty(), day_after)),
                ("max", day(params.end_date.or_empty(), day_before)),
            ],
            // Everything is ranked or nothing.
            ("ranking", "minRanked" | "rankAll") => Vec::new(),
            ("matrix", "answerAllRows" | "minRowsAnswered")
                if fields.get("required").is_some() && (name == "answerAllRows" || params.min >= Some(rows as f64)) =>
            {
                needs_all_rows = true;
                Vec::new()
            }
            ("contactInfo", name) if rule.field.get() == Some(name) && matches!(name, "email" | "phone") => Vec::new(),
            _ => vec![("", None)],
        };
        for (field, value) in limits {
            match value {
                Some(value) => fields.set(field, value),
                None => part.note_all(format!("is left out: answers are not checked by {name}")),
            }
        }
    }
    if !needs_all_rows {
        part.note("required", "asks for an answer in every row: here, a matrix is required as a whole");
    }
}

/// The day after one in the form `2026-11-21`.
fn day_after(date: &str) -> Option<String> {
    let (year, month, day) = split(date)?;
    first([(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)])
}

fn day_before(date: &str) -> Option<String> {
    let (year, month, day) = split(date)?;
    let before = month.wrapping_sub(1);
    let last = |day| (year, before, day);
    first([(year, month, day.wrapping_sub(1)), last(31), last(30), last(29), last(28), (year.wrapping_sub(1), 12, 31)])
}

fn split(date: &str) -> Option<(u32, u32, u32)> {
    let date = Date::parse(date)?.to_text();
    Some((date.get(..4)?.parse().ok()?, date.get(5..7)?.parse().ok()?, date.get(8..)?.parse().ok()?))
}

/// The first of these that is a day.
fn first<const N: usize>(candidates: [(u32, u32, u32); N]) -> Option<String> {
    let text = |(year, month, day)| format!("{year:04}-{month:02}-{day:02}");
    candidates.map(text).into_iter().find(|text| Date::parse(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_neighbours() {
        let table = [
            ("2026-11-20", "2026-11-21"),
            ("2026-11-30", "2026-12-01"),
            ("2025-12-31", "2026-01-01"),
            ("2024-02-29", "2024-03-01"),
            ("2023-02-28", "2023-03-01"),
        ];
        for (before, after) in table {
            assert_eq!(day_after(before).as_deref(), Some(after));
            assert_eq!(day_before(after).as_deref(), Some(before));
        }
        assert_eq!((day_after("9999-12-31"), day_before("soon")), (None, None));
    }
}
