//! One dynamic value: what a page, a file or a server handed over, before anything is believed of it.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::too_many;
use crate::limits::{DEPTH, LARGEST_NUMBER, OBJECT};

/// A JSON-like value.
///
/// The widget fills it by walking what the page hands over, native code through serde_json, and everything typed is read out
/// of it by [`crate::decode`]. One visitor for one type keeps the widget small, and makes errors and their paths the
/// same everywhere: a decoder derived for each structure costs some ten kilobytes compressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: `null` or `undefined`.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A finite number within ±(2⁵³ − 1).
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names and values in the order given, each name once.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// An empty object.
    pub const fn object() -> Self {
        Self::Map(Vec::new())
    }

    /// Adds a value under a name that this object doesn't have yet.
    pub fn put(&mut self, name: &str, value: Self) {
        if let Self::Map(entries) = self {
            entries.push((name.to_owned(), value));
        }
    }

    /// The value under `name`, if this is a map that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Map(entries) => entries.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether this is nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Puts `value` under `name`, in place of an earlier one. Anything but a map becomes a map.
    pub fn set(&mut self, name: &str, value: Self) {
        if !matches!(self, Self::Map(_)) {
            *self = Self::Map(Vec::new());
        }
        if let Self::Map(entries) = self {
            for (key, old) in entries {
                if key == name {
                    *old = value;
                    return;
                }
            }
        }
        self.put(name, value);
    }

    /// Lays `over` over this value: maps are merged name by name, anything else is replaced.
    pub fn merge(&mut self, over: Self) {
        match (self, over) {
            (this @ Self::Map(_), Self::Map(over)) => {
                for (name, value) in over {
                    let mut merged = this.get(&name).cloned().unwrap_or_default();
                    merged.merge(value);
                    this.set(&name, merged);
                }
            }
            (_, Self::Null) => {}
            (this, over) => *this = over,
        }
    }

    /// What to call this value in a message: `a number`, `a list` …
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

/// Texts with a separator between them. `join` would be compiled for these next to the one for slices.
pub(crate) fn joined(texts: &mut dyn Iterator<Item = String>, separator: &str) -> String {
    let mut all = String::new();
    for (index, text) in texts.enumerate() {
        all.push_str(if index == 0 { "" } else { separator });
        all.push_str(&text);
    }
    all
}

/// A value at most `.0` levels deep. Cyclic objects and hostile nesting end in an error instead of the stack's end.
struct Levels(usize);

impl<'de> DeserializeSeed<'de> for Levels {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Levels {
    fn below<E: Error>(&self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deeply"))
    }
}

fn number<E: Error>(number: f64) -> Result<Value, E> {
    if number.abs() <= LARGEST_NUMBER {
        Ok(Value::Number(number))
    } else {
        Err(E::custom("a number that is not finite, or too large to be exact"))
    }
}

impl<'de> Visitor<'de> for Levels {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("text, a number, true, false, null, a list or an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        number(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        number(value as f64)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        number(value as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.below()?).map_err(|error| at(list.len(), &error))? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map: Vec<(String, Value)> = Vec::new();
        while let Some(Value::Text(name)) = entries.next_key_seed(Self(1))? {
            if map.len() == OBJECT {
                return Err(A::Error::custom(format_args!("{} in one object", too_many(OBJECT))));
            }
            if map.iter().any(|(earlier, _)| *earlier == name) {
                return Err(at(name, &"given twice"));
            }
            let value = entries.next_value_seed(self.below()?).map_err(|error| at(&name, &error))?;
            map.push((name, value));
        }
        Ok(Value::Map(map))
    }
}

/// An error with one more step of its path in front.
fn at<E: Error>(step: impl fmt::Display, error: &dyn fmt::Display) -> E {
    E::custom(format_args!("{step}: {error}"))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Levels(DEPTH).deserialize(deserializer)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            // A whole number is written without a decimal point, as people write it.
            Self::Number(number) if number.fract() == 0.0 => serializer.serialize_i64(*number as i64),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(name, value)| (name, value))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serialized_value_reads_back_as_the_same() {
        let json = r#"{"b":[1,-2.5,true,null,"\u0000ü"],"a":{"c":{}}}"#;
        assert_eq!(serde_json::to_string(&read(json).unwrap()).unwrap(), json);
    }

    fn read(json: &str) -> Result<Value, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn hostile_documents_are_refused_with_their_path() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        let many: String = (0..257).map(|number| format!(r#""{number}": 0,"#)).collect();
        let wide = format!(r#"{{"a": {{{} "z": 0}}}}"#, many);
        let table = [
            (deep.as_str(), "nested too deeply"),
            (wide.as_str(), "a: has too many entries: at most 256 in one object"),
            (r#"{"a": {"b": 1, "b": 2}}"#, "a: b: given twice"),
            (r#"{"a": [1, 1e300]}"#, "a: 1: a number that is not finite, or too large to be exact"),
        ];
        for (json, message) in table {
            let error = read(json).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn laying_over_merges_maps_and_replaces_the_rest() {
        let mut base = read(r#"{"a": {"x": 1, "y": 2}, "b": [1], "c": 3}"#).unwrap();
        base.merge(read(r#"{"a": {"y": 5}, "b": [2, 3], "c": null, "d": 4}"#).unwrap());
        assert_eq!(base, read(r#"{"a": {"x": 1, "y": 5}, "b": [2, 3], "c": 3, "d": 4}"#).unwrap());
    }
}
