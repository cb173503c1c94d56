//! Giving stored responses out, and erasing them.

use std::io::Write;

use askwell_survey::Value;

use super::{COMMAND_LINE, now};
use crate::contact::ContactKey;
use crate::store::{Location, Mark, Retention, Selection, Store, StoreError, Stored};

/// Whose responses are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// The response with this identifier.
    Response(String),
    /// Of the person whom the site knows by this: `person.id`.
    Person(String),
    /// Of whoever left this e-mail address, anywhere in a response.
    Email(String),
}

impl From<&Whose> for Selection {
    fn from(whose: &Whose) -> Self {
        match whose {
            Whose::Everybody => Self::All,
            Whose::Response(id) => Self::Id(id.clone()),
            Whose::Person(person) => Self::Person(person.clone()),
            Whose::Email(email) => Self::Email(email.clone()),
        }
    }
}

/// Format of the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A document a line.
    JsonLines,
    /// A row for each response.
    Csv,
}

/// The columns of a table.
pub(super) const COLUMNS: [&str; 16] = [
    "id",
    "revision",
    "status",
    "survey",
    "kind",
    "score",
    "group",
    "helpful",
    "comment",
    "topic",
    "page",
    "locale",
    "mark",
    "answeredAt",
    "countedAt",
    "receivedAt",
];

/// Writes responses, in the order of their identifiers. With the key, what is personal is opened. Returned is how many that were.
///
/// # Errors
/// The database can't be read, or `out` takes no more.
pub async fn export(
    database: &Location,
    key: Option<&ContactKey>,
    whose: &Whose,
    format: ExportFormat,
    out: &mut (impl Write + Send),
) -> Result<u64, StoreError> {
    let store = Store::open(database).await?;
    let selection = Selection::from(whose);
    let (mut written, mut after) = (0, String::new());
    let mut table = (format == ExportFormat::Csv).then(|| csv::WriterBuilder::new().from_writer(Vec::new()));
    if let Some(table) = &mut table {
        table.write_record(COLUMNS).map_err(of_table)?;
    }
    loop {
        let (found, next) = store.page(&selection, &after, key).await?;
        for stored in &found {
            match &mut table {
                Some(table) => table.write_record(cells(stored)).map_err(of_table)?,
                None => {
                    out.write_all(stored.document.as_bytes())?;
                    out.write_all(b"\n")?;
                }
            }
            written += 1;
        }
        if let Some(table) = &mut table {
            table.flush()?;
            let page = std::mem::replace(table, csv::WriterBuilder::new().from_writer(Vec::new()));
            out.write_all(&page.into_inner().map_err(|error| error.into_error())?)?;
        }
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    out.flush()?;
    store.close().await?;
    Ok(written)
}

fn of_table(error: csv::Error) -> StoreError {
    StoreError::File(std::io::Error::other(error))
}

/// A response as a row.
fn cells(stored: &Stored) -> Vec<String> {
    let document: Value = serde_json::from_str(&stored.document).unwrap_or_default();
    let at = |path: &[&str]| path.iter().try_fold(&document, |value, name| value.get(name));
    let text = |path: &[&str]| match at(path) {
        None | Some(Value::Null) => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(other) => other.to_json(),
    };
    let comment = Some(text(&["answers", "reason"])).filter(|reason| !reason.is_empty());
    let cells = [
        stored.id.clone(),
        text(&["revision"]),
        text(&["status"]),
        text(&["survey", "id"]),
        text(&["survey", "kind"]),
        text(&["score"]),
        text(&["group"]),
        text(&["answers", "helpful"]),
        comment.unwrap_or_else(|| text(&["answers", "missing"])),
        text(&["attributes", "topic"]),
        text(&["page", "url"]),
        text(&["locale"]),
        stored.mark.clone().unwrap_or_default(),
        text(&["answeredAt"]),
        stored.counted_at.to_text(),
        stored.received_at.to_text(),
    ];
    cells.into_iter().map(|cell| inert(&cell)).collect()
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Erases responses, and with them what waits to be forwarded. Returned are their identifiers.
///
/// # Errors
/// The database can't be written.
pub async fn erase(database: &Location, key: Option<&ContactKey>, whose: &Whose) -> Result<Vec<String>, StoreError> {
    let store = Store::open(database).await?;
    let erased = store.erase(&Selection::from(whose), key, now(), COMMAND_LINE).await?;
    store.close().await?;
    Ok(erased)
}

/// Erases what is older than the configuration says. Returned are how many responses were erased, and of how many what is
/// personal was.
///
/// # Errors
/// The database can't be written.
pub async fn forget(database: &Location, retention: Retention) -> Result<(u64, u64), StoreError> {
    let store = Store::open(database).await?;
    let forgotten = store.forget(retention, now()).await?;
    store.close().await?;
    Ok(forgotten)
}

/// Marks a response as `test` or `spam`, or with nothing, so that it counts. Returned is whether there is such a response.
///
/// # Errors
/// There is no such mark, or the database can't be written.
pub async fn mark(database: &Location, id: &str, mark: Option<&str>) -> Result<bool, StoreError> {
    let known = mark.map(|name| Mark::NAMES.iter().find(|(known, _)| *known == name).map(|(_, mark)| *mark));
    if known == Some(None) {
        return Err(StoreError::Refused("a mark is test or spam".to_owned()));
    }
    let store = Store::open(database).await?;
    let marked = store.mark(id, known.flatten(), now(), COMMAND_LINE).await?;
    store.close().await?;
    Ok(marked)
}

/// How many responses those would be.
///
/// # Errors
/// The database can't be read.
pub async fn count(database: &Location, key: Option<&ContactKey>, whose: &Whose) -> Result<u64, StoreError> {
    export(database, key, whose, ExportFormat::JsonLines, &mut std::io::sink()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("fine = fine", "fine = fine"),
            ("", ""),
        ] {
            assert_eq!(inert(cell), expected);
        }
    }
}
