//! `askwell`: tools for survey definitions.
//!
//! This file parses the command line; each command is in the module of its name.

use askwell_cli::{convert, lint, prerender, schema, typescript};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Check survey definitions, convert surveys of other tools, render the first question, and print the JSON Schema or the TypeScript declarations.
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
    Prerender(prerender::Arguments),
    /// Print the JSON Schema of survey definitions
    Schema,
    /// Print the TypeScript declarations of the JavaScript API
    Types,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Prerender(arguments) => prerender::run(&arguments),
        Command::Schema => print(&schema::text()),
        Command::Types => print(&typescript::declarations()),
    }
}

fn print(text: &str) -> ExitCode {
    // A reader that closes the pipe early, such as `head`, is no failure.
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    ExitCode::SUCCESS
}
