//! Keeping rows.

use sqlx::{Row as _, SqliteConnection};

use super::handover::{self, Handover};
use super::{Store, StoreError};
use crate::row::Row;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Saved {
    /// The revision that is stored now.
    pub(crate) revision: u32,
    /// Whether it is this row's; otherwise the store had this revision already, or a later one.
    pub(crate) stored: bool,
}

impl Store {
    /// Keeps rows in one transaction, and with each what it means for the endpoints. When this returns they are on the
    /// disk, or none of them is.
    pub(crate) async fn save(&self, rows: impl Iterator<Item = (&Row, &[Handover])>) -> Result<Vec<Saved>, StoreError> {
        // IMMEDIATE: the lock is taken at once, where waiting for it works, and not at the first write, where it fails.
        let mut transaction = self.writes.begin_with("BEGIN IMMEDIATE").await?;
        let mut saved = Vec::new();
        for (row, handovers) in rows {
            let kept = keep(&mut transaction, row).await?;
            // What was stored before has been handed on, or waits already.
            if kept.stored {
                for handover in handovers {
                    handover::put(&mut transaction, row, handover).await?;
                }
            }
            saved.push(kept);
        }
        transaction.commit().await?;
        Ok(saved)
    }
}

/// The highest revision stays. Of two documents with the same revision, the first does.
async fn keep(connection: &mut SqliteConnection, row: &Row) -> Result<Saved, sqlx::Error> {
    let written = sqlx::query(
        r#"INSERT INTO responses (id, revision, status, survey, survey_version, kind, score, "group", helpful, comment,
               topic, locale, layout, page_path, attributes, document, counted_at, received_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           ON CONFLICT (id) DO UPDATE SET
               revision = excluded.revision, status = excluded.status, survey = excluded.survey,
               survey_version = excluded.survey_version, kind = excluded.kind, score = excluded.score,
               "group" = excluded."group", helpful = excluded.helpful, comment = excluded.comment,
               topic = excluded.topic, locale = excluded.locale, layout = excluded.layout,
               page_path = excluded.page_path, attributes = excluded.attributes, document = excluded.document,
               received_at = excluded.received_at
           WHERE excluded.revision > responses.revision"#,
    )
    .bind(&row.id)
    .bind(row.revision)
    .bind(row.status)
    .bind(&row.survey)
    .bind(row.survey_version)
    .bind(row.kind.name())
    .bind(row.score)
    .bind(row.group)
    .bind(row.helpful)
    .bind(&row.comment)
    .bind(&row.topic)
    .bind(&row.locale)
    .bind(row.layout)
    .bind(&row.page_path)
    .bind(&row.attributes)
    .bind(&row.document)
    .bind(row.counted_at.millis() as i64)
    .bind(row.received_at.millis() as i64)
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 1 {
        return Ok(Saved { revision: row.revision, stored: true });
    }
    let kept = sqlx::query("SELECT revision FROM responses WHERE id = $1").bind(&row.id).fetch_one(connection).await?;
    Ok(Saved { revision: kept.try_get(0)?, stored: false })
}
