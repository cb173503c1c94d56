//! What several tests need: files of the repository, and answers as a visitor fills them in.

use std::path::{Path, PathBuf};

use askwell_survey::form::{NONE, OTHER, VALUE, row_name};
use askwell_survey::{Choice, QuestionKind, Value};

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

/// What a visitor fills in so that a question of this kind gets this answer. `answer` is written as it stands in the
/// response.
pub(crate) fn form(kind: &QuestionKind, answer: &Value) -> Vec<(String, String)> {
    let entry = |name: &str, value: String| (name.to_owned(), value);
    match (kind, answer) {
        (QuestionKind::Choice(choices) | QuestionKind::Dropdown(choices), answer) => pick(&choices.list, answer),
        (QuestionKind::Choices(_), Value::List(picks)) if picks.is_empty() => vec![entry(VALUE, NONE.to_owned())],
        (QuestionKind::Choices(choices) | QuestionKind::Ranking(choices), Value::List(picks)) => {
            picks.iter().flat_map(|answer| pick(&choices.list, answer)).collect()
        }
        (QuestionKind::Matrix(matrix), Value::Map(rows)) => {
            let filled = |(row, column): &(String, Value)| {
                (row_name(index(&matrix.rows.list, row).unwrap()), place(&matrix.columns, column.as_text().unwrap()))
            };
            rows.iter().map(filled).collect()
        }
        (QuestionKind::Contact(_), Value::Map(fields)) => {
            let typed = |(name, value): &(String, Value)| Some(entry(name, value.as_text()?.to_owned()));
            fields.iter().filter_map(typed).collect()
        }
        (QuestionKind::Consent { .. }, Value::Bool(true)) => vec![entry(VALUE, "yes".to_owned())],
        (QuestionKind::Consent { .. }, Value::Bool(false)) => Vec::new(),
        (_, Value::Text(text)) => vec![entry(VALUE, text.clone())],
        (_, answer) => vec![entry(VALUE, answer.to_json())],
    }
}

/// The entries for one thing chosen.
fn pick(choices: &[Choice], answer: &Value) -> Vec<(String, String)> {
    let value = |value: String| (VALUE.to_owned(), value);
    match answer.get(OTHER) {
        Some(words) => {
            vec![value(OTHER.to_owned()), (OTHER.to_owned(), words.as_text().unwrap().to_owned())]
        }
        None => vec![value(place(choices, answer.as_text().unwrap()))],
    }
}

fn index(choices: &[Choice], id: &str) -> Option<usize> {
    choices.iter().position(|choice| choice.id == id)
}

fn place(choices: &[Choice], id: &str) -> String {
    index(choices, id).unwrap_or_else(|| panic!("there is no choice {id}")).to_string()
}
