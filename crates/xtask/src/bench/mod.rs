//! `cargo xtask bench`: what showing the survey costs a visitor. `tests/end-to-end` measures it; here it becomes a table.

mod summary;

use crate::setup::Libraries;
use crate::workspace::Workspace;
use crate::{collector, dist, process, setup, test};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::process::{Command, Stdio};

/// Measure in headless Chromium what showing the survey costs: time, tasks, layout shift, bytes; and how long an answer
/// waits for its follow-up.
///
/// Each run begins with an empty cache. Takes about half a minute a run once dist/ is built, and two minutes with peers.
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
    /// Measure other products as well, on the same page: posthog-js, survey-js-ui and feedbackfin, from npm
    #[arg(long)]
    peers: bool,
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

/// One run of a product. Times in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Run {
    /// Its name on npm.
    product: String,
    /// From navigation until the question is painted.
    painted: f64,
    /// The same with everything in the browser's cache.
    painted_cached: f64,
    /// From the call that asks, on a page that has been there for a while, until the question is painted.
    painted_after_trigger: f64,
    /// All tasks on the main thread from navigation until a second after that.
    main_thread: f64,
    /// The longest of them.
    longest_task: f64,
    /// What they took beyond 50 ms each.
    blocking: f64,
    /// Cumulative layout shift.
    layout_shift: f64,
    /// Bytes over the line, headers included.
    bytes: f64,
    /// Requests, the page itself included.
    requests: f64,
    /// JavaScript heap after a collection, in bytes.
    heap: f64,
    /// From a click on a score, right when it is there, until the follow-up is painted. Measured of Askwell alone, as the two below.
    follow_up_cold: Option<f64>,
    /// The same after the pointer has been over the card for half a second.
    follow_up_hovered: Option<f64>,
    /// The same with everything in the browser's cache.
    follow_up_cached: Option<f64>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(What::Collector { figures }) = &arguments.what {
        return load(figures, arguments.offline);
    }
    let (peers, offline) = (arguments.peers, arguments.offline);
    setup::run(&setup::Arguments { chromium: true, peers, offline, ..Default::default() })?;
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
    if peers {
        let packages = Libraries::of_peers(&workspace)?;
        cargo.arg(packages.version("posthog-js").context("PostHog is not listed")?);
        cargo.env("ASKWELL_PEERS", packages.folder());
    }
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
