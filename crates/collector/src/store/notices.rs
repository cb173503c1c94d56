//! Notices that wait to be sent.

use askwell_survey::Timestamp;

use super::StoreError;
use super::write::Write;
use crate::notice::Notice;

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
