//! `cargo xtask`: everything one does with this repository, in one command per task.
//!
//! This file is the command line alone; each command lives in the file or folder of its name.

mod assemble;
mod bench;
mod collector;
mod compiler;
mod compress;
mod demo;
mod dist;
mod fuzz;
mod manifest;
mod process;
mod setup;
mod size;
mod stamp;
mod test;
mod toolbox;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::{ExitCode, ExitStatus};

/// Set-up, demo, tests, distribution and sizes.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Setup(setup::Arguments),
    Demo(demo::Arguments),
    Test(test::Arguments),
    Dist(dist::Arguments),
    Size(size::Arguments),
    Bench(bench::Arguments),
    Fuzz(fuzz::Arguments),
    #[command(hide = true)]
    Assemble(assemble::Arguments),
}

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    let outcome = if compiler::is_called(&given) {
        compiler::run(&given).map(code_of)
    } else {
        run(Arguments::parse().command).map(|()| ExitCode::SUCCESS)
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What another program's end means for this one.
fn code_of(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Setup(arguments) => setup::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Dist(arguments) => dist::run(&arguments),
        Command::Size(arguments) => size::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Assemble(arguments) => assemble::run(&arguments),
    }
}
