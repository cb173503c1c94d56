//! The set-up link: where nobody can read reports yet, the first start prints an address at which a first user is made. It
//! holds once, and for a day.

use askwell_survey::Timestamp;

use super::key::KeyDigest;
use super::token;
use crate::store::{Store, StoreError};

/// Under which it is stored: its hash and when it ends.
const NAME: &str = "setup";
/// How long it holds.
const DAYS: f64 = 1.0;

/// Makes a token in place of any earlier one.
pub(crate) async fn begin(store: &Store, now: Timestamp) -> Result<String, StoreError> {
    let token = token::random("").map_err(StoreError::Refused)?;
    let value = format!("{} {}", KeyDigest::of(&token).to_hex(), now.after_days(DAYS).millis());
    store.set_meta(NAME, Some(&value)).await?;
    Ok(token)
}

/// Whether a token holds.
pub(crate) async fn holds(store: &Store, token: &str, now: Timestamp) -> Result<bool, StoreError> {
    let stored = store.meta(NAME).await?.unwrap_or_default();
    let Some((hash, until)) = stored.split_once(' ') else { return Ok(false) };
    let is_it = KeyDigest::from_hex(hash).is_some_and(|hash| hash.is(KeyDigest::of(token)));
    Ok(is_it && until.parse::<u64>().is_ok_and(|until| now.millis() < until))
}

/// It holds no longer.
pub(crate) async fn end(store: &Store) -> Result<(), StoreError> {
    store.set_meta(NAME, None).await
}
