//! Reading foreign documents so that nothing is passed over in silence: what was never asked for is noted.

use super::Note;
use serde_json::Value as Json;
use std::cell::RefCell;

/// What is to be said.
#[derive(Default)]
pub(super) struct Notes(RefCell<Vec<Note>>);

impl Notes {
    pub(super) fn add(&self, path: &str, message: impl Into<String>) {
        let note = Note { path: path.to_owned(), message: message.into() };
        let mut notes = self.0.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    pub(super) fn into_list(self) -> Vec<Note> {
        self.0.into_inner()
    }
}

/// An object in a document, and which of its fields were asked for.
pub(super) struct Node<'a> {
    value: &'a Json,
    pub(super) path: String,
    notes: &'a Notes,
    asked: RefCell<Vec<String>>,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Json, notes: &'a Notes) -> Self {
        Self { value, path: String::new(), notes, asked: RefCell::default() }
    }

    fn at(&self, value: &'a Json, path: String) -> Self {
        Self { value, path, notes: self.notes, asked: RefCell::default() }
    }

    /// The path of a field.
    pub(super) fn place(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Says something about a field.
    pub(super) fn note(&self, name: &str, message: impl Into<String>) {
        self.notes.add(&self.place(name), message);
    }

    /// Says something about all of it.
    pub(super) fn note_all(&self, message: impl Into<String>) {
        self.notes.add(&self.path, message);
    }

    /// The value of a field; `null` counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&'a Json> {
        self.asked.borrow_mut().push(name.to_owned());
        self.value.get(name).filter(|value| !value.is_null())
    }

    /// Text that is not blank.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.as_bool()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    /// The object in a field.
    pub(super) fn node(&self, name: &str) -> Option<Node<'a>> {
        let value = self.get(name).filter(|value| value.is_object())?;
        Some(self.at(value, self.place(name)))
    }

    /// The items of the list in a field.
    pub(super) fn nodes(&self, name: &str) -> Vec<Node<'a>> {
        let items = self.get(name).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(|(at, item)| self.at(item, format!("{}[{at}]", self.place(name)))).collect()
    }

    /// The names of all fields.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.value.as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// Marks fields that say nothing about what a visitor meets.
    pub(super) fn pass_over(&self, names: &[&str]) {
        self.asked.borrow_mut().extend(names.iter().map(|&name| name.to_owned()));
    }

    /// Notes every field that was never asked for and says something.
    pub(super) fn finish(&self) {
        for name in self.names() {
            let says_nothing = self.value.get(name).is_none_or(is_empty);
            if !says_nothing && !self.asked.borrow().iter().any(|asked| asked == name) {
                self.note(name, "has no counterpart");
            }
        }
    }
}

/// Whether a value is what tools write where nothing was chosen.
fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Bool(true) => false,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => {
            fields.values().all(is_empty) || fields.get("enabled").is_some_and(|enabled| enabled == false)
        }
    }
}
