//! Command line and environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use askwell_collector::{Clock, Endpoints, MessageKey, Limits, Origin, Settings};
use clap::{Args, Parser, Subcommand};

/// Receives survey responses, stores them and reports on them
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the collector until it is stopped
    Serve(Serve),
    /// Try again to hand on what endpoints refused or was given up
    Retry(Retry),
}

#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// SQLite file with the answers; a collector may be running on it
    #[arg(long, env = "ASKWELL_DATABASE", default_value = "askwell.db", value_name = "FILE")]
    pub(crate) database: PathBuf,
    /// Only what is for the endpoint of this name
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "ASKWELL_LISTEN", default_value = "127.0.0.1:8787", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// SQLite file for the answers; made if it isn't there
    #[arg(long, env = "ASKWELL_DATABASE", default_value = "askwell.db", value_name = "FILE")]
    database: PathBuf,
    /// Folder to serve: the widget's files and pages
    #[arg(long, env = "ASKWELL_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// Site whose pages may post answers, such as https://shop.example, or * for every site; may be repeated
    #[arg(long = "origin", env = "ASKWELL_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    origins: Vec<Origin>,
    /// Key that is needed to post an answer; may be repeated. Needed unless ADDRESS is on this machine alone
    #[arg(
        long = "write-key",
        env = "ASKWELL_WRITE_KEY",
        hide_env_values = true,
        value_delimiter = ',',
        value_name = "KEY"
    )]
    write_keys: Vec<MessageKey>,
    /// Key that is needed to read the report. Without one, the report is for this machine alone
    #[arg(long, env = "ASKWELL_READ_KEY", hide_env_values = true, value_name = "KEY")]
    read_key: Option<MessageKey>,
    /// JSON file of endpoints that every answer is handed on to. ${NAME} in its texts is taken from the environment
    #[arg(long, env = "ASKWELL_ENDPOINTS", value_name = "FILE")]
    endpoints: Option<PathBuf>,
}

impl Serve {
    /// The settings, with the endpoints that the file names.
    pub(crate) fn settings(self) -> Result<Settings, String> {
        let endpoints = self.endpoints.as_deref().map_or_else(|| Ok(Endpoints::default()), read)?;
        Ok(Settings {
            listen: self.listen,
            database: self.database,
            site: self.site,
            origins: self.origins,
            write_keys: self.write_keys,
            read_key: self.read_key,
            endpoints,
            limits: Limits::default(),
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
