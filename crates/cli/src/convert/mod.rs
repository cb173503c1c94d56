//! `askwell convert`: makes definitions out of surveys of other tools.
//!
//! What has a counterpart is carried over. Everything else is reported with its path in the source, and so is what is
//! left out or changed so that [`askwell_survey::lint`] finds no error in the result.

mod condition;
mod draft;
mod formbricks;
mod html;
mod localized;
mod names;
mod notes;
mod part;
mod posthog;
mod several;
mod surveyjs;
mod text;

use askwell_survey::Value;
use std::io::Write;
use std::process::ExitCode;

use crate::document::{self, DocumentError};
use crate::report::{Finding, plural, printable};
use crate::status;
use notes::Notes;
use part::Part;

pub use notes::Note;
pub(crate) use text::is_language_tag;

/// Convert a survey of another tool to a definition
///
/// Prints the definition, and reports on the standard error what has no counterpart. Exits with 0 if there is a
/// definition, with 1 if the file has nothing to make one of, and with 2 if the file can’t be read.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The tool that the survey is from
    #[arg(long, value_enum)]
    from: Origin,
    /// The language of texts for which the file doesn’t name one; otherwise they are taken to be in en, and this is
    /// reported
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// A survey as the tool’s API returns it, or as SurveyJS stores it; `-` is the standard input
    #[arg(value_name = "FILE")]
    file: String,
}

/// A tool whose surveys can be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Origin {
    /// PostHog
    Posthog,
    /// Formbricks
    Formbricks,
    /// SurveyJS
    Surveyjs,
}

/// The result of a conversion.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The definition.
    pub definition: Value,
    /// What is lost or changed, in the order in which the source was read.
    pub notes: Vec<Note>,
}

impl Converted {
    /// The definition as indented JSON, with a line break at the end.
    pub fn to_json(&self) -> String {
        // A value can always be serialized.
        serde_json::to_string_pretty(&self.definition).unwrap_or_default() + "\n"
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let file = if arguments.file == document::STDIN { "stdin" } else { &arguments.file };
    let report = |line: String| {
        // If the standard error is closed, there is nowhere left to report that.
        let _ = writeln!(std::io::stderr(), "{}: {line}", printable(file));
    };
    let text = match document::read(&arguments.file) {
        Ok(text) => text,
        Err(error) => {
            let status = if matches!(error, DocumentError::File(_)) { status::UNREADABLE } else { status::INVALID };
            report(Finding::from(error).message);
            return status.into();
        }
    };
    let converted = serde_json::from_str(&text)
        .map_err(|error| error.to_string())
        .and_then(|document| convert(arguments.from, &document, arguments.language.as_deref()));
    match converted {
        Ok(converted) => {
            for note in &converted.notes {
                report(printable(&note.to_string()));
            }
            let count = converted.notes.len();
            if count > 0 {
                report(format!("{} to look at; everything else is carried over", plural(count, "thing")));
            }
            let _ = std::io::stdout().write_all(converted.to_json().as_bytes());
            status::OK.into()
        }
        Err(message) => {
            report(printable(&message));
            status::INVALID.into()
        }
    }
}

/// Converts a survey of another tool. `language` is the language of texts for which the survey doesn't name one; without
/// it, English is assumed, and this is noted.
///
/// # Errors
/// If the document is no survey of that tool, or none of its questions has a counterpart.
pub fn convert(origin: Origin, document: &serde_json::Value, language: Option<&str>) -> Result<Converted, String> {
    if let Some(language) = language.filter(|language| !is_language_tag(language)) {
        return Err(format!("{language} is no language tag such as de or pt-BR"));
    }
    let notes = Notes::new(match origin {
        Origin::Posthog => posthog::is_look,
        Origin::Formbricks => formbricks::is_look,
        Origin::Surveyjs => surveyjs::is_look,
    });
    let survey = Part::new(survey_in(document)?, String::new(), &notes);
    let draft = match origin {
        Origin::Posthog => posthog::convert(&survey, language)?,
        Origin::Formbricks => formbricks::convert(&survey, language)?,
        Origin::Surveyjs => surveyjs::convert(&survey, language)?,
    };
    let definition = draft.drop_invalid_parts(&notes)?;
    Ok(Converted { definition, notes: notes.into_list() })
}

/// The language of texts for which a survey doesn't name one.
fn assumed_language(survey: &Part<'_>, language: Option<&str>) -> String {
    let assumed = language.unwrap_or("en");
    if language.is_none() {
        survey.note_survey(format!("the texts are taken to be in {assumed}; --language names another one"));
    }
    assumed.to_owned()
}

/// The survey in a document: APIs wrap it in `data`, or in a list of results.
fn survey_in(document: &serde_json::Value) -> Result<&serde_json::Value, String> {
    let looks_right = |value: &serde_json::Value| {
        ["questions", "blocks", "pages", "elements"].iter().any(|name| value.get(name).is_some())
    };
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
