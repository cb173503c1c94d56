//! Copies of the database, and its tables.

use std::path::{Path, PathBuf};

use crate::store::{self, Location, Store, StoreError};

/// What was copied.
#[derive(Debug)]
pub struct Copied {
    /// How many responses the copy has.
    pub responses: u64,
    /// Where what was there before is now, if something was.
    pub before: Option<PathBuf>,
}

/// Copies a database into a new file while collectors write into it, and checks the copy.
///
/// # Errors
/// It is no file, the copy can't be written, or isn't in order.
pub async fn back_up(database: &Location, to: &Path) -> Result<Copied, StoreError> {
    copied(store::back_up(file(database, "pg_dump")?, to).await?)
}

/// Puts a backup in the place of a database. What was there is kept beside it.
///
/// # Errors
/// It is no file, a collector runs on it, or the backup isn't in order: then everything is as it was.
pub async fn restore(database: &Location, from: &Path) -> Result<Copied, StoreError> {
    copied(store::restore(from, file(database, "pg_restore")?).await?)
}

fn copied(backup: store::Backup) -> Result<Copied, StoreError> {
    Ok(Copied { responses: backup.responses, before: backup.before })
}

fn file<'a>(database: &'a Location, instead: &str) -> Result<&'a Path, StoreError> {
    database
        .file()
        .ok_or_else(|| StoreError::Refused(format!("this is for SQLite files; for PostgreSQL use {instead}")))
}

/// Brings the tables up to date, as `serve` does when it starts.
///
/// # Errors
/// The database can't be opened, or was made by a later version.
pub async fn migrate(database: &Location) -> Result<(), StoreError> {
    Store::open(database).await?.close().await
}

/// Moves everything from an SQLite file into an empty PostgreSQL database, and compares both by count and checksum before
/// that is committed. Returned is how many responses that are.
///
/// # Errors
/// A collector runs on the file, the target isn't empty, or what arrived isn't what was there: then the target is empty.
pub async fn sqlite_to_postgres(from: &Location, to: &Location) -> Result<u64, StoreError> {
    let path = file(from, "pg_dump and pg_restore")?;
    if to.file().is_some() {
        return Err(StoreError::Refused(
            "the target is an address such as postgres://USER:PASSWORD@HOST/NAME".to_owned(),
        ));
    }
    // Nothing arrives meanwhile that would be missing.
    drop(store::alone(path)?);
    let (source, target) = (Store::open(from).await?, Store::open(to).await?);
    let responses = store::transfer(&source, &target).await?;
    source.close().await?;
    target.close().await?;
    Ok(responses)
}
