//! Days on which something changed.

use askwell_survey::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::write::Lane;
use super::{Store, StoreError, audit};

/// A day that somebody marked. Every text is as the table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredAnnotation {
    pub(crate) id: String,
    pub(crate) day: String,
    pub(crate) title: String,
    pub(crate) survey: String,
    pub(crate) segment: String,
    pub(crate) value: String,
}

impl Store {
    /// All of them, latest first.
    pub(crate) async fn annotations(&self) -> Result<Vec<StoredAnnotation>, StoreError> {
        let rows = sqlx::query("SELECT id, day, title, survey, segment, value FROM annotations ORDER BY day DESC, id")
            .fetch_all(&self.pools().await?.lookups)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Adds one, unless there are `most` already; whether it was added.
    pub(crate) async fn add_annotation(
        &self,
        annotation: &StoredAnnotation,
        most: usize,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let count: i64 =
            sqlx::query("SELECT COUNT(*) FROM annotations").fetch_one(write.connection()).await?.try_get(0)?;
        if count >= most as i64 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO annotations (id, day, title, survey, segment, value, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(annotation.id.as_str())
        .bind(annotation.day.as_str())
        .bind(annotation.title.as_str())
        .bind(annotation.survey.as_str())
        .bind(annotation.segment.as_str())
        .bind(annotation.value.as_str())
        .bind(now.millis() as i64)
        .execute(write.connection())
        .await?;
        audit::note(write.connection(), now, actor, "date marked", &detail(annotation)).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Removes one; whether it was there.
    pub(crate) async fn remove_annotation(&self, id: &str, now: Timestamp, actor: &str) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let known = sqlx::query("SELECT id, day, title, survey, segment, value FROM annotations WHERE id = $1")
            .bind(id)
            .fetch_optional(write.connection())
            .await?;
        let Some(known) = known.as_ref().map(read).transpose()? else { return Ok(false) };
        sqlx::query("DELETE FROM annotations WHERE id = $1").bind(id).execute(write.connection()).await?;
        audit::note(write.connection(), now, actor, "marked date removed", &detail(&known)).await?;
        write.commit().await?;
        Ok(true)
    }
}

/// An annotation for the audit log.
fn detail(annotation: &StoredAnnotation) -> String {
    format!("{}: {}", annotation.day, annotation.title)
}

fn read(row: &AnyRow) -> Result<StoredAnnotation, StoreError> {
    Ok(StoredAnnotation {
        id: row.try_get(0)?,
        day: row.try_get(1)?,
        title: row.try_get(2)?,
        survey: row.try_get(3)?,
        segment: row.try_get(4)?,
        value: row.try_get(5)?,
    })
}
