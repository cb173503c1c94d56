//! What several tests need: files of the repository, and answers as a visitor fills them in.

use std::path::{Path, PathBuf};

use askwell_survey::form::FormData;
use askwell_survey::{Answer, Question, Value};

/// A path in the repository.
pub(crate) fn path(within: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(within)
}

/// What a file of the repository says.
pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files in a folder whose names end in `ending`, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|known| known == ending)).collect();
    files.sort();
    files
}

/// A JSON document.
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What a visitor fills in so that a question gets this answer, which is written as it stands in the response.
pub(crate) fn form(question: &Question, answer: &Value) -> FormData {
    question.question_type.fill_form(&Answer::new(answer.clone()))
}
