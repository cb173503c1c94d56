//! An SQLite file, to be looked at as it is.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

pub(crate) async fn database(path: &std::path::Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(path)).await.unwrap()
}

/// How many rows a file has.
pub(crate) async fn count(database: &SqlitePool) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM responses").fetch_one(database).await.unwrap()
}
