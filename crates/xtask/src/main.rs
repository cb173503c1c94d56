//! `cargo xtask`: everything one does with this repository, in one command per task.
//!
//! This file is the command line alone; each command lives in the file or folder of its name.

mod apps;
mod assemble;
mod bench;
mod check;
mod collector;
mod compress;
mod demo;
mod dist;
mod freshness;
mod fuzz;
mod manifest;
mod pictures;
mod process;
mod setup;
mod size;
mod test;
mod toolbox;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

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
    Check(check::Arguments),
    Pictures(pictures::Arguments),
    #[command(hide = true)]
    Assemble(assemble::Arguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
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
        Command::Check(arguments) => check::run(&arguments),
        Command::Pictures(arguments) => pictures::run(&arguments),
        Command::Assemble(arguments) => assemble::run(&arguments),
    }
}
