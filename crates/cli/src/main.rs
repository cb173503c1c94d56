//! `askwell`: what one does with survey definitions before they go live.
//!
//! This file is the command line alone; each command lives in the module of its name.

use askwell_cli::{convert, lint, schema};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Check survey definitions, convert those of others, and print the JSON Schema.
#[derive(Parser)]
#[command(name = "askwell", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Lint(lint::Arguments),
    Convert(convert::Arguments),
    /// Print the JSON Schema of survey definitions
    Schema,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Schema => {
            // A reader that has seen enough is no failure.
            let _ = writeln!(std::io::stdout(), "{}", schema::text());
            ExitCode::SUCCESS
        }
    }
}
