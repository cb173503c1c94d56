//! Making, listing and revoking keys.

use askwell_survey::Timestamp;

use super::{COMMAND_LINE, now};
use crate::access::key::KeyDigest;
use crate::access::keyring::Scope;
use crate::access::token;
use crate::origin::Origin;
use crate::store::{AccessKey, Location, Store, StoreError};

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// By which it is listed and revoked.
    pub id: String,
    /// The key itself. It is stored nowhere, and can't be shown again.
    pub key: String,
}

/// A key as it is listed.
#[derive(Debug)]
pub struct ListedKey {
    /// By which it is revoked.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// `write` or `read`.
    pub scope: String,
    /// The sites whose pages may post with it; empty for those of the configuration.
    pub origins: String,
    /// When it was made, as RFC 3339 has it.
    pub created_at: String,
    /// When it was last used, to a minute.
    pub used_at: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<String>,
}

/// Makes a key of a scope: `write`, `read` or `manage`. A running collector takes it within seconds.
///
/// # Errors
/// There is no such scope, or the database can't be written.
pub async fn create_key(
    database: &Location,
    scope: &str,
    label: &str,
    origins: &[Origin],
) -> Result<NewKey, StoreError> {
    let known = Scope::NAMES.iter().find(|(name, _)| *name == scope);
    let scope = known.ok_or_else(|| StoreError::Refused("a key’s scope is write, read or manage".to_owned()))?.1;
    let refused = StoreError::Refused;
    let new = NewKey {
        id: token::random("key_").map_err(refused)?[..12].to_owned(),
        key: token::random(&format!("askwell_{}_", scope.name())).map_err(refused)?,
    };
    let key = AccessKey {
        id: new.id.clone(),
        label: label.to_owned(),
        scope: scope.name().to_owned(),
        hash: KeyDigest::of(&new.key).to_hex(),
        origins: origins.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        created_at: now(),
        used_at: None,
        revoked_at: None,
    };
    let store = Store::open(database).await?;
    store.add_key(&key, COMMAND_LINE).await?;
    store.close().await?;
    Ok(new)
}

/// Revokes a key and ends the sessions it has opened. A running collector refuses it within seconds.
///
/// # Errors
/// There is no such key that holds, or the database can't be written.
pub async fn revoke_key(database: &Location, id: &str) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    let revoked = store.revoke_key(id, now(), COMMAND_LINE).await?;
    store.close().await?;
    if revoked { Ok(()) } else { Err(StoreError::Refused("there is no such key, or it was revoked before".to_owned())) }
}

/// Every key of the database, oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn list_keys(database: &Location) -> Result<Vec<ListedKey>, StoreError> {
    let store = Store::open(database).await?;
    let keys = store.keys().await?;
    store.close().await?;
    let listed = |key: AccessKey| ListedKey {
        id: key.id,
        label: key.label,
        scope: key.scope,
        origins: key.origins,
        created_at: key.created_at.to_text(),
        used_at: key.used_at.map(Timestamp::to_text),
        revoked_at: key.revoked_at.map(Timestamp::to_text),
    };
    Ok(keys.into_iter().map(listed).collect())
}
