//! What all requests share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use askwell_survey::Timestamp;

use crate::settings::{Refusal, Settings};
use crate::store::{Store, StoreError};
use crate::writer::Writer;

/// An open store and the settings. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct State(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) writer: Writer,
}

/// Why a collector didn't start.
#[derive(Debug)]
pub enum OpenError {
    /// The settings don't allow it.
    Refused(Refusal),
    /// The database can't be opened, or was made by a later version.
    Store(PathBuf, StoreError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Store(path, error) => write!(out, "the database {} can’t be opened: {error}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Store(_, error) => Some(error),
        }
    }
}

impl State {
    /// Checks `settings`, opens the database and starts its writer.
    ///
    /// # Errors
    /// The settings' refusal, or the database's.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        settings.check().map_err(OpenError::Refused)?;
        let opened = Store::open(&settings.database).await;
        let store = opened.map_err(|error| OpenError::Store(settings.database.clone(), error))?;
        let writer = Writer::start(store.clone());
        Ok(Self(Arc::new(Inner { settings, store, writer })))
    }

    /// Writes what is waiting to be written, and closes the database.
    ///
    /// # Errors
    /// The write-ahead log couldn't be moved into the file. Nothing is lost: the next start reads it.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.writer.close().await;
        self.0.store.close().await
    }
}

/// The moment it is.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(since.as_millis() as f64)
}
