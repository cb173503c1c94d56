//! What an operator decides.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::access::key::Key;
use crate::alerts::AlertSettings;
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::forward::{AddressRules, Endpoints, RefusedAddress};
use crate::notify::Channels;
use crate::origin::Origin;
use crate::record::RecordDetails;
use crate::server::TlsFiles;
use crate::store::{Location, Retention};
use crate::test_traffic::TestTraffic;

/// How a collector is to run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where responses are stored. A file is made if it isn't there.
    pub database: Location,
    /// The certificate to encrypt with; without one, a proxy does it or nobody.
    pub tls: Option<TlsFiles>,
    /// A folder to serve: the widget's files and the pages beside them.
    pub site: Option<PathBuf>,
    /// The sites whose pages may post responses. Pages of this server itself always may.
    pub origins: Vec<Origin>,
    /// Keys of which one is needed to post a response, beside those in the database.
    pub write_keys: Vec<Key>,
    /// A key that opens reports, beside those in the database.
    pub read_key: Option<Key>,
    /// Without keys, anyone on this machine may post and read.
    pub open: bool,
    /// The surveys that reports name; all of them without any.
    pub surveys: Vec<String>,
    /// A folder with definitions of surveys, which are registered at the start.
    pub definitions: Option<PathBuf>,
    /// Which responses are marked as tests.
    pub test_traffic: TestTraffic,
    /// Encrypts what is personal where it is stored.
    pub contact_key: Option<ContactKey>,
    /// How long anything is kept.
    pub retention: Retention,
    /// What every response is forwarded to.
    pub endpoints: Endpoints,
    /// Where notices go.
    pub channels: Channels,
    /// Where endpoints and channels may be.
    pub address_rules: AddressRules,
    /// What the record of processing says beside that.
    pub record: RecordDetails,
    /// How much a client may take.
    pub limits: Limits,
    /// What is watched.
    pub alerts: AlertSettings,
    /// What the time is when responses arrive and are forwarded.
    pub clock: Clock,
}

/// How long and how often a client may keep the collector busy.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To send the head of a request, and to stay connected without sending one.
    pub header_timeout: Duration,
    /// To send the body.
    pub body: Duration,
    /// To take some of the answer.
    pub write_timeout: Duration,
    /// To finish once the collector is told to stop.
    pub shutdown: Duration,
    /// Connections at the same time.
    pub connections: usize,
    /// Of these, from one address. Addresses of this machine and of private networks may stand for many, and aren't
    /// counted.
    pub connections_per_address: usize,
    /// Posts of one address in a minute; 0 for any number. The same addresses aren't counted.
    pub posts_per_minute: u32,
    /// Proxies that stand before the collector: so many last entries of `X-Forwarded-For` are believed.
    pub proxies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Longer than the minute for which proxies keep an idle connection would be kinder to them, and kinder to
            // slow senders as well. A proxy that finds its connection closed opens another.
            header_timeout: Duration::from_secs(30),
            body: Duration::from_secs(20),
            write_timeout: Duration::from_secs(30),
            shutdown: Duration::from_secs(10),
            connections: 1_024,
            connections_per_address: 128,
            posts_per_minute: 600,
            proxies: 0,
        }
    }
}

/// Settings under which the collector refuses to start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Everything would be open to other machines.
    #[error(
        "{0} can be reached from other machines, and with --open anyone there could read the report: listen on \
         127.0.0.1, or use keys"
    )]
    OpenToAll(SocketAddr),
    /// An endpoint is where nothing may be forwarded to.
    #[error("the endpoint {0} can’t be used: {1}")]
    Endpoint(String, RefusedAddress),
    /// A channel is where nothing may be sent to.
    #[error("the channel {0} can’t be used: {1}")]
    Channel(String, RefusedAddress),
    /// The folder to serve isn't one.
    #[error("the site {} is not a folder", .0.display())]
    NoSite(PathBuf),
    /// The folder to serve holds something that nobody may have.
    #[error("the site {} holds {what}, which would be served: keep it elsewhere", .site.display())]
    SiteHolds {
        /// The folder.
        site: PathBuf,
        /// What it holds.
        what: &'static str,
    },
}

impl Settings {
    /// Settings for a collector on this machine alone, without keys, that stores responses in the file `database`.
    pub fn local(database: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: Location::File(database.into()),
            tls: None,
            site: None,
            origins: Vec::new(),
            write_keys: Vec::new(),
            read_key: None,
            open: true,
            surveys: Vec::new(),
            definitions: None,
            test_traffic: TestTraffic { local_counts: true, ..TestTraffic::default() },
            contact_key: None,
            retention: Retention::default(),
            endpoints: Endpoints::default(),
            channels: Channels::default(),
            address_rules: AddressRules::default(),
            record: RecordDetails::default(),
            limits: Limits::default(),
            alerts: AlertSettings::default(),
            clock: Clock::System,
        }
    }

    /// Whether the collector may start like this.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.open && !self.listen.ip().is_loopback() {
            return Err(Refusal::OpenToAll(self.listen));
        }
        for listed in self.endpoints.list() {
            let checked = self.address_rules.check(listed.address());
            checked.map_err(|refused| Refusal::Endpoint(listed.name.clone(), refused))?;
        }
        self.channels.check(&self.address_rules).map_err(|(name, refused)| Refusal::Channel(name, refused))?;
        let Some(site) = &self.site else { return Ok(()) };
        if !site.is_dir() {
            return Err(Refusal::NoSite(site.clone()));
        }
        if self.database.file().is_some_and(|file| lies_in(file, site)) {
            return Err(Refusal::SiteHolds { site: site.clone(), what: "the database" });
        }
        Ok(())
    }
}

/// Whether a file lies in a folder or below it, whatever links lead there.
pub(crate) fn lies_in(file: &Path, folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    // The file may not be there yet; the folder it is in is.
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = file.canonicalize().or_else(|_| parent.canonicalize());
    real.is_ok_and(|real| real.starts_with(&folder))
}
