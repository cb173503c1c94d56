//! `cargo xtask fuzz`: hostile definitions and erratic visitors, for as long as one likes.

use crate::process;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// The targets, and what each is told besides: how long inputs grow, which words to put into them.
const TARGETS: [(&str, &[&str]); 2] =
    [("definition", &["-max_len=8192", "-dict=definition.dict"]), ("session", &["-max_len=2048"])];

/// Fuzz the linter and the session of `crates/survey`, both at a time, one processor each.
///
/// Installs cargo-fuzz if it is missing; it needs a C++ compiler. What is found is named, and kept in
/// crates/survey/fuzz/artifacts.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many minutes each target runs
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let folder = Workspace::find()?.root.join("crates/survey/fuzz");
    if which::which("cargo-fuzz").is_err() {
        process::run(Command::new("cargo").args(["install", "cargo-fuzz", "--locked"]))?;
    }
    process::run(&mut fuzz(&folder, "build"))?;
    let mut running = Vec::new();
    for (target, options) in TARGETS {
        let mut command = fuzz(&folder, "run");
        command.args([target, "--"]).args(options).arg("-print_final_stats=1");
        command.arg(format!("-max_total_time={}", arguments.minutes * 60));
        running.push((target, command.spawn().context("cargo fuzz could not be started")?));
    }
    // All are waited for, so that none goes on alone.
    let mut found = Vec::new();
    for (target, mut child) in running {
        if !child.wait()?.success() {
            found.push(target);
        }
    }
    if !found.is_empty() {
        bail!("found something: {}; see {}", found.join(" and "), folder.join("artifacts").display());
    }
    Ok(())
}

/// Without sanitizers: there is no unsafe code to watch, and without them it is many times faster. What cargo-fuzz asks
/// of the compiler beside them, stable Rust has and does not offer.
fn fuzz(folder: &Path, command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["fuzz", command, "--fuzz-dir", ".", "--sanitizer", "none"]);
    cargo.current_dir(folder).env("RUSTC_BOOTSTRAP", "1");
    cargo
}
