//! The linter: a whole document is read as the widget reads it, and nothing is done with it.

use crate::endpoint::EndpointSet;
use crate::question::TypeRegistry;
use crate::{Code, Diagnostic, Diagnostics, Value, config, definition, digits, limits, targeting};

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
    if let Value::Map(_) = document {
        targeting::lint(document, &mut problems);
    }
    lint_variants(document, types, &mut problems);
    problems.0
}

/// Reads the survey once with each variant. What is wrong without any is reported already.
fn lint_variants(document: &Value, types: &TypeRegistry, problems: &mut Diagnostics) {
    let known = problems.0.clone();
    for index in 0..targeting::variant_count(document).min(limits::VARIANTS) {
        let Some(variant) = targeting::with_variant(document, index) else { continue };
        let mut own = Diagnostics::default();
        config::read_fields(&variant, false, &definition::reader(&types.readers()), &mut own);
        for Diagnostic { path, code, message } in own.0.into_iter().filter(|diagnostic| !known.contains(diagnostic)) {
            let dot = if path.is_empty() { "" } else { "." };
            let path = ["variants[", &digits(index as u64), "].config", dot, &path].concat();
            problems.report(&path, code, &message);
        }
    }
}
