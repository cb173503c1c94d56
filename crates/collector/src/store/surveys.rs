//! Definitions of surveys, by version.

use askwell_survey::Timestamp;
use sqlx::Row as _;

use super::report::Snapshot;
use super::write::Lane;
use super::{Store, StoreError, audit};
use crate::surveys::Definition;

/// What became of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Registered {
    /// This version wasn't there before.
    New,
    /// This version was there, with another text.
    Replaced,
    /// It was there as it is.
    Same,
}

impl Store {
    /// Stores a definition in the place of what its version had.
    pub(crate) async fn register(
        &self,
        definition: &Definition,
        now: Timestamp,
        actor: &str,
    ) -> Result<Registered, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let there = sqlx::query("SELECT definition FROM surveys WHERE id = $1 AND version = $2")
            .bind(definition.id.as_str())
            .bind(i64::from(definition.version))
            .fetch_optional(write.connection())
            .await?;
        let there: Option<String> = there.map(|row| row.try_get(0)).transpose()?;
        let became = match there {
            None => Registered::New,
            Some(text) if text == definition.document => return Ok(Registered::Same),
            Some(_) => Registered::Replaced,
        };
        sqlx::query(
            "INSERT INTO surveys (id, version, definition, registered_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id, version) DO UPDATE SET definition = excluded.definition,
                 registered_at = excluded.registered_at",
        )
        .bind(definition.id.as_str())
        .bind(i64::from(definition.version))
        .bind(definition.document.as_str())
        .bind(now.millis() as i64)
        .execute(write.connection())
        .await?;
        let detail = format!("{}, version {}", definition.id, definition.version);
        audit::note(write.connection(), now, actor, "survey registered", &detail).await?;
        write.commit().await?;
        Ok(became)
    }

    /// The latest definition of a survey.
    pub(crate) async fn definition(&self, id: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT definition FROM surveys WHERE id = $1 ORDER BY version DESC LIMIT 1")
            .bind(id)
            .fetch_optional(&self.pools().await?.lookups)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}

impl Snapshot {
    /// The definition of a survey's version, or the latest one if that version isn't registered.
    pub(crate) async fn definition(&mut self, id: &str, version: Option<u32>) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(
            "SELECT definition FROM surveys WHERE id = $1
             ORDER BY CASE WHEN version = $2 THEN 0 ELSE 1 END, version DESC LIMIT 1",
        )
        .bind(id)
        .bind(version.map(i64::from))
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}
