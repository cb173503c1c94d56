//! `cargo xtask test`: every test there is, from the quickest kind to the slowest.

use crate::process::{self, spoken};
use crate::setup::{ApiTools, AppPackages, Geckodriver, Libraries, PackageTool, SystemTool, TARGET, Tool, WebKit};
use crate::toolbox::{Toolbox, program, there};
use crate::workspace::{Workspace, write};
use crate::{apps, collector, dist, setup};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Run all tests: native ones, the widget's in headless Chromium, and end-to-end against the collector, under faults
/// and on pages made with libraries of others, in Chromium and Firefox.
///
/// Takes about 20 minutes on two cores from nothing, of which the set-up is the most; goes on after a failure, and
/// ends with what failed. Where there is no Firefox, Chromium alone is tested, without WebKitGTK nothing in WebKit, and where Node.js is too old for Vite,
/// applications are left out; without Python, trying the interface for programs is. That is said at the end.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Native tests alone
    #[arg(long)]
    quick: bool,
    /// Run only tests whose name contains this
    filter: Option<String>,
    /// Never go to the network
    #[arg(long)]
    offline: bool,
}

/// How one kind of test went.
struct Outcome {
    name: &'static str,
    time: Duration,
    error: Option<anyhow::Error>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let mut outcomes = Vec::new();
    let mut run = |name, kind: &dyn Fn() -> Result<()>| {
        eprintln!("\n{name}");
        let start = Instant::now();
        let error = kind().err();
        if let Some(error) = &error {
            eprintln!("{name}: {error:#}");
        }
        outcomes.push(Outcome { name, time: start.elapsed(), error });
    };
    run("Native tests", &|| native(&workspace, arguments));
    if !arguments.quick {
        setup::run(&setup::Arguments { tests: true, offline: arguments.offline, ..Default::default() })?;
        run("Widget and gate in Chromium", &|| in_browser(&workspace, arguments));
        run("End to end", &|| end_to_end(&workspace, arguments));
    }
    let left_out = if arguments.quick { Vec::new() } else { left_out(&workspace)? };
    report(&outcomes, &left_out)
}

/// Tests that this machine can't run.
struct LeftOut {
    name: &'static str,
    reasons: Vec<String>,
}

fn left_out(workspace: &Workspace) -> Result<Vec<LeftOut>> {
    let packages = AppPackages::locked_in(workspace)?;
    let api_tools = ApiTools::locked_in(workspace)?;
    let all = [
        LeftOut { name: "End to end in Firefox", reasons: reasons(&[&SystemTool::FIREFOX, &Geckodriver]) },
        LeftOut { name: "End to end in WebKit", reasons: reasons(&[&WebKit]) },
        LeftOut { name: "Applications", reasons: reasons(&[&packages]) },
        LeftOut { name: "Interface for programs", reasons: reasons(&[&SystemTool::PYTHON, &api_tools]) },
    ];
    Ok(all.into_iter().filter(|left_out| !left_out.reasons.is_empty()).collect())
}

/// Which of the tools are missing, and what to do about it.
fn reasons(tools: &[&dyn Tool]) -> Vec<String> {
    let missing = tools.iter().filter(|tool| tool.find().is_none());
    missing.map(|tool| format!("There is no {} here: {}", tool.name(), tool.by_hand())).collect()
}

fn report(outcomes: &[Outcome], left_out: &[LeftOut]) -> Result<()> {
    println!();
    for outcome in outcomes {
        let verdict = if outcome.error.is_none() { "passed" } else { "FAILED" };
        println!("{:<24} {verdict} in {}", outcome.name, spoken(outcome.time));
    }
    for LeftOut { name, reasons } in left_out {
        println!("{name:<24} left out");
        for reason in reasons {
            println!("  {reason}");
        }
    }
    let failed = outcomes.iter().filter(|outcome| outcome.error.is_some()).count();
    if failed > 0 {
        bail!("{failed} of {} kinds of tests failed", outcomes.len());
    }
    println!("{} tests passed.", if left_out.is_empty() { "All" } else { "All other" });
    Ok(())
}

fn cargo_test(workspace: &Workspace, arguments: &Arguments) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast"]).current_dir(&workspace.root);
    if arguments.offline {
        cargo.arg("--offline");
    }
    cargo
}

/// Runs a `cargo test` with the filter, if there is one.
fn run_filtered(cargo: &mut Command, arguments: &Arguments) -> Result<()> {
    if let Some(filter) = &arguments.filter {
        cargo.arg("--").arg(filter);
    }
    process::run(cargo)
}

fn native(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut cargo = cargo_test(workspace, arguments);
    cargo.args(["--workspace", "--exclude", "end-to-end"]);
    run_filtered(&mut cargo, arguments)
}

fn in_browser(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let tools = Toolbox::find(workspace)?;
    let mut cargo = cargo_test(workspace, arguments);
    cargo
        .args(["--package", "askwell", "--package", "askwell-gate", "--package", "askwell-page"])
        .args(["--features", "askwell/script", "--target", TARGET])
        // The documentation's examples run natively.
        .args(["--lib", "--tests"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.test_runner())
        .env("CHROMEDRIVER", chromedriver()?)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser_settings(workspace)?)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1");
    run_filtered(&mut cargo, arguments)
}

fn end_to_end(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    dist::build(workspace, &dist::Arguments { offline: arguments.offline, ..Default::default() })?;
    let collector = collector::build(workspace, arguments.offline)?;
    let mut cargo = cargo_test(workspace, arguments);
    set_stage(cargo.args(["--package", "end-to-end"]), workspace, &collector)?;
    cargo.env("ASKWELL_LIBRARIES", Libraries::of_host_pages(workspace)?.folder());
    let packages = AppPackages::locked_in(workspace)?;
    if packages.find().is_some() {
        cargo.env("ASKWELL_APPS", apps::build(workspace, &packages)?);
    } else {
        cargo.env_remove("ASKWELL_APPS");
    }
    let api_tools = ApiTools::locked_in(workspace)?;
    match SystemTool::PYTHON.program() {
        Some(python) if api_tools.find().is_some() => {
            cargo.env("PYTHON", python).env("ASKWELL_API_TOOLS", api_tools.folder())
        }
        _ => cargo.env_remove("ASKWELL_API_TOOLS"),
    };
    cargo.env("TSC", program(&there(&PackageTool::typescript())?, "tsc"));
    run_filtered(&mut cargo, arguments)
}

/// Tells what is in `tests/end-to-end` where things are.
///
/// # Errors
/// When there is no Chromium.
pub(crate) fn set_stage(cargo: &mut Command, workspace: &Workspace, collector: &Path) -> Result<()> {
    cargo
        .env("ASKWELL_DIST", workspace.dist())
        .env("ASKWELL_COLLECTOR", collector)
        .env("CHROMEDRIVER", chromedriver()?)
        .env("CHROMIUM", chromium()?);
    if let (Some(firefox), Some(driver)) = (SystemTool::FIREFOX.program(), Geckodriver::program()) {
        cargo.env("FIREFOX", firefox).env("GECKODRIVER", driver);
    } else {
        // Half of it is nothing to the tests.
        cargo.env_remove("FIREFOX").env_remove("GECKODRIVER");
    }
    for variable in WebKit::variables() {
        cargo.env_remove(variable);
    }
    if WebKit.find().is_some() {
        cargo.envs(WebKit::programs().into_iter().flatten());
    }
    Ok(())
}

fn chromium() -> Result<PathBuf> {
    SystemTool::CHROMIUM.program().context("there is no Chromium")
}

fn chromedriver() -> Result<PathBuf> {
    SystemTool::CHROMEDRIVER.program().context("there is no ChromeDriver that fits the browser")
}

/// What wasm-bindgen's test runner tells ChromeDriver. Written anew for each run: it names this machine's browser.
fn browser_settings(workspace: &Workspace) -> Result<PathBuf> {
    let settings = serde_json::json!({
        "goog:chromeOptions": { "binary": chromium()?, "args": BROWSER_ARGUMENTS }
    });
    let path = workspace.scratch().join("webdriver.json");
    write(&path, serde_json::to_string_pretty(&settings)?)?;
    Ok(path)
}

/// Lets Chromium run without a display and as root, and keeps it from talking to the network by itself.
pub(crate) const BROWSER_ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

#[cfg(test)]
mod tests {
    use super::{LeftOut, Outcome, report};
    use std::time::Duration;

    #[test]
    fn one_failure_fails_the_run() {
        let outcome = |error| Outcome { name: "Native tests", time: Duration::ZERO, error };
        assert!(report(&[outcome(None), outcome(None)], &[]).is_ok());
        let error = report(&[outcome(None), outcome(Some(anyhow::anyhow!("x")))], &[]).expect_err("one failed");
        assert_eq!(error.to_string(), "1 of 2 kinds of tests failed");
    }

    #[test]
    fn a_missing_firefox_fails_nothing() {
        let outcome = Outcome { name: "End to end", time: Duration::ZERO, error: None };
        let firefox = LeftOut { name: "End to end in Firefox", reasons: vec!["There is no Firefox here".to_owned()] };
        assert!(report(&[outcome], &[firefox]).is_ok());
    }
}
