//! What is still to be handed on, and to whom.
//!
//! Several collectors may share a database. One that wants to send something takes it first, by putting off when it is
//! due in one statement; the statement of another then doesn't find it any more.

use askwell_survey::Timestamp;
use sqlx::{Row as _, SqliteConnection};

use super::{Store, StoreError};
use crate::row::Row;

/// What is to be done for one endpoint when a response is stored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handover {
    /// The endpoint's name.
    pub(crate) endpoint: String,
    /// When it is to get the response; None if it isn't to get it, nor an earlier revision that still waits.
    pub(crate) due: Option<Timestamp>,
}

/// Something to be handed on, taken by whoever holds this.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) endpoint: String,
    pub(crate) response: String,
    revision: u32,
    pub(crate) since: Timestamp,
    pub(crate) tries: u32,
    /// Until when nobody else takes it.
    until: Timestamp,
    /// The response as it is stored now, which may be a later revision; None if it was deleted meanwhile.
    pub(crate) document: Option<String>,
    /// Of the document.
    document_revision: u32,
}

/// What became of something that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Became {
    /// It has arrived, or isn't wanted any more.
    Done,
    /// It is tried again.
    Waits {
        /// When.
        due: Timestamp,
        /// How often it has been tried in vain.
        tries: u32,
    },
    /// It is not tried any more.
    Failed {
        /// When that was.
        at: Timestamp,
        /// Why: the status it was refused with, unless it became too old.
        status: Option<u16>,
    },
}

/// How it stands with one endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standing {
    pub(crate) endpoint: String,
    /// Responses that wait.
    pub(crate) waiting: u64,
    /// Since when the oldest of them does.
    pub(crate) oldest: Option<Timestamp>,
    /// Responses that were given up.
    pub(crate) failed: u64,
    /// When the last of them was.
    pub(crate) last_failed: Option<Timestamp>,
    /// How many of them with which status.
    pub(crate) statuses: Vec<(Option<u16>, u64)>,
}

/// Notes for an endpoint that `row` was stored.
pub(super) async fn put(connection: &mut SqliteConnection, row: &Row, handover: &Handover) -> Result<(), sqlx::Error> {
    let query = match handover.due {
        Some(due) => sqlx::query(
            "INSERT INTO handovers (response, endpoint, revision, since, tries, due) VALUES ($1, $2, $3, $4, 0, $5)
             ON CONFLICT (response, endpoint) DO UPDATE SET
                 revision = excluded.revision, since = excluded.since, tries = 0, due = excluded.due,
                 failed_at = NULL, failed_status = NULL",
        )
        .bind(&row.id)
        .bind(&handover.endpoint)
        .bind(row.revision)
        .bind(row.received_at.millis() as i64)
        .bind(due.millis() as i64),
        None => sqlx::query("DELETE FROM handovers WHERE response = $1 AND endpoint = $2")
            .bind(&row.id)
            .bind(&handover.endpoint),
    };
    query.execute(connection).await?;
    Ok(())
}

impl Store {
    /// Takes what is due first for an endpoint; until `until` nobody else will.
    pub(crate) async fn take(
        &self,
        endpoint: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Taken>, StoreError> {
        // What the inner statement asks for the outer one asks again: where statements run at the same time, the second
        // to come to a row finds it changed.
        let row = sqlx::query(
            "UPDATE handovers SET due = $3
             WHERE endpoint = $1 AND failed_at IS NULL AND due <= $2 AND response = (
                 SELECT response FROM handovers WHERE endpoint = $1 AND failed_at IS NULL AND due <= $2
                 ORDER BY due, response LIMIT 1)
             RETURNING response, revision, since, tries",
        )
        .bind(endpoint)
        .bind(now.millis() as i64)
        .bind(until.millis() as i64)
        .fetch_optional(&self.writes)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let response: String = row.try_get(0)?;
        let stored = sqlx::query("SELECT document, revision FROM responses WHERE id = $1")
            .bind(&response)
            .fetch_optional(&self.reads)
            .await?;
        let revision = row.try_get(1)?;
        Ok(Some(Taken {
            endpoint: endpoint.to_owned(),
            response,
            revision,
            since: moment(row.try_get(2)?),
            tries: row.try_get(3)?,
            until,
            document: stored.as_ref().map(|row| row.try_get(0)).transpose()?,
            document_revision: stored.as_ref().map_or(Ok(revision), |row| row.try_get(1))?,
        }))
    }

    /// Notes what became of something that was taken, unless a later revision has come to wait in its place.
    pub(crate) async fn settle(&self, taken: &Taken, became: Became) -> Result<(), StoreError> {
        let query = match became {
            // Even if somebody else has taken it since: it has arrived.
            Became::Done => {
                sqlx::query("DELETE FROM handovers WHERE response = $1 AND endpoint = $2 AND revision <= $3")
                    .bind(&taken.response)
                    .bind(&taken.endpoint)
                    .bind(taken.document_revision)
            }
            Became::Waits { due, tries } => sqlx::query(
                "UPDATE handovers SET due = $5, tries = $6
                 WHERE response = $1 AND endpoint = $2 AND revision = $3 AND due = $4",
            )
            .bind(&taken.response)
            .bind(&taken.endpoint)
            .bind(taken.revision)
            .bind(taken.until.millis() as i64)
            .bind(due.millis() as i64)
            .bind(tries),
            Became::Failed { at, status } => sqlx::query(
                "UPDATE handovers SET failed_at = $5, failed_status = $6
                 WHERE response = $1 AND endpoint = $2 AND revision = $3 AND due = $4",
            )
            .bind(&taken.response)
            .bind(&taken.endpoint)
            .bind(taken.revision)
            .bind(taken.until.millis() as i64)
            .bind(at.millis() as i64)
            .bind(status),
        };
        query.execute(&self.writes).await?;
        Ok(())
    }

    /// When something is due next for an endpoint.
    pub(crate) async fn next_due(&self, endpoint: &str) -> Result<Option<Timestamp>, StoreError> {
        let due: Option<i64> =
            sqlx::query_scalar("SELECT MIN(due) FROM handovers WHERE endpoint = $1 AND failed_at IS NULL")
                .bind(endpoint)
                .fetch_one(&self.reads)
                .await?;
        Ok(due.map(moment))
    }

    /// How it stands with every endpoint for which something waits or was given up, by name.
    pub(crate) async fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        let rows = sqlx::query(
            "SELECT endpoint, failed_at IS NOT NULL, failed_status, COUNT(*), MIN(since), MAX(failed_at) FROM handovers
             GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        )
        .fetch_all(&self.reads)
        .await?;
        let mut standings: Vec<Standing> = Vec::new();
        for row in rows {
            let endpoint: String = row.try_get(0)?;
            if standings.last().is_none_or(|last| last.endpoint != endpoint) {
                standings.push(Standing { endpoint, ..Standing::default() });
            }
            let Some(standing) = standings.last_mut() else { continue };
            let count: i64 = row.try_get(3)?;
            let count = count.unsigned_abs();
            if row.try_get(1)? {
                standing.failed += count;
                standing.last_failed = standing.last_failed.max(row.try_get::<Option<i64>, _>(5)?.map(moment));
                standing.statuses.push((row.try_get(2)?, count));
            } else {
                standing.waiting = count;
                standing.oldest = Some(moment(row.try_get(4)?));
            }
        }
        Ok(standings)
    }

    /// Lets everything that was given up wait again, or only what was for one endpoint. Returned is how much that is.
    pub(crate) async fn retry(&self, endpoint: Option<&str>, now: Timestamp) -> Result<u64, StoreError> {
        let retried = sqlx::query(
            "UPDATE handovers SET failed_at = NULL, failed_status = NULL, tries = 0, since = $1, due = $1
             WHERE failed_at IS NOT NULL AND ($2 IS NULL OR endpoint = $2)",
        )
        .bind(now.millis() as i64)
        .bind(endpoint)
        .execute(&self.writes)
        .await?;
        Ok(retried.rows_affected())
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds as f64)
}
