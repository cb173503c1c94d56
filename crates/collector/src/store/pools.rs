//! The connections to the database, by what they are for.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, ConnectOptions as _, Row as _};

use super::file::{self, DatabaseFile, Owner};
use super::{Dialect, Location, StoreError, partitions};
use crate::clock::Clock;

/// How long whoever needs a connection waits for one.
const ACQUIRE: Duration = Duration::from_secs(20);
/// How long a report waits for others to be read.
const REPORT_PATIENCE: Duration = Duration::from_mins(1);
/// Reports read at the same time.
const REPORTS: u32 = 4;
/// What takes no longer than finding a few rows: sessions, keys, what is due.
const LOOKUPS: u32 = 2;
/// How long those who still read a file may do so when it is opened again.
const LEAVE: Duration = Duration::from_secs(2);

/// How long a statement waits for another process that holds the file, and that a commit is on the disk when it returns:
/// NORMAL would lose what was committed last when the power fails, and what is acknowledged is kept.
const DURABLE: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
/// Without a sync for each commit. What is lost when the power fails is that something has arrived: it is sent again.
const RELAXED: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
const READING: &str = "PRAGMA busy_timeout = 2000";

/// The connections. Cloning them is cheap.
#[derive(Clone, Debug)]
pub(super) struct Pools {
    /// Stores responses.
    pub(super) durable: AnyPool,
    /// Notes what was forwarded.
    pub(super) relaxed: AnyPool,
    /// Reads for reports, which may take long.
    pub(super) reports: AnyPool,
    /// Reads what is found at once.
    pub(super) lookups: AnyPool,
}

impl Pools {
    /// Opens the database, and brings its tables up to date. The file is there already.
    pub(super) async fn open(location: &Location, file: Option<&DatabaseFile>) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        match location {
            Location::File(path) => {
                let pools = Self::open_file(path).await?;
                if let Some(file) = file {
                    file.remember();
                }
                Ok(pools)
            }
            Location::Postgres(address) => Self::open_postgres(address).await,
        }
    }

    async fn open_file(path: &Path) -> Result<Self, StoreError> {
        refuse_foreign(path).await?;
        let writing = sqlite_address(path, "rw")?;
        let durable = pool(1, DURABLE).connect_with(quiet(&writing)?).await?;
        quick_check(&durable).await?;
        Dialect::Sqlite.migrator().run(&durable).await?;
        let relaxed = pool(1, RELAXED).connect_with(quiet(&writing)?).await?;
        let reading = sqlite_address(path, "ro")?;
        let reports = pool(REPORTS, READING).acquire_timeout(REPORT_PATIENCE).connect_with(quiet(&reading)?).await?;
        let lookups = pool(LOOKUPS, READING).connect_with(quiet(&reading)?).await?;
        Ok(Self { durable, relaxed, reports, lookups })
    }

    async fn open_postgres(address: &str) -> Result<Self, StoreError> {
        let dialect = Dialect::Postgres;
        // The server may have been restarted since a connection was last used.
        let pool = |most, first| pool(most, first).test_before_acquire(true);
        // One for each who commits, and for what an operator does.
        let durable = pool(dialect.committers() as u32 + 2, "").connect_with(quiet(address)?).await?;
        refuse_newer(&durable, dialect).await?;
        dialect.migrator().run(&durable).await?;
        partitions::make(&durable, Clock::System.now()).await?;
        Ok(Self {
            durable,
            relaxed: pool(4, "SET synchronous_commit = off").connect_with(quiet(address)?).await?,
            reports: pool(REPORTS, "").acquire_timeout(REPORT_PATIENCE).connect_with(quiet(address)?).await?,
            lookups: pool(LOOKUPS, "").connect_with(quiet(address)?).await?,
        })
    }

    /// Closes them. Who still reads is cut off after a while.
    pub(super) async fn close(&self) {
        for pool in [&self.reports, &self.lookups, &self.relaxed, &self.durable] {
            let _ = tokio::time::timeout(LEAVE, pool.close()).await;
        }
    }

    /// Closes them, and moves what is in the write-ahead log into the file.
    pub(super) async fn close_cleanly(&self, dialect: Dialect) -> Result<(), StoreError> {
        for pool in [&self.reports, &self.lookups, &self.relaxed] {
            pool.close().await;
        }
        let checkpoint = match dialect {
            Dialect::Sqlite => sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.durable).await.map(drop),
            Dialect::Postgres => Ok(()),
        };
        self.durable.close().await;
        Ok(checkpoint?)
    }
}

/// Where a database is. What takes long is not logged statement by statement: it is seen in the metrics.
fn quiet(address: &str) -> Result<AnyConnectOptions, StoreError> {
    Ok(AnyConnectOptions::from_str(address)?.disable_statement_logging())
}

/// Connections that each begin with `first`.
fn pool(most: u32, first: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE).test_before_acquire(false).after_connect(
        move |connection, _| {
            Box::pin(async move {
                if !first.is_empty() {
                    sqlx::raw_sql(first).execute(connection).await?;
                }
                Ok(())
            })
        },
    )
}

/// The file as an address, with every character that means something in one escaped.
pub(super) fn sqlite_address(path: &Path, mode: &str) -> Result<String, StoreError> {
    let text = path.to_str().ok_or_else(|| StoreError::Refused("the path isn’t written in UTF-8".to_owned()))?;
    let escaped: String = text
        .bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    Ok(format!("sqlite:{escaped}?mode={mode}"))
}

/// Refuses a file of another program or of a later version, before anything in it is changed.
async fn refuse_foreign(path: &Path) -> Result<(), StoreError> {
    let owner = file::owner(path)?;
    if owner == Owner::Nobody && !file::beside(path, "-wal").exists() {
        return Ok(());
    }
    let reading = pool(1, READING).connect_with(quiet(&sqlite_address(path, "ro")?)?).await?;
    let checked = async {
        let count = async |names: &'static str| {
            let row = sqlx::query(names).fetch_one(&reading).await?;
            row.try_get::<i64, _>(0)
        };
        let own =
            count("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('_sqlx_migrations', 'responses')").await? == 2;
        if !own && count("SELECT COUNT(*) FROM sqlite_master").await? > 0 {
            return Err(StoreError::Foreign);
        }
        if own { refuse_newer(&reading, Dialect::Sqlite).await } else { Ok(()) }
    }
    .await;
    reading.close().await;
    checked
}

/// Refuses a database whose tables this version doesn't know.
async fn refuse_newer(pool: &AnyPool, dialect: Dialect) -> Result<(), StoreError> {
    if dialect == Dialect::Postgres {
        let there = sqlx::query(
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'",
        )
        .fetch_one(pool)
        .await?;
        if there.try_get::<i64, _>(0)? == 0 {
            return Ok(());
        }
    }
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(pool).await?;
    let (found, known) = (row.try_get::<i64, _>(0)?, dialect.latest_step());
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) }
}

/// Reads every page once. It finds pages that were torn, or mixed with those of another file.
pub(super) async fn quick_check(pool: &AnyPool) -> Result<(), StoreError> {
    check(pool, "PRAGMA quick_check(1)").await
}

/// Reads every page once, and looks up every row in every index.
pub(super) async fn integrity_check(pool: &AnyPool) -> Result<(), StoreError> {
    check(pool, "PRAGMA integrity_check(1)").await
}

async fn check(pool: &AnyPool, statement: &'static str) -> Result<(), StoreError> {
    let rows = sqlx::query(statement).fetch_all(pool).await?;
    let said: String = rows.first().map_or(Ok("no answer".to_owned()), |row| row.try_get(0))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged(said)) }
}

/// How many responses there are.
pub(super) async fn count(pool: &AnyPool) -> Result<u64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) FROM responses").fetch_one(pool).await?;
    Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
}

/// A connection to a file as it is, whatever version made it: one of another program is refused.
pub(super) async fn raw(path: &Path) -> Result<AnyPool, StoreError> {
    sqlx::any::install_default_drivers();
    refuse_foreign(path).await?;
    Ok(pool(1, READING).connect_with(quiet(&sqlite_address(path, "rw")?)?).await?)
}
