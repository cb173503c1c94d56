//! `cargo xtask bench`: what showing the survey costs a visitor, measured in Chromium.
//!
//! The conditions are those in which other widgets were compared: a processor four times slower, 1.6 Mbit/s, 150 ms, nothing
//! cached, from navigation until the eleven numbers are painted.

mod page;
mod summary;
mod webdriver;

use crate::collector::{self, Running};
use crate::setup::{self, SystemTool};
use crate::workspace::{Workspace, write};
use crate::{dist, test};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use webdriver::{Driver, Session};

/// Bits per second and round trip of the simulated line: Lighthouse's slow 4G.
const BITS_PER_SECOND: u32 = 1_600_000;
const ROUND_TRIP_MS: u32 = 150;
/// How long a survey may take to appear before the run counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measure in headless Chromium what showing the survey costs: time, tasks, layout shift, bytes.
///
/// Each run is a new browser with an empty cache. Takes about 5 seconds a run once dist/ is built.
#[derive(clap::Args)]
pub(crate) struct Arguments {
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
    /// JavaScript heap after a collection, in bytes.
    #[serde(default)]
    heap: f64,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::run(&setup::Arguments { chromium: true, offline: arguments.offline, ..Default::default() })?;
    let workspace = Workspace::find()?;
    dist::build(&workspace, &dist::Arguments { offline: arguments.offline, ..Default::default() })?;
    let program = collector::build(&workspace, arguments.offline)?;
    let site = prepare_site(&workspace)?;
    let server = Running::start(&program, &site, &workspace.scratch().join("bench"))?;
    let driver = Driver::start(&SystemTool::CHROMEDRIVER.program().context("there is no ChromeDriver")?)?;

    let mut runs = Vec::new();
    for index in 0..arguments.runs {
        let run = measure(&driver, &server.url(page::NAME), arguments.slowdown)?;
        eprintln!("run {} of {}: painted after {:.0} ms", index + 1, arguments.runs, run.painted);
        runs.push(run);
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&runs)?);
    } else {
        summary::print(&runs, arguments.slowdown);
    }
    Ok(())
}

/// A copy of `dist/` with one more page: nothing on it but the widget.
fn prepare_site(workspace: &Workspace) -> Result<PathBuf> {
    let site = workspace.scratch().join("bench/site");
    if site.exists() {
        std::fs::remove_dir_all(&site)?;
    }
    for file in crate::manifest::files_below(&workspace.dist())? {
        let relative = file.strip_prefix(workspace.dist())?;
        write(&site.join(relative), std::fs::read(&file)?)?;
    }
    write(&site.join(page::NAME), page::HTML)?;
    Ok(site)
}

fn measure(driver: &Driver, url: &str, slowdown: f64) -> Result<Run> {
    let chromium = SystemTool::CHROMIUM.program().context("there is no Chromium")?;
    let session = Session::new(
        driver,
        &json!({ "goog:chromeOptions": { "binary": chromium, "args": test::BROWSER_ARGUMENTS } }),
    )?;
    session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": page::OBSERVER }))?;
    session.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": slowdown }))?;
    session.devtools("Network.enable", &json!({}))?;
    session.devtools(
        "Network.emulateNetworkConditions",
        &json!({
            "offline": false,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": BITS_PER_SECOND / 8,
            "uploadThroughput": BITS_PER_SECOND / 16,
        }),
    )?;
    session.open(url)?;
    let mut run: Run = serde_json::from_value(wait_for(&session)?).context("the page reported something else")?;
    session.devtools("HeapProfiler.collectGarbage", &json!({}))?;
    run.heap = session.run_script("return performance.memory.usedJSHeapSize")?.as_f64().unwrap_or_default();
    Ok(run)
}

/// Asks the page until it has its figures.
fn wait_for(session: &Session) -> Result<Value> {
    let start = Instant::now();
    loop {
        let figures = session.run_script("return window.askwellFigures || null")?;
        if !figures.is_null() {
            return Ok(figures);
        }
        if start.elapsed() > PATIENCE {
            bail!("no survey appeared within {} s", PATIENCE.as_secs());
        }
        // A pause between two looks; what is awaited is above.
        std::thread::sleep(Duration::from_millis(100));
    }
}
