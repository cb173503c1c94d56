//! Templates: what a receiver gets instead of the response. Placeholders in its texts stand for parts of the response.

use std::cell::Cell;

use super::document::Document;
use crate::condition::Lookup;
use crate::value::joined;
use crate::{Segment, Value, VariableRef, interpolate, limits, placeholders};

/// What a placeholder of a template can stand for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    /// What conditions know as well.
    Fact(VariableRef),
    /// The whole response.
    Response,
    /// A moment in milliseconds since 1970: `shownAt` or `answeredAt`.
    Millis(String),
}

impl Place {
    /// Reads what stands between the braces, without the fallback.
    pub(super) fn parse(place: &str) -> Option<Self> {
        if place == "response" {
            return Some(Self::Response);
        }
        match place.split_once(':') {
            Some(("response", path)) if VariableRef::is_of_response(path) => {
                Some(Self::Fact(VariableRef::Response(path.to_owned())))
            }
            Some(("millis", name @ ("shownAt" | "answeredAt"))) => Some(Self::Millis(name.to_owned())),
            _ => VariableRef::parse(place).filter(|source| !matches!(source, VariableRef::Product)).map(Self::Fact),
        }
    }

    /// What it is in `document`.
    fn find(&self, document: &Document<'_>) -> Option<Value> {
        match self {
            Self::Fact(source) => document.lookup(source),
            Self::Response => Some(document.0.clone()),
            Self::Millis(name) => document.millis(name),
        }
    }
}

/// The placeholder that a text consists of, if it is one alone and has no fallback.
fn alone(text: &str) -> Option<&str> {
    let mut segments = placeholders(text);
    match (segments.next(), segments.next()) {
        (Some(Segment::Placeholder { name, fallback: None }), None) => Some(name),
        _ => None,
    }
}

/// What a template, or a part of one, comes to.
#[derive(Default)]
struct Rendered {
    /// None where it is one placeholder whose value isn't known.
    value: Option<Value>,
    /// Whether it has placeholders.
    has_placeholders: bool,
    /// Whether the value of one of them is known.
    found: bool,
}

/// The name of the only entry of an object that stands for its value as JSON text: a form's field can be a document.
const AS_JSON: &str = "$json";

/// Fills a template from a response; texts with placeholders are cut to `longest` characters. None is left of what
/// consists of a placeholder whose value isn't known.
pub(super) fn fill(template: &Value, document: &Document<'_>, longest: usize) -> Option<Value> {
    render(template, document, longest).value
}

fn render(template: &Value, document: &Document<'_>, longest: usize) -> Rendered {
    let mut whole = Rendered::default();
    let mut part = |template: &Value, in_list: bool| {
        let part = render(template, document, longest);
        whole.has_placeholders |= part.has_placeholders;
        whole.found |= part.found;
        // An entry such as {"name": "email", "value": "{{answer:contact.email}}"} says nothing without a value.
        let says_nothing = in_list && matches!(template, Value::Map(_)) && part.has_placeholders && !part.found;
        part.value.filter(|_| !says_nothing)
    };
    let value = match template {
        Value::Text(text) => {
            let mut rendered = fill_text(text, document);
            if rendered.has_placeholders
                && let Some(Value::Text(text)) = &mut rendered.value
            {
                cut(text, longest);
            }
            return rendered;
        }
        Value::List(list) => {
            let mut filled = Vec::new();
            for item in list {
                if let Some(item) = part(item, true) {
                    filled.push(item);
                }
            }
            Value::List(filled)
        }
        Value::Map(map) if map.len() == 1 && map[0].0 == AS_JSON => {
            Value::from(part(&map[0].1, false).unwrap_or_default().to_json())
        }
        Value::Map(map) => {
            let mut filled = Value::object();
            for (name, value) in map {
                if let Some(value) = part(value, false) {
                    filled.put(name, value);
                }
            }
            filled
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
    };
    whole.value = Some(value);
    whole
}

/// Cuts a text that is too long, and says so by its last character.
fn cut(text: &mut String, longest: usize) {
    if limits::exceeds(text, longest)
        && let Some((end, _)) = text.char_indices().nth(longest - 1)
    {
        text.truncate(end);
        text.push('…');
    }
}

fn fill_text(text: &str, document: &Document<'_>) -> Rendered {
    if let Some(place) = alone(text) {
        let value = Place::parse(place).and_then(|place| place.find(document));
        return Rendered { has_placeholders: true, found: value.is_some(), value };
    }
    let (has_placeholders, found) = (Cell::new(false), Cell::new(false));
    let filled = interpolate(text, &|place| {
        has_placeholders.set(true);
        let value = Place::parse(place)?.find(document)?;
        found.set(true);
        Some(written(&value))
    });
    Rendered { value: Some(Value::from(filled)), has_placeholders: has_placeholders.get(), found: found.get() }
}

/// Fills a text whose places become `encoded`.
pub(super) fn fill_encoded(text: &str, document: &Document<'_>, encode: fn(&str) -> String) -> String {
    interpolate(text, &|place| Some(encode(&written(&Place::parse(place)?.find(document)?))))
}

/// A value as text: what is in a list is joined by commas, and of an object each entry is a line.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_json(),
        Value::List(list) => joined(&mut list.iter().map(written), ", "),
        Value::Map(_) => {
            let mut lines = String::new();
            write_lines(value, "", &mut lines);
            lines
        }
    }
}

fn write_lines(value: &Value, path: &str, lines: &mut String) {
    let Value::Map(entries) = value else {
        let end = if lines.is_empty() { "" } else { "\n" };
        lines.push_str(&[end, path, ": ", &written(value)].concat());
        return;
    };
    for (name, value) in entries {
        let dot = if path.is_empty() { "" } else { "." };
        write_lines(value, &[path, dot, name].concat(), lines);
    }
}
