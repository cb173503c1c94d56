//! `askwell prerender`: the first question of a survey as a file that a page shows before the application is loaded.
//!
//! The widget renders its card; here the HTML becomes a tree that a page can build without `innerHTML`, and the session
//! says what each answer sends.

mod choices;
mod first_question;
mod order;
mod texts;
mod tree;

use askwell_survey::Value;
use askwell_survey::config::{Config, Display};
use std::io::Write;
use std::process::ExitCode;

use crate::document::{self, DocumentError};
use crate::report::{FileReport, Finding, Report};
use crate::{convert, status};

pub use askwell::prerender::{PLACEMENT_STYLES, TAB_STYLES};
pub use first_question::FirstQuestion;
pub use texts::messages;

/// The code and the hint of a survey whose first question is not known in advance.
pub const FIRST_QUESTION: (&str, &str) =
    ("first-question", "remove the `if` of the first question, or begin with a question that is asked of everybody");

/// The code and the hint of a file that can't be written.
pub const UNWRITABLE: (&str, &str) = ("unwritable", "check the name of the file, and whether it may be written");

/// Render the first question of a survey, for pages that show it before the application is loaded
///
/// Prints JSON: the elements of the card, their styles, and what each answer sends. Exits with 0 if there is a first
/// question, with 1 if the definition has errors, and with 2 if a file can’t be read or written.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The language of the texts. By default that of the file, or the first of its languages, or en
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,
    /// How the survey stands in the page: popover, inline, sheet and so on. By default as the file says, or popover
    #[arg(long, value_name = "DISPLAY", value_parser = display)]
    display: Option<Display>,
    /// The file to write; by default the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
    /// A definition or a configuration as JSON; `-` is the standard input
    #[arg(value_name = "FILE")]
    file: String,
}

fn language_tag(tag: &str) -> Result<String, String> {
    match convert::is_language_tag(tag) {
        true => Ok(tag.to_owned()),
        false => Err("needs to be a language tag such as de or pt-BR".to_owned()),
    }
}

fn display(name: &str) -> Result<Display, String> {
    let known = Display::NAMES.iter().find(|(known, _)| *known == name);
    known.map(|(_, display)| *display).ok_or_else(|| {
        let names: Vec<_> = Display::NAMES.iter().map(|(name, _)| *name).collect();
        format!("needs to be one of: {}", names.join(", "))
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let name = if arguments.file == document::STDIN { "stdin" } else { &arguments.file };
    let text = match document::read(&arguments.file) {
        Ok(text) => text,
        Err(error) => {
            let status = if matches!(error, DocumentError::File(_)) { status::UNREADABLE } else { status::INVALID };
            report(name, vec![error.into()]);
            return status.into();
        }
    };
    let (first, findings) = from_text(&text, arguments.language.as_deref(), arguments.display);
    if !findings.is_empty() {
        report(name, findings);
    }
    let Some(first) = first else { return status::INVALID.into() };
    let json = first.with_styles().to_json() + "\n";
    let Some(output) = &arguments.output else {
        // A reader that closes the pipe early, such as `head`, is no failure.
        let _ = std::io::stdout().write_all(json.as_bytes());
        return status::OK.into();
    };
    match std::fs::write(output, json) {
        Ok(()) => status::OK.into(),
        Err(reason) => {
            report(output, vec![Finding::error(UNWRITABLE, format!("can’t be written: {reason}"))]);
            status::UNREADABLE.into()
        }
    }
}

/// Prints findings as `askwell lint` does, but beside what is printed on the standard output.
fn report(name: &str, findings: Vec<Finding>) {
    let report = Report { files: vec![FileReport::new(name, findings)] };
    // If the standard error is closed, there is nowhere left to report that.
    let _ = anstream::stderr().write_all(report.to_text().as_bytes());
}

/// The first question of a definition or a configuration, if it has one and no errors, and what the linter finds.
/// `language` and `display` take precedence over what the text says.
pub fn from_text(
    text: &str,
    language: Option<&str>,
    display: Option<Display>,
) -> (Option<FirstQuestion>, Vec<Finding>) {
    let mut document = match document::parse(text) {
        Ok(document) => document,
        Err(error) => return (None, vec![DocumentError::Json(error).into()]),
    };
    let mut findings: Vec<Finding> = askwell_survey::lint(&document).into_iter().map(Finding::from).collect();
    if let Value::Map(_) = document {
        if let Some(display) = display {
            document.set("display", Value::from(display.name()));
        }
        // A definition leaves the endpoint to the tag.
        if document.get("endpoint").is_none() {
            document.set("endpoint", Value::from("/"));
        }
    }
    let Ok(config) = Config::read(&document) else { return (None, findings) };
    let language = language.or(config.lang.as_deref()).unwrap_or_else(|| config.survey.default_language());
    match FirstQuestion::of(&config, &messages(&config, language)) {
        Ok(first) => (Some(first), findings),
        Err(finding) => {
            findings.push(finding);
            (None, findings)
        }
    }
}

#[cfg(test)]
mod tests;
