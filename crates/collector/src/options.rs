//! Command line and environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use askwell_collector::{Key, Limits, Origin, Settings};
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
    write_keys: Vec<Key>,
    /// Key that is needed to read the report. Without one, the report is for this machine alone
    #[arg(long, env = "ASKWELL_READ_KEY", hide_env_values = true, value_name = "KEY")]
    read_key: Option<Key>,
}

impl From<Serve> for Settings {
    fn from(serve: Serve) -> Self {
        Self {
            listen: serve.listen,
            database: serve.database,
            site: serve.site,
            origins: serve.origins,
            write_keys: serve.write_keys,
            read_key: serve.read_key,
            limits: Limits::default(),
        }
    }
}
