//! `askwell lint`: checks survey definitions, and the collector’s endpoint files.

use askwell_survey::{Diagnostics, Value, endpoint};
use std::cell::RefCell;
use std::io::Write;
use std::process::ExitCode;

use crate::report::{self, FileReport, Finding, Report};
use crate::{document, status};

/// Check survey definitions
///
/// Exits with 0 if there are no errors, with 1 if there are errors, and with 2 if a file can’t be read.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Format of the report: text for people, JSON for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Exit with 1 for warnings too
    #[arg(long)]
    warnings_as_errors: bool,
    /// Check endpoint files for `askwell-collector serve --endpoints`. Environment variables that are not set are
    /// assumed to be valid
    #[arg(long)]
    collector: bool,
    /// JSON files; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let validate = if arguments.collector { validate_endpoints } else { validate_survey };
    let report = Report { files: arguments.files.iter().map(|file| check_file(file, validate)).collect() };
    // A reader that closes the pipe early, such as `head`, is no failure. `anstream` removes the colours where the
    // output is no terminal, and where NO_COLOR or TERM ask for it.
    let _ = match arguments.format {
        Format::Text => anstream::stdout().write_all(report.to_text().as_bytes()),
        Format::Json => std::io::stdout().write_all(report.to_json().as_bytes()),
    };
    exit_status(&report, arguments.warnings_as_errors).into()
}

fn check_file(file: &str, validate: fn(&Value) -> Vec<Finding>) -> FileReport {
    let name = if file == document::STDIN { "stdin" } else { file };
    match document::read(file) {
        Ok(text) => check(name, &text, validate),
        Err(error) => FileReport::new(name, vec![error.into()]),
    }
}

/// Checks a survey definition that is given as text.
pub fn check_text(file: &str, text: &str) -> FileReport {
    check(file, text, validate_survey)
}

fn check(file: &str, text: &str, validate: fn(&Value) -> Vec<Finding>) -> FileReport {
    let findings = match document::parse(text) {
        Ok(document) => validate(&document),
        Err(error) => vec![document::DocumentError::Json(error).into()],
    };
    FileReport::new(file, findings)
}

fn validate_survey(document: &Value) -> Vec<Finding> {
    askwell_survey::lint(document).into_iter().map(Finding::from).collect()
}

/// Placeholder values for environment variables that are not set. One of them is valid for any parameter or URL.
const PLACEHOLDERS: [&str; 2] = ["4711081547", "https://variable.invalid/4711081547"];

/// Checks the collector's endpoint file. Its secrets are set where the collector runs, and needn't be set where the
/// file is checked: each missing one gets the placeholder with which there are the fewest diagnostics.
fn validate_endpoints(document: &Value) -> Vec<Finding> {
    let missing: RefCell<Vec<(String, &str)>> = RefCell::default();
    let read = || {
        let variable = |name: &str| {
            std::env::var(name).ok().filter(|value| !value.is_empty()).or_else(|| {
                let mut missing = missing.borrow_mut();
                let index = missing.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    missing.push((name.to_owned(), PLACEHOLDERS[0]));
                    missing.len() - 1
                });
                Some(missing[index].1.to_owned())
            })
        };
        endpoint::file::read(document, &variable).err().unwrap_or_default()
    };
    let mut fewest: Diagnostics = read();
    let count = missing.borrow().len();
    for index in 0..count {
        missing.borrow_mut()[index].1 = PLACEHOLDERS[1];
        let diagnostics = read();
        if diagnostics.0.len() < fewest.0.len() {
            fewest = diagnostics;
        } else {
            missing.borrow_mut()[index].1 = PLACEHOLDERS[0];
        }
    }
    fewest.0.into_iter().map(Finding::from).collect()
}

fn exit_status(report: &Report, warnings_as_errors: bool) -> u8 {
    let unreadable = |finding: &Finding| finding.code == report::UNREADABLE.0;
    if report.files.iter().flat_map(|file| &file.problems).any(unreadable) {
        status::UNREADABLE
    } else if report.errors() > 0 || warnings_as_errors && report.warnings() > 0 {
        status::INVALID
    } else {
        status::OK
    }
}
