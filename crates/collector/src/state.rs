//! What all requests share.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::{Mutex, watch};

use crate::access::keyring::{Keyring, Scope};
use crate::access::{BRAKE, BRAKE_WINDOW, setup};
use crate::alerts;
use crate::contact::ContactKey;
use crate::forward::{Context, Forwarder, status};
use crate::health::Probe;
use crate::limiter::Limiter;
use crate::metrics::Metrics;
use crate::notify::Notifier;
use crate::server::{Tls, TlsError};
use crate::settings::{Refusal, Settings};
use crate::spam::SpamFilter;
use crate::store::{Location, Store, StoreError};
use crate::surveys::{self, FolderError};
use crate::writer::Writer;

const DAY: Duration = Duration::from_hours(24);

/// An open store and the settings. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct State(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) writer: Writer,
    pub(crate) keyring: Keyring,
    /// Wrong keys by address.
    pub(crate) brake: Limiter,
    /// Posts by address.
    pub(crate) posts: Limiter,
    pub(crate) spam: SpamFilter,
    pub(crate) metrics: Metrics,
    pub(crate) probe: Mutex<Option<Probe>>,
    pub(crate) forwarder: Forwarder,
    pub(crate) notifier: Notifier,
    pub(crate) tls: Option<Tls>,
}

/// Why a collector didn't start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The settings don't allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database can't be opened, or was made by a later version.
    #[error("the database {0} can’t be opened: {1}")]
    Store(Location, StoreError),
    /// A definition in the folder is invalid.
    #[error("the folder of definitions: {0}")]
    Definitions(#[from] FolderError),
    /// Nothing can be encrypted with the certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nothing can be forwarded, as where the system has no certificates to judge others by.
    #[error("responses can’t be forwarded: {0}")]
    Sender(String),
}

impl State {
    /// Checks `settings`, opens the database, and starts its writer and those who forward.
    ///
    /// # Errors
    /// The settings' refusal, or the database's.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        settings.check()?;
        let tls = settings.tls.as_ref().map(Tls::read).transpose()?;
        let failed = |error| OpenError::Store(settings.database.clone(), error);
        let store = Store::open(&settings.database).await.map_err(failed)?;
        check_contact_key(&store, settings.contact_key.as_ref()).await.map_err(failed)?;
        store.mend_times(settings.clock.now()).await.map_err(failed)?;
        register_definitions(&store, &settings).await?;
        let metrics = Metrics::new();
        let stored = watch::Sender::new(());
        let context = Context {
            store: store.clone(),
            clock: settings.clock.clone(),
            stored: stored.clone(),
            metrics: metrics.clone(),
            key: settings.contact_key.clone(),
        };
        let forwarder = Forwarder::start(&settings.endpoints, &settings.address_rules, context)
            .map_err(|error| OpenError::Sender(error.to_string()))?;
        let notifier = Notifier::start(
            &settings.channels,
            &settings.address_rules,
            &settings.surveys,
            &store,
            &settings.clock,
            &metrics,
        )
        .map_err(|error| OpenError::Sender(error.to_string()))?;
        let writer = Writer::start(&store, settings.database.committers(), &stored, &metrics);
        let inner = Inner {
            keyring: Keyring::new(&settings.write_keys, settings.read_key.as_ref()),
            brake: Limiter::new(BRAKE, BRAKE_WINDOW),
            posts: Limiter::new(settings.limits.posts_per_minute, Duration::from_mins(1)),
            spam: SpamFilter::new(),
            probe: Mutex::new(None),
            settings,
            store,
            writer,
            metrics,
            forwarder,
            notifier,
            tls,
        };
        let state = Self(Arc::new(inner));
        state.warn().await;
        tokio::spawn(tend(Arc::downgrade(&state.0)));
        tokio::spawn(alerts::tend(Arc::downgrade(&state.0)));
        Ok(state)
    }

    /// Takes keys, endpoints, channels, definitions and the certificate from `settings` from now on. Everything else stays as it was at the start.
    ///
    /// # Errors
    /// The settings aren't allowed, or nothing can be sent: then everything stays as it is.
    pub async fn reload(&self, settings: &Settings) -> Result<(), OpenError> {
        settings.check()?;
        if let (Some(tls), Some(files)) = (&self.0.tls, &settings.tls) {
            tls.reload(files)?;
        }
        register_definitions(&self.0.store, settings).await?;
        let grace = self.0.settings.limits.shutdown;
        let replaced = self.0.forwarder.replace(settings.endpoints.clone(), &settings.address_rules, grace).await;
        replaced.map_err(|error| OpenError::Sender(error.to_string()))?;
        let replaced = self.0.notifier.replace(settings.channels.clone(), &settings.address_rules);
        replaced.map_err(|error| OpenError::Sender(error.to_string()))?;
        self.0.keyring.replace(&settings.write_keys, settings.read_key.as_ref());
        self.warn().await;
        Ok(())
    }

    /// Says what an operator may have overlooked.
    async fn warn(&self) {
        for (status, listed) in status::all(self).await.unwrap_or_default() {
            if !listed && status.waiting > 0 {
                let (endpoint, responses) = (status.endpoint, status.waiting);
                tracing::warn!(endpoint, responses, "responses wait for an endpoint that is in no file");
            }
        }
        if self.0.settings.open {
            return;
        }
        if !self.0.keyring.any(&self.0.store, Scope::Write).await.unwrap_or(true) {
            tracing::warn!("there is no write key: nobody can post. `askwell-collector keys create --scope write`");
        }
    }

    /// Where nobody can read reports yet, the path of a page at which a first user is made. It holds once, and for a day.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub async fn set_up_link(&self) -> Result<Option<String>, StoreError> {
        if self.0.has_readers().await? {
            return Ok(None);
        }
        let token = setup::begin(&self.0.store, self.0.settings.clock.now()).await?;
        Ok(Some(format!("/setup?token={token}")))
    }

    /// Looks for alerts, as is done once an hour. Returned is how many have begun and ended.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub async fn look_for_alerts(&self) -> Result<usize, StoreError> {
        alerts::look(&self.0).await
    }

    /// Forwards nothing any more, writes what is waiting to be written, and closes the database.
    ///
    /// # Errors
    /// The write-ahead log couldn't be moved into the file. Nothing is lost: the next start reads it.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.forwarder.close(self.0.settings.limits.shutdown).await;
        self.0.notifier.close(self.0.settings.limits.shutdown).await;
        self.0.writer.close().await;
        self.0.store.close().await
    }
}

impl Inner {
    /// Goes on applying rules to stored responses, also those that an earlier process had begun with.
    pub(crate) async fn apply_rules(&self) {
        if let Err(error) = self.store.apply_rules(self.settings.clock.now()).await {
            tracing::error!(%error, "a rule could not be applied to stored responses");
        }
    }
}

async fn register_definitions(store: &Store, settings: &Settings) -> Result<(), FolderError> {
    match &settings.definitions {
        Some(folder) => surveys::register_folder(store, folder, settings.clock.now()).await,
        None => Ok(()),
    }
}

/// Refuses another key than the one that the database was sealed with: what is new couldn't be read beside what is old.
pub(crate) async fn check_contact_key(store: &Store, key: Option<&ContactKey>) -> Result<(), StoreError> {
    const NAME: &str = "contact_key";
    match (store.meta(NAME).await?, key) {
        (None, None) => Ok(()),
        (None, Some(key)) => store.set_meta(NAME, Some(key.id())).await,
        (Some(known), Some(key)) if known == key.id() => Ok(()),
        (Some(_), Some(_)) => Err(StoreError::Refused("it was encrypted with another contact key".to_owned())),
        (Some(_), None) => Err(StoreError::Refused("it is encrypted: the contact key is needed".to_owned())),
    }
}

/// Does once a day what a database needs, for as long as there is somebody to do it for.
async fn tend(state: Weak<Inner>) {
    if let Some(state) = state.upgrade()
        && let Err(error) = state.store.count_stored(state.settings.contact_key.as_ref()).await
    {
        tracing::error!(%error, "responses of an earlier version could not be counted");
    }
    if let Some(state) = state.upgrade()
        && let Err(error) =
            state.store.fill_follow_ups(state.settings.contact_key.as_ref(), state.settings.clock.now()).await
    {
        tracing::error!(%error, "responses of an earlier version could not be put into the inbox");
    }
    if let Some(state) = state.upgrade() {
        state.apply_rules().await;
    }
    loop {
        {
            let Some(state) = state.upgrade() else { return };
            let (now, retention) = (state.settings.clock.now(), state.settings.retention);
            if let Err(error) = state.store.make_partitions(now).await {
                tracing::error!(%error, "the partitions of the coming months could not be made");
            }
            match state.store.forget(retention, now).await {
                Ok((0, 0)) => {}
                Ok((erased, anonymised)) => tracing::info!(erased, anonymised, "erased what is older than it may be"),
                Err(error) => tracing::error!(%error, "what is older than it may be could not be erased"),
            }
        }
        tokio::time::sleep(DAY).await;
    }
}
