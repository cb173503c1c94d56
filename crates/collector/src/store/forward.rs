//! What is still to be forwarded, and to whom.
//!
//! Several collectors may share a database. One that wants to send something claims it first, by putting off when it is
//! due; another then doesn't find it any more.

use std::collections::HashMap;
use std::sync::LazyLock;

use askwell_survey::Timestamp;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use super::save::{SIZES, pieces, placeholders};
use super::write::Lane;
use super::{Store, StoreError};
use crate::row::Row;

/// What is to be done for one endpoint when a response is stored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewForward {
    /// The endpoint's name.
    pub(crate) endpoint: String,
    /// When it is to get the response; None if it isn't to get it, nor an earlier revision that still waits.
    pub(crate) due: Option<Timestamp>,
}

/// Something to be forwarded, claimed by whoever holds this.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimedJob {
    pub(crate) response: String,
    pub(crate) revision: u32,
    pub(crate) since: Timestamp,
    pub(crate) tries: u32,
    /// When it was due.
    pub(crate) due: Timestamp,
    /// Until when nobody else claims it.
    until: Timestamp,
    /// The response as it is stored now; None if it was deleted meanwhile.
    pub(crate) document: Option<String>,
}

/// What became of something that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ForwardOutcome {
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
    Failed(Failure),
}

/// Why something isn't tried any more.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// When that was.
    pub(crate) at: Timestamp,
    /// The status of the last answer; None if there was no answer, or nothing to send.
    pub(crate) status: Option<u16>,
    pub(crate) reason: String,
    /// The beginning of the last answer, sealed where contact data is.
    pub(crate) answer: Option<String>,
}

/// How forwarding to one endpoint stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EndpointStatus {
    pub(crate) endpoint: String,
    /// Responses that wait.
    pub(crate) waiting: u64,
    /// Since when the oldest of them does.
    pub(crate) oldest: Option<Timestamp>,
    /// Responses that failed.
    pub(crate) failed: u64,
    /// When the last of them did.
    pub(crate) last_failed: Option<Timestamp>,
    /// How many of them with which status.
    pub(crate) statuses: Vec<(Option<u16>, u64)>,
}

static INSERTS: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| {
        format!(
            "INSERT INTO forwards (response, endpoint, revision, since, tries, due) VALUES {} \
             ON CONFLICT (response, endpoint) DO UPDATE SET revision = excluded.revision, since = excluded.since, \
             tries = 0, due = excluded.due, failed_at = NULL, failed_status = NULL, failed_reason = NULL, \
             failed_answer = NULL",
            placeholders(size, 6)
        )
    })
});
static WITHDRAWALS: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| format!("DELETE FROM forwards WHERE (response, endpoint) IN (VALUES {})", placeholders(size, 2)))
});
static DONE: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| {
        format!("DELETE FROM forwards WHERE (response, endpoint, revision) IN (VALUES {})", placeholders(size, 3))
    })
});
static CLAIMS: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| format!("UPDATE forwards SET due = $1 WHERE endpoint = $2 AND response IN ({})", names(3, size)))
});
static DOCUMENTS: LazyLock<[String; 4]> =
    LazyLock::new(|| SIZES.map(|size| format!("SELECT id, document FROM responses WHERE id IN ({})", names(1, size))));

/// `$3, $4, $5` for three from 3 on.
fn names(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Notes for the endpoints that rows were stored.
pub(super) async fn insert(connection: &mut AnyConnection, forwards: &[(&Row, &NewForward)]) -> Result<(), StoreError> {
    let (wanted, withdrawn): (Vec<_>, Vec<_>) =
        forwards.iter().partition::<Vec<_>, _>(|(_, forward)| forward.due.is_some());
    for (size, piece) in pieces(&wanted) {
        let mut query = sqlx::query(AssertSqlSafe(INSERTS[size].as_str()));
        for (row, forward) in piece {
            query = query
                .bind(row.id.as_str())
                .bind(forward.endpoint.as_str())
                .bind(i64::from(row.revision))
                .bind(row.received_at.millis() as i64)
                .bind(0_i64)
                .bind(forward.due.map_or(0, Timestamp::millis) as i64);
        }
        query.execute(&mut *connection).await?;
    }
    // Of a first revision nothing waits that could be withdrawn.
    let withdrawn: Vec<_> = withdrawn.into_iter().filter(|(row, _)| row.revision > 1).collect();
    for (size, piece) in pieces(&withdrawn) {
        let query = sqlx::query(AssertSqlSafe(WITHDRAWALS[size].as_str()));
        let query = piece
            .iter()
            .fold(query, |query, (row, forward)| query.bind(row.id.as_str()).bind(forward.endpoint.as_str()));
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

impl Store {
    /// Claims what is due for an endpoint, earliest first, `most` at most; until `until` nobody else will.
    pub(crate) async fn claim(
        &self,
        endpoint: &str,
        now: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<ClaimedJob>, StoreError> {
        // Most of the time nothing is due, and nobody needs to be kept waiting for it.
        if self.next_due(endpoint).await?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        let mut write = self.write(Lane::Relaxed).await?;
        let find = format!(
            "SELECT f.response, f.revision, f.since, f.tries, f.due FROM forwards f
             WHERE f.endpoint = $1 AND f.failed_at IS NULL AND f.due <= $2
             ORDER BY f.due, f.response LIMIT $3 {}",
            self.0.dialect.skip_locked()
        );
        let rows = sqlx::query(AssertSqlSafe(find))
            .bind(endpoint)
            .bind(now.millis() as i64)
            .bind(most as i64)
            .fetch_all(write.connection())
            .await?;
        let mut claimed = Vec::new();
        for row in rows {
            claimed.push(ClaimedJob {
                response: row.try_get(0)?,
                revision: row.try_get::<i64, _>(1)?.unsigned_abs() as u32,
                since: moment(row.try_get(2)?),
                tries: row.try_get::<i64, _>(3)?.unsigned_abs() as u32,
                due: moment(row.try_get(4)?),
                until,
                document: None,
            });
        }
        // A later revision is stored with the row that makes it wait, which is locked: so these are of this revision.
        let mut documents = HashMap::new();
        for (size, piece) in pieces(&claimed) {
            let query = sqlx::query(AssertSqlSafe(CLAIMS[size].as_str())).bind(until.millis() as i64).bind(endpoint);
            let query = piece.iter().fold(query, |query, job| query.bind(job.response.as_str()));
            query.execute(write.connection()).await?;
            let query = sqlx::query(AssertSqlSafe(DOCUMENTS[size].as_str()));
            let query = piece.iter().fold(query, |query, job| query.bind(job.response.as_str()));
            for row in query.fetch_all(write.connection()).await? {
                documents.insert(row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?);
            }
        }
        for job in &mut claimed {
            job.document = documents.remove(&job.response);
        }
        write.commit().await?;
        Ok(claimed)
    }

    /// Notes what became of jobs that were claimed, except where a later revision has come to wait in their place.
    pub(crate) async fn settle(&self, endpoint: &str, jobs: &[(ClaimedJob, ForwardOutcome)]) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Relaxed).await?;
        // Even if somebody else has claimed it since: it has arrived.
        let done: Vec<_> = jobs.iter().filter(|(_, outcome)| *outcome == ForwardOutcome::Done).collect();
        for (size, piece) in pieces(&done) {
            let mut query = sqlx::query(AssertSqlSafe(DONE[size].as_str()));
            for (job, _) in piece {
                query = query.bind(job.response.as_str()).bind(endpoint).bind(i64::from(job.revision));
            }
            query.execute(write.connection()).await?;
        }
        for (job, outcome) in jobs {
            let query = match outcome {
                ForwardOutcome::Done => continue,
                ForwardOutcome::Waits { due, tries } => sqlx::query(
                    "UPDATE forwards SET due = $5, tries = $6
                     WHERE response = $1 AND endpoint = $2 AND revision = $3 AND due = $4",
                )
                .bind(job.response.as_str())
                .bind(endpoint)
                .bind(i64::from(job.revision))
                .bind(job.until.millis() as i64)
                .bind(due.millis() as i64)
                .bind(i64::from(*tries)),
                ForwardOutcome::Failed(failure) => sqlx::query(
                    "UPDATE forwards SET failed_at = $5, failed_status = $6, failed_reason = $7, failed_answer = $8
                     WHERE response = $1 AND endpoint = $2 AND revision = $3 AND due = $4",
                )
                .bind(job.response.as_str())
                .bind(endpoint)
                .bind(i64::from(job.revision))
                .bind(job.until.millis() as i64)
                .bind(failure.at.millis() as i64)
                .bind(failure.status.map(i64::from))
                .bind(failure.reason.as_str())
                .bind(failure.answer.as_deref()),
            };
            query.execute(write.connection()).await?;
        }
        write.commit().await
    }

    /// When something is due next for an endpoint.
    pub(crate) async fn next_due(&self, endpoint: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT MIN(due) FROM forwards WHERE endpoint = $1 AND failed_at IS NULL")
            .bind(endpoint)
            .fetch_one(&self.pools().await?.lookups)
            .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(moment))
    }

    /// How forwarding stands to every endpoint for which something waits or has failed, by name.
    pub(crate) async fn endpoint_statuses(&self) -> Result<Vec<EndpointStatus>, StoreError> {
        let rows = sqlx::query(
            "SELECT endpoint, CASE WHEN failed_at IS NULL THEN 0 ELSE 1 END, failed_status, COUNT(*), MIN(since),
                 MAX(failed_at)
             FROM forwards GROUP BY 1, 2, 3 ORDER BY 1, 2, COALESCE(failed_status, 0)",
        )
        .fetch_all(&self.pools().await?.reports)
        .await?;
        let mut statuses: Vec<EndpointStatus> = Vec::new();
        for row in rows {
            let endpoint: String = row.try_get(0)?;
            if statuses.last().is_none_or(|last| last.endpoint != endpoint) {
                statuses.push(EndpointStatus { endpoint, ..EndpointStatus::default() });
            }
            let Some(status) = statuses.last_mut() else { continue };
            let has_failed = number(&row, 1)? == 1;
            let count = row.try_get::<i64, _>(3)?.unsigned_abs();
            if has_failed {
                let code = row.try_get::<Option<i64>, _>(2)?.map(|code| code.unsigned_abs() as u16);
                status.failed += count;
                status.last_failed = status.last_failed.max(row.try_get::<Option<i64>, _>(5)?.map(moment));
                status.statuses.push((code, count));
            } else {
                status.waiting = count;
                status.oldest = Some(moment(row.try_get(4)?));
            }
        }
        Ok(statuses)
    }
}

/// A small number, which PostgreSQL gives as another type than SQLite does.
fn number(row: &sqlx::any::AnyRow, column: usize) -> Result<i64, sqlx::Error> {
    row.try_get::<i64, _>(column).or_else(|_| row.try_get::<i32, _>(column).map(i64::from))
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds as f64)
}
