//! What all requests share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use askwell_survey::Timestamp;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::hand::{Sender, Workers, standing};
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
    workers: Option<Workers>,
}

/// Why a collector didn't start.
#[derive(Debug)]
pub enum OpenError {
    /// The settings don't allow it.
    Refused(Refusal),
    /// The database can't be opened, or was made by a later version.
    Store(PathBuf, StoreError),
    /// Nothing can be handed on, as where the system has no certificates to judge others by.
    Sender(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Store(path, error) => write!(out, "the database {} can’t be opened: {error}", path.display()),
            Self::Sender(error) => write!(out, "answers can’t be handed on: {error}"),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Store(_, error) => Some(error),
            Self::Sender(_) => None,
        }
    }
}

impl State {
    /// Checks `settings`, opens the database, and starts its writer and those who hand answers on.
    ///
    /// # Errors
    /// The settings' refusal, or the database's.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        settings.check().map_err(OpenError::Refused)?;
        let opened = Store::open(&settings.database).await;
        let store = opened.map_err(|error| OpenError::Store(settings.database.clone(), error))?;
        let stored = watch::Sender::new(());
        let endpoints = &settings.endpoints;
        let workers = if endpoints.list().is_empty() {
            None
        } else {
            let names: Vec<_> = endpoints.list().iter().map(|listed| listed.name.as_str()).collect();
            tracing::info!(endpoints = names.join(", "), "answers are handed on");
            let sender = Sender::new().map_err(|error| OpenError::Sender(error.to_string()))?;
            Some(Workers::start(endpoints, &store, &sender, &settings.clock, &stored))
        };
        let writer = Writer::start(store.clone(), stored);
        let state = Self(Arc::new(Inner { settings, store, writer, workers }));
        state.warn_of_the_forgotten().await;
        Ok(state)
    }

    /// Says what waits for endpoints that aren't in the file any more.
    async fn warn_of_the_forgotten(&self) {
        for (standing, listed) in standing::all(self).await.unwrap_or_default() {
            if !listed && standing.waiting > 0 {
                let (endpoint, answers) = (standing.endpoint, standing.waiting);
                tracing::warn!(endpoint, answers, "answers wait for an endpoint that is in no file");
            }
        }
    }

    /// Hands nothing on any more, writes what is waiting to be written, and closes the database.
    ///
    /// # Errors
    /// The write-ahead log couldn't be moved into the file. Nothing is lost: the next start reads it.
    pub async fn close(&self) -> Result<(), StoreError> {
        if let Some(workers) = &self.0.workers {
            workers.close(self.0.settings.limits.shutdown).await;
        }
        self.0.writer.close().await;
        self.0.store.close().await
    }
}

/// Lets what was given up wait again, for all endpoints or for one of that name. Returned is how many answers that are.
///
/// # Errors
/// The database can't be opened or written.
pub async fn retry(database: &Path, endpoint: Option<&str>) -> Result<u64, StoreError> {
    let store = Store::open(database).await?;
    let retried = store.retry(endpoint, now()).await?;
    store.close().await?;
    Ok(retried)
}

/// The moment it is.
pub(crate) fn now() -> Timestamp {
    Clock::System.now()
}
