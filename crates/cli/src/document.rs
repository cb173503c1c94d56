//! Reads files and parses the JSON in them.

use askwell_survey::Value;
use serde_path_to_error::Segment;
use std::io::Read;

/// The largest file that is read, in bytes. A definition has at most 256 KiB of text; its JSON syntax takes less than
/// the rest.
pub const MAX_BYTES: usize = 1_024 * 1_024;

/// The file name that stands for the standard input.
pub const STDIN: &str = "-";

/// Why a file can't be read as JSON.
#[derive(Debug, PartialEq, Eq)]
pub enum DocumentError {
    /// The file can't be read; with the reason.
    File(String),
    /// The file is larger than [`MAX_BYTES`].
    TooLarge,
    /// The file is not valid JSON.
    Json(JsonError),
}

/// A syntax error in a JSON document, or something that no definition may have anywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The path in the document, such as `questions[2].choices`; empty for the document itself.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

/// Reads the text of a file, or of the standard input.
///
/// # Errors
/// If the file can't be read, is too large, or is not UTF-8.
pub fn read(file: &str) -> Result<String, DocumentError> {
    let stream: std::io::Result<Box<dyn Read>> = match file {
        STDIN => Ok(Box::new(std::io::stdin())),
        file => std::fs::File::open(file).map(|file| Box::new(file) as Box<dyn Read>),
    };
    let mut bytes = Vec::new();
    // One byte more tells a file of the largest size from a larger one.
    let limit = MAX_BYTES as u64 + 1;
    stream
        .and_then(|stream| stream.take(limit).read_to_end(&mut bytes))
        .map_err(|error| DocumentError::File(error.to_string()))?;
    if bytes.len() > MAX_BYTES {
        return Err(DocumentError::TooLarge);
    }
    // Editors on Windows write a byte order mark; browsers skip it too.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
            Err(DocumentError::Json(JsonError {
                line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
                column: 1 + before.len() - line_start,
                path: String::new(),
                message: "is not UTF-8".to_owned(),
            }))
        }
    }
}

/// Parses a JSON document.
///
/// # Errors
/// If the text is not JSON, or has something that no definition may have anywhere: a duplicate name, a number that
/// not every reader reads alike, half of a surrogate pair, more levels than [`askwell_survey::limits::DEPTH`].
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path: Vec<&Segment> = error.path().iter().collect();
        json_error(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| json_error(&[], &error))?;
    Ok(value)
}

fn json_error(path: &[&Segment], error: &serde_json::Error) -> JsonError {
    let (line, column) = (error.line(), error.column());
    let mut message = error.to_string();
    message.truncate(message.strip_suffix(&format!(" at line {line} column {column}")).map_or(message.len(), str::len));
    let mut dotted = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => {
                dotted.push_str(&format!("[{index}]"));
                index.to_string()
            }
            Segment::Map { key } => {
                dotted.push_str(if dotted.is_empty() { "" } else { "." });
                dotted.push_str(key);
                key.clone()
            }
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        // The messages of the survey crate begin with the path, which is reported separately here.
        if let Some(rest) = message.strip_prefix(&format!("{name}: ")) {
            message = rest.to_owned();
        }
    }
    JsonError { line, column, path: dotted, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_errors_have_line_column_and_path() {
        let deep = format!("{{\"if\": {}", "[".repeat(10_000));
        let table = [
            ("{\"a\": 1,\n  \"b\": }", "2:8 b expected value"),
            ("{\"a\": [0, {\"b\": 1, \"b\": 2}]}", "1:22 a[1] b: given twice"),
            ("{\"a\": \"\\ud800 x\"}", "1:14 a unexpected end of hex escape"),
            ("{\"a\": \"\\ude00\"}", "1:13 a lone leading surrogate in hex escape"),
            ("{\"max\": 1e300}", "1:13 max a number that is not finite, or too large to be exact"),
            ("{\"max\": 1e999}", "1:13 max number out of range"),
            ("{\"max\": NaN}", "1:9 max expected value"),
            ("{} {}", "1:4  trailing characters"),
            ("", "1:0  EOF while parsing a value"),
            (&deep, "1:31 if[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0] nested too deeply"),
        ];
        for (json, expected) in table {
            let JsonError { line, column, path, message } = parse(json).expect_err(json);
            assert_eq!(format!("{line}:{column} {path} {message}"), expected, "{json:.60}");
        }
    }

    #[test]
    fn name_with_a_colon_is_not_part_of_the_path() {
        let error = parse("{\"a\": {\"b: c\": {\"d\": 1, \"d\": 1}}}").expect_err("given twice");
        assert_eq!((error.path.as_str(), error.message.as_str()), ("a.b: c", "d: given twice"));
    }
}
