//! The configuration: a TOML file, and over it what the command line and the environment say.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::access::key::Key;
use crate::alerts::ConfigAlerts;
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::forward::{AddressRules, Endpoints};
use crate::log::{LogFormat, LogLevel};
use crate::notify::{Channels, ConfigChannel, ConfigSmtp};
use crate::record::RecordDetails;
use crate::server::TlsFiles;
use crate::settings::{Limits, Settings};
use crate::store::{Location, Retention};
use crate::test_traffic::TestTraffic;

/// What an operator may say. Everything is optional; `docs/deploy.md` describes each field.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: Option<SocketAddr>,
    /// An SQLite file, or an address of PostgreSQL.
    pub database: Option<String>,
    /// Encryption where no proxy does it.
    pub tls: ConfigTls,
    /// Folder to serve.
    pub site: Option<PathBuf>,
    /// Sites whose pages may post responses.
    pub origins: Vec<String>,
    /// Whether no keys are needed.
    pub open: Option<bool>,
    /// Surveys that reports name.
    pub surveys: Vec<String>,
    /// Folder with definitions of surveys.
    pub definitions: Option<PathBuf>,
    /// JSON file of endpoints.
    pub endpoints: Option<PathBuf>,
    /// How responses are forwarded.
    pub forwarding: ConfigForwarding,
    /// Where people open the dashboard.
    pub public_url: Option<String>,
    /// The server that takes e-mails.
    pub smtp: Option<ConfigSmtp>,
    /// Where notices go, by name.
    pub channels: BTreeMap<String, ConfigChannel>,
    /// Keys beside those in the database.
    pub keys: ConfigKeys,
    /// The log.
    pub log: ConfigLog,
    /// How much clients may take.
    pub limits: ConfigLimits,
    /// What is marked as a test.
    pub test_traffic: ConfigTestTraffic,
    /// How long anything is kept.
    pub retention: ConfigRetention,
    /// What the record of processing says beside that.
    pub record: RecordDetails,
    /// What is watched.
    pub alerts: ConfigAlerts,
}

/// Keys beside those in the database.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigKeys {
    /// Keys to post responses with.
    pub write: Vec<String>,
    /// A key to read reports with.
    pub read: Option<String>,
    /// A file with the key that encrypts what is personal.
    pub contact_file: Option<PathBuf>,
    /// That key itself.
    #[serde(skip)]
    pub contact: Option<String>,
}

/// Encryption where no proxy does it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigTls {
    /// File with the certificate, followed by those that lead to its issuer (PEM).
    pub certificate: Option<PathBuf>,
    /// PEM file with the private key of the certificate.
    pub key: Option<PathBuf>,
}

/// How responses are forwarded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigForwarding {
    /// Hosts that endpoints may have, although their addresses aren't public.
    pub allow: Vec<String>,
}

/// The log.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigLog {
    /// Which lines are written.
    pub level: Option<String>,
    /// How they are written.
    pub format: Option<LogFormat>,
}

/// How much clients may take.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigLimits {
    /// Connections at the same time.
    pub connections: Option<usize>,
    /// Of these, from one address.
    pub connections_per_address: Option<usize>,
    /// Posts of one address in a minute; 0 for any number.
    pub posts_per_minute: Option<u32>,
    /// Proxies before the collector.
    pub proxies: Option<usize>,
    /// Seconds to send the head of a request.
    pub header_seconds: Option<u64>,
    /// Seconds to send the body.
    pub body_seconds: Option<u64>,
    /// Seconds to take some of the answer.
    pub write_seconds: Option<u64>,
    /// Seconds to finish once the collector is told to stop.
    pub shutdown_seconds: Option<u64>,
}

/// What is marked as a test.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigTestTraffic {
    /// Hosts whose responses are marked.
    pub hosts: Vec<String>,
    /// Hosts whose responses count, whatever they are called.
    pub production_hosts: Vec<String>,
}

/// How long anything is kept, in days; for ever without a number.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigRetention {
    /// A response as a whole.
    pub responses_days: Option<u32>,
    /// What it says of who answered.
    pub personal_days: Option<u32>,
    /// A response that is marked as a test or as spam.
    pub marked_days: Option<u32>,
}

/// Why a configuration can't be used. No text of it repeats a key or a password.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("the configuration {} can’t be read: {error}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file isn't TOML, or says what isn't known.
    #[error("the configuration can’t be used: {0}")]
    Syntax(String),
    /// A value can't be used.
    #[error("{0}: {1}")]
    Value(&'static str, String),
    /// A value of a channel, or of what channels need, can't be used: its path, and why.
    #[error("{0}: {1}")]
    Channel(String, String),
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// It can't be read, or says what isn't known.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable { path: path.to_owned(), error })?;
        Self::parse(&text)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// It isn't TOML, or says what isn't known.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            // The error as a whole shows the line, which may be a key's.
            let line = error.span().map(|span| text[..span.start].lines().count().max(1));
            let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            ConfigError::Syntax(format!("{place}{}", error.message()))
        })
    }

    /// What is said in `over` in place of what is said here.
    #[must_use]
    pub fn with(self, over: Self) -> Self {
        fn list<T>(under: Vec<T>, over: Vec<T>) -> Vec<T> {
            if over.is_empty() { under } else { over }
        }
        Self {
            listen: over.listen.or(self.listen),
            database: over.database.or(self.database),
            tls: ConfigTls {
                certificate: over.tls.certificate.or(self.tls.certificate),
                key: over.tls.key.or(self.tls.key),
            },
            site: over.site.or(self.site),
            origins: list(self.origins, over.origins),
            open: over.open.or(self.open),
            surveys: list(self.surveys, over.surveys),
            definitions: over.definitions.or(self.definitions),
            endpoints: over.endpoints.or(self.endpoints),
            forwarding: ConfigForwarding { allow: list(self.forwarding.allow, over.forwarding.allow) },
            public_url: over.public_url.or(self.public_url),
            smtp: self.smtp,
            channels: self.channels,
            keys: ConfigKeys {
                write: list(self.keys.write, over.keys.write),
                read: over.keys.read.or(self.keys.read),
                contact_file: over.keys.contact_file.or(self.keys.contact_file),
                contact: over.keys.contact.or(self.keys.contact),
            },
            log: ConfigLog { level: over.log.level.or(self.log.level), format: over.log.format.or(self.log.format) },
            limits: ConfigLimits { proxies: over.limits.proxies.or(self.limits.proxies), ..self.limits },
            test_traffic: ConfigTestTraffic {
                hosts: list(self.test_traffic.hosts, over.test_traffic.hosts),
                production_hosts: list(self.test_traffic.production_hosts, over.test_traffic.production_hosts),
            },
            retention: self.retention,
            record: self.record,
            alerts: self.alerts,
        }
    }

    /// Where responses are stored.
    pub fn location(&self) -> Location {
        self.database.as_deref().unwrap_or("askwell.db").parse().unwrap_or_else(|never| match never {})
    }

    /// The key that encrypts what is personal, if there is one.
    ///
    /// # Errors
    /// Its file can't be read, or has no key in it.
    pub fn contact_key(&self) -> Result<Option<ContactKey>, ConfigError> {
        let text = match (&self.keys.contact, &self.keys.contact_file) {
            (Some(text), _) => text.clone(),
            (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| {
                ConfigError::Value("contact key", format!("the file {} can’t be read: {error}", path.display()))
            })?,
            (None, None) => return Ok(None),
        };
        ContactKey::new(&text).map(Some).map_err(|problem| ConfigError::Value("contact key", problem))
    }

    /// How the log is written.
    ///
    /// # Errors
    /// There is no such level.
    pub fn log(&self) -> Result<(LogLevel, LogFormat), ConfigError> {
        let level = self.log.level.as_deref().map(str::parse).transpose();
        let level = level.map_err(|problem| ConfigError::Value("log.level", problem))?;
        Ok((level.unwrap_or_default(), self.log.format.unwrap_or_default()))
    }

    /// The settings, with the endpoints that the file names; `variable` looks into the environment.
    ///
    /// # Errors
    /// The first value that can't be used.
    pub fn settings(self, variable: impl Fn(&str) -> Option<String>) -> Result<Settings, ConfigError> {
        let channels = Channels::read(self.public_url.as_deref(), self.smtp.as_ref(), &self.channels, &variable);
        let channels = channels.map_err(|(path, problem)| ConfigError::Channel(path, problem))?;
        let endpoints = match &self.endpoints {
            Some(path) => {
                let json = std::fs::read_to_string(path).map_err(|error| {
                    ConfigError::Value("endpoints", format!("the file {} can’t be read: {error}", path.display()))
                })?;
                Endpoints::read(&json, variable).map_err(|problems| {
                    ConfigError::Value("endpoints", format!("the file can’t be used:\n{problems}"))
                })?
            }
            None => Endpoints::default(),
        };
        let database = self.location();
        let contact_key = self.contact_key()?;
        let address_rules = AddressRules::allowing(&self.forwarding.allow);
        let origins = self.origins.iter().map(|origin| origin.parse()).collect::<Result<_, _>>();
        let write_keys = self.keys.write.iter().map(|key| Key::new(key)).collect::<Result<_, _>>();
        let read_key = self.keys.read.as_deref().map(Key::for_reading).transpose();
        let open = self.open.unwrap_or(false);
        let alerts = self.alerts.settings();
        let tls = match (self.tls.certificate, self.tls.key) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (None, None) => None,
            (Some(_), None) => return Err(ConfigError::Value("tls.key", "is missing".to_owned())),
            (None, Some(_)) => return Err(ConfigError::Value("tls.certificate", "is missing".to_owned())),
        };
        Ok(Settings {
            listen: self.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8787))),
            database,
            tls,
            site: self.site,
            origins: origins.map_err(|problem| ConfigError::Value("origin", problem))?,
            write_keys: write_keys.map_err(|problem| ConfigError::Value("write key", problem))?,
            read_key: read_key.map_err(|problem| ConfigError::Value("read key", problem))?,
            open,
            surveys: self.surveys,
            definitions: self.definitions,
            test_traffic: TestTraffic {
                hosts: self.test_traffic.hosts,
                production_hosts: self.test_traffic.production_hosts,
                local_counts: open,
            },
            contact_key,
            retention: Retention {
                responses: self.retention.responses_days,
                personal: self.retention.personal_days,
                marked: self.retention.marked_days,
            },
            endpoints,
            channels,
            address_rules: address_rules.map_err(|problem| ConfigError::Value("forwarding.allow", problem))?,
            record: self.record,
            limits: self.limits.limits(),
            alerts: alerts.map_err(|(path, problem)| ConfigError::Value(path, problem.to_owned()))?,
            clock: Clock::System,
        })
    }
}

impl ConfigLimits {
    fn limits(&self) -> Limits {
        let usual = Limits::default();
        let seconds = |given: Option<u64>, usual| given.map_or(usual, Duration::from_secs);
        Limits {
            header_timeout: seconds(self.header_seconds, usual.header_timeout),
            body: seconds(self.body_seconds, usual.body),
            write_timeout: seconds(self.write_seconds, usual.write_timeout),
            shutdown: seconds(self.shutdown_seconds, usual.shutdown),
            connections: self.connections.unwrap_or(usual.connections),
            connections_per_address: self.connections_per_address.unwrap_or(usual.connections_per_address),
            posts_per_minute: self.posts_per_minute.unwrap_or(usual.posts_per_minute),
            proxies: self.proxies.unwrap_or(usual.proxies),
        }
    }
}

/// Without what may be secret.
impl std::fmt::Debug for Config {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Config").field("listen", &self.listen).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_counts_more_than_the_file() {
        let file = Config::parse(
            r#"
            listen = "0.0.0.0:8787"
            origins = ["https://shop.example"]
            [limits]
            connections = 10
            proxies = 1
            [log]
            format = "json"
            "#,
        )
        .unwrap();
        let over = Config { listen: Some("127.0.0.1:1".parse().unwrap()), ..Config::default() };
        let config = file.with(over);
        assert_eq!(config.log().unwrap().1, LogFormat::Json);
        let settings = config.settings(|_| None).unwrap();
        assert_eq!((settings.listen.port(), settings.limits.connections, settings.limits.proxies), (1, 10, 1));
        assert_eq!(settings.origins.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_said_without_what_may_be_secret() {
        for (text, problem) in [
            ("\nlisten = 5\n", "line 2"),
            ("lisen = \"x\"", "unknown field `lisen`"),
            ("[keys]\nread = s3cret", "line 2"),
            ("[alerts]\nsilence = 3", "unknown field `silence`"),
            ("[keys]\nread = [\"s3cret\"]", "line 2"),
        ] {
            let error = Config::parse(text).unwrap_err().to_string();
            assert!(error.contains(problem) && !error.contains("s3cret"), "{error}");
        }
        for text in ["[keys]\nread = \"s3cret\"", "[keys]\nwrite = [\"s3cret ü\"]"] {
            let error = Config::parse(text).unwrap().settings(|_| None).unwrap_err().to_string();
            assert!(error.contains("key") && !error.contains("s3cret"), "{error}");
        }
    }
}
