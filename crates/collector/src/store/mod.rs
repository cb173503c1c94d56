//! Where responses are stored: an SQLite file or a PostgreSQL database. All SQL of the collector is in this folder and in
//! `migrations/`.
//!
//! Both are reached through sqlx's `Any` driver with the same statements. What differs is in `dialect`.

mod access;
mod accounts;
mod alerts;
mod annotations;
mod articles;
mod audit;
mod backup;
mod benchmarks;
mod clock_sanity;
mod counts;
mod customer_values;
mod dialect;
mod erase;
mod error;
mod export;
mod failures;
mod file;
mod follow_ups;
mod forward;
mod location;
mod notices;
mod partitions;
mod pools;
mod profiles;
mod report;
mod results;
mod retention;
mod rules;
mod save;
mod surveys;
mod tags;
mod transfer;
mod users;
mod write;
mod written;

use std::sync::Arc;

use sqlx::Row as _;
use tokio::sync::{Mutex, RwLock};

pub(crate) use access::{AccessKey, Session};
pub(crate) use accounts::AccountResponse;
pub(crate) use alerts::FailingEndpoint;
pub(crate) use annotations::StoredAnnotation;
pub(crate) use articles::Missing;
pub(crate) use audit::{AuditEntry, CONTACT_READ};
pub(crate) use backup::{Backup, back_up, restore};
pub(crate) use benchmarks::StoredBenchmark;
pub(crate) use customer_values::{CustomerBy, CustomerFigures, ImportedValues, ValueImport, Worth};
pub(crate) use dialect::Dialect;
pub(crate) use erase::{Selection, Stored};
pub use error::StoreError;
pub(crate) use export::ResponseSource;
pub(crate) use failures::{FailedForward, PendingForward};
use file::DatabaseFile;
pub(crate) use file::mark_in_restoration as alone;
pub(crate) use follow_ups::{
    Edit, Edited, FollowUp, FollowUpEvent, InboxFigures, InboxItem, InboxQuery, OwnerFigures, PromoterFigures,
};
pub(crate) use forward::{ClaimedJob, EndpointStatus, Failure, ForwardOutcome, NewForward};
pub use location::Location;
pub(crate) use notices::{ClaimedNotice, ListedNotice, NoticeDelivery, NoticeOutcome};
use pools::Pools;
pub(crate) use profiles::Profile;
pub(crate) use report::{Comment, Cursor, DayScore, Filter, Mark, NAMED, Others, Rating, Snapshot, SurveyCount};
pub(crate) use results::{By, Scope};
pub use retention::Retention;
pub(crate) use rules::{RuleChange, RuleChanged, RulePreview};
pub(crate) use save::Saved;
pub(crate) use surveys::Registered;
pub(crate) use tags::{ResponseTag, Tagged};
pub(crate) use transfer::transfer;
pub(crate) use users::User;
use write::Lane;
pub(crate) use written::{WrittenAnswer, WrittenQuery};

/// The database. Cloning it is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    location: Location,
    dialect: Dialect,
    /// The file, if it is one: whether it is still where it was opened.
    file: Option<DatabaseFile>,
    /// None after the file was found to be gone: the next to need it opens it again.
    pools: RwLock<Option<Pools>>,
    /// SQLite has one writer at a time. Its own waiting is by trial and error; here writers queue up.
    turn: Arc<Mutex<()>>,
    rules: rules::Cache,
    /// Held as long as the store is open: nobody restores a backup over it.
    _in_use: Option<std::fs::File>,
}

impl Store {
    /// Opens the database, making the file if need be, and brings its tables up to date.
    pub(crate) async fn open(location: &Location) -> Result<Self, StoreError> {
        let (mut file, mut in_use) = (None, None);
        if let Location::File(path) = location {
            file::make_private(path)?;
            in_use = Some(file::mark_in_use(path)?);
            file = Some(DatabaseFile::new(path));
        }
        let inner = Inner {
            location: location.clone(),
            dialect: location.dialect(),
            pools: RwLock::new(Some(Pools::open(location, file.as_ref()).await?)),
            file,
            turn: Arc::default(),
            rules: rules::Cache::default(),
            _in_use: in_use,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The connections. If the file was replaced or is gone, they are made anew: what is written into a file that has no
    /// name any more is lost.
    async fn pools(&self) -> Result<Pools, StoreError> {
        let Some(file) = &self.0.file else {
            return self.0.pools.read().await.clone().ok_or(StoreError::Closed);
        };
        if let Some(pools) = &*self.0.pools.read().await
            && file.is_in_place()
        {
            return Ok(pools.clone());
        }
        let mut pools = self.0.pools.write().await;
        if let Some(pools) = &*pools
            && file.is_in_place()
        {
            return Ok(pools.clone());
        }
        if let Some(old) = pools.take() {
            tracing::error!("the database file was moved or replaced; it is opened again");
            old.close().await;
        }
        file.set_aside_foreign_log()?;
        let opened = Pools::open(&self.0.location, Some(file)).await?;
        tracing::info!("the database is open again");
        Ok(pools.insert(opened).clone())
    }

    /// Makes the partitions of the coming months, where there are any.
    pub(crate) async fn make_partitions(&self, now: askwell_survey::Timestamp) -> Result<(), StoreError> {
        match self.0.dialect {
            Dialect::Sqlite => Ok(()),
            Dialect::Postgres => partitions::make(&self.pools().await?.durable, now).await,
        }
    }

    /// Whether a response could be stored now: writes and commits, as storing one does.
    pub(crate) async fn probe(&self, now: askwell_survey::Timestamp) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES ('probed', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(now.to_text())
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// What `meta` has under `name`.
    pub(crate) async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.pools().await?.lookups)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Puts `value` under `name` in `meta`, or takes away what is there.
    pub(crate) async fn set_meta(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query("DELETE FROM meta WHERE name = $1").bind(name).execute(write.connection()).await?;
        if let Some(value) = value {
            sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2)")
                .bind(name)
                .bind(value)
                .execute(write.connection())
                .await?;
        }
        write.commit().await
    }

    /// How many bytes the database takes.
    pub(crate) async fn size(&self) -> Result<u64, StoreError> {
        match &self.0.location {
            Location::File(path) => {
                let size = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |data| data.len());
                Ok(size(path) + size(&file::beside(path, "-wal")))
            }
            Location::Postgres(_) => {
                let row = sqlx::query("SELECT pg_database_size(current_database())")
                    .fetch_one(&self.pools().await?.lookups)
                    .await?;
                Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
            }
        }
    }

    /// Checks every page and every index against each other, which may take minutes. Returned is how many responses there
    /// are.
    pub(crate) async fn check_integrity(&self) -> Result<u64, StoreError> {
        let pools = self.pools().await?;
        if self.0.dialect == Dialect::Sqlite {
            pools::integrity_check(&pools.reports).await?;
        }
        pools::count(&pools.reports).await
    }

    /// When the last response arrived, as the clock had it.
    pub(crate) async fn last_received(&self) -> Result<Option<askwell_survey::Timestamp>, StoreError> {
        let row = sqlx::query("SELECT MAX(received_at) FROM responses").fetch_one(&self.pools().await?.reports).await?;
        let at: Option<i64> = row.try_get(0)?;
        Ok(at.map(|at| askwell_survey::Timestamp::from_millis(at as f64)))
    }

    /// Moves what is in the write-ahead log into the file, and closes it.
    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        match self.0.pools.write().await.take() {
            Some(pools) => pools.close_cleanly(self.0.dialect).await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn opened(folder: &tempfile::TempDir) -> Store {
        Store::open(&Location::File(folder.path().join("askwell.db"))).await.unwrap()
    }

    #[tokio::test]
    async fn every_acknowledged_commit_is_synced_and_those_of_forwarding_are_not() {
        const NORMAL: i64 = 1;
        const FULL: i64 = 2;
        let folder = tempfile::tempdir().unwrap();
        let pools = opened(&folder).await.pools().await.unwrap();
        for (pool, expected) in [(&pools.durable, FULL), (&pools.relaxed, NORMAL)] {
            let mode = sqlx::query("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
            let synchronous = sqlx::query("PRAGMA synchronous").fetch_one(pool).await.unwrap();
            assert_eq!((mode.get::<String, _>(0), synchronous.get::<i64, _>(0)), ("wal".to_owned(), expected));
        }
    }

    #[tokio::test]
    async fn reports_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let pools = opened(&folder).await.pools().await.unwrap();
        for pool in [&pools.reports, &pools.lookups] {
            let error = sqlx::query("DELETE FROM responses").execute(pool).await.unwrap_err();
            assert!(error.to_string().contains("readonly"), "{error}");
        }
    }

    #[tokio::test]
    async fn the_tables_are_brought_up_to_date_once() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let store = opened(&folder).await;
            let pools = store.pools().await.unwrap();
            let row = sqlx::query("SELECT COUNT(*) FROM _sqlx_migrations").fetch_one(&pools.lookups).await.unwrap();
            assert_eq!(row.get::<i64, _>(0), 12);
            drop(pools);
            store.close().await.unwrap();
        }
    }
}
