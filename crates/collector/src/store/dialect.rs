//! What differs between SQLite and PostgreSQL.

use sqlx::migrate::Migrator;

/// The language that the database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// One file, one writer at a time.
    Sqlite,
    /// A server that several collectors share.
    Postgres,
}

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

impl Dialect {
    /// The steps that make its tables.
    pub(super) fn migrator(self) -> &'static Migrator {
        match self {
            Self::Sqlite => &SQLITE,
            Self::Postgres => &POSTGRES,
        }
    }

    /// The latest of these steps.
    pub(super) fn latest_step(self) -> i64 {
        self.migrator().iter().map(|step| step.version).max().unwrap_or(0)
    }

    /// How a transaction that writes begins. SQLite takes its lock at once, where waiting for it works, and not at the
    /// first write, where it fails.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// How a transaction begins that reads the database as it is at one moment.
    pub(super) fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Ends a query for rows of a table, named `f`, that nobody else is about to send.
    pub(super) fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE OF f SKIP LOCKED",
        }
    }

    /// Ends a query for rows that nobody else changes until the transaction ends.
    pub(super) fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE",
        }
    }

    /// A query with so many names, which keeps others from rows of these names until the transaction ends, whether there are
    /// such rows or not. SQLite has one writer at a time.
    pub(super) fn lock_names(self, number: usize) -> Option<String> {
        let names = || (1..=number).map(|name| format!("(${name}::text)")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!(
                "SELECT CAST(COUNT(pg_advisory_xact_lock(hashtextextended(name, 0))::text) AS BIGINT) FROM (VALUES {}) AS names (name)",
                names()
            )),
        }
    }

    /// How many transactions are committed at the same time.
    pub(crate) fn committers(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }
}
