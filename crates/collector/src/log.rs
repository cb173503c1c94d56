//! The log: one line for each thing that happened, on the standard error output.
//!
//! A line never waits for whoever reads the output. If the reader stops, lines are dropped, and the collector works on. No
//! line holds a key, an address or what a visitor wrote.

use std::io::IsTerminal;
use std::str::FromStr;

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::LevelFilter;

/// Lines that wait to be written at most.
const WAITING: usize = 4_096;

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("a format of the log is text or json".to_owned()),
        }
    }
}

/// Which lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLevel(LevelFilter);

impl Default for LogLevel {
    fn default() -> Self {
        Self(LevelFilter::INFO)
    }
}

impl FromStr for LogLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let level = text.parse().map_err(|_| "a level of the log is off, error, warn, info, debug or trace".to_owned());
        level.map(Self)
    }
}

/// Writes what is left of the log when it is dropped, for as long as somebody reads it.
#[must_use = "the log ends with it"]
#[derive(Debug)]
pub struct LogGuard {
    _worker: WorkerGuard,
}

/// Starts to write the log. What happens before is written nowhere.
pub fn start(level: LogLevel, format: LogFormat) -> LogGuard {
    let (writer, worker) =
        NonBlockingBuilder::default().buffered_lines_limit(WAITING).lossy(true).finish(std::io::stderr());
    let lines = tracing_subscriber::fmt()
        .with_max_level(level.0)
        .with_writer(writer)
        .with_ansi(format == LogFormat::Text && std::io::stderr().is_terminal())
        .with_target(false);
    // There is one already if there are several collectors in a process.
    let _ = match format {
        LogFormat::Text => tracing::subscriber::set_global_default(lines.finish()),
        LogFormat::Json => tracing::subscriber::set_global_default(lines.json().flatten_event(true).finish()),
    };
    LogGuard { _worker: worker }
}
