//! `askwell convert`: definitions out of the surveys of others.
//!
//! What has a counterpart is carried over; everything else is said, with its path in the source. What is left out or
//! changed to make the result one that [`askwell_survey::lint`] finds no error in is said as well.

mod draft;
mod formbricks;
mod node;
mod plain;
mod posthog;

use askwell_survey::Value;
use std::io::Write;
use std::process::ExitCode;

use crate::document::{self, Unreadable};
use crate::pretty::pretty;
use crate::report::{Finding, plural, printable};
use crate::status;
use node::{Node, Notes};

/// Make a definition out of a survey of another tool
///
/// Prints the definition, and on the standard error what has no counterpart. Exits with 0 if there is a definition, with
/// 1 if nothing in the file can be one, and with 2 if the file can’t be read.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Whose survey it is
    #[arg(long, value_enum)]
    from: Origin,
    /// The language of texts that the file doesn’t say it of
    #[arg(long, default_value = "en", value_name = "TAG")]
    language: String,
    /// A survey as the tool’s API gives it; `-` for the standard input
    #[arg(value_name = "FILE")]
    file: String,
}

/// A tool whose surveys can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Origin {
    /// PostHog
    Posthog,
    /// Formbricks
    Formbricks,
}

/// Something that has no counterpart, or not quite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where in the source, as in `questions[2].branching`.
    pub path: String,
    /// What becomes of it.
    pub message: String,
}

/// A definition, and what is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The definition.
    pub definition: Value,
    /// What of the source is lost or changed, in the order it was read.
    pub notes: Vec<Note>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let file = if arguments.file == document::STDIN { "stdin" } else { &arguments.file };
    let say = |line: String| {
        // Where nobody can be told, there is nobody to tell that.
        let _ = writeln!(std::io::stderr(), "{}: {line}", printable(file));
    };
    let text = match document::read(&arguments.file) {
        Ok(text) => text,
        Err(error) => {
            let status = if matches!(error, Unreadable::File(_)) { status::UNREADABLE } else { status::WRONG };
            say(Finding::from(error).message);
            return status.into();
        }
    };
    let converted = serde_json::from_str(&text)
        .map_err(|error| error.to_string())
        .and_then(|document| convert(arguments.from, &document, &arguments.language));
    match converted {
        Ok(Converted { definition, notes }) => {
            for Note { path, message } in &notes {
                say(format!("{}: {}", printable(path), printable(message)));
            }
            if !notes.is_empty() {
                say(format!("{} to look at; everything else is carried over", plural(notes.len(), "thing")));
            }
            let _ = std::io::stdout().write_all(pretty(&definition).as_bytes());
            status::FINE.into()
        }
        Err(message) => {
            say(printable(&message));
            status::WRONG.into()
        }
    }
}

/// The definition that a survey of another tool makes. `language` is that of texts whose language it doesn't say.
///
/// # Errors
/// When it is no survey of that tool, or none of its questions has a counterpart.
pub fn convert(origin: Origin, document: &serde_json::Value, language: &str) -> Result<Converted, String> {
    if !plain::is_tag(language) {
        return Err(format!("{language} is no language tag such as de or pt-BR"));
    }
    let notes = Notes::default();
    let root = Node::root(survey_in(document)?, &notes);
    let draft = match origin {
        Origin::Posthog => posthog::draft(&root, language)?,
        Origin::Formbricks => formbricks::draft(&root, language)?,
    };
    let definition = draft.settle(&notes)?;
    Ok(Converted { definition, notes: notes.into_list() })
}

/// APIs wrap the survey: in `data`, or in lists of results.
fn survey_in(document: &serde_json::Value) -> Result<&serde_json::Value, String> {
    let looks_right = |value: &serde_json::Value| value.get("questions").or(value.get("blocks")).is_some();
    if looks_right(document) {
        return Ok(document);
    }
    let inside = ["data", "results", "surveys"].iter().find_map(|name| document.get(name)).unwrap_or(document);
    match inside.as_array().map(Vec::as_slice) {
        Some([survey]) if looks_right(survey) => Ok(survey),
        Some(surveys) if surveys.len() > 1 => Err(format!("has {}; give one of them", plural(surveys.len(), "survey"))),
        None if looks_right(inside) => Ok(inside),
        _ => Err("is no survey: it has no questions".to_owned()),
    }
}
