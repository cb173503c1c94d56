//! `cargo xtask bench`: what showing the survey costs a visitor. `tests/end-to-end` measures it; here it becomes a table.

mod summary;

use crate::workspace::Workspace;
use crate::{collector, dist, process, setup, test};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::process::{Command, Stdio};

/// Measure in headless Chromium what showing the survey costs: time, tasks, layout shift, bytes; and how long an answer
/// waits for its follow-up.
///
/// Each run begins with an empty cache. Takes about 20 seconds a run once dist/ is built.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// How many runs; the median is shown
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How many times slower the processor is made
    #[arg(long, default_value_t = 4.0)]
    slowdown: f64,
    /// Print JSON with every run instead of a table
    #[arg(long)]
    json: bool,
    /// Never go to the network
    #[arg(long)]
    offline: bool,
}

/// What else is measured.
#[derive(clap::Subcommand)]
enum What {
    /// Measure what the collector carries: responses a second against the database itself, latency under load, with endpoints
    /// that are down, beside slow clients; failed responses queued again; reports. Needs no browser; takes about ten minutes
    /// the first time
    Collector {
        /// Only these: sqlite, endpoints, slow, retry, reports, postgres
        figures: Vec<String>,
    },
}

/// One run. Times in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Run {
    /// From navigation until the numbers are painted.
    painted: f64,
    /// The longest task on the main thread until then and for a second after.
    longest_task: f64,
    /// What all tasks took beyond 50 ms each.
    blocking: f64,
    /// Cumulative layout shift.
    layout_shift: f64,
    /// Bytes over the line, headers included.
    bytes: f64,
    /// Requests, the page itself included.
    requests: f64,
    /// JavaScript heap after a collection, in bytes.
    heap: f64,
    /// From a click on a score, right when it is there, until the follow-up is painted.
    follow_up_cold: f64,
    /// The same after the pointer has been over the card for half a second.
    follow_up_hovered: f64,
    /// The same with everything in the browser's cache.
    follow_up_cached: f64,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(What::Collector { figures }) = &arguments.what {
        return load(figures, arguments.offline);
    }
    setup::run(&setup::Arguments { chromium: true, offline: arguments.offline, ..Default::default() })?;
    let workspace = Workspace::find()?;
    dist::build(&workspace, &dist::Arguments { offline: arguments.offline, ..Default::default() })?;
    let collector = collector::build(&workspace, arguments.offline)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--package", "end-to-end", "--bin", "measure"]).current_dir(&workspace.root);
    if arguments.offline {
        cargo.arg("--offline");
    }
    cargo.args(["--", &arguments.runs.to_string(), &arguments.slowdown.to_string()]).stderr(Stdio::inherit());
    test::set_stage(&mut cargo, &workspace, &collector)?;
    let printed = process::capture(&mut cargo)?;
    let runs: Vec<Run> = serde_json::from_str(&printed).context("what was measured is no list of figures")?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&runs)?);
    } else {
        summary::print(&runs, arguments.slowdown);
    }
    Ok(())
}

/// Measures what the collector carries.
fn load(figures: &[String], offline: bool) -> Result<()> {
    let workspace = Workspace::find()?;
    let mut cargo = Command::new("cargo");
    cargo.args(["bench", "--package", "askwell-collector", "--bench", "load"]).current_dir(&workspace.root);
    if offline {
        cargo.arg("--offline");
    }
    process::run(cargo.arg("--").args(figures))
}
