//! What is wrong with a document: the path, a code, a message and a hint.

use std::fmt;

use crate::digits;

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal, $hint:literal,)*) => {
        /// What sort of problem it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $code,)* }

        impl Code {
            /// Every sort, errors first.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// The name, for programs: it stays the same when messages change.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// What to do about it, where the message doesn't say so itself.
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$code => $hint,)* }
            }
        }
    };
}

codes! {
    /// Another type of value is needed, or another value.
    Value = "value", "write it as the message says",
    /// A field that is needed isn't there.
    Missing = "missing", "add the field",
    /// Nothing has this name.
    Unknown = "unknown", "remove the field, or correct its name",
    /// A text is too long, or a list has too many entries.
    Limit = "limit", "shorten it, or make two surveys of it",
    /// A text has characters that can't be shown, or that turn the words around them.
    Characters = "characters", "remove the character: it may have been pasted along invisibly",
    /// A name is given to two things.
    Duplicate = "duplicate", "give each a name of its own",
    /// Something is named that isn't there.
    Reference = "reference", "correct the name, or add what it names",
    /// A way leads back to where it came from.
    Cycle = "cycle", "let `goto` lead to a later question or to an ending",
    /// No way leads there.
    Unreachable = "unreachable", "remove it, or let a `next` lead to it",
    /// Two fields contradict each other.
    Conflict = "conflict", "keep one of the two",
    /// What is for the collector alone stands in a page.
    Secret = "secret", "let the collector hand responses on: `askwell-collector serve --endpoints FILE`",
    /// A warning: a text lacks one of the survey's languages.
    Translation = "translation", "add the text in this language: its visitors see the first language instead",
    /// A warning: nobody says which language the texts are in.
    Languages = "languages", "add `languages`, as in \"languages\": [\"en\"]: buttons and errors are in the visitor’s language otherwise",
    /// A warning: there are many questions on one way.
    Long = "long", "ask five questions at most: with each one more, fewer visitors finish",
    /// A warning: nothing can be skipped.
    NoWayOut = "no-way-out", "make all but the first question optional",
    /// A warning: what a placeholder stands for may not be known.
    Recall = "recall", "write what stands there otherwise, as in {{answer:reason|your reason}}",
    /// A warning: an attribute's name is nearly one that says something.
    Attribute = "attribute", "correct the name, or ignore this if the attribute is for something else",
    /// A warning: what a page says of a person or an answer can't be kept as it is.
    Dropped = "dropped", "give texts of at most 500 characters, numbers, or true or false",
    /// A warning: what comes later is never looked at.
    Ignored = "ignored", "remove it, or give the one before it an `if`",
    /// A warning: as the targeting stands, nobody is asked.
    NeverShown = "never-shown", "correct the dates, the hours or the percentage, or remove them",
    /// A warning: as the targeting stands, many of those it means are never asked.
    RarelyShown = "rarely-shown", "add a trigger that phones have, such as {\"inactive\": 20} or {\"scroll\": 50}",
}

impl Code {
    /// Whether a survey with such a problem can be shown all the same.
    pub const fn is_warning(self) -> bool {
        self as u8 >= Self::Translation as u8
    }
}

/// What to say of a text that is too long.
pub(crate) fn too_long(most: usize) -> String {
    ["is too long: at most ", &digits(most as u64), " characters"].concat()
}

/// What to say of a list or an object that has too much in it.
pub(crate) fn too_many(most: usize) -> String {
    ["has too many entries: at most ", &digits(most as u64)].concat()
}

/// What to say of too much text, in bytes.
pub(crate) fn too_large(most: usize) -> String {
    ["is too large: at most ", &digits(most as u64 / 1024), " KiB of text"].concat()
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where, as in `questions[2].choices`; empty for the document itself.
    pub path: String,
    /// What sort of problem it is.
    pub code: Code,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Diagnostic {
    /// What is wrong, and what would be right.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The path and the message, as in `delay: needs to be a number from 0 to 9`.
    pub fn text(&self) -> String {
        let colon = if self.path.is_empty() { "" } else { ": " };
        [&self.path, colon, self.message()].concat()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text())
    }
}

/// Everything that is wrong with a document, in the order it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem with the value at `path`.
    pub fn add(&mut self, path: &str, message: &str) {
        self.report(path, Code::Value, message);
    }

    /// Adds a problem of another sort.
    pub fn report(&mut self, path: &str, code: Code, message: &str) {
        self.0.push(Diagnostic { path: path.to_owned(), code, message: message.to_owned() });
    }

    /// All of them, one a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for problem in &self.0 {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(&problem.text());
        }
        text
    }

    /// Inserts diagnostics at these positions, which don't fall.
    pub(crate) fn insert(&mut self, late: Vec<(usize, Diagnostic)>) {
        let mut late = late.into_iter().peekable();
        let mut all = Vec::with_capacity(self.0.len() + late.len());
        for (index, known) in std::mem::take(&mut self.0).into_iter().enumerate() {
            while let Some((_, diagnostic)) = late.next_if(|(position, _)| *position <= index) {
                all.push(diagnostic);
            }
            all.push(known);
        }
        all.extend(late.map(|(_, diagnostic)| diagnostic));
        self.0 = all;
    }

    /// Whether nothing was wrong but what deserves a warning.
    pub fn only_warn(&self) -> bool {
        self.0.iter().all(|problem| problem.code.is_warning())
    }

    /// `found` if nothing was wrong, otherwise what was. Warnings are no reason to refuse.
    pub fn or<T>(self, found: Option<T>) -> Result<T, Self> {
        match found {
            Some(found) if self.only_warn() => Ok(found),
            _ => Err(self),
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text())
    }
}

impl std::error::Error for Diagnostics {}
