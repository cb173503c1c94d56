//! Reads the objects of an export as typed structs, and finds the fields that no struct has.

use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value as Json;
use serde_path_to_error::Segment as ErrorSegment;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

use super::notes::Notes;

/// An object in an export.
///
/// It can be read as several structs, for example one with the fields that all questions have and one with those of its
/// type. A field is unread if none of the structs has it.
pub(super) struct Part<'a> {
    value: &'a Json,
    /// The path in the export.
    pub(super) path: String,
    notes: &'a Notes,
    unread: RefCell<BTreeSet<Vec<Segment>>>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    MessageKey(String),
    Index(usize),
}

impl<'a> Part<'a> {
    pub(super) fn new(value: &'a Json, path: String, notes: &'a Notes) -> Self {
        let names = value.as_object().into_iter().flat_map(serde_json::Map::keys);
        let unread = names.map(|name| vec![Segment::MessageKey(name.clone())]).collect();
        Self { value, path, notes, unread: RefCell::new(unread) }
    }

    /// Reads the fields that the struct has. A field with a value of another type is noted and counts as missing.
    pub(super) fn read<T: DeserializeOwned + Default>(&self) -> T {
        if !self.value.is_object() {
            return T::default();
        }
        let mut value = Cow::Borrowed(self.value);
        // Each round removes a field.
        loop {
            let mut ignored = BTreeSet::new();
            let read = serde_ignored::deserialize(value.as_ref(), |path| {
                ignored.insert(segments(&path));
            });
            if let Ok(read) = read {
                self.keep_unread(&ignored);
                return read;
            }
            let Err(error) = serde_path_to_error::deserialize::<_, T>(value.as_ref()) else { return T::default() };
            let field = match error.path().iter().next() {
                Some(ErrorSegment::Map { key }) => key.clone(),
                Some(ErrorSegment::Seq { .. } | ErrorSegment::Enum { .. } | ErrorSegment::Unknown) | None => {
                    self.note_all(format!("is left out: {error}"));
                    return T::default();
                }
            };
            let inner_path = error.path().to_string().split_off(field.len());
            let place = if inner_path.is_empty() { String::new() } else { format!("at {inner_path}: ") };
            self.note(&field, format!("is left out: {place}{}", error.inner()));
            if let Some(fields) = value.to_mut().as_object_mut() {
                fields.remove(&field);
            }
        }
    }

    /// The object in a field.
    pub(super) fn child(&self, field: &str) -> Option<Part<'a>> {
        self.mark_read(field);
        let value = self.value.get(field).filter(|value| value.is_object())?;
        Some(Self::new(value, self.path_of(field), self.notes))
    }

    /// The items of the list in a field.
    pub(super) fn items(&self, field: &str) -> Vec<Part<'a>> {
        self.mark_read(field);
        let items = self.value.get(field).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let path = self.path_of(field);
        items.iter().enumerate().map(|(index, item)| Self::new(item, format!("{path}[{index}]"), self.notes)).collect()
    }

    pub(super) fn has_list(&self, field: &str) -> bool {
        self.value.get(field).is_some_and(Json::is_array)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.value.get(field).is_some()
    }

    /// Lets something see the object as it is.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.value);
    }

    /// The names of all fields.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.value.as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// Marks fields as read that don't change what a visitor sees.
    pub(super) fn skip(&self, fields: &[&str]) {
        fields.iter().for_each(|field| self.mark_read(field));
    }

    /// Marks all fields as read.
    pub(super) fn skip_all(&self) {
        self.unread.borrow_mut().clear();
    }

    /// The path of a field.
    pub(super) fn path_of(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    /// Adds a note about a field.
    pub(super) fn note(&self, field: &str, message: impl Into<String>) {
        self.notes.add(&self.path_of(field), message);
    }

    /// Adds a note about something elsewhere in the survey.
    pub(super) fn note_at(&self, path: &str, message: impl Into<String>) {
        self.notes.add(path, message);
    }

    /// Adds a note about the whole object.
    pub(super) fn note_all(&self, message: impl Into<String>) {
        self.notes.add(&self.path, message);
    }

    /// Adds a note about the survey, once.
    pub(super) fn note_survey(&self, message: impl Into<String>) {
        self.notes.add("", message);
    }

    /// Notes each unread field that has a value.
    pub(super) fn note_unread(&self) {
        for path in self.unread.borrow().iter() {
            let value = path.iter().try_fold(self.value, |value, segment| match segment {
                Segment::MessageKey(key) => value.get(key),
                Segment::Index(index) => value.get(index),
            });
            if !value.is_none_or(is_unset) {
                self.notes.add_unread(&self.path_of(&to_string(path)));
            }
        }
    }

    fn mark_read(&self, field: &str) {
        self.unread.borrow_mut().retain(|path| !matches!(&path[0], Segment::MessageKey(name) if name == field));
    }

    /// Keeps as unread what was unread before and is in `ignored` as well. Both may have a field whole or in part.
    fn keep_unread(&self, ignored: &BTreeSet<Vec<Segment>>) {
        let mut unread = self.unread.borrow_mut();
        let is_covered = |path: &[Segment], set: &BTreeSet<Vec<Segment>>| {
            (1..=path.len()).any(|length| set.contains(&path[..length]))
        };
        let before = unread.iter().filter(|path| is_covered(path, ignored));
        let now = ignored.iter().filter(|path| is_covered(path, &unread));
        *unread = before.chain(now).cloned().collect();
    }
}

fn segments(path: &serde_ignored::Path<'_>) -> Vec<Segment> {
    use serde_ignored::Path;
    let (parent, segment) = match path {
        Path::Root => return Vec::new(),
        Path::Seq { parent, index } => (parent, Some(Segment::Index(*index))),
        Path::Map { parent, key } => (parent, Some(Segment::MessageKey(key.clone()))),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => (parent, None),
    };
    let mut segments = segments(parent);
    segments.extend(segment);
    segments
}

fn to_string(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::MessageKey(key) => {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(key);
            }
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// Whether a value is one that the tools write for options that are not set.
fn is_unset(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Bool(true) => false,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => {
            fields.values().all(is_unset) || fields.get("enabled").is_some_and(|enabled| enabled == false)
        }
    }
}

/// A text. A blank one counts as missing, as does `null`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text(Option<String>);

impl Text {
    /// The text without blanks around it; none if nothing is left.
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text, or an empty one.
    pub(super) fn or_empty(&self) -> &str {
        self.get().unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        Ok(Self(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Common {
        id: Text,
        translations: BTreeMap<String, Title>,
    }

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Title {
        title: Text,
    }

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Rating {
        scale: Option<u8>,
        labels: Option<Vec<Option<Title>>>,
    }

    fn notes(notes: Notes) -> Vec<(String, String)> {
        notes.into_list().into_iter().map(|note| (note.path, note.message)).collect()
    }

    #[test]
    fn fields_that_no_struct_has_are_noted() {
        let json = json!({"id": " a ", "scale": 5, "colour": "red", "unset": [], "off": {"enabled": false, "x": 1},
            "labels": [null, {"title": "One", "icon": "star"}], "translations": {"de": {"title": "Eins", "help": "?"}}});
        let list = Notes::new(|_| false);
        let part = Part::new(&json, "questions[1]".to_owned(), &list);
        let common: Common = part.read();
        assert_eq!((common.id.get(), common.translations["de"].title.get()), (Some("a"), Some("Eins")));
        let rating: Rating = part.read();
        assert_eq!(rating.scale, Some(5));
        assert_eq!(rating.labels.unwrap()[1].as_ref().unwrap().title.get(), Some("One"));
        part.note_unread();
        let paths: Vec<_> = notes(list).into_iter().map(|(path, _)| path).collect();
        let unread = ["colour", "labels[1].icon", "translations.de.help"];
        assert_eq!(paths, unread.map(|field| format!("questions[1].{field}")));
    }

    #[test]
    fn values_of_another_type_are_noted_and_count_as_missing() {
        let json = json!({"scale": "5", "labels": [{"title": 1}], "id": "a"});
        let list = Notes::new(|_| false);
        let part = Part::new(&json, String::new(), &list);
        let rating: Rating = part.read();
        assert!(rating.scale.is_none() && rating.labels.is_none());
        assert_eq!(part.read::<Common>().id.get(), Some("a"));
        part.note_unread();
        let expected = [
            ("labels", "is left out: at [0].title: invalid type: integer `1`, expected a string"),
            ("scale", "is left out: invalid type: string \"5\", expected u8"),
        ];
        assert_eq!(notes(list), expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
    }
}
