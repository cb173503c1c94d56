//! Who did what.

use askwell_survey::Timestamp;
use sqlx::AnyConnection;

use super::StoreError;

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
