//! What scores are compared with.

use askwell_survey::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::write::Lane;
use super::{Store, StoreError, audit};

/// A value that somebody entered. Every text is as the table has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredBenchmark {
    pub(crate) id: String,
    pub(crate) sort: String,
    pub(crate) name: String,
    pub(crate) survey: String,
    pub(crate) kind: String,
    pub(crate) measure: String,
    /// In tenths.
    pub(crate) value: i64,
    pub(crate) source: String,
    pub(crate) day: String,
}

impl Store {
    /// All of them, by name.
    pub(crate) async fn benchmarks(&self) -> Result<Vec<StoredBenchmark>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, sort, name, survey, kind, measure, value, source, day FROM benchmarks ORDER BY name, id",
        )
        .fetch_all(&self.pools().await?.lookups)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Adds one, unless there are `most` already; whether it was added. `detail` is for the audit log.
    pub(crate) async fn add_benchmark(
        &self,
        benchmark: &StoredBenchmark,
        most: usize,
        now: Timestamp,
        actor: &str,
        detail: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let count: i64 =
            sqlx::query("SELECT COUNT(*) FROM benchmarks").fetch_one(write.connection()).await?.try_get(0)?;
        if count >= most as i64 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO benchmarks (id, sort, name, survey, kind, measure, value, source, day, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(benchmark.id.as_str())
        .bind(benchmark.sort.as_str())
        .bind(benchmark.name.as_str())
        .bind(benchmark.survey.as_str())
        .bind(benchmark.kind.as_str())
        .bind(benchmark.measure.as_str())
        .bind(benchmark.value)
        .bind(benchmark.source.as_str())
        .bind(benchmark.day.as_str())
        .bind(now.millis() as i64)
        .execute(write.connection())
        .await?;
        audit::note(write.connection(), now, actor, "benchmark added", detail).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Removes one; whether it was there.
    pub(crate) async fn remove_benchmark(
        &self,
        id: &str,
        now: Timestamp,
        actor: &str,
        detail: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let removed = sqlx::query("DELETE FROM benchmarks WHERE id = $1").bind(id).execute(write.connection()).await?;
        if removed.rows_affected() > 0 {
            audit::note(write.connection(), now, actor, "benchmark removed", detail).await?;
        }
        write.commit().await?;
        Ok(removed.rows_affected() > 0)
    }
}

fn read(row: &AnyRow) -> Result<StoredBenchmark, StoreError> {
    Ok(StoredBenchmark {
        id: row.try_get(0)?,
        sort: row.try_get(1)?,
        name: row.try_get(2)?,
        survey: row.try_get(3)?,
        kind: row.try_get(4)?,
        measure: row.try_get(5)?,
        value: row.try_get(6)?,
        source: row.try_get(7)?,
        day: row.try_get(8)?,
    })
}
