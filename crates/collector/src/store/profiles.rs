//! What users say of themselves: where they get notices, and how often a digest.

use askwell_survey::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::write::Lane;
use super::{Store, StoreError, audit};

/// What a user says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) email: Option<String>,
    /// `none`, `weekly` or `monthly`.
    pub(crate) digest: String,
}

impl Store {
    /// A user's profile; None without such a user.
    pub(crate) async fn profile(&self, name: &str) -> Result<Option<Profile>, StoreError> {
        let row = sqlx::query("SELECT email, digest FROM users WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.pools().await?.lookups)
            .await?;
        let profile = |row: AnyRow| Ok(Profile { email: row.try_get(0)?, digest: row.try_get(1)? });
        row.map(profile).transpose()
    }

    /// Changes a user's profile; whether there is such a user. The audit log doesn't get the address.
    pub(crate) async fn set_profile(
        &self,
        name: &str,
        profile: &Profile,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let changed = sqlx::query("UPDATE users SET email = $1, digest = $2 WHERE name = $3")
            .bind(profile.email.as_deref())
            .bind(profile.digest.as_str())
            .bind(name)
            .execute(write.connection())
            .await?
            .rows_affected();
        if changed > 0 {
            audit::note(write.connection(), now, actor, "profile changed", name).await?;
        }
        write.commit().await?;
        Ok(changed > 0)
    }

    /// The names and roles of those who want such a digest and have an address.
    pub(crate) async fn digest_readers(&self, digest: &str) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sqlx::query("SELECT name, role FROM users WHERE digest = $1 AND email IS NOT NULL ORDER BY name")
            .bind(digest)
            .fetch_all(&self.pools().await?.lookups)
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}
