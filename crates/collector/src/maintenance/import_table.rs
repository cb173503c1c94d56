//! Responses as a table (CSV): as `export` writes it, or as another tool does, with its columns named.

use std::fs::File;

use askwell_survey::{ResponseId, Timestamp, Value};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::import::{Item, read_mark, read_tags};
use crate::day::parse_moment;
use crate::export::{ANSWERED, COLUMNS, MARK, MORE, PARTS, TAGS, cell};

/// What a table may say of a response: the columns of `export`, and what other tools have beside that.
fn fields() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().chain([MORE, "helpful", "comment", "topic", "person", "email"])
}

/// Whether there is such a field, or it is an entry of a part, such as `answer:price`.
fn is_field(name: &str) -> bool {
    let is_entry = |prefix: &str| name.strip_prefix(prefix).is_some_and(|entry| !entry.is_empty());
    fields().any(|known| known == name) || PARTS.iter().any(|(prefix, _)| is_entry(prefix))
}

/// The fields as an error lists them.
fn listed() -> String {
    let entries = PARTS.iter().map(|(prefix, _)| format!("{prefix}NAME"));
    fields().map(ToOwned::to_owned).chain(entries).collect::<Vec<_>>().join(", ")
}

/// Which columns of a table are which fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// Fields and the columns they are in. Without any, columns are called as `export` calls them.
    pub columns: Vec<(String, String)>,
    /// Survey of all rows, if no column contains it.
    pub survey: Option<String>,
}

impl ColumnMap {
    /// Where each field stands in a row.
    fn places(&self, headings: &csv::StringRecord) -> Result<Vec<(String, usize)>, String> {
        let place = |column: &str| headings.iter().position(|heading| heading.trim() == column);
        let mut places = Vec::new();
        if self.columns.is_empty() {
            for (index, heading) in headings.iter().enumerate() {
                let field = heading.trim();
                if !is_field(field) {
                    return Err(format!("the column {heading:?} isn’t one of {}: name columns by --column", listed()));
                }
                places.push((field.to_owned(), index));
            }
        }
        for (field, column) in &self.columns {
            if !is_field(field) {
                return Err(format!("the field {field} isn’t one of {}", listed()));
            }
            let index = place(column.trim()).ok_or_else(|| format!("there is no column {column:?}"))?;
            places.push((field.clone(), index));
        }
        let has = |field| places.iter().any(|(known, _)| known == field);
        if !has("id") {
            return Err("no column is the id".to_owned());
        }
        if !has("survey") && self.survey.is_none() {
            return Err("no column is the survey: name it by --survey-id".to_owned());
        }
        Ok(places)
    }
}

/// A table, row by row.
pub(super) struct Table<'a> {
    rows: csv::StringRecordsIntoIter<&'a File>,
    places: Vec<(String, usize)>,
    survey: Option<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads the headings.
    ///
    /// # Errors
    /// A column is unknown or missing.
    pub(super) fn read(file: &'a File, columns: &'a ColumnMap) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().from_reader(file);
        let mut headings = reader.headers().map_err(|error| error.to_string())?.clone();
        // Excel's mark for UTF-8.
        if let Some(first) = headings.get(0).and_then(|first| first.strip_prefix('\u{feff}')).map(str::to_owned) {
            headings = std::iter::once(first.as_str()).chain(headings.iter().skip(1)).collect();
        }
        let places = columns.places(&headings)?;
        Ok(Self { rows: reader.into_records(), places, survey: columns.survey.as_deref() })
    }

    fn item(&self, record: &csv::StringRecord) -> Result<Item, String> {
        let cell = |field: &str| {
            let (_, index) = self.places.iter().find(|(known, _)| known == field)?;
            record.get(*index).map(|text| cell::plain(text.trim())).filter(|text| !text.is_empty())
        };
        let moment = |field: &str| {
            let read = |text: &str| {
                moment(text).ok_or_else(|| format!("{field}: {text:?} isn’t a time such as 2026-11-21T10:00:00Z"))
            };
            cell(field).map(read).transpose()
        };
        let (answered_at, received_at) = (moment("answeredAt")?, moment("receivedAt")?);
        let survey = cell("survey").or(self.survey).unwrap_or_default();
        let id = cell("id").ok_or("id: is missing")?;
        let mut document = Value::object();
        document.put("schema", Value::from(askwell_survey::SCHEMA));
        document.put("id", Value::from(identifier(id, survey, answered_at)?.as_str()));
        for field in ["status", "group", "locale", "layout", "ending"] {
            if let Some(text) = cell(field) {
                document.put(field, Value::from(text));
            }
        }
        let number = |field: &str| {
            let read = |text: &str| text.parse().map_err(|_| format!("{field}: {text:?} isn’t a number"));
            cell(field).map(read).transpose()
        };
        for field in ["revision", "score"] {
            if let Some(number) = number(field)? {
                document.put(field, Value::Number(number));
            }
        }
        for (field, moment) in [("shownAt", moment("shownAt")?), ("answeredAt", answered_at)] {
            if let Some(moment) = moment {
                document.put(field, Value::from(moment.to_text().as_str()));
            }
        }
        let kind = cell("kind").unwrap_or("relational");
        let mut of_survey = object([("id", Some(survey)), ("kind", Some(kind))]);
        if let Some(version) = number("version")? {
            of_survey.put("version", Value::Number(version));
        }
        document.put("survey", of_survey);
        document.put("page", object([("url", cell("page")), ("title", cell("title"))]));
        // A table that says which questions were answered has an answer for each.
        let is_whole = self.places.iter().any(|(field, _)| field == ANSWERED);
        let answers = if is_whole { Value::object() } else { answers(&document, kind, &cell) };
        let usual = [answers, object([("topic", cell("topic"))]), object([("id", cell("person"))])];
        let more = cell(MORE).map(cell::read);
        for ((prefix, part), mut entries) in PARTS.into_iter().zip(usual) {
            entries.merge(self.entries(record, prefix));
            if let Some(more) = more.as_ref().and_then(|more| more.get(part)) {
                entries.merge(more.clone());
            }
            document.put(part, entries);
        }
        if let Some(Value::List(order)) = cell(ANSWERED).map(cell::read)
            && let Some(Value::Map(answers)) = document.get_mut("answers")
        {
            let place = |name: &str| order.iter().position(|known| known.as_text() == Some(name));
            answers.sort_by_key(|(name, _)| place(name).unwrap_or(order.len()));
        }
        let mark = cell(MARK).map(read_mark).transpose()?;
        Ok(Item { document, received_at, mark, tags: read_tags(&cell(TAGS).map(cell::read).unwrap_or_default()) })
    }

    /// The entries of the part whose columns begin with `prefix`.
    fn entries(&self, record: &csv::StringRecord, prefix: &str) -> Value {
        let mut entries = Value::object();
        for (field, index) in &self.places {
            let Some(name) = field.strip_prefix(prefix) else { continue };
            let value = cell::read(cell::plain(record.get(*index).unwrap_or_default()));
            if !value.is_null() {
                entries.set(name, value);
            }
        }
        entries
    }
}

impl Iterator for Table<'_> {
    type Item = (u64, Result<Item, String>);

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        let position = match &row {
            Ok(record) => record.position().cloned(),
            Err(error) => error.position().cloned(),
        };
        let item = row.map_err(|error| error.to_string()).and_then(|record| self.item(&record));
        Some((position.map_or(0, |position| position.line()), item))
    }
}

/// The answers of a row: what was written is the reason, or what an article lacks.
fn answers<'c>(document: &Value, kind: &str, cell: &dyn Fn(&str) -> Option<&'c str>) -> Value {
    let comment = if kind == "rating" { "missing" } else { "reason" };
    let mut answers = object([("helpful", cell("helpful")), (comment, cell("comment"))]);
    if let Some(score) = document.get("score") {
        answers.put("score", score.clone());
    }
    if let Some(email) = cell("email") {
        answers.put("contact", object([("email", Some(email))]));
    }
    answers
}

fn object<const COUNT: usize>(fields: [(&str, Option<&str>); COUNT]) -> Value {
    let mut object = Value::object();
    for (name, text) in fields {
        if let Some(text) = text {
            object.put(name, Value::from(text));
        }
    }
    object
}

/// A moment as RFC 3339 has it, in UTC without an offset, or as seconds since 1970.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Timestamp::from_millis(f64::from(seconds) * 1_000.0));
    }
    parse_moment(text).or_else(|| {
        let civil: DateTime = text.trim_end_matches(" UTC").parse().ok()?;
        let moment = TimeZone::UTC.to_timestamp(civil).ok()?.as_millisecond();
        (moment >= 0).then(|| Timestamp::from_millis(moment as f64))
    })
}

/// The identifier of a row. One of another tool always becomes the same: so a file can be imported twice.
fn identifier(id: &str, survey: &str, answered_at: Option<Timestamp>) -> Result<String, String> {
    let lower = id.to_ascii_lowercase();
    if ResponseId::parse(&lower).is_some() {
        return Ok(lower);
    }
    let answered_at = answered_at.ok_or("answeredAt: is needed where the id isn’t a UUID of version 7")?;
    let digest = Sha256::digest(format!("{survey}\n{id}"));
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    Ok(ResponseId::new(answered_at, bytes).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_other_tools_are_in_utc() {
        let expected = Timestamp::parse("2026-11-21T10:00:05Z");
        for text in ["2026-11-21T11:00:05+01:00", "2026-11-21 10:00:05", "2026-11-21 10:00:05 UTC", "1795255205"] {
            assert_eq!(moment(text), expected, "{text}");
        }
        for text in ["yesterday", "21/11/2026 10:00", "-5"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn an_identifier_of_another_tool_always_becomes_the_same() {
        let at = Timestamp::parse("2026-11-21T10:00:05Z");
        let first = identifier("r-1", "shop", at).unwrap();
        assert_eq!(identifier("r-1", "shop", at).unwrap(), first);
        assert_ne!(identifier("r-2", "shop", at).unwrap(), first);
        assert_ne!(identifier("r-1", "other", at).unwrap(), first);
        assert_eq!(identifier(&first.to_uppercase(), "shop", None).unwrap(), first);
        assert!(identifier("r-1", "shop", None).unwrap_err().contains("answeredAt"));
    }
}
