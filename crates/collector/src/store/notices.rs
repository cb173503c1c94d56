//! Notices that wait to be sent, and what became of those that were.
//!
//! Whoever queues a notice doesn't know the channels, so the sender works out to whom it goes (`spread`). Each recipient is
//! claimed as `forward` claims responses.

use askwell_survey::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::write::{Lane, Write};
use super::{Store, StoreError};
use crate::notice::Notice;

/// Notices that are spread in a transaction.
const AT_ONCE: i64 = 64;

/// A notice on its way to one recipient, claimed by whoever holds this.
#[derive(Clone, Debug)]
pub(crate) struct ClaimedNotice {
    pub(crate) key: String,
    pub(crate) recipient: String,
    pub(crate) tries: u32,
    /// When it was due.
    pub(crate) due: Timestamp,
    /// Until when nobody else claims it.
    until: Timestamp,
    pub(crate) since: Timestamp,
    pub(crate) document: String,
}

/// What became of a notice that was claimed.
#[derive(Clone, Debug)]
pub(crate) enum NoticeOutcome {
    /// It has arrived.
    Sent(Timestamp),
    /// It is tried again.
    Waits { due: Timestamp, tries: u32, error: Option<String> },
    /// It is not tried any more.
    Failed(Timestamp, String),
}

/// A notice as it is listed.
#[derive(Clone, Debug)]
pub(crate) struct ListedNotice {
    key: String,
    pub(crate) created_at: Timestamp,
    /// None if a later version wrote it.
    pub(crate) notice: Option<Notice>,
    /// Whether it is known to whom it goes.
    pub(crate) is_spread: bool,
    pub(crate) deliveries: Vec<NoticeDelivery>,
}

/// How a notice stands with one recipient.
#[derive(Clone, Debug)]
pub(crate) struct NoticeDelivery {
    pub(crate) recipient: String,
    pub(crate) due: Option<Timestamp>,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) failed_at: Option<Timestamp>,
    pub(crate) error: Option<String>,
}

impl Write {
    /// Queues a notice; whether it is the first of its key.
    pub(super) async fn queue_notice(&mut self, notice: &Notice, now: Timestamp) -> Result<bool, StoreError> {
        let document = serde_json::to_string(notice).expect("a notice is texts");
        let added = sqlx::query(
            "INSERT INTO notices (\"key\", created_at, document) VALUES ($1, $2, $3) ON CONFLICT (\"key\") DO NOTHING",
        )
        .bind(notice.key.as_str())
        .bind(now.millis() as i64)
        .bind(document)
        .execute(self.connection())
        .await?;
        Ok(added.rows_affected() > 0)
    }
}

impl Store {
    /// Queues a notice that nothing else is written with; whether it is the first of its key.
    pub(crate) async fn queue_notice(&self, notice: &Notice, now: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let is_first = write.queue_notice(notice, now).await?;
        write.commit().await?;
        Ok(is_first)
    }

    /// Lets queued notices wait for each of their recipients.
    pub(crate) async fn spread_notices(
        &self,
        now: Timestamp,
        recipients: impl Fn(&Notice) -> Vec<String>,
    ) -> Result<(), StoreError> {
        const WAITING: &str = "SELECT f.\"key\", f.document FROM notices f WHERE f.spread_at IS NULL";
        loop {
            // Most of the time there is none, and nobody needs to be kept waiting for it.
            let any = sqlx::query(WAITING).fetch_optional(&self.pools().await?.lookups).await?;
            if any.is_none() {
                return Ok(());
            }
            let mut write = self.write(Lane::Durable).await?;
            let find = format!("{WAITING} ORDER BY f.created_at LIMIT $1 {}", self.0.dialect.skip_locked());
            let rows = sqlx::query(AssertSqlSafe(find)).bind(AT_ONCE).fetch_all(write.connection()).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                let (key, document): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                let notice = serde_json::from_str(&document);
                if let Err(error) = &notice {
                    tracing::error!(%error, "a notice of another version can’t be read, and isn’t sent");
                }
                for recipient in notice.iter().flat_map(&recipients) {
                    sqlx::query(
                        "INSERT INTO notice_deliveries (notice, recipient, tries, due) VALUES ($1, $2, 0, $3)
                         ON CONFLICT (notice, recipient) DO NOTHING",
                    )
                    .bind(key.as_str())
                    .bind(recipient)
                    .bind(now.millis() as i64)
                    .execute(write.connection())
                    .await?;
                }
                sqlx::query("UPDATE notices SET spread_at = $1 WHERE \"key\" = $2")
                    .bind(now.millis() as i64)
                    .bind(key)
                    .execute(write.connection())
                    .await?;
            }
            write.commit().await?;
        }
    }

    /// Claims notices that are due, earliest first, `most` at most; until `until` nobody else will.
    pub(crate) async fn claim_notices(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<ClaimedNotice>, StoreError> {
        if self.next_notice_due().await?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        let mut write = self.write(Lane::Relaxed).await?;
        let find = format!(
            "SELECT f.notice, f.recipient, f.tries, f.due, n.created_at, n.document
             FROM notice_deliveries f JOIN notices n ON n.\"key\" = f.notice
             WHERE f.due <= $1 ORDER BY f.due, n.created_at, f.notice LIMIT $2 {}",
            self.0.dialect.skip_locked()
        );
        let rows = sqlx::query(AssertSqlSafe(find))
            .bind(now.millis() as i64)
            .bind(most as i64)
            .fetch_all(write.connection())
            .await?;
        let claimed = |row: &AnyRow| {
            Ok(ClaimedNotice {
                key: row.try_get(0)?,
                recipient: row.try_get(1)?,
                tries: row.try_get::<i64, _>(2)?.unsigned_abs() as u32,
                due: moment(row.try_get(3)?),
                until,
                since: moment(row.try_get(4)?),
                document: row.try_get(5)?,
            })
        };
        let claimed: Vec<_> = rows.iter().map(claimed).collect::<Result<_, sqlx::Error>>()?;
        for job in &claimed {
            sqlx::query("UPDATE notice_deliveries SET due = $1 WHERE notice = $2 AND recipient = $3")
                .bind(until.millis() as i64)
                .bind(job.key.as_str())
                .bind(job.recipient.as_str())
                .execute(write.connection())
                .await?;
        }
        write.commit().await?;
        Ok(claimed)
    }

    /// Notes what became of notices that were claimed.
    pub(crate) async fn settle_notices(&self, settled: &[(ClaimedNotice, NoticeOutcome)]) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Relaxed).await?;
        for (job, outcome) in settled {
            let (due, tries, sent, failed, error) = match outcome {
                NoticeOutcome::Sent(at) => (None, job.tries, Some(*at), None, None),
                NoticeOutcome::Waits { due, tries, error } => (Some(*due), *tries, None, None, error.as_deref()),
                NoticeOutcome::Failed(at, error) => (None, job.tries, None, Some(*at), Some(error.as_str())),
            };
            // Even if somebody else has claimed it since: what has arrived has arrived.
            let claimed = if sent.is_some() { "(due = $3 OR due IS NOT NULL)" } else { "due = $3" };
            let update = format!(
                "UPDATE notice_deliveries SET due = $4, tries = $5, sent_at = $6, failed_at = $7, error = $8
                 WHERE notice = $1 AND recipient = $2 AND {claimed}"
            );
            let stored = |moment: Option<Timestamp>| moment.map(|moment| moment.millis() as i64);
            sqlx::query(AssertSqlSafe(update))
                .bind(job.key.as_str())
                .bind(job.recipient.as_str())
                .bind(job.until.millis() as i64)
                .bind(stored(due))
                .bind(i64::from(tries))
                .bind(stored(sent))
                .bind(stored(failed))
                .bind(error)
                .execute(write.connection())
                .await?;
        }
        write.commit().await
    }

    /// When a notice is due next.
    pub(crate) async fn next_notice_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT MIN(due) FROM notice_deliveries WHERE due IS NOT NULL")
            .fetch_one(&self.pools().await?.lookups)
            .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(moment))
    }

    /// Notices with what became of them, latest first.
    pub(crate) async fn notices(&self, most: usize) -> Result<Vec<ListedNotice>, StoreError> {
        const LATEST: &str = "FROM notices ORDER BY created_at DESC, \"key\" LIMIT $1";
        let pools = self.pools().await?;
        let find = format!("SELECT \"key\", created_at, document, spread_at {LATEST}");
        let rows = sqlx::query(AssertSqlSafe(find)).bind(most as i64).fetch_all(&pools.reports).await?;
        let listed = |row: &AnyRow| {
            Ok(ListedNotice {
                key: row.try_get(0)?,
                created_at: moment(row.try_get(1)?),
                notice: serde_json::from_str(&row.try_get::<String, _>(2)?).ok(),
                is_spread: row.try_get::<Option<i64>, _>(3)?.is_some(),
                deliveries: Vec::new(),
            })
        };
        let mut notices: Vec<_> = rows.iter().map(listed).collect::<Result<_, sqlx::Error>>()?;
        let find = format!(
            "SELECT notice, recipient, due, sent_at, failed_at, error FROM notice_deliveries
             WHERE notice IN (SELECT \"key\" {LATEST}) ORDER BY recipient"
        );
        for row in sqlx::query(AssertSqlSafe(find)).bind(most as i64).fetch_all(&pools.reports).await? {
            let key: String = row.try_get(0)?;
            let at = |column: usize| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(moment));
            let delivery = NoticeDelivery {
                recipient: row.try_get(1)?,
                due: at(2)?,
                sent_at: at(3)?,
                failed_at: at(4)?,
                error: row.try_get(5)?,
            };
            if let Some(listed) = notices.iter_mut().find(|listed| listed.key == key) {
                listed.deliveries.push(delivery);
            }
        }
        Ok(notices)
    }

    /// Removes notices that were queued before a moment.
    pub(crate) async fn remove_notices(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        for delete in [
            "DELETE FROM notice_deliveries WHERE notice IN (SELECT \"key\" FROM notices WHERE created_at < $1)",
            "DELETE FROM notices WHERE created_at < $1",
        ] {
            sqlx::query(delete).bind(before.millis() as i64).execute(write.connection()).await?;
        }
        write.commit().await
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds as f64)
}
