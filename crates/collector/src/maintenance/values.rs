//! What customers are worth: taking it in from a file, and removing it again.

use std::path::Path;

use super::{COMMAND_LINE, now};
use crate::access::token;
use crate::customer_value::{self, LONGEST, LineProblems};
use crate::day::Day;
use crate::settings::Settings;
use crate::state;
use crate::store::{ImportedValues, Location, Store, StoreError, ValueImport};

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportValuesError {
    /// The file can't be read.
    #[error("{0} can’t be read: {1}")]
    File(String, std::io::Error),
    /// Lines of it can't be used.
    #[error("nothing was imported, since {} can’t be used:\n{}", .0.count, lines(.0))]
    Lines(LineProblems),
    /// The database can't be opened or written.
    #[error("the database {0}: {1}")]
    Store(Location, StoreError),
}

fn lines(problems: &LineProblems) -> String {
    let mut lines: Vec<_> = problems.listed.iter().map(|(line, problem)| format!("line {line}: {problem}")).collect();
    if problems.count > lines.len() as u64 {
        lines.push(format!("and {} more", problems.count - lines.len() as u64));
    }
    lines.join("\n")
}

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedCustomerValues {
    /// Rows in the file.
    pub read: u64,
    /// Of these, how many are new.
    pub stored: u64,
    /// The identifier of the import.
    pub id: String,
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedValueImport {
    /// Its identifier.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// When it was imported.
    pub at: String,
    /// Who did it.
    pub actor: String,
    /// How many rows it has brought.
    pub rows: u64,
}

/// Reads and stores a file of values, all of it or nothing. With `dry_run`, nothing is stored.
pub(crate) async fn take_values(
    store: &Store,
    settings: &Settings,
    (name, file): (&str, &[u8]),
    actor: &str,
    dry_run: bool,
) -> Result<Result<ImportedCustomerValues, LineProblems>, StoreError> {
    let now = settings.clock.now();
    let rows = match customer_value::read(file, settings.contact_key.as_ref(), Day::of(now)) {
        Ok(rows) => rows,
        Err(problems) => return Ok(Err(problems)),
    };
    let id = token::random("v_").map_err(StoreError::Refused)?;
    let import = ValueImport {
        id,
        name: name.to_owned(),
        at: now,
        actor: actor.to_owned(),
        rows: rows.len() as u64,
        days: None,
    };
    match store.import_values(&import, &rows, dry_run).await? {
        ImportedValues::Stored(stored) => Ok(Ok(ImportedCustomerValues { read: import.rows, stored, id: import.id })),
        ImportedValues::Conflicts(lines) => {
            let mut problems = LineProblems::default();
            for line in lines {
                problems.add(line, "the id was imported before, with other values: remove that import first");
            }
            Ok(Err(problems))
        }
    }
}

/// Takes in a file of what customers are worth, all of it or nothing. With `dry_run`, nothing is stored.
///
/// # Errors
/// The file can't be read, lines can't be used, or the database can't be written.
pub async fn import_values(
    settings: &Settings,
    path: &Path,
    dry_run: bool,
) -> Result<ImportedCustomerValues, ImportValuesError> {
    let unreadable = |error| ImportValuesError::File(path.display().to_string(), error);
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    let mut problems = LineProblems::default();
    if length > LONGEST as u64 {
        problems.add(1, "the file is larger than 10 MB: import it in parts");
        return Err(ImportValuesError::Lines(problems));
    }
    let file = std::fs::read(path).map_err(unreadable)?;
    let failed = |error| ImportValuesError::Store(settings.database.clone(), error);
    let store = Store::open(&settings.database).await.map_err(failed)?;
    state::check_contact_key(&store, settings.contact_key.as_ref()).await.map_err(failed)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let taken = take_values(&store, settings, (&name, &file), COMMAND_LINE, dry_run).await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    taken.map_err(ImportValuesError::Lines)
}

/// The imports of values, latest first.
///
/// # Errors
/// The database can't be read.
pub async fn list_value_imports(database: &Location) -> Result<Vec<ListedValueImport>, StoreError> {
    let store = Store::open(database).await?;
    let imports = store.value_imports().await?;
    store.close().await?;
    let listed = |import: ValueImport| {
        let ValueImport { id, name, at, actor, rows, .. } = import;
        ListedValueImport { id, name, at: at.to_text(), actor, rows }
    };
    Ok(imports.into_iter().map(listed).collect())
}

/// Removes an import of values.
///
/// # Errors
/// There is no such import, or the database can't be written.
pub async fn remove_value_import(database: &Location, id: &str) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    let removed = store.remove_value_import(id, now(), COMMAND_LINE).await?;
    store.close().await?;
    if removed { Ok(()) } else { Err(StoreError::Refused(format!("there is no import {id}"))) }
}
