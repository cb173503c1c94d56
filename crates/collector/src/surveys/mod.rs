//! Surveys that the collector knows: their definitions, by version. Reports take questions and labels from them, and pages
//! can load them from here.

mod api;
mod folder;
mod outline;

pub(crate) use api::{Receipt, get, put};
pub use folder::FolderError;
pub(crate) use folder::register as register_folder;
pub(crate) use outline::{Label, Outline, QuestionOutline, Reported, Shape};

use askwell_survey::config::Config;
use askwell_survey::{Code, Diagnostics, Value};

/// A definition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) id: String,
    pub(crate) version: u32,
    /// As it was given.
    pub(crate) document: String,
}

impl Definition {
    /// Checks a document as the linter and the widget do. Warnings are no reason to refuse it.
    ///
    /// # Errors
    /// Everything that is wrong with it, with its path.
    pub(crate) fn read(document: &str) -> Result<Self, Diagnostics> {
        let value: Value = serde_json::from_str(document).map_err(|error| {
            let mut problems = Diagnostics::default();
            problems.add("", &format!("can’t be read as JSON: {error}"));
            problems
        })?;
        let config = Config::read_definition(&value)?;
        if value.get("id").is_none() {
            let mut problems = Diagnostics::default();
            problems.report("id", Code::Missing, "is missing: responses name their survey by it");
            return Err(problems);
        }
        Ok(Self { id: config.survey.id.clone(), version: config.survey.version, document: document.to_owned() })
    }
}
