//! What is said about documents, for people and for programs.

use askwell_survey::Diagnostic;
use serde::Serialize;
use std::fmt::Write;

use crate::document::{LARGEST, Misread, Unreadable};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The survey isn't shown.
    Error,
    /// It is, and works badly.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What sort of problem it is: a name of [`askwell_survey::Code`], or one of [`OWN_CODES`].
    pub code: &'static str,
    /// Where in the document; empty for the document itself.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
    /// The line in the file, from 1, where the document can't be read as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// What the linter can't say, since it never comes to see the document: name and hint.
pub const OWN_CODES: [(&str, &str); 2] = [
    ("json", "correct the JSON there; an editor shows the place"),
    ("unreadable", "check the name of the file, and whether it may be read"),
];

impl Finding {
    fn own(index: usize, message: String) -> Self {
        let (code, hint) = OWN_CODES[index];
        Self { severity: Severity::Error, code, path: String::new(), message, hint, line: None, column: None }
    }
}

impl From<Diagnostic> for Finding {
    fn from(Diagnostic { path, code, message }: Diagnostic) -> Self {
        let severity = if code.is_warning() { Severity::Warning } else { Severity::Error };
        Self { severity, code: code.name(), path, message, hint: code.hint(), line: None, column: None }
    }
}

impl From<Unreadable> for Finding {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::File(why) => Self::own(1, format!("can’t be read: {why}")),
            Unreadable::TooLarge => {
                let code = askwell_survey::Code::Limit;
                let message = format!("is too large: at most {} KiB", LARGEST / 1_024);
                Diagnostic { path: String::new(), code, message }.into()
            }
            Unreadable::Json(Misread { line, column, path, message }) => {
                Self { path, line: Some(line), column: Some(column), ..Self::own(0, message) }
            }
        }
    }
}

/// What is wrong with one file.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct FileReport {
    /// Its name, as it was given.
    pub file: String,
    /// How many errors it has.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// Each of them, in the order of the document.
    pub problems: Vec<Finding>,
}

impl FileReport {
    /// The report on a file with these problems.
    pub fn new(file: &str, problems: Vec<Finding>) -> Self {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        Self { file: file.to_owned(), errors, warnings: problems.len() - errors, problems }
    }
}

/// What is wrong with several files.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Report {
    /// Each file, in the order given.
    pub files: Vec<FileReport>,
}

impl Report {
    /// Errors in all files.
    pub fn errors(&self) -> usize {
        self.files.iter().map(|file| file.errors).sum()
    }

    /// Warnings in all files.
    pub fn warnings(&self) -> usize {
        self.files.iter().map(|file| file.warnings).sum()
    }

    /// For people: a line for each problem with its hint below it, and a last line that counts.
    pub fn to_text(&self, coloured: bool) -> String {
        let paint = Paint { coloured };
        let mut text = String::new();
        for file in &self.files {
            for Finding { severity, code, path, message, hint, line, column } in &file.problems {
                let place = line.zip(*column).map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
                let (word, colour) = match severity {
                    Severity::Error => ("error", Colour::Red),
                    Severity::Warning => ("warning", Colour::Yellow),
                };
                let word = paint.with(colour, &format!("{word}[{code}]"));
                let path = if path.is_empty() { String::new() } else { printable(path) + ": " };
                let path = paint.with(Colour::Bold, &path);
                let _ = writeln!(text, "{}{place}: {word} {path}{}", printable(&file.file), printable(message));
                let _ = writeln!(text, "    {}", paint.with(Colour::Dim, &format!("hint: {hint}")));
            }
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let (errors, warnings) = (self.errors(), self.warnings());
        let outcome = match (errors, warnings) {
            (0, 0) => paint.with(Colour::Green, "no problems"),
            (errors, warnings) => {
                let counts = [(errors, "error", Colour::Red), (warnings, "warning", Colour::Yellow)];
                let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
                counts
                    .map(|(count, word, colour)| paint.with(colour, &plural(count, word)))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        };
        let _ = writeln!(text, "{}: {outcome}", plural(self.files.len(), "file"));
        text
    }

    /// For programs: `{"files": [{"file", "errors", "warnings", "problems": […]}]}`.
    pub fn to_json(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The number with its word.
pub(crate) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Text of a document as a terminal may show it: names and values can hold sequences that clear the screen, or turn
/// what follows them.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                out.extend(character.escape_unicode());
            }
            character if character.is_control() => out.extend(character.escape_default()),
            character => out.push(character),
        }
    }
    out
}

#[derive(Clone, Copy)]
enum Colour {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
}

struct Paint {
    coloured: bool,
}

impl Paint {
    fn with(&self, colour: Colour, text: &str) -> String {
        if !self.coloured || text.is_empty() {
            return text.to_owned();
        }
        let code = match colour {
            Colour::Bold => "1",
            Colour::Dim => "2",
            Colour::Red => "1;31",
            Colour::Green => "1;32",
            Colour::Yellow => "1;33",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Code;

    fn report() -> Report {
        let problem = |path: &str, code, message: &str| {
            Finding::from(Diagnostic { path: path.to_owned(), code, message: message.to_owned() })
        };
        let misread =
            Misread { line: 3, column: 7, path: "questions[0]".to_owned(), message: "expected value".to_owned() };
        Report {
            files: vec![
                FileReport::new(
                    "a.json",
                    vec![
                        problem("questions[0].id", Code::Missing, "is missing"),
                        problem("questions", Code::Long, "make a way of 7 questions"),
                    ],
                ),
                FileReport::new("b.json", vec![Unreadable::Json(misread).into()]),
            ],
        }
    }

    #[test]
    fn people_read_one_line_for_each_problem_and_what_to_do() {
        assert_eq!(
            report().to_text(false),
            "a.json: error[missing] questions[0].id: is missing\n    \
                 hint: add the field\n\
             a.json: warning[long] questions: make a way of 7 questions\n    \
                 hint: ask five questions at most: with each one more, fewer visitors finish\n\
             b.json:3:7: error[json] questions[0]: expected value\n    \
                 hint: correct the JSON there; an editor shows the place\n\
             \n\
             2 files: 2 errors, 1 warning\n"
        );
        assert_eq!(Report { files: vec![FileReport::new("a", vec![])] }.to_text(false), "1 file: no problems\n");
    }

    #[test]
    fn programs_read_the_same_as_json() {
        let json: serde_json::Value = serde_json::from_str(&report().to_json()).expect("JSON");
        assert_eq!(
            json["files"][0]["problems"][0],
            serde_json::json!({"severity": "error", "code": "missing", "path": "questions[0].id", "message": "is missing",
                "hint": "add the field"})
        );
        assert_eq!(json["files"][0]["errors"], 1);
        assert_eq!(json["files"][0]["warnings"], 1);
        assert_eq!(json["files"][1]["problems"][0]["line"], 3);
        assert_eq!(json["files"][1]["problems"][0]["column"], 7);
    }

    #[test]
    fn a_document_can_not_write_to_the_terminal() {
        let path = "\u{1b}[2J\u{202e}x".to_owned();
        let problem = Diagnostic { path, code: Code::Unknown, message: "is not known".to_owned() };
        let report = Report { files: vec![FileReport::new("a\n.json", vec![problem.into()])] };
        let text = report.to_text(false);
        assert!(text.starts_with("a\\n.json: error[unknown] \\u{1b}[2J\\u{202e}x: is not known\n"), "{text}");
    }

    #[test]
    fn colours_are_there_only_when_asked_for() {
        assert!(report().to_text(true).contains("\x1b[1;31merror[missing]\x1b[0m"));
        assert!(!report().to_text(false).contains('\x1b'));
    }
}
