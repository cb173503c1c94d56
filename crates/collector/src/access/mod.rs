//! Who may post and who may read. A key is needed for both, unless the collector was started with `--open`: that a
//! request comes from this machine says nothing, since a proxy's requests do.

pub(crate) mod key;
pub(crate) mod keyring;
pub(crate) mod password;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod token;

use std::time::Duration;

use axum::http::{HeaderMap, Uri};

use crate::client;
use crate::error::ApiError;
use crate::origin;
use crate::state::Inner;
use crate::store::StoreError;
use key::{bearer, in_query};
use keyring::{HeldKey, Scope};
use role::Role;

/// Wrong keys that an address may show in [`BRAKE_WINDOW`].
pub(crate) const BRAKE: u32 = 20;
/// How long wrong keys are counted.
pub(crate) const BRAKE_WINDOW: Duration = Duration::from_mins(5);

/// How the audit log names someone who is no user.
const BY_KEY: &str = "read key";
const ANYONE: &str = "anyone on this machine";

/// Whether an actor may be a user: a user of the name of one who isn't would share what everybody changes.
pub(crate) fn is_user(actor: &str) -> bool {
    ![BY_KEY, ANYONE].contains(&actor)
}

/// Why someone may not do something.
#[derive(Debug)]
pub(crate) enum Denied {
    /// A key is needed, and the request doesn't show it.
    KeyNeeded,
    /// The address has shown too many wrong ones.
    Braked(Duration),
    /// Nobody can tell at the moment.
    Store(StoreError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Someone who may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Granted {
    /// As the audit log names them.
    pub(crate) actor: String,
    pub(crate) role: Role,
    /// Whether they could sign out again.
    pub(crate) signed_in: bool,
}

impl Granted {
    /// Someone who has a read key, which changes nothing.
    fn by_key(signed_in: bool) -> Self {
        Self { actor: BY_KEY.to_owned(), role: Role::Viewer, signed_in }
    }
}

/// A request, as far as it matters who makes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) uri: &'a Uri,
    pub(crate) peer: Option<client::Peer>,
}

impl Inner {
    /// Finds the key that was shown. Wrong ones are counted: guessing isn't free.
    async fn find_key(&self, caller: Caller<'_>, scope: Scope, shown: &str) -> Result<HeldKey, Denied> {
        let address = client::network(client::address(caller.peer, caller.headers, self.settings.limits.proxies));
        self.brake.check(address).map_err(Denied::Braked)?;
        let Some(key) = self.keyring.find(&self.store, scope, shown).await? else {
            self.brake.count(address).map_err(Denied::Braked)?;
            return Err(Denied::KeyNeeded);
        };
        self.keyring.note_use(&self.store, &key, self.settings.clock.now()).await;
        Ok(key)
    }

    /// Whether the request may post; with which key, if one is needed.
    pub(crate) async fn may_post(&self, caller: Caller<'_>) -> Result<Option<HeldKey>, Denied> {
        // The key of a page is public: nobody guesses it.
        if let Some(shown) = bearer(caller.headers).or_else(|| in_query(caller.uri))
            && let Some(key) = self.keyring.find(&self.store, Scope::Write, &shown).await?
        {
            self.keyring.note_use(&self.store, &key, self.settings.clock.now()).await;
            return Ok(Some(key));
        }
        if self.settings.open && !self.keyring.any(&self.store, Scope::Write).await? {
            return Ok(None);
        }
        Err(Denied::KeyNeeded)
    }

    /// Whether the request may read reports: it shows a read key or the cookie of someone who signed in. A key in the
    /// address doesn't count: addresses are kept by browsers and proxies.
    pub(crate) async fn may_read(&self, caller: Caller<'_>) -> Result<Granted, Denied> {
        if let Some(shown) = bearer(caller.headers) {
            return self.find_key(caller, Scope::Read, &shown).await.map(|_| Granted::by_key(false));
        }
        let session = session::find(&self.store, self.settings.clock.now(), caller.headers).await?;
        let granted = match session.map(|session| (session.key_digest, session.account)) {
            // Revoking a key or changing the configured one ends what it has opened.
            Some((Some(digest), _)) => {
                self.keyring.has(&self.store, Scope::Read, &digest).await?.then(|| Granted::by_key(true))
            }
            Some((None, Some(account))) => self.user(account).await?,
            Some((None, None)) | None => None,
        };
        if let Some(granted) = granted {
            return Ok(granted);
        }
        // The name matters because a web page elsewhere can give its own name this machine's address.
        let open = self.settings.open && origin::names_this_machine(caller.headers);
        if open && !self.keyring.any(&self.store, Scope::Read).await? {
            return Ok(Granted { actor: ANYONE.to_owned(), role: Role::Admin, signed_in: false });
        }
        Err(Denied::KeyNeeded)
    }

    /// Whether the request may change which surveys there are.
    pub(crate) async fn may_manage(&self, caller: Caller<'_>) -> Result<(), Denied> {
        if let Some(shown) = bearer(caller.headers) {
            return self.find_key(caller, Scope::Manage, &shown).await.map(drop);
        }
        let open = self.settings.open && origin::names_this_machine(caller.headers);
        if open && !self.keyring.any(&self.store, Scope::Manage).await? { Ok(()) } else { Err(Denied::KeyNeeded) }
    }

    /// A user with their role as it is now.
    async fn user(&self, name: String) -> Result<Option<Granted>, StoreError> {
        let user = self.store.users().await?.into_iter().find(|user| user.name == name);
        // Nobody knows what a role that a later version may have made allows.
        let role = user.map(|user| Role::of(&user.role).unwrap_or(Role::Viewer));
        Ok(role.map(|role| Granted { actor: name, role, signed_in: true }))
    }

    /// Whether the password is the user's. Wrong ones are counted, by address and by user.
    pub(crate) async fn sign_in_user(&self, caller: Caller<'_>, name: &str, password: &str) -> Result<(), Denied> {
        let address = client::network(client::address(caller.peer, caller.headers, self.settings.limits.proxies));
        self.brake.check(address).map_err(Denied::Braked)?;
        self.brake.check(name).map_err(Denied::Braked)?;
        let known = self.store.users().await?.into_iter().find(|user| user.name == name);
        if password::is_right(password, known.map(|user| user.password)).await {
            return Ok(());
        }
        self.brake.count(address).map_err(Denied::Braked)?;
        self.brake.count(name).map_err(Denied::Braked)?;
        Err(Denied::KeyNeeded)
    }

    /// Whether anybody could read reports: with a key, or as a user.
    pub(crate) async fn has_readers(&self) -> Result<bool, StoreError> {
        Ok(self.settings.open
            || self.keyring.any(&self.store, Scope::Read).await?
            || !self.store.users().await?.is_empty())
    }

    /// Opens a session with a read key; returned is the key.
    pub(crate) async fn sign_in(&self, caller: Caller<'_>, shown: &str) -> Result<HeldKey, Denied> {
        self.find_key(caller, Scope::Read, shown).await
    }

    /// The same as [`Inner::may_read`], for programs: they are told what is needed.
    pub(crate) async fn demand_read(&self, caller: Caller<'_>) -> Result<(), ApiError> {
        match self.may_read(caller).await {
            Ok(_) => Ok(()),
            Err(denied) => Err(refused(denied, "A read key is needed: `Authorization: Bearer KEY`.")),
        }
    }
}

/// What a program is told; `needed` says which key.
pub(crate) fn refused(denied: Denied, needed: &'static str) -> ApiError {
    match denied {
        Denied::KeyNeeded => ApiError::unauthorized(needed),
        Denied::Braked(wait) => ApiError::too_many("There were too many failed attempts from your address.", wait),
        Denied::Store(error) => error.into(),
    }
}
