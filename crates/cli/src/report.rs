//! The linter's report, as text for people and as JSON for programs.

use anstyle::{AnsiColor, Style};
use askwell_survey::Diagnostic;
use serde::Serialize;
use std::fmt::Write;

use crate::document::{DocumentError, JsonError, MAX_BYTES};

/// How severe a finding is.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The survey is not shown.
    Error,
    /// The survey is shown, and works badly.
    Warning,
}

/// One thing that is wrong with a document.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Finding {
    /// How severe it is.
    pub severity: Severity,
    /// Its code: the name of an [`askwell_survey::Code`], one of [`OWN_CODES`], or one of a command.
    pub code: &'static str,
    /// The path in the document; empty for the document itself.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
    /// The line in the file, from 1, if the document is not valid JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// The code and the hint of a file that is not valid JSON.
pub const JSON: (&str, &str) = ("json", "correct the JSON there; an editor shows the place");

/// The code and the hint of a file that can't be read.
pub const UNREADABLE: (&str, &str) = ("unreadable", "check the name of the file, and whether it may be read");

/// Codes that the survey crate doesn't have, because it never sees these documents.
pub const OWN_CODES: [(&str, &str); 2] = [JSON, UNREADABLE];

impl Finding {
    pub(crate) fn error((code, hint): (&'static str, &'static str), message: String) -> Self {
        Self { severity: Severity::Error, code, path: String::new(), message, hint, line: None, column: None }
    }
}

impl From<Diagnostic> for Finding {
    fn from(Diagnostic { path, code, message }: Diagnostic) -> Self {
        let severity = if code.is_warning() { Severity::Warning } else { Severity::Error };
        Self { severity, code: code.name(), path, message, hint: code.hint(), line: None, column: None }
    }
}

impl From<DocumentError> for Finding {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::File(reason) => Self::error(UNREADABLE, format!("can’t be read: {reason}")),
            DocumentError::TooLarge => {
                let code = askwell_survey::Code::Limit;
                let message = format!("is too large: at most {} KiB", MAX_BYTES / 1_024);
                Diagnostic { path: String::new(), code, message }.into()
            }
            DocumentError::Json(JsonError { line, column, path, message }) => {
                Self { path, line: Some(line), column: Some(column), ..Self::error(JSON, message) }
            }
        }
    }
}

/// The findings in one file.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct FileReport {
    /// The file's name, as given on the command line.
    pub file: String,
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// All of them, in the order of the document.
    pub problems: Vec<Finding>,
}

impl FileReport {
    /// The report on a file with these findings.
    pub fn new(file: &str, problems: Vec<Finding>) -> Self {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        Self { file: file.to_owned(), errors, warnings: problems.len() - errors, problems }
    }
}

/// The findings in several files.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Report {
    /// The files, in the order given.
    pub files: Vec<FileReport>,
}

impl Report {
    /// The number of errors in all files.
    pub fn errors(&self) -> usize {
        self.files.iter().map(|file| file.errors).sum()
    }

    /// The number of warnings in all files.
    pub fn warnings(&self) -> usize {
        self.files.iter().map(|file| file.warnings).sum()
    }

    /// The report for people: a line for each finding with its hint below it, and a last line with the counts.
    ///
    /// It is styled for a terminal; `anstream` removes the styles where they are not wanted.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            for Finding { severity, code, path, message, hint, line, column } in &file.problems {
                let position = line.zip(*column).map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
                let (word, style) = match severity {
                    Severity::Error => ("error", RED),
                    Severity::Warning => ("warning", YELLOW),
                };
                let word = styled(style, &format!("{word}[{code}]"));
                let path = if path.is_empty() {
                    String::new()
                } else {
                    styled(Style::new().bold(), &(printable(path) + ": "))
                };
                let _ = writeln!(text, "{}{position}: {word} {path}{}", printable(&file.file), printable(message));
                let _ = writeln!(text, "    {}", styled(Style::new().dimmed(), &format!("hint: {hint}")));
            }
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let counts = [(self.errors(), "error", RED), (self.warnings(), "warning", YELLOW)];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, word, style)| styled(style, &plural(count, word))).collect();
        let outcome = if counts.is_empty() { styled(GREEN, "no problems") } else { counts.join(", ") };
        let _ = writeln!(text, "{}: {outcome}", plural(self.files.len(), "file"));
        text
    }

    /// The report for programs: `{"files": [{"file", "errors", "warnings", "problems": […]}]}`.
    pub fn to_json(&self) -> String {
        // Texts, numbers and lists can always be serialized.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// A count with its noun.
pub(crate) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A text from a document, made safe for terminals: it could hold sequences that clear the screen or reverse the text
/// after them.
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

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Code;

    fn report() -> Report {
        let problem = |path: &str, code, message: &str| {
            Finding::from(Diagnostic { path: path.to_owned(), code, message: message.to_owned() })
        };
        let error =
            JsonError { line: 3, column: 7, path: "questions[0]".to_owned(), message: "expected value".to_owned() };
        Report {
            files: vec![
                FileReport::new(
                    "a.json",
                    vec![
                        problem("questions[0].id", Code::Missing, "is missing"),
                        problem("questions", Code::Long, "make a way of 7 questions"),
                    ],
                ),
                FileReport::new("b.json", vec![DocumentError::Json(error).into()]),
            ],
        }
    }

    /// The report without its styles.
    fn plain(report: &Report) -> String {
        anstream::adapter::strip_str(&report.to_text()).to_string()
    }

    #[test]
    fn text_has_a_line_and_a_hint_for_each_finding() {
        assert_eq!(
            plain(&report()),
            "a.json: error[missing] questions[0].id: is missing\n    \
                 hint: add the field\n\
             a.json: warning[long] questions: make a way of 7 questions\n    \
                 hint: ask five questions at most: with each one more, fewer visitors finish\n\
             b.json:3:7: error[json] questions[0]: expected value\n    \
                 hint: correct the JSON there; an editor shows the place\n\
             \n\
             2 files: 2 errors, 1 warning\n"
        );
        assert_eq!(plain(&Report { files: vec![FileReport::new("a", vec![])] }), "1 file: no problems\n");
    }

    #[test]
    fn json_has_the_same_findings() {
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
    fn control_characters_of_a_document_are_escaped() {
        let path = "\u{1b}[2J\u{202e}x".to_owned();
        let problem = Diagnostic { path, code: Code::Unknown, message: "is not known".to_owned() };
        let report = Report { files: vec![FileReport::new("a\n.json", vec![problem.into()])] };
        let text = plain(&report);
        assert!(text.starts_with("a\\n.json: error[unknown] \\u{1b}[2J\\u{202e}x: is not known\n"), "{text}");
    }

    #[test]
    fn severity_is_coloured() {
        assert!(report().to_text().contains("\x1b[1m\x1b[31merror[missing]\x1b[0m"));
    }
}
