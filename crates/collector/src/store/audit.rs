//! Who did what.

use askwell_survey::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::write::Lane;
use super::{Store, StoreError};

/// Entries that are shown.
const SHOWN: i64 = 200;
/// What is logged when somebody is shown who answered. Its detail names responses, and nobody.
pub(crate) const CONTACT_READ: &str = "contact data read";

/// Something that was done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AuditEntry {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) detail: String,
}

impl Store {
    /// Notes what changed nothing here.
    pub(crate) async fn note(&self, now: Timestamp, actor: &str, action: &str, detail: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        note(write.connection(), now, actor, action, detail).await?;
        write.commit().await
    }

    /// What was done, latest first.
    pub(crate) async fn audit(&self) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = sqlx::query("SELECT at, actor, action, detail FROM audit ORDER BY at DESC LIMIT $1")
            .bind(SHOWN)
            .fetch_all(&self.pools().await?.lookups)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// What was done to a response, latest first.
    pub(crate) async fn audit_of(&self, response: &str) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT at, actor, action, detail FROM audit WHERE detail LIKE '%' || $1 || '%' ORDER BY at DESC LIMIT $2",
        )
        .bind(response)
        .bind(SHOWN)
        .fetch_all(&self.pools().await?.reports)
        .await?;
        rows.iter().map(entry).collect()
    }
}

fn entry(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        at: Timestamp::from_millis(row.try_get::<i64, _>(0)? as f64),
        actor: row.try_get(1)?,
        action: row.try_get(2)?,
        detail: row.try_get(3)?,
    })
}

/// Notes it in the transaction that does it. `detail` names what it was done to, and never a visitor.
pub(super) async fn note(
    connection: &mut AnyConnection,
    now: Timestamp,
    actor: &str,
    action: &str,
    detail: &str,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit (at, actor, action, detail) VALUES ($1, $2, $3, $4)")
        .bind(now.millis() as i64)
        .bind(actor)
        .bind(action)
        .bind(detail)
        .execute(connection)
        .await?;
    Ok(())
}
