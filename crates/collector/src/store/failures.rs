//! What forwarding has given up, and queueing it again.

use askwell_survey::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::write::Lane;
use super::{Failure, Store, StoreError, audit};

/// How many failed responses are queued again in a transaction: in between, others write.
const RETRIED_AT_ONCE: i64 = 2_000;

/// A response that an endpoint didn't get.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FailedForward {
    pub(crate) response: String,
    pub(crate) failure: Failure,
}

/// A response that an endpoint doesn't have yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PendingForward {
    pub(crate) endpoint: String,
    /// Since when it waits.
    pub(crate) since: Timestamp,
    /// How often it was tried in vain.
    pub(crate) tries: u64,
    /// Why it isn't tried any more.
    pub(crate) failure: Option<Failure>,
}

/// Why a row failed, which has status, reason and answer from its third column on.
fn failure(row: &AnyRow, at: i64) -> Result<Failure, sqlx::Error> {
    Ok(Failure {
        at: Timestamp::from_millis(at as f64),
        status: row.try_get::<Option<i64>, _>(2)?.map(|status| status.unsigned_abs() as u16),
        // Earlier versions kept none.
        reason: row.try_get::<Option<String>, _>(3)?.unwrap_or_default(),
        answer: row.try_get(4)?,
    })
}

impl Store {
    /// What failed for an endpoint, latest response first, `most` at most, of responses before `before`.
    pub(crate) async fn failures(
        &self,
        endpoint: &str,
        before: Option<&str>,
        most: usize,
    ) -> Result<Vec<FailedForward>, StoreError> {
        let rows = sqlx::query(
            "SELECT response, failed_at, failed_status, failed_reason, failed_answer FROM forwards
             WHERE endpoint = $1 AND failed_at IS NOT NULL AND ($2 = '' OR response < $3)
             ORDER BY response DESC LIMIT $4",
        )
        .bind(endpoint)
        .bind(before.unwrap_or_default())
        .bind(before.unwrap_or_default())
        .bind(most as i64)
        .fetch_all(&self.pools().await?.reports)
        .await?;
        let failed = |row: &AnyRow| {
            let at = row.try_get(1)?;
            Ok(FailedForward { response: row.try_get(0)?, failure: failure(row, at)? })
        };
        rows.iter().map(failed).collect()
    }

    /// The endpoints that a response waits for or that didn't get it, by name.
    pub(crate) async fn pending(&self, response: &str) -> Result<Vec<PendingForward>, StoreError> {
        let rows = sqlx::query(
            "SELECT endpoint, failed_at, failed_status, failed_reason, failed_answer, since, tries FROM forwards
             WHERE response = $1 ORDER BY endpoint",
        )
        .bind(response)
        .fetch_all(&self.pools().await?.reports)
        .await?;
        let pending = |row: &AnyRow| {
            Ok(PendingForward {
                endpoint: row.try_get(0)?,
                since: Timestamp::from_millis(row.try_get::<i64, _>(5)? as f64),
                tries: row.try_get::<i64, _>(6)?.unsigned_abs(),
                failure: row.try_get::<Option<i64>, _>(1)?.map(|at| failure(row, at)).transpose()?,
            })
        };
        rows.iter().map(pending).collect()
    }

    /// Queues again what has failed: everything, or what was for one endpoint, or of one response. Returned is how much that
    /// is.
    pub(crate) async fn retry(
        &self,
        endpoint: Option<&str>,
        response: Option<&str>,
        now: Timestamp,
        actor: &str,
    ) -> Result<u64, StoreError> {
        let mut retried = 0;
        loop {
            let mut write = self.write(Lane::Durable).await?;
            let done = sqlx::query(
                "UPDATE forwards SET failed_at = NULL, failed_status = NULL, failed_reason = NULL, failed_answer = NULL,
                     tries = 0, since = $1, due = $2
                 WHERE (response, endpoint) IN (
                     SELECT response, endpoint FROM forwards
                     WHERE failed_at IS NOT NULL AND ($3 IS NULL OR endpoint = $3) AND ($4 IS NULL OR response = $4)
                     LIMIT $5)",
            )
            .bind(now.millis() as i64)
            .bind(now.millis() as i64)
            .bind(endpoint)
            .bind(response)
            .bind(RETRIED_AT_ONCE)
            .execute(write.connection())
            .await?
            .rows_affected();
            if done > 0 {
                let of = response.map(|response| format!(" of {response}")).unwrap_or_default();
                let detail = format!("{done}{of} for {}", endpoint.unwrap_or("every endpoint"));
                audit::note(write.connection(), now, actor, "forwarding retried", &detail).await?;
            }
            write.commit().await?;
            if done == 0 {
                return Ok(retried);
            }
            retried += done;
        }
    }
}
