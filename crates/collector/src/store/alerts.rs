//! What the collector noticed by itself, and what it is noticed from.

use std::collections::BTreeMap;

use askwell_statistics::Hour;
use askwell_survey::{Kind, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use super::write::Lane;
use super::{Store, StoreError, audit};
use crate::alerts::{Alert, AlertKind, Step, Subject};
use crate::names::{name_of, named};

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;
/// Days that an alert is kept.
const KEPT: f64 = 730.0;

const COLUMNS: &str = "id, kind, subject, segment_name, segment_value, since, found_at, ended_at, figures, acknowledged_by, \
    acknowledged_at";
const OPEN: &str = "ended_at IS NULL AND acknowledged_at IS NULL";

/// How forwarding to an endpoint fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FailingEndpoint {
    pub(crate) endpoint: String,
    /// Responses that were tried in vain and wait for long.
    pub(crate) overdue: u64,
    /// Since when the oldest of them does.
    pub(crate) oldest: Option<Timestamp>,
    /// Responses that aren't tried any more.
    pub(crate) failed: u64,
    /// When the last of them was given up.
    pub(crate) last_failed: Option<Timestamp>,
}

impl Store {
    /// The alerts that are going on, and those found since; the latest first.
    pub(crate) async fn alerts(&self, since: Timestamp) -> Result<Vec<Alert>, StoreError> {
        let query =
            format!("SELECT {COLUMNS} FROM alerts WHERE ended_at IS NULL OR found_at >= $1 ORDER BY since DESC, id");
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(since.millis() as i64)
            .fetch_all(&self.pools().await?.reports)
            .await?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// How many alerts nobody has acknowledged, of those that are going on.
    pub(crate) async fn open_alerts(&self) -> Result<u64, StoreError> {
        let query = format!("SELECT COUNT(*) FROM alerts WHERE {OPEN}");
        let row = sqlx::query(AssertSqlSafe(query)).fetch_one(&self.pools().await?.lookups).await?;
        Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
    }

    /// Begins and ends alerts, and queues what is to be told of it, in one transaction. What another collector has done
    /// meanwhile is neither done nor told again. Returned is how many steps were taken.
    pub(crate) async fn take_alert_steps(&self, steps: &[Step], now: Timestamp) -> Result<usize, StoreError> {
        if steps.is_empty() {
            return Ok(0);
        }
        let mut write = self.write(Lane::Durable).await?;
        let mut taken = 0;
        for step in steps {
            let is_new = match step {
                Step::Begin(alert, _) => insert(write.connection(), alert).await?,
                Step::End(id, _) => end(write.connection(), id, now).await?,
            };
            if let (true, Step::Begin(_, notice) | Step::End(_, notice)) = (is_new, step) {
                taken += 1;
                if let Some(notice) = notice {
                    write.queue_notice(notice, now).await?;
                }
            }
        }
        write.commit().await?;
        Ok(taken)
    }

    /// Notes that somebody has seen an alert, or hasn't after all; whether it is there.
    pub(crate) async fn acknowledge_alert(
        &self,
        id: &str,
        is_seen: bool,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let changed = sqlx::query("UPDATE alerts SET acknowledged_by = $1, acknowledged_at = $2 WHERE id = $3")
            .bind(is_seen.then_some(actor))
            .bind(is_seen.then_some(now.millis() as i64))
            .bind(id)
            .execute(write.connection())
            .await?
            .rows_affected();
        if changed > 0 {
            let action = if is_seen { "alert acknowledged" } else { "alert not acknowledged" };
            audit::note(write.connection(), now, actor, action, id).await?;
        }
        write.commit().await?;
        Ok(changed > 0)
    }

    /// Removes the alerts of more than two years ago.
    pub(crate) async fn forget_alerts(&self, now: Timestamp) -> Result<u64, StoreError> {
        let before = now.after_days(-KEPT).millis() as i64;
        let mut write = self.write(Lane::Durable).await?;
        let removed = sqlx::query("DELETE FROM alerts WHERE found_at < $1")
            .bind(before)
            .execute(write.connection())
            .await?
            .rows_affected();
        write.commit().await?;
        Ok(removed)
    }

    /// The answers that count, by survey and hour, counted from 1970-01-01.
    pub(crate) async fn hours(
        &self,
        since: Timestamp,
        before: Timestamp,
    ) -> Result<BTreeMap<String, BTreeMap<u64, Hour>>, StoreError> {
        // The kinds stand here for the index.
        let kinds: Vec<_> = Kind::NAMES.iter().map(|(name, _)| format!("'{name}'")).collect();
        let query = format!(
            "SELECT survey, counted_at / {HOUR}, COUNT(*), COUNT(score),
                 CAST(SUM(CASE WHEN score <= 6 THEN 1 ELSE 0 END) AS BIGINT)
             FROM responses WHERE mark IS NULL AND kind IN ({}) AND counted_at >= $1 AND counted_at < $2
             GROUP BY 1, 2 ORDER BY 1, 2",
            kinds.join(", ")
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(since.millis() as i64)
            .bind(before.millis() as i64)
            .fetch_all(&self.pools().await?.reports)
            .await?;
        let mut surveys: BTreeMap<String, BTreeMap<u64, Hour>> = BTreeMap::new();
        for row in &rows {
            let number = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
            let hour = Hour { answers: number(2)?, scored: number(3)?, detractors: number(4)? };
            surveys.entry(row.try_get(0)?).or_default().insert(number(1)?, hour);
        }
        Ok(surveys)
    }

    /// The endpoints for which something was tried in vain and waits since before a moment, or has failed.
    pub(crate) async fn failing_endpoints(&self, before: Timestamp) -> Result<Vec<FailingEndpoint>, StoreError> {
        let rows = sqlx::query(
            "SELECT endpoint, COUNT(*), MIN(since), 0, NULL FROM forwards
             WHERE failed_at IS NULL AND tries > 0 AND since < $1 GROUP BY endpoint
             UNION ALL
             SELECT endpoint, 0, NULL, COUNT(*), MAX(failed_at) FROM forwards
             WHERE failed_at IS NOT NULL GROUP BY endpoint",
        )
        .bind(before.millis() as i64)
        .fetch_all(&self.pools().await?.reports)
        .await?;
        let mut endpoints: BTreeMap<String, FailingEndpoint> = BTreeMap::new();
        for row in &rows {
            let name: String = row.try_get(0)?;
            let endpoint = endpoints
                .entry(name.clone())
                .or_insert_with(|| FailingEndpoint { endpoint: name, ..FailingEndpoint::default() });
            endpoint.overdue += row.try_get::<i64, _>(1)?.unsigned_abs();
            endpoint.oldest = endpoint.oldest.or(moment(row.try_get(2)?));
            endpoint.failed += row.try_get::<i64, _>(3)?.unsigned_abs();
            endpoint.last_failed = endpoint.last_failed.or(moment(row.try_get(4)?));
        }
        Ok(endpoints.into_values().collect())
    }
}

/// Removes the alerts about segments that nobody is in any more: a segment's value may be a customer's name.
pub(super) async fn forget_segments(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT DISTINCT segment_name, segment_value FROM alerts WHERE segment_name <> ''")
        .fetch_all(&mut *connection)
        .await?;
    for row in &rows {
        let (name, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        sqlx::query(
            "DELETE FROM alerts WHERE segment_name = $1 AND segment_value = $2
             AND NOT EXISTS (SELECT 1 FROM counts WHERE scope = $1 AND value = $2)",
        )
        .bind(name)
        .bind(value)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Whether it is new: of what is going on there is one of each.
async fn insert(connection: &mut AnyConnection, alert: &Alert) -> Result<bool, StoreError> {
    let (subject, segment) = (&alert.subject, alert.subject.segment.clone().unwrap_or_default());
    let millis = |moment: Option<Timestamp>| moment.map(|moment| moment.millis() as i64);
    let query = format!(
        "INSERT INTO alerts ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
    );
    let added = sqlx::query(AssertSqlSafe(query))
        .bind(alert.id.as_str())
        .bind(name_of(AlertKind::NAMES, subject.kind))
        .bind(subject.name.as_str())
        .bind(segment.0)
        .bind(segment.1)
        .bind(alert.since.millis() as i64)
        .bind(alert.found_at.millis() as i64)
        .bind(millis(alert.ended_at))
        .bind(serde_json::to_string(&alert.figures).unwrap_or_default())
        .bind(alert.acknowledged.as_ref().map(|(by, _)| by.as_str()))
        .bind(millis(alert.acknowledged.as_ref().map(|(_, at)| *at)))
        .execute(connection)
        .await?;
    Ok(added.rows_affected() > 0)
}

async fn end(connection: &mut AnyConnection, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let ended = sqlx::query("UPDATE alerts SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
        .bind(now.millis() as i64)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(ended.rows_affected() > 0)
}

/// None for one of a kind that only a later version knows.
fn read(row: &AnyRow) -> Result<Option<Alert>, StoreError> {
    let (kind, figures): (String, String) = (row.try_get(1)?, row.try_get(8)?);
    let (Some(kind), Ok(figures)) = (named(AlertKind::NAMES, &kind), serde_json::from_str(&figures)) else {
        return Ok(None);
    };
    let segment: (String, String) = (row.try_get(3)?, row.try_get(4)?);
    let by: Option<String> = row.try_get(9)?;
    Ok(Some(Alert {
        id: row.try_get(0)?,
        subject: Subject { kind, name: row.try_get(2)?, segment: Some(segment).filter(|(name, _)| !name.is_empty()) },
        since: moment(Some(row.try_get(5)?)).unwrap_or_default(),
        found_at: moment(Some(row.try_get(6)?)).unwrap_or_default(),
        ended_at: moment(row.try_get(7)?),
        figures,
        acknowledged: by.zip(moment(row.try_get(10)?)),
    }))
}

fn moment(milliseconds: Option<i64>) -> Option<Timestamp> {
    milliseconds.map(|milliseconds| Timestamp::from_millis(milliseconds as f64))
}
