//! Why the database can't be used.

use std::io;

/// The database couldn't be opened, read or written. No text of it holds an address, a password or a stored value.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database's own error.
    #[error("{}", describe(.0))]
    Database(#[from] sqlx::Error),
    /// The tables couldn't be brought up to date.
    #[error("its tables can’t be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The file system's error.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The file is something else.
    #[error("this is no SQLite database")]
    NotADatabase,
    /// The file is a database of another program.
    #[error("this is a database of another program, and was left as it is")]
    Foreign,
    /// The database was made by a later version.
    #[error(
        "it was made by a later version of the collector (its tables are at step {found}, this version knows {known}): \
         use that version, or a backup from before the upgrade"
    )]
    Newer {
        /// The latest step of its tables.
        found: i64,
        /// The latest step that this version knows.
        known: i64,
    },
    /// The file's pages contradict each other.
    #[error("the file is damaged ({0}): restore a backup with `askwell-collector restore`")]
    Damaged(String),
    /// The file isn't where it was opened, or another one is.
    #[error("the database file was moved, deleted or replaced")]
    Moved,
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
    /// Something that was asked for isn't there, or is there already.
    #[error("{0}")]
    Refused(String),
}

/// What sqlx says, without the values that PostgreSQL repeats in its details.
fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => match error.code() {
            Some(code) => format!("{} (code {code})", error.message()),
            None => error.message().to_owned(),
        },
        sqlx::Error::Io(error) => format!("the connection broke: {}", error.kind()),
        sqlx::Error::PoolTimedOut => "no connection came free in time".to_owned(),
        other => other.to_string(),
    }
}
