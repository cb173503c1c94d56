//! `askwell lint`: says what is wrong with survey definitions, and with the collector’s files of endpoints.

use askwell_survey::{Diagnostics, Value, endpoint};
use std::cell::RefCell;
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
    /// The files are for `askwell-collector serve --endpoints`. Variables that the environment lacks are taken to fit
    #[arg(long)]
    collector: bool,
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
    let judge = if arguments.collector { collector_problems } else { survey_problems };
    let report = Report { files: arguments.files.iter().map(|file| check(file, judge)).collect() };
    let text = match arguments.format {
        Format::Text => report.to_text(has_colours(&std::io::stdout())),
        Format::Json => report.to_json(),
    };
    // A reader that has seen enough is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    status_of(&report, arguments.warnings_as_errors).into()
}

/// What is wrong with the file, by what `judge` says of the document in it.
fn check(file: &str, judge: fn(&Value) -> Vec<Finding>) -> FileReport {
    let shown = if file == document::STDIN { "stdin" } else { file };
    match document::read(file) {
        Ok(text) => judge_text(shown, &text, judge),
        Err(error) => FileReport::new(shown, vec![error.into()]),
    }
}

/// What is wrong with the survey definition in a text.
pub fn check_text(file: &str, text: &str) -> FileReport {
    judge_text(file, text, survey_problems)
}

fn judge_text(file: &str, text: &str, judge: fn(&Value) -> Vec<Finding>) -> FileReport {
    let problems = match document::parse(text) {
        Ok(document) => judge(&document),
        Err(error) => vec![document::Unreadable::Json(error).into()],
    };
    FileReport::new(file, problems)
}

fn survey_problems(document: &Value) -> Vec<Finding> {
    askwell_survey::lint(document).into_iter().map(Finding::from).collect()
}

/// What stands in for a variable that the environment lacks: one of them is what any parameter or address can be.
const STAND_INS: [&str; 2] = ["4711081547", "https://variable.invalid/4711081547"];

/// What the collector would say of its file of endpoints. Secrets are where it runs, and needn't be where the file is
/// checked.
fn collector_problems(document: &Value) -> Vec<Finding> {
    let lacking: RefCell<Vec<(String, &str)>> = RefCell::default();
    let problems = || {
        let variable = |name: &str| {
            std::env::var(name).ok().filter(|value| !value.is_empty()).or_else(|| {
                let mut lacking = lacking.borrow_mut();
                let index = lacking.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    lacking.push((name.to_owned(), STAND_INS[0]));
                    lacking.len() - 1
                });
                Some(lacking[index].1.to_owned())
            })
        };
        endpoint::file::read(document, &variable).err().unwrap_or_default()
    };
    let mut least: Diagnostics = problems();
    let count = lacking.borrow().len();
    for index in 0..count {
        lacking.borrow_mut()[index].1 = STAND_INS[1];
        let others = problems();
        if others.0.len() < least.0.len() {
            least = others;
        } else {
            lacking.borrow_mut()[index].1 = STAND_INS[0];
        }
    }
    least.0.into_iter().map(Finding::from).collect()
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
