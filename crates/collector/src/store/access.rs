//! Keys and sessions.

use askwell_survey::Timestamp;
use sqlx::Row as _;

use super::write::Lane;
use super::{Store, StoreError, audit};

/// A key that was made by `askwell-collector keys`, without the key itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) label: String,
    /// `write` or `read`.
    pub(crate) scope: String,
    /// SHA-256, as hexadecimal digits.
    pub(crate) hash: String,
    /// Separated by spaces.
    pub(crate) origins: String,
    pub(crate) created_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Session {
    /// SHA-256 of the cookie's token.
    pub(crate) hash: String,
    /// The user, unless a read key opened it.
    pub(crate) account: Option<String>,
    /// The digest of that key.
    pub(crate) key_digest: Option<String>,
    pub(crate) expires_at: Timestamp,
}

impl Store {
    /// Adds a key.
    pub(crate) async fn add_key(&self, key: &AccessKey, actor: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query(
            "INSERT INTO access_keys (id, label, scope, hash, origins, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(key.id.as_str())
        .bind(key.label.as_str())
        .bind(key.scope.as_str())
        .bind(key.hash.as_str())
        .bind(key.origins.as_str())
        .bind(key.created_at.millis() as i64)
        .execute(write.connection())
        .await?;
        audit::note(write.connection(), key.created_at, actor, "key created", &key.id).await?;
        write.commit().await
    }

    /// Revokes a key, and ends the sessions it opened. Returned is whether there was one that held.
    pub(crate) async fn revoke_key(&self, id: &str, now: Timestamp, actor: &str) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let revoked = sqlx::query("UPDATE access_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(now.millis() as i64)
            .bind(id)
            .execute(write.connection())
            .await?
            .rows_affected();
        sqlx::query("DELETE FROM sessions WHERE key_digest = (SELECT hash FROM access_keys WHERE id = $1)")
            .bind(id)
            .execute(write.connection())
            .await?;
        if revoked > 0 {
            audit::note(write.connection(), now, actor, "key revoked", id).await?;
        }
        write.commit().await?;
        Ok(revoked > 0)
    }

    /// Every key, oldest first, those that were revoked included.
    pub(crate) async fn keys(&self) -> Result<Vec<AccessKey>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, label, scope, hash, origins, created_at, used_at, revoked_at FROM access_keys
             ORDER BY created_at, id",
        )
        .fetch_all(&self.pools().await?.lookups)
        .await?;
        let key = |row: &sqlx::any::AnyRow| {
            Ok(AccessKey {
                id: row.try_get(0)?,
                label: row.try_get(1)?,
                scope: row.try_get(2)?,
                hash: row.try_get(3)?,
                origins: row.try_get(4)?,
                created_at: moment(row.try_get(5)?),
                used_at: row.try_get::<Option<i64>, _>(6)?.map(moment),
                revoked_at: row.try_get::<Option<i64>, _>(7)?.map(moment),
            })
        };
        rows.iter().map(key).collect()
    }

    /// Notes when a key was last used.
    pub(crate) async fn touch_key(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Relaxed).await?;
        sqlx::query("UPDATE access_keys SET used_at = $1 WHERE id = $2")
            .bind(now.millis() as i64)
            .bind(id)
            .execute(write.connection())
            .await?;
        write.commit().await
    }

    /// Opens a session, and forgets those that have ended.
    pub(crate) async fn open_session(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(now.millis() as i64)
            .execute(write.connection())
            .await?;
        sqlx::query(
            "INSERT INTO sessions (hash, account, key_digest, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(session.hash.as_str())
        .bind(session.account.as_deref())
        .bind(session.key_digest.as_deref())
        .bind(now.millis() as i64)
        .bind(session.expires_at.millis() as i64)
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// The session of a token with this hash, if it holds at `now`.
    pub(crate) async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let row =
            sqlx::query("SELECT account, key_digest, expires_at FROM sessions WHERE hash = $1 AND expires_at > $2")
                .bind(hash)
                .bind(now.millis() as i64)
                .fetch_optional(&self.pools().await?.lookups)
                .await?;
        row.map(|row| {
            Ok(Session {
                hash: hash.to_owned(),
                account: row.try_get(0)?,
                key_digest: row.try_get(1)?,
                expires_at: moment(row.try_get(2)?),
            })
        })
        .transpose()
    }

    /// Ends a session.
    pub(crate) async fn close_session(&self, hash: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query("DELETE FROM sessions WHERE hash = $1").bind(hash).execute(write.connection()).await?;
        write.commit().await
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds as f64)
}
