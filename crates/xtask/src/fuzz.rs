//! `cargo xtask fuzz`: hostile definitions and erratic visitors, for as long as one likes.

use crate::process;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// The targets, and what each is told besides: how long inputs grow, which words to put into them.
const TARGETS: [(&str, &[&str]); 2] =
    [("definition", &["-max_len=8192", "-dict=definition.dict"]), ("session", &["-max_len=2048"])];
/// Lets libFuzzer see which code an input reaches: what cargo-fuzz asks of the compiler too, as far as stable Rust has it.
/// No sanitizers: there is no unsafe code to watch, and without them it is many times faster.
const COVERAGE: &str = "--cfg fuzzing -Cdebug-assertions -Ccodegen-units=1 -Cpasses=sancov-module \
                        -Cllvm-args=-sanitizer-coverage-level=4 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Cllvm-args=-sanitizer-coverage-pc-table \
                        -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Fuzz the linter and the session of `crates/survey`, both at a time, one processor each.
///
/// Needs a C++ compiler, for libFuzzer. What is found is named, and kept in crates/survey/fuzz/artifacts.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many minutes each target runs
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
    /// Only check that the targets compile, which takes no C++ compiler
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let folder = workspace.root.join("crates/survey/fuzz");
    let target = workspace.target.join("fuzz");
    if arguments.check {
        let mut cargo = cargo("check", &folder, &target);
        return process::run(cargo.args(["--locked", "--no-default-features"]));
    }
    // A target that is named keeps the flags away from build scripts and macros.
    let host = host()?;
    let mut cargo = cargo("build", &folder, &target);
    process::run(cargo.args(["--release", "--target", &host]).env("RUSTFLAGS", COVERAGE))?;

    let artifacts = folder.join("artifacts");
    std::fs::create_dir_all(&artifacts)?;
    let mut running = Vec::new();
    for (name, options) in TARGETS {
        let mut command = Command::new(target.join(&host).join("release").join(name));
        command
            .arg(folder.join("corpus").join(name))
            .args(options)
            .arg("-print_final_stats=1")
            .arg(format!("-max_total_time={}", arguments.minutes * 60))
            .arg(format!("-artifact_prefix={}/{name}-", artifacts.display()))
            .current_dir(&folder);
        running.push((name, command.spawn().with_context(|| format!("{name} could not be started"))?));
    }
    // All are waited for, so that none goes on alone.
    let mut found = Vec::new();
    for (name, mut child) in running {
        if !child.wait()?.success() {
            found.push(name);
        }
    }
    if !found.is_empty() {
        bail!("found something: {}; see {}", found.join(" and "), artifacts.display());
    }
    Ok(())
}

fn cargo(command: &str, folder: &Path, target: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command).current_dir(folder).env("CARGO_TARGET_DIR", target);
    cargo
}

/// The system this runs on, as the compiler calls it.
fn host() -> Result<String> {
    let printed = process::capture(Command::new("rustc").args(["--print", "host-tuple"]))?;
    Ok(printed.trim().to_owned())
}
