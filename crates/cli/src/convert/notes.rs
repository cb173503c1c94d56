//! What a conversion reports.

use indexmap::IndexSet;
use std::cell::RefCell;
use std::fmt;

/// A part of the source that has no counterpart, or not an exact one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// The path in the source, such as `questions[2].branching`; empty if it is about many places.
    pub path: String,
    /// What happens to it.
    pub message: String,
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(out, "{}{colon}{}", self.path, self.message)
    }
}

/// The notes of one conversion, in the order in which they are added, without duplicates.
pub(super) struct Notes {
    list: RefCell<IndexSet<Note>>,
    /// The fields of looks and of labels of buttons. Exports have many of them, so that one note lists them all.
    looks: RefCell<IndexSet<String>>,
    is_look: fn(&str) -> bool,
}

impl Notes {
    /// `is_look` tells by its path whether a field is about looks or the label of a button.
    pub(super) fn new(is_look: fn(&str) -> bool) -> Self {
        Self { list: RefCell::default(), looks: RefCell::default(), is_look }
    }

    pub(super) fn add(&self, path: &str, message: impl Into<String>) {
        self.list.borrow_mut().insert(Note { path: path.to_owned(), message: message.into() });
    }

    /// Notes that a field has no counterpart.
    pub(super) fn add_unread(&self, path: &str) {
        let field = without_indexes(path);
        if (self.is_look)(&field) {
            self.looks.borrow_mut().insert(field);
        } else {
            self.add(path, "has no counterpart");
        }
    }

    pub(super) fn into_list(self) -> Vec<Note> {
        let looks: Vec<String> = self.looks.into_inner().into_iter().collect();
        if !looks.is_empty() {
            let message = format!("looks and labels of buttons have no counterpart: {}", looks.join(", "));
            self.list.borrow_mut().insert(Note { path: String::new(), message });
        }
        self.list.into_inner().into_iter().collect()
    }
}

/// The path with `questions` for `questions[2]`.
fn without_indexes(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |start, part| start + part.split_once(']').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_reported_once() {
        let notes = Notes::new(|path| path.ends_with("color"));
        for path in ["questions[0].color", "questions[12].color", "questions[0].text", "color"] {
            notes.add_unread(path);
        }
        let list: Vec<_> = notes.into_list().into_iter().map(|note| (note.path, note.message)).collect();
        let expected = [
            ("questions[0].text", "has no counterpart"),
            ("", "looks and labels of buttons have no counterpart: questions.color, color"),
        ];
        assert_eq!(list, expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
    }
}
