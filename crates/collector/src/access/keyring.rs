//! The keys that hold at the moment: those of the configuration, and those in the database.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use askwell_survey::Timestamp;
use axum::http::HeaderValue;

use super::key::{Key, KeyDigest};
use crate::origin::Origin;
use crate::store::{AccessKey, Store, StoreError};

/// How long keys are believed to be as they were read: one that was revoked is refused from then on.
const FRESH: Duration = Duration::from_secs(2);
/// How often it is noted that a key is used, in milliseconds.
const NOTED: u64 = 60_000;

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Posting responses.
    Write,
    /// Reading reports.
    Read,
    /// Registering surveys.
    Manage,
}

impl Scope {
    pub(crate) const NAMES: &[(&str, Self)] = &[("write", Self::Write), ("read", Self::Read), ("manage", Self::Manage)];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Read => "read",
            Self::Manage => "manage",
        }
    }
}

/// A key that holds.
#[derive(Clone, Debug)]
pub(crate) struct HeldKey {
    /// In the database; None for one of the configuration.
    pub(crate) id: Option<String>,
    scope: Scope,
    pub(crate) digest: KeyDigest,
    /// The sites whose pages may post with it; empty for those of the configuration.
    pub(crate) origins: Vec<Origin>,
    used_at: Option<Timestamp>,
}

/// The keys.
#[derive(Debug)]
pub(crate) struct Keyring {
    configured: Mutex<Vec<HeldKey>>,
    /// With the moment at which they were read.
    stored: Mutex<Option<(Option<Instant>, Vec<HeldKey>)>>,
}

impl Keyring {
    pub(crate) fn new(write_keys: &[Key], read_key: Option<&Key>) -> Self {
        Self { configured: Mutex::new(configured(write_keys, read_key)), stored: Mutex::new(None) }
    }

    /// Puts other keys in the place of those of the configuration, and reads those in the database again.
    pub(crate) fn replace(&self, write_keys: &[Key], read_key: Option<&Key>) {
        *self.configured.lock().unwrap_or_else(PoisonError::into_inner) = configured(write_keys, read_key);
        if let Some((read_at, _)) = &mut *self.stored.lock().unwrap_or_else(PoisonError::into_inner) {
            // Kept for as long as the database can't be read.
            *read_at = None;
        }
    }

    /// Reads the keys again if that is due.
    pub(crate) async fn refresh(&self, store: &Store) {
        // What can't be read now is said by whoever needs it.
        let _ = self.held(store).await;
    }

    /// Whether a site's pages may post with one of the keys, as these were read last.
    pub(crate) fn allows(&self, origin: &HeaderValue) -> bool {
        let stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys = stored.iter().flat_map(|(_, keys)| keys);
        keys.any(|key| key.origins.iter().any(|allowed| allowed.is(origin)))
    }

    /// Every key that holds.
    async fn held(&self, store: &Store) -> Result<Vec<HeldKey>, StoreError> {
        let known = self.stored.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stored = match known {
            Some((Some(read_at), keys)) if read_at.elapsed() < FRESH => keys,
            known => match store.keys().await {
                Ok(keys) => {
                    let keys: Vec<_> = keys.iter().filter_map(held).collect();
                    *self.stored.lock().unwrap_or_else(PoisonError::into_inner) =
                        Some((Some(Instant::now()), keys.clone()));
                    keys
                }
                // Posts are put off by the store itself; a refusal here would be final.
                Err(error) => known.map(|(_, keys)| keys).ok_or(error)?,
            },
        };
        let configured = self.configured.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(configured.into_iter().chain(stored).collect())
    }

    /// The key of this scope that was shown. All of them are compared, so the time doesn't tell which one it was.
    pub(crate) async fn find(&self, store: &Store, scope: Scope, shown: &str) -> Result<Option<HeldKey>, StoreError> {
        let shown = KeyDigest::of(shown);
        let held = self.held(store).await?;
        Ok(held
            .into_iter()
            .filter(|key| key.scope == scope)
            .fold(None, |found, key| if key.digest.is(shown) { Some(key) } else { found }))
    }

    /// The key of this scope with this digest.
    pub(crate) async fn has(&self, store: &Store, scope: Scope, digest: &str) -> Result<bool, StoreError> {
        let Some(digest) = KeyDigest::from_hex(digest) else { return Ok(false) };
        Ok(self.held(store).await?.iter().any(|key| key.scope == scope && key.digest.is(digest)))
    }

    /// Whether there is any key of this scope.
    pub(crate) async fn any(&self, store: &Store, scope: Scope) -> Result<bool, StoreError> {
        Ok(self.held(store).await?.iter().any(|key| key.scope == scope))
    }

    /// Notes that a key was used, once a minute.
    pub(crate) async fn note_use(&self, store: &Store, key: &HeldKey, now: Timestamp) {
        let Some(id) = &key.id else { return };
        if key.used_at.is_some_and(|used| now.millis() < used.millis() + NOTED) {
            return;
        }
        if let Some((_, keys)) = &mut *self.stored.lock().unwrap_or_else(PoisonError::into_inner) {
            keys.iter_mut().filter(|held| held.id == key.id).for_each(|held| held.used_at = Some(now));
        }
        if let Err(error) = store.touch_key(id, now).await {
            tracing::warn!(%error, "the use of a key could not be noted");
        }
    }
}

fn configured(write_keys: &[Key], read_key: Option<&Key>) -> Vec<HeldKey> {
    let held =
        |scope| move |key: &Key| HeldKey { id: None, scope, digest: key.digest(), origins: Vec::new(), used_at: None };
    write_keys.iter().map(held(Scope::Write)).chain(read_key.map(held(Scope::Read))).collect()
}

fn held(key: &AccessKey) -> Option<HeldKey> {
    if key.revoked_at.is_some() {
        return None;
    }
    let scope = Scope::NAMES.iter().find(|(name, _)| *name == key.scope)?.1;
    let origins = key.origins.split_whitespace().filter_map(|origin| origin.parse().ok()).collect();
    Some(HeldKey {
        id: Some(key.id.clone()),
        scope,
        digest: KeyDigest::from_hex(&key.hash)?,
        origins,
        used_at: key.used_at,
    })
}
