//! Moments that the collector itself wrote under a clock that was fast.

use askwell_survey::Timestamp;

use super::write::Lane;
use super::{Store, StoreError};

/// How far ahead the collector may put anything off by itself: the longest `Retry-After` it follows.
const AHEAD_DAYS: f64 = 1.01;

impl Store {
    /// Brings moments that lie in the future, where nothing should be, back to `now`. Otherwise a response that came
    /// while the clock was a year fast is forwarded in a year. Returned is how many rows that were.
    pub(crate) async fn mend_times(&self, now: Timestamp) -> Result<u64, StoreError> {
        let statements = [
            "UPDATE forwards SET due = $1, since = $1 WHERE failed_at IS NULL AND due > $2",
            "UPDATE forwards SET since = $1 WHERE since > $2",
            "UPDATE forwards SET failed_at = $1 WHERE failed_at > $2",
            "UPDATE notices SET created_at = $1 WHERE created_at > $2",
            "UPDATE notice_deliveries SET due = $1 WHERE due > $2",
            "UPDATE responses SET counted_at = $1 WHERE counted_at > $2",
            "UPDATE responses SET received_at = $1 WHERE received_at > $2",
        ];
        let mut mended = 0;
        let mut write = self.write(Lane::Durable).await?;
        for statement in statements {
            let done = sqlx::query(statement)
                .bind(now.millis() as i64)
                .bind(now.after_days(AHEAD_DAYS).millis() as i64)
                .execute(write.connection())
                .await?;
            mended += done.rows_affected();
        }
        write.commit().await?;
        if mended > 0 {
            tracing::warn!(rows = mended, "moments in the future were set to now: the clock had been fast");
        }
        Ok(mended)
    }
}
