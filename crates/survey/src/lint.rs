//! The linter: a whole document is read as the widget reads it, and nothing is done with it.

use crate::endpoint::EndpointSet;
use crate::question::TypeRegistry;
use crate::{Code, Diagnostic, Diagnostics, Value, config, definition};

/// Says what is wrong with a survey's definition, or with a whole configuration: errors, and warnings of what works
/// badly. An empty list is praise. The same code decides whether the widget shows the survey.
///
/// ```
/// let document = serde_json::from_str(r#"{"id": "x", "questions": [{"id": "why", "type": "txt", "prompt": "Why?"}]}"#);
/// let problems = askwell_survey::lint(&document.unwrap());
/// assert_eq!(problems[0].path, "questions[0].type");
/// assert_eq!(problems[0].code.name(), "value");
/// ```
pub fn lint(document: &Value) -> Vec<Diagnostic> {
    lint_with(document, &TypeRegistry::default())
}

/// The same for definitions that may ask for other types of questions as well.
pub fn lint_with(document: &Value, types: &TypeRegistry) -> Vec<Diagnostic> {
    let mut problems = Diagnostics::default();
    let config = config::read_fields(document, false, &definition::reader(&types.readers()), &mut problems);
    let own = ["questions", "followUps"].iter().any(|name| document.get(name).is_some());
    let silent = config.as_ref().is_some_and(|config| config.survey.extras.languages.is_empty());
    if own && silent && problems.only_warn() {
        problems.report(
            "languages",
            Code::Languages,
            "is missing: nothing says which language the survey’s texts are in",
        );
    }
    if let Some(config) = config.filter(|config| config.post.is_some()) {
        EndpointSet::check(document, &config.survey, &mut problems);
    }
    problems.0
}
