//! What a conversion reports.

use indexmap::IndexSet;
use std::cell::RefCell;

/// A part of the source that has no counterpart, or not an exact one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// The path in the source, such as `questions[2].branching`.
    pub path: String,
    /// What happens to it.
    pub message: String,
}

/// The notes of one conversion, in the order in which they are added, without duplicates.
#[derive(Default)]
pub(super) struct Notes(RefCell<IndexSet<Note>>);

impl Notes {
    pub(super) fn add(&self, path: &str, message: impl Into<String>) {
        self.0.borrow_mut().insert(Note { path: path.to_owned(), message: message.into() });
    }

    pub(super) fn into_list(self) -> Vec<Note> {
        self.0.into_inner().into_iter().collect()
    }
}
