//! Users, and what they and the command line did.

use super::{COMMAND_LINE, now};
use crate::access::password;
use crate::access::role::Role;
use crate::store::{Location, Profile, Store, StoreError, User};

/// A user as they are listed.
#[derive(Debug)]
pub struct ListedUser {
    /// The name.
    pub name: String,
    /// `viewer` or `admin`.
    pub role: String,
    /// When they were added, as RFC 3339 has it.
    pub created_at: String,
    /// Where they get notices.
    pub email: Option<String>,
    /// `none`, `weekly` or `monthly`.
    pub digest: String,
}

/// An entry of the audit log.
#[derive(Debug)]
pub struct Audited {
    /// When it was done, as RFC 3339 has it.
    pub at: String,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub detail: String,
}

/// Adds a user.
///
/// # Errors
/// There is one of that name, no such role, or the password is too short.
pub async fn add_user(database: &Location, name: &str, role: &str, password: &str) -> Result<(), StoreError> {
    let refused = |problem: &str| Err(StoreError::Refused(problem.to_owned()));
    known(role)?;
    if name.trim() != name || !(1..=64).contains(&name.chars().count()) {
        return refused("a name has 1 to 64 characters, without space around it");
    }
    let hash = password::hash(password).await.map_err(StoreError::Refused)?;
    let store = Store::open(database).await?;
    let user = User { name: name.to_owned(), role: role.to_owned(), password: hash, created_at: now() };
    let added = store.add_user(&user, COMMAND_LINE).await?;
    store.close().await?;
    if added { Ok(()) } else { refused("there is a user of this name already") }
}

fn known(role: &str) -> Result<(), StoreError> {
    match Role::of(role) {
        Some(_) => Ok(()),
        None => Err(StoreError::Refused(format!("a role is {}", Role::names()))),
    }
}

/// Gives a user another role. A running collector acts on it at once.
///
/// # Errors
/// There is no such user, or no such role.
pub async fn set_role(database: &Location, name: &str, role: &str) -> Result<(), StoreError> {
    known(role)?;
    let store = Store::open(database).await?;
    let changed = store.set_role(name, role, now(), COMMAND_LINE).await?;
    store.close().await?;
    if changed { Ok(()) } else { Err(StoreError::Refused("there is no such user".to_owned())) }
}

/// Changes a user's password and ends their sessions.
///
/// # Errors
/// There is no such user, or the password is too short.
pub async fn set_password(database: &Location, name: &str, password: &str) -> Result<(), StoreError> {
    let hash = password::hash(password).await.map_err(StoreError::Refused)?;
    let store = Store::open(database).await?;
    let changed = store.set_password(name, &hash, now(), COMMAND_LINE).await?;
    store.close().await?;
    if changed { Ok(()) } else { Err(StoreError::Refused("there is no such user".to_owned())) }
}

/// Removes a user and ends their sessions.
///
/// # Errors
/// There is no such user.
pub async fn remove_user(database: &Location, name: &str) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    let removed = store.remove_user(name, now(), COMMAND_LINE).await?;
    store.close().await?;
    if removed { Ok(()) } else { Err(StoreError::Refused("there is no such user".to_owned())) }
}

/// Every user, by name.
///
/// # Errors
/// The database can't be read.
pub async fn list_users(database: &Location) -> Result<Vec<ListedUser>, StoreError> {
    let store = Store::open(database).await?;
    let mut listed = Vec::new();
    for User { name, role, created_at, .. } in store.users().await? {
        let Profile { email, digest } = store.profile(&name).await?.unwrap_or_default();
        listed.push(ListedUser { name, role, created_at: created_at.to_text(), email, digest });
    }
    store.close().await?;
    Ok(listed)
}

/// The last 200 entries of the audit log, latest first.
///
/// # Errors
/// The database can't be read.
pub async fn audit(database: &Location) -> Result<Vec<Audited>, StoreError> {
    let store = Store::open(database).await?;
    let entries = store.audit().await?;
    store.close().await?;
    let audited = |entry: crate::store::AuditEntry| Audited {
        at: entry.at.to_text(),
        actor: entry.actor,
        action: entry.action,
        detail: entry.detail,
    };
    Ok(entries.into_iter().map(audited).collect())
}
