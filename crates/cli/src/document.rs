//! Reading files, and JSON out of them.

use askwell_survey::Value;
use serde_path_to_error::Segment;
use std::io::Read;

/// Bytes that a file may have. A definition has at most 256 KiB of text; what it is wrapped in takes less than that.
pub const LARGEST: usize = 1_024 * 1_024;

/// The name that stands for the standard input.
pub const STDIN: &str = "-";

/// Why a file can't be read as JSON.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The file can't be read at all, and why.
    File(String),
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It is no JSON that can be used.
    Json(Misread),
}

/// What is wrong with a document as JSON, before anything is asked of its contents.
#[derive(Debug, PartialEq, Eq)]
pub struct Misread {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Where in the document, as in `questions[2].choices`; empty for the document itself.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

/// The text of the file, or of the standard input.
///
/// # Errors
/// When it can't be read, is too large, or is not UTF-8.
pub fn read(file: &str) -> Result<String, Unreadable> {
    let stream: std::io::Result<Box<dyn Read>> = match file {
        STDIN => Ok(Box::new(std::io::stdin())),
        file => std::fs::File::open(file).map(|file| Box::new(file) as Box<dyn Read>),
    };
    let mut bytes = Vec::new();
    let most = LARGEST as u64 + 1;
    stream
        .and_then(|stream| stream.take(most).read_to_end(&mut bytes))
        .map_err(|error| Unreadable::File(error.to_string()))?;
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    // Editors on Windows put a mark in front that says "this is UTF-8"; browsers skip it too.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes.as_slice(), |rest| rest);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            Err(Unreadable::Json(Misread {
                line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
                column: 1 + before.len() - line_start,
                path: String::new(),
                message: "is not UTF-8".to_owned(),
            }))
        }
    }
}

/// The document in a text.
///
/// # Errors
/// When it is no JSON, or has what no definition may have anywhere: a name twice, numbers that readers disagree about,
/// half a character, more levels than [`askwell_survey::limits::DEPTH`].
pub fn parse(text: &str) -> Result<Value, Misread> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path: Vec<&Segment> = error.path().iter().collect();
        misread(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| misread(&[], &error))?;
    Ok(value)
}

fn misread(path: &[&Segment], error: &serde_json::Error) -> Misread {
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
        // The survey crate says the way itself, in front of its messages.
        if let Some(rest) = message.strip_prefix(&format!("{name}: ")) {
            message = rest.to_owned();
        }
    }
    Misread { line, column, path: dotted, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_said_with_its_place_and_its_path() {
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
            let Misread { line, column, path, message } = parse(json).expect_err(json);
            assert_eq!(format!("{line}:{column} {path} {message}"), expected, "{json:.60}");
        }
    }

    #[test]
    fn a_name_with_a_colon_is_no_step_of_the_way() {
        let error = parse("{\"a\": {\"b: c\": {\"d\": 1, \"d\": 1}}}").expect_err("given twice");
        assert_eq!((error.path.as_str(), error.message.as_str()), ("a.b: c", "d: given twice"));
    }
}
