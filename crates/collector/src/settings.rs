//! What an operator decides.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::hand::Endpoints;
use crate::key::MessageKey;
use crate::origin::Origin;

/// How a collector is to run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The SQLite file; made if it isn't there.
    pub database: PathBuf,
    /// A folder to serve: the widget's files and the pages beside them.
    pub site: Option<PathBuf>,
    /// The sites whose pages may post answers. Pages of this server itself always may.
    pub origins: Vec<Origin>,
    /// Keys of which one is needed to post an answer; without any, anyone can.
    pub write_keys: Vec<MessageKey>,
    /// The key to read the report.
    pub read_key: Option<MessageKey>,
    /// What every answer is handed on to.
    pub endpoints: Endpoints,
    /// How much a client may take.
    pub limits: Limits,
    /// What the time is when answers arrive and are handed on.
    pub clock: Clock,
}

/// How long and how often a client may keep the collector busy.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To send the head of a request, and to stay connected without sending one.
    pub head: Duration,
    /// To send the body.
    pub body: Duration,
    /// To take some of the answer.
    pub stall: Duration,
    /// To finish once the collector is told to stop.
    pub shutdown: Duration,
    /// Connections at the same time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Longer than the minute for which proxies keep an idle connection would be kinder to them, and kinder to
            // slow senders as well. A proxy that finds its connection closed opens another.
            head: Duration::from_secs(30),
            body: Duration::from_secs(20),
            stall: Duration::from_secs(30),
            shutdown: Duration::from_secs(10),
            connections: 1_024,
        }
    }
}

/// Settings under which the collector refuses to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The address can be reached from elsewhere, and anyone could post.
    OpenToAll(SocketAddr),
    /// The folder to serve isn't one.
    NoSite(PathBuf),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OpenToAll(listen) => write!(
                out,
                "{listen} can be reached from other machines, and without a write key anyone there could post answers: \
                 give one with --write-key, or listen on 127.0.0.1"
            ),
            Self::NoSite(site) => write!(out, "the site {} is not a folder", site.display()),
        }
    }
}

impl std::error::Error for Refusal {}

impl Settings {
    /// Settings for a collector on this machine alone, that keeps its answers in `database`.
    pub fn local(database: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: database.into(),
            site: None,
            origins: Vec::new(),
            write_keys: Vec::new(),
            read_key: None,
            endpoints: Endpoints::default(),
            limits: Limits::default(),
            clock: Clock::System,
        }
    }

    /// Whether the collector may start like this.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.write_keys.is_empty() && !self.listen.ip().is_loopback() {
            return Err(Refusal::OpenToAll(self.listen));
        }
        match &self.site {
            Some(site) if !site.is_dir() => Err(Refusal::NoSite(site.clone())),
            _ => Ok(()),
        }
    }
}
