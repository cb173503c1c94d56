//! Taking in responses that were stored elsewhere: what `export` writes, and tables of other tools.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::Path;

use askwell_survey::{Timestamp, Value};

use super::import_table::Table;
use super::{COMMAND_LINE, now};
use crate::day::parse_moment;
use crate::document::Document;
use crate::export::{ExportFormat, MARK, RECEIVED_AT, TAGS};
use crate::follow_up::NewFollowUp;
use crate::row::Row;
use crate::settings::Settings;
use crate::state;
use crate::store::{Location, Mark, Store, StoreError};
use crate::tag::{ON_RESPONSE, TagName};

pub use super::import_table::ColumnMap;

/// Responses that are stored in a transaction: in between, others write.
const BATCH: usize = 500;
/// Problems that are listed.
const LISTED: usize = 50;

/// A response as a file has it.
pub(super) struct Item {
    pub(super) document: Value,
    /// When it arrived where it was stored before, if the file says so.
    pub(super) received_at: Option<Timestamp>,
    pub(super) mark: Option<Mark>,
    pub(super) tags: Vec<TagName>,
}

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Responses in the file.
    pub read: u64,
    /// Of these, how many are stored now that weren't before, or in an earlier revision.
    pub stored: u64,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file can't be read.
    #[error("{0} can’t be read: {1}")]
    File(String, std::io::Error),
    /// Lines of it can't be used: each with its number.
    #[error("nothing was imported, since {count} can’t be used:\n{}", lines(.listed, *.count))]
    Lines {
        /// The first of them.
        listed: Vec<(u64, String)>,
        /// How many there are.
        count: u64,
    },
    /// The database can't be opened or written.
    #[error("the database {0}: {1}")]
    Store(Location, StoreError),
}

fn lines(listed: &[(u64, String)], count: u64) -> String {
    let mut lines: Vec<_> = listed.iter().map(|(line, problem)| format!("line {line}: {problem}")).collect();
    if count > listed.len() as u64 {
        lines.push(format!("and {} more", count - listed.len() as u64));
    }
    lines.join("\n")
}

/// Takes in a file, which is read twice: nothing is stored unless all of it can be used. A response that is stored already, in
/// this revision or a later one, stays as it is. Nothing is forwarded. With `dry_run`, the file is only read.
///
/// # Errors
/// The file can't be read, lines can't be used, or the database can't be written: what was stored before that stays.
pub async fn import(
    settings: &Settings,
    path: &Path,
    format: ExportFormat,
    columns: &ColumnMap,
    dry_run: bool,
) -> Result<Imported, ImportError> {
    let unreadable = |error| ImportError::File(path.display().to_string(), error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut imported = Imported::default();
    let (mut listed, mut count) = (Vec::new(), 0);
    for (line, item) in items(&file, format, columns) {
        match item.and_then(|item| row(item, settings)) {
            Ok(_) => imported.read += 1,
            Err(problem) => {
                count += 1;
                if listed.len() < LISTED {
                    listed.push((line, problem));
                }
            }
        }
    }
    if count > 0 {
        return Err(ImportError::Lines { listed, count });
    }
    if dry_run {
        return Ok(imported);
    }
    file.rewind().map_err(unreadable)?;
    let failed = |error| ImportError::Store(settings.database.clone(), error);
    let store = Store::open(&settings.database).await.map_err(failed)?;
    state::check_contact_key(&store, settings.contact_key.as_ref()).await.map_err(failed)?;
    store.make_partitions(now()).await.map_err(failed)?;
    let mut rows = items(&file, format, columns).filter_map(|(_, item)| {
        let item = item.ok()?;
        let tags = item.tags.clone();
        Some((row(item, settings).ok()?, tags))
    });
    loop {
        let batch: Vec<(Row, Vec<TagName>)> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let responses: Vec<_> = batch.iter().map(|(row, _)| (row, [].as_slice())).collect();
        let saved = store.take_in(&responses).await.map_err(failed)?;
        imported.stored += saved.iter().filter(|saved| saved.stored).count() as u64;
        let stored = batch.iter().zip(&saved).filter(|(_, saved)| saved.stored);
        let tags = stored.flat_map(|((row, tags), _)| tags.iter().map(|tag| (row.id.as_str(), tag)));
        store.add_tags(&tags.collect::<Vec<_>>(), now(), COMMAND_LINE).await.map_err(failed)?;
    }
    let detail = format!("{} of {} responses", imported.stored, imported.read);
    store.note(now(), COMMAND_LINE, "imported", &detail).await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    Ok(imported)
}

type Items<'a> = Box<dyn Iterator<Item = (u64, Result<Item, String>)> + Send + 'a>;

/// What stands in a file, with the line in which each begins.
fn items<'a>(file: &'a File, format: ExportFormat, columns: &'a ColumnMap) -> Items<'a> {
    match format {
        ExportFormat::JsonLines => Box::new(documents(BufReader::new(file))),
        ExportFormat::Csv => match Table::read(file, columns) {
            Ok(table) => Box::new(table),
            Err(problem) => Box::new(std::iter::once((1, Err(problem)))),
        },
    }
}

fn documents(reader: impl BufRead + Send) -> impl Iterator<Item = (u64, Result<Item, String>)> + Send {
    let lines = reader.lines().zip(1..);
    lines.filter(|(line, _)| !line.as_ref().is_ok_and(|line| line.trim().is_empty())).map(|(line, number)| {
        let document = line
            .map_err(|error| error.to_string())
            .and_then(|line| serde_json::from_str(&line).map_err(|error| format!("can’t be read as JSON: {error}")));
        (number, document.and_then(item))
    })
}

/// A document without what `export` has put beside it.
fn item(mut document: Value) -> Result<Item, String> {
    let mut take = |name: &str| {
        let Value::Map(fields) = &mut document else { return Value::Null };
        let place = fields.iter().position(|(known, _)| known == name);
        place.map_or(Value::Null, |place| fields.remove(place).1)
    };
    let tags = read_tags(&take(TAGS));
    let [received_at, mark] = [RECEIVED_AT, MARK].map(|name| take(name).as_text().map(ToOwned::to_owned));
    let received_at = received_at.as_deref().and_then(parse_moment);
    Ok(Item { document, received_at, mark: mark.as_deref().map(read_mark).transpose()?, tags })
}

/// The tags of a list. What can be none is left out.
pub(super) fn read_tags(list: &Value) -> Vec<TagName> {
    let Value::List(names) = list else { return Vec::new() };
    names.iter().filter_map(|name| TagName::read(name.as_text()?)).take(ON_RESPONSE).collect()
}

/// The mark of this name.
pub(super) fn read_mark(name: &str) -> Result<Mark, String> {
    let known = Mark::NAMES.iter().find(|(known, _)| *known == name);
    known.map(|(_, mark)| *mark).ok_or_else(|| format!("mark: {name:?} is neither test nor spam"))
}

/// The row of a response. It counts at the moment of its answer: it arrived when it did where it was stored before.
fn row(item: Item, settings: &Settings) -> Result<Row, String> {
    let now = now();
    let document = Document::read(item.document, now).map_err(|problems| {
        let all = problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.message));
        all.collect::<Vec<_>>().join("; ")
    })?;
    let arrived = item.received_at.unwrap_or(document.response.answered_at).min(now);
    let is_test = || settings.test_traffic.is_test(&document).then_some(Mark::Test);
    let mut row = Row::of(&document, arrived, item.mark.or_else(is_test), settings.contact_key.as_ref())?;
    row.follow_up = row.follow_up.and_then(|new| NewFollowUp::found(new.reason, row.counted_at, now));
    Ok(row)
}
