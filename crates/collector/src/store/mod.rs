//! Where answers are kept: an SQLite file. All SQL of the collector is in this folder and in `migrations/`.

mod handover;
mod read;
mod write;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

pub(crate) use handover::{Became, Handover, Standing, Taken};
pub(crate) use read::{Comment, Cursor, DayScore, Filter, Rating, SurveyCount};
pub(crate) use write::Saved;

/// The store couldn't be opened, read or written.
#[derive(Debug)]
pub struct StoreError(sqlx::Error);

impl std::fmt::Display for StoreError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl<E: Into<sqlx::Error>> From<E> for StoreError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// How long a statement waits for another process that holds the file.
const BUSY: Duration = Duration::from_secs(2);
/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Reports read at the same time.
const READERS: u32 = 4;

/// The database. Cloning it is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// One connection: SQLite has one writer at a time, and here it is the writer task.
    writes: SqlitePool,
    reads: SqlitePool,
}

impl Store {
    /// Opens the file, making it if need be, and brings its tables up to date.
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path)?;
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY);
        let writing = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL would lose what was committed last when the power fails; and what is acknowledged is kept.
            .synchronous(SqliteSynchronous::Full);
        let writes = SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE).connect_with(writing).await?;
        sqlx::migrate!().run(&writes).await?;
        let reads = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { writes, reads })
    }

    /// Whether the file can be read.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.reads).await?;
        Ok(())
    }

    /// Moves what is in the write-ahead log into the file, and closes it.
    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        self.reads.close().await;
        let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writes).await;
        self.writes.close().await;
        checkpoint?;
        Ok(())
    }
}

/// Makes the file if it isn't there, for its owner's eyes only: visitors leave addresses in it. SQLite gives the files
/// it puts beside it the same permissions.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_commit_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("askwell.db")).await.unwrap();
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.writes).await.unwrap();
        let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&store.writes).await.unwrap();
        const FULL: i64 = 2;
        assert_eq!((mode.as_str(), synchronous), ("wal", FULL));
    }

    #[tokio::test]
    async fn reports_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("askwell.db")).await.unwrap();
        let error = sqlx::query("DELETE FROM responses").execute(&store.reads).await.unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
    }

    #[tokio::test]
    async fn the_tables_are_brought_up_to_date_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("askwell.db");
        for _ in 0..2 {
            let store = Store::open(&path).await.unwrap();
            let steps: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations").fetch_one(&store.reads).await.unwrap();
            assert_eq!(steps, 2);
            store.close().await.unwrap();
        }
    }
}
