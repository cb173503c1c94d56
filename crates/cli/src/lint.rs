//! `askwell lint`: says what is wrong with survey definitions.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use crate::report::{FileReport, Finding, OWN_CODES, Report};
use crate::{document, status};

/// Say what is wrong with survey definitions
///
/// Exits with 0 if there are no errors, with 1 if there are, and with 2 if a file can’t be read.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the report is for: people or programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Exit with 1 for warnings too
    #[arg(long)]
    warnings_as_errors: bool,
    /// JSON files; `-` for the standard input
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
    let report = Report { files: arguments.files.iter().map(|file| check(file)).collect() };
    let text = match arguments.format {
        Format::Text => report.to_text(has_colours(&std::io::stdout())),
        Format::Json => report.to_json(),
    };
    // A reader that has seen enough is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    status_of(&report, arguments.warnings_as_errors).into()
}

/// What is wrong with the file.
pub fn check(file: &str) -> FileReport {
    let shown = if file == document::STDIN { "stdin" } else { file };
    match document::read(file) {
        Ok(text) => check_text(shown, &text),
        Err(error) => FileReport::new(shown, vec![error.into()]),
    }
}

/// What is wrong with the document in a text.
pub fn check_text(file: &str, text: &str) -> FileReport {
    let problems = match document::parse(text) {
        Ok(document) => askwell_survey::lint(&document).into_iter().map(Finding::from).collect(),
        Err(error) => vec![document::Unreadable::Json(error).into()],
    };
    FileReport::new(file, problems)
}

fn status_of(report: &Report, warnings_count: bool) -> u8 {
    let unreadable = |finding: &Finding| finding.code == OWN_CODES[1].0;
    if report.files.iter().flat_map(|file| &file.problems).any(unreadable) {
        status::UNREADABLE
    } else if report.errors() > 0 || warnings_count && report.warnings() > 0 {
        status::WRONG
    } else {
        status::FINE
    }
}

/// Whether text written there may have colours. See <https://no-color.org>.
pub(crate) fn has_colours(stream: &impl IsTerminal) -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    !unwanted && !dumb && stream.is_terminal()
}
