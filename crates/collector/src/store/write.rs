//! A transaction that writes.

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection};
use tokio::sync::OwnedMutexGuard;

use super::{Dialect, Store, StoreError};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// What is acknowledged when it is on the disk.
    Durable,
    /// What may be done twice: how forwarding went.
    Relaxed,
}

/// A transaction. Unless it is committed, its connection is thrown away with whatever state it was left in: after a full
/// disk or a broken file, only a new one is known to work.
#[derive(Debug)]
pub(super) struct Write {
    connection: PoolConnection<Any>,
    committed: bool,
    store: Store,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Store {
    /// Begins to write, once it is this writer's turn.
    pub(super) async fn write(&self, lane: Lane) -> Result<Write, StoreError> {
        let turn = match self.0.dialect {
            Dialect::Sqlite => Some(self.0.turn.clone().lock_owned().await),
            Dialect::Postgres => None,
        };
        let pools = self.pools().await?;
        let pool = match lane {
            Lane::Durable => &pools.durable,
            Lane::Relaxed => &pools.relaxed,
        };
        let mut write = Write { connection: pool.acquire().await?, committed: false, store: self.clone(), _turn: turn };
        sqlx::raw_sql(self.0.dialect.begin()).execute(write.connection()).await?;
        Ok(write)
    }
}

impl Write {
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.store.0.dialect
    }

    /// When this returns, what was written is stored in the file that has the database's name.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        sqlx::raw_sql("COMMIT").execute(self.connection()).await?;
        self.committed = true;
        match &self.store.0.file {
            Some(file) if !file.is_in_place() => Err(StoreError::Moved),
            _ => Ok(()),
        }
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if !self.committed {
            self.connection.close_on_drop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Location;

    #[tokio::test]
    async fn a_connection_that_failed_is_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("askwell.db"))).await.unwrap();
        // As if the disk had no room for another page; the limit is the connection's own.
        let mut write = store.write(Lane::Durable).await.unwrap();
        sqlx::raw_sql("PRAGMA max_page_count = 1").execute(write.connection()).await.unwrap();
        write.commit().await.unwrap();
        let fill = async || {
            let mut write = store.write(Lane::Durable).await?;
            let value = "x".repeat(100_000);
            sqlx::query("INSERT OR REPLACE INTO meta (name, value) VALUES ('large', $1)")
                .bind(value.as_str())
                .execute(write.connection())
                .await?;
            write.commit().await
        };
        let error = fill().await.unwrap_err();
        assert!(error.to_string().contains("full"), "{error}");
        fill().await.unwrap();
    }

    #[tokio::test]
    async fn a_transaction_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("askwell.db"))).await.unwrap();
        let mut write = store.write(Lane::Durable).await.unwrap();
        sqlx::raw_sql("INSERT INTO meta (name, value) VALUES ('x', 'y')").execute(write.connection()).await.unwrap();
        drop(write);
        assert_eq!(store.meta("x").await.unwrap(), None);
    }

    #[tokio::test]
    async fn reports_keep_nobody_from_being_ready() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("askwell.db"))).await.unwrap();
        let mut reports = Vec::new();
        for _ in 0..4 {
            reports.push(store.snapshot().await.unwrap());
        }
        store.probe(askwell_survey::Timestamp::default()).await.unwrap();
        assert_eq!(store.keys().await.unwrap(), []);
    }
}
