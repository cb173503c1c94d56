//! Conditions on matrices, whose rows and columns Formbricks names by their indexes.

use super::super::condition::{Subject, group, not};
use super::condition::compare as compare_one;
use super::element::RowsAndColumns;
use askwell_survey::Value;
use serde_json::Value as Json;

/// A comparison with the answers of a matrix, or of one row.
pub(super) fn compare(
    subject: &Subject,
    matrix: &RowsAndColumns,
    row: Option<&str>,
    operator: &str,
    right: Option<&Json>,
) -> Result<Value, String> {
    let in_row = |row: &String| Subject { head: subject.head, name: format!("{}.{row}", subject.name) };
    let answered = || matrix.rows.iter().map(|row| in_row(row).is("empty", false)).collect();
    let every_row = || group("all", answered()).ok_or("it has no rows");
    let any_row = || group("any", answered()).ok_or("it has no rows");
    let Some(row) = row else {
        return match operator {
            "isCompletelySubmitted" => Ok(every_row()?),
            "isPartiallySubmitted" => Ok(group("all", vec![any_row()?, not(every_row()?)]).unwrap_or_default()),
            "isSkipped" => compare_one(subject, operator, right),
            other => Err(format!("{other} never holds for a matrix")),
        };
    };
    let at = |index: &str, names: &[String]| index.parse::<usize>().ok().and_then(|index| names.get(index).cloned());
    let row = in_row(&at(row, &matrix.rows).ok_or("there is no such row")?);
    if operator == "isEmpty" {
        // A row counts as empty only if another one is answered.
        return Ok(group("all", vec![any_row()?, row.is("empty", true)]).unwrap_or_default());
    }
    let column = |value: &Json| value.as_str().and_then(|index| at(index, &matrix.columns)).map(Json::from);
    let right = match right {
        Some(Json::Array(list)) => Some(Json::Array(list.iter().filter_map(column).collect())),
        Some(value) => Some(column(value).ok_or("there is no such column")?),
        None => None,
    };
    compare_one(&row, operator, right.as_ref())
}
