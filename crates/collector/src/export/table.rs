//! Responses as rows: a column for each field, each question, each attribute and each trait of a person.

use std::collections::HashMap;

use askwell_survey::Value;

use super::{TAGS, cell};
use crate::store::{StoreError, Stored};

/// Columns that every table has.
pub(crate) const COLUMNS: [&str; 20] = [
    "id",
    "revision",
    "status",
    "survey",
    "version",
    "kind",
    "score",
    "group",
    "page",
    "title",
    "locale",
    "layout",
    "ending",
    "mark",
    TAGS,
    "shownAt",
    "answeredAt",
    "countedAt",
    "receivedAt",
    ANSWERED,
];
/// The column with the names of the questions, in the order in which they were answered.
pub(crate) const ANSWERED: &str = "answered";
/// The last column: what has none of its own, as JSON.
pub(crate) const MORE: &str = "more";
/// Parts of a document with a column for each entry: how the columns' names begin, and what the part is called.
pub(crate) const PARTS: [(&str, &str); 3] =
    [("answer:", "answers"), ("attribute:", "attributes"), ("person:", "person")];

/// Entries of a part that have a column: those that most responses have. Anyone who may post can make up as many as they like.
const NAMED: usize = 250;
/// Entries of a part that are counted.
const COUNTED: usize = 10_000;

/// The entries of each part, by name: how many responses have them, and the sum of their places.
#[derive(Default)]
pub(super) struct Entries([HashMap<String, (u64, u64)>; PARTS.len()]);

impl Entries {
    pub(super) fn add(&mut self, document: &Value) {
        for ((_, part), counts) in PARTS.iter().zip(&mut self.0) {
            let Some(Value::Map(entries)) = document.get(part) else { continue };
            for ((name, _), place) in entries.iter().zip(0..) {
                if let Some((count, places)) = counts.get_mut(name) {
                    *count += 1;
                    *places += place;
                } else if counts.len() < COUNTED {
                    counts.insert(name.clone(), (1, place));
                }
            }
        }
    }

    /// Those that get a column, in the order in which they usually stand.
    fn named(self) -> [Vec<String>; PARTS.len()] {
        self.0.map(|counts| {
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_by(|(one, (one_count, _)), (other, (other_count, _))| {
                other_count.cmp(one_count).then_with(|| one.cmp(other))
            });
            counts.truncate(NAMED);
            let mean = |(count, places): (u64, u64)| places as f64 / count as f64;
            counts.sort_by(|(one, one_places), (other, other_places)| {
                mean(*one_places).total_cmp(&mean(*other_places)).then_with(|| one.cmp(other))
            });
            counts.into_iter().map(|(name, _)| name).collect()
        })
    }
}

/// A table that is being written.
pub(super) struct Table {
    /// The columns of each part.
    named: [Vec<String>; PARTS.len()],
    /// Where the columns of each part stand among them.
    places: [HashMap<String, usize>; PARTS.len()],
}

impl Table {
    pub(super) fn of(entries: Entries) -> Self {
        let named = entries.named();
        let places = named.clone().map(|names| names.into_iter().zip(0..).collect());
        Self { named, places }
    }

    pub(super) fn headings(&self) -> Result<Vec<u8>, StoreError> {
        let parts = PARTS.iter().zip(&self.named);
        let parts = parts.flat_map(|((prefix, _), names)| names.iter().map(move |name| format!("{prefix}{name}")));
        let headings: Vec<_> =
            COLUMNS.into_iter().map(ToOwned::to_owned).chain(parts).chain([MORE.to_owned()]).collect();
        written([headings].into_iter())
    }

    pub(super) fn rows(&self, responses: &[(&Stored, Value)]) -> Result<Vec<u8>, StoreError> {
        written(responses.iter().map(|(stored, document)| self.row(stored, document)))
    }

    fn row(&self, stored: &Stored, document: &Value) -> Vec<String> {
        let text = |path: &[&str]| match path.iter().try_fold(document, |value, name| value.get(name)) {
            None | Some(Value::Null) => String::new(),
            Some(Value::Text(text)) => text.clone(),
            Some(other) => other.to_json(),
        };
        let answered = match document.get("answers") {
            Some(Value::Map(answers)) if !answers.is_empty() => {
                Value::List(answers.iter().map(|(name, _)| Value::from(name.as_str())).collect()).to_json()
            }
            _ => String::new(),
        };
        let tags = Value::List(stored.tags.iter().map(|tag| Value::from(tag.as_str())).collect());
        let mut row: Vec<String> = vec![
            stored.id.clone(),
            text(&["revision"]),
            text(&["status"]),
            text(&["survey", "id"]),
            text(&["survey", "version"]),
            text(&["survey", "kind"]),
            text(&["score"]),
            text(&["group"]),
            text(&["page", "url"]),
            text(&["page", "title"]),
            text(&["locale"]),
            text(&["layout"]),
            text(&["ending"]),
            stored.mark.clone().unwrap_or_default(),
            if stored.tags.is_empty() { String::new() } else { tags.to_json() },
            text(&["shownAt"]),
            text(&["answeredAt"]),
            stored.counted_at.to_text(),
            stored.received_at.to_text(),
            answered,
        ];
        let mut more = Value::object();
        for ((_, part), places) in PARTS.iter().zip(&self.places) {
            let first = row.len();
            row.resize(first + places.len(), String::new());
            let mut rest = Value::object();
            if let Some(Value::Map(entries)) = document.get(part) {
                for (name, value) in entries {
                    match places.get(name) {
                        Some(place) => row[first + place] = cell::write(value),
                        None => rest.put(name, value.clone()),
                    }
                }
            }
            if rest != Value::object() {
                more.put(part, rest);
            }
        }
        row.push(if more == Value::object() { String::new() } else { more.to_json() });
        row
    }
}

/// Rows as RFC 4180 has them.
fn written(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, StoreError> {
    let of_table = |error| StoreError::File(std::io::Error::other(error));
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        table.write_record(row.into_iter().map(cell::inert)).map_err(of_table)?;
    }
    table.into_inner().map_err(|error| StoreError::File(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Timestamp;

    #[test]
    fn made_up_names_get_no_columns_and_nothing_is_lost() {
        let mut entries = Entries::default();
        let document = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
        for number in 0..2 * NAMED {
            entries.add(&document(&format!(r#"{{"answers":{{"score":9,"made-up-{number:04}":1}}}}"#)));
        }
        let table = Table::of(entries);
        assert_eq!((table.named[0].len(), table.named[0][0].as_str()), (NAMED, "score"));
        let stored = Stored {
            id: "x".to_owned(),
            document: String::new(),
            tags: vec!["Late, lost".to_owned()],
            mark: None,
            counted_at: Timestamp::default(),
            received_at: Timestamp::default(),
        };
        let row =
            table.row(&stored, &document(r#"{"answers":{"score":9,"made-up-0499":"=1"},"attributes":{"a":true}}"#));
        assert_eq!(row.len(), COLUMNS.len() + NAMED + 1);
        assert_eq!(row.last().unwrap(), r#"{"answers":{"made-up-0499":"=1"},"attributes":{"a":true}}"#);
    }
}
