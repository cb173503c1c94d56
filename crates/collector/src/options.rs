//! Command line and environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use askwell_collector::{Clock, Endpoints, Key, Limits, Location, LogFormat, LogLevel, Origin, Settings, TestTraffic};
use clap::{Args, Parser, Subcommand};

/// Receives survey responses, stores them and reports on them
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) log: Log,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Log {
    /// What is written to the log: off, error, warn, info, debug or trace
    #[arg(long, env = "ASKWELL_LOG_LEVEL", default_value = "info", global = true, value_name = "LEVEL")]
    pub(crate) log_level: LogLevel,
    /// How it is written: text or json
    #[arg(long, env = "ASKWELL_LOG_FORMAT", default_value = "text", global = true, value_name = "FORMAT")]
    pub(crate) log_format: LogFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the collector until it is stopped
    Serve(Box<Serve>),
    /// Queue again what endpoints refused, or what could not be delivered in time
    Retry(Retry),
    /// Make, list and revoke keys
    #[command(subcommand)]
    Keys(Keys),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key and show it, this once
    Create(CreateKey),
    /// List the keys, without the keys themselves
    List(Database),
    /// Revoke a key, and end what it has opened
    Revoke(RevokeKey),
}

#[derive(Debug, Args)]
pub(crate) struct CreateKey {
    #[command(flatten)]
    pub(crate) database: Database,
    /// What it opens: write (posting responses) or read (reports)
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: String,
    /// What it is for, in your words
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub(crate) label: String,
    /// Site whose pages may post with it, in place of those of the configuration; may be repeated
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<Origin>,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeKey {
    #[command(flatten)]
    pub(crate) database: Database,
    /// Its identifier, as `keys list` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct Database {
    /// SQLite file with the responses, or postgres://USER:PASSWORD@HOST/NAME
    #[arg(
        long,
        env = "ASKWELL_DATABASE",
        hide_env_values = true,
        default_value = "askwell.db",
        value_name = "DATABASE"
    )]
    pub(crate) database: Location,
}

#[derive(Debug, Args)]
pub(crate) struct Retry {
    #[command(flatten)]
    pub(crate) database: Database,
    /// Only what is for the endpoint of this name
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "ASKWELL_LISTEN", default_value = "127.0.0.1:8787", value_name = "ADDRESS")]
    listen: SocketAddr,
    #[command(flatten)]
    database: Database,
    /// Folder to serve: the widget's files and pages
    #[arg(long, env = "ASKWELL_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// Site whose pages may post responses, such as https://shop.example, or * for every site; may be repeated
    #[arg(long = "origin", env = "ASKWELL_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    origins: Vec<Origin>,
    // Keys are read as texts: clap repeats what it can't read, and a secret that was mistyped is one all the same.
    /// Key to post responses with, beside those made by `keys create`; may be repeated
    #[arg(
        long = "write-key",
        env = "ASKWELL_WRITE_KEY",
        hide_env_values = true,
        value_delimiter = ',',
        value_name = "KEY"
    )]
    write_keys: Vec<String>,
    /// Key to read reports with, beside those made by `keys create`; of 16 characters at least
    #[arg(long, env = "ASKWELL_READ_KEY", hide_env_values = true, value_name = "KEY")]
    read_key: Option<String>,
    /// Need no keys: for trying it out on this machine
    #[arg(long, env = "ASKWELL_OPEN")]
    open: bool,
    /// Survey that reports name; others are counted together. May be repeated; without one, all are named
    #[arg(long = "survey", env = "ASKWELL_SURVEY", value_delimiter = ',', value_name = "ID")]
    surveys: Vec<String>,
    /// Host whose responses are marked as tests, or *.HOST for all below it; may be repeated
    #[arg(long = "test-host", env = "ASKWELL_TEST_HOST", value_delimiter = ',', value_name = "HOST")]
    test_hosts: Vec<String>,
    /// Host whose responses count, although it is called like one for tests; may be repeated
    #[arg(long = "production-host", env = "ASKWELL_PRODUCTION_HOST", value_delimiter = ',', value_name = "HOST")]
    production_hosts: Vec<String>,
    /// Proxies before the collector: so many last entries of X-Forwarded-For are believed
    #[arg(long, env = "ASKWELL_PROXIES", default_value_t = 0, value_name = "NUMBER")]
    proxies: usize,
    /// JSON file of endpoints that every response is forwarded to. ${NAME} in its texts is taken from the environment
    #[arg(long, env = "ASKWELL_ENDPOINTS", value_name = "FILE")]
    endpoints: Option<PathBuf>,
}

impl Serve {
    /// The settings, with the endpoints that the file names.
    pub(crate) fn settings(self) -> Result<Settings, String> {
        let endpoints = self.endpoints.as_deref().map_or_else(|| Ok(Endpoints::default()), read)?;
        let write_key = |text: &String| Key::new(text).map_err(|problem| format!("--write-key: {problem}"));
        let read_key = |text: &String| Key::for_reading(text).map_err(|problem| format!("--read-key: {problem}"));
        Ok(Settings {
            listen: self.listen,
            database: self.database.database,
            site: self.site,
            origins: self.origins,
            write_keys: self.write_keys.iter().map(write_key).collect::<Result<_, _>>()?,
            read_key: self.read_key.as_ref().map(read_key).transpose()?,
            open: self.open,
            surveys: self.surveys,
            test_traffic: TestTraffic {
                hosts: self.test_hosts,
                production_hosts: self.production_hosts,
                local_counts: self.open,
            },
            endpoints,
            limits: Limits { proxies: self.proxies, ..Limits::default() },
            clock: Clock::System,
        })
    }
}

fn read(path: &Path) -> Result<Endpoints, String> {
    let json = std::fs::read_to_string(path)
        .map_err(|error| format!("the endpoints {} can’t be read: {error}", path.display()))?;
    Endpoints::read(&json, |name| std::env::var(name).ok())
        .map_err(|problems| format!("the endpoints {} can’t be used:\n{problems}", path.display()))
}
