//! Users: who may sign in by name.

use askwell_survey::Timestamp;
use sqlx::Row as _;

use super::write::Lane;
use super::{Store, StoreError, audit};

/// A user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct User {
    pub(crate) name: String,
    /// `viewer` or `admin`.
    pub(crate) role: String,
    /// As Argon2id has it.
    pub(crate) password: String,
    pub(crate) created_at: Timestamp,
}

impl Store {
    /// Adds a user; whether there was none of that name.
    pub(crate) async fn add_user(&self, user: &User, actor: &str) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let added = sqlx::query(
            "INSERT INTO users (name, role, password, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING",
        )
        .bind(user.name.as_str())
        .bind(user.role.as_str())
        .bind(user.password.as_str())
        .bind(user.created_at.millis() as i64)
        .execute(write.connection())
        .await?
        .rows_affected();
        if added > 0 {
            audit::note(write.connection(), user.created_at, actor, "user added", &user.name).await?;
        }
        write.commit().await?;
        Ok(added > 0)
    }

    /// Changes a user's password and ends the sessions; whether there is such a user.
    pub(crate) async fn set_password(
        &self,
        name: &str,
        password: &str,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let changed = sqlx::query("UPDATE users SET password = $1 WHERE name = $2")
            .bind(password)
            .bind(name)
            .execute(write.connection())
            .await?
            .rows_affected();
        sqlx::query("DELETE FROM sessions WHERE account = $1").bind(name).execute(write.connection()).await?;
        if changed > 0 {
            audit::note(write.connection(), now, actor, "password changed", name).await?;
        }
        write.commit().await?;
        Ok(changed > 0)
    }

    /// Gives a user another role, which holds from the next request on; whether there is such a user.
    pub(crate) async fn set_role(
        &self,
        name: &str,
        role: &str,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let changed = sqlx::query("UPDATE users SET role = $1 WHERE name = $2")
            .bind(role)
            .bind(name)
            .execute(write.connection())
            .await?
            .rows_affected();
        if changed > 0 {
            audit::note(write.connection(), now, actor, "role changed", &format!("{name} to {role}")).await?;
        }
        write.commit().await?;
        Ok(changed > 0)
    }

    /// Removes a user with the sessions; whether there was one.
    pub(crate) async fn remove_user(&self, name: &str, now: Timestamp, actor: &str) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query("DELETE FROM sessions WHERE account = $1").bind(name).execute(write.connection()).await?;
        let removed = sqlx::query("DELETE FROM users WHERE name = $1").bind(name).execute(write.connection()).await?;
        if removed.rows_affected() > 0 {
            audit::note(write.connection(), now, actor, "user removed", name).await?;
        }
        write.commit().await?;
        Ok(removed.rows_affected() > 0)
    }

    /// Every user, by name.
    pub(crate) async fn users(&self) -> Result<Vec<User>, StoreError> {
        let rows = sqlx::query("SELECT name, role, password, created_at FROM users ORDER BY name")
            .fetch_all(&self.pools().await?.lookups)
            .await?;
        let user = |row: &sqlx::any::AnyRow| {
            Ok(User {
                name: row.try_get(0)?,
                role: row.try_get(1)?,
                password: row.try_get(2)?,
                created_at: Timestamp::from_millis(row.try_get::<i64, _>(3)? as f64),
            })
        };
        rows.iter().map(user).collect()
    }
}
