//! Receivers that are known by name: what each takes, and in what form. One file each, in `receivers/`.

use super::form::component;
use crate::decode::{Code, ObjectReader};
use crate::{Segment, Value, limits, placeholders};

macro_rules! receivers {
    ($($name:literal $(: $secret:literal)?),* $(,)?) => {
        /// The names of all receivers.
        pub const NAMES: &[&str] = &[$($name),*];

        /// What of a receiver has to stay out of pages.
        const SECRETS: &[(&str, &str)] = &[$($(($name, $secret),)?)*];

        /// The files of those that have nothing of that sort; of the others, nothing.
        const FOR_PAGES: &[(&str, &str)] = &[$(($name, for_pages!($name $($secret)?))),*];

        /// The files of all.
        const ALL: &[(&str, &str)] = &[$(($name, for_pages!($name))),*];
    };
}

macro_rules! for_pages {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
    ($name:literal $secret:literal) => {
        ""
    };
}

receivers!(
    "askwell",
    "discord": "the token of the webhook, with which anybody could write into the channel or delete the webhook",
    "formspree",
    "ga4": "the API secret, with which anybody could send events into your reports",
    "google-forms",
    "google-sheets",
    "hubspot",
    "make",
    "matomo",
    "mixpanel",
    "n8n",
    "netlify",
    "plausible",
    "posthog",
    "salesforce",
    "segment",
    "slack": "the address of the webhook, with which anybody could write into the channel",
    "teams": "the address of the workflow, with which anybody could write into the channel",
    "umami",
    "webhook",
    "zapier",
    "zendesk",
);

/// The file of a receiver that a page may name, as JSON. The others' files are in nobody's download.
pub fn for_pages(name: &str) -> Option<&'static str> {
    find(FOR_PAGES, name).filter(|json| !json.is_empty())
}

/// The file of any receiver.
pub fn file(name: &str) -> Option<Value> {
    serde_json::from_str(find(ALL, name)?).ok()
}

/// What of a receiver has to stay out of pages, if anything: then the collector hands responses on to it.
pub fn secret(name: &str) -> Option<&'static str> {
    find(SECRETS, name)
}

fn find(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A receiver's file. Ours: tests see to it that each can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Receiver {
    file: Value,
}

impl Receiver {
    /// The receiver of that name; `file` finds its file, as [`file()`] does.
    pub fn find(name: &str, file: &dyn Fn(&str) -> Option<Value>) -> Option<Self> {
        file(name).map(|file| Self { file })
    }

    /// What people call it.
    pub fn title(&self) -> &str {
        self.file.get("title").and_then(Value::as_text).unwrap_or_default()
    }

    /// Whether it tells what it has already from what is new, so that it takes each response once however often it is
    /// sent.
    pub fn is_exact(&self) -> bool {
        self.file.get("delivery").and_then(Value::as_text) == Some("exactly-once")
    }

    /// The names of its parameters, and whether each can be left out.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, bool)> {
        self.declared().iter().map(|(name, about)| (name.as_str(), about.get("optional") == Some(&Value::Bool(true))))
    }

    /// What a parameter is, for people.
    pub fn about(&self, parameter: &str) -> &str {
        self.said(parameter, "about").unwrap_or_default()
    }

    /// What a parameter may be: `digits`, `word`, `text` or `url`.
    pub fn pattern(&self, parameter: &str) -> &str {
        self.said(parameter, "pattern").unwrap_or("word")
    }

    fn said(&self, parameter: &str, name: &str) -> Option<&str> {
        let (_, about) = self.declared().iter().find(|(known, _)| known == parameter)?;
        about.get(name)?.as_text()
    }

    fn declared(&self) -> &[(String, Value)] {
        match self.file.get("parameters") {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        }
    }

    /// The endpoint that it is with the parameters in the field `parameters`, if they are all there and right.
    pub(super) fn endpoint(&self, fields: &mut ObjectReader<'_, '_>) -> Option<Value> {
        let (mut given, mut fit) = (Vec::new(), true);
        let values = fields.entries("parameters");
        for (name, about) in self.declared() {
            let path = ["parameters.", name].concat();
            let text = match values.iter().find(|(known, _)| known == name).map(|(_, value)| value) {
                Some(Value::Text(text)) if !text.is_empty() => text.clone(),
                Some(number @ Value::Number(_)) => number.to_json(),
                Some(value) if !value.is_null() => {
                    fields.invalid(&path, &["needs to be text, and is ", value.type_name()].concat());
                    fit = false;
                    continue;
                }
                _ => match about.get("usual").and_then(Value::as_text) {
                    Some(usual) => usual.to_owned(),
                    None if about.get("optional") == Some(&Value::Bool(true)) => continue,
                    None => {
                        let about = about.get("about").and_then(Value::as_text).unwrap_or_default();
                        fields.report(&path, Code::Missing, &["is missing: ", about].concat());
                        fit = false;
                        continue;
                    }
                },
            };
            let pattern = about.get("pattern").and_then(Value::as_text).unwrap_or("word");
            match wrong(&text, pattern) {
                Some(wrong) => {
                    fields.invalid(&path, wrong);
                    fit = false;
                }
                None => given.push(Parameter { name: name.clone(), text, is_address: pattern == "url" }),
            }
        }
        for (name, _) in values {
            if !self.declared().iter().any(|(known, _)| known == name) {
                let known: Vec<_> = self.declared().iter().map(|(name, _)| name.as_str()).collect();
                let message = ["is not known to ", self.title(), "; known are ", &known.join(", ")].concat();
                fields.report(&["parameters.", name].concat(), Code::Unknown, &message);
            }
        }
        put_in(self.file.get("endpoint")?, false, &given).filter(|_| fit)
    }
}

struct Parameter {
    name: String,
    text: String,
    /// Stands for a whole address, and is no part of one.
    is_address: bool,
}

/// What is wrong with a parameter of that pattern.
fn wrong(text: &str, pattern: &str) -> Option<&'static str> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    match pattern {
        "digits" if !text.bytes().all(|byte| byte.is_ascii_digit()) => Some("needs to be a number"),
        "word" if !text.bytes().all(word) => Some("needs to be letters, digits, - _ and . only"),
        "url" if !text.starts_with("https://") && !text.starts_with("http://") && !text.starts_with('/') => {
            Some("needs to be an address that starts with https:// or http://, or a path on this site")
        }
        _ if limits::exceeds(text, if pattern == "url" { limits::URL } else { limits::LABEL }) => Some("is too long"),
        _ => None,
    }
}

/// Puts parameters in place, in names as well; `encoded` where it is within an address. None where one wasn't given.
fn put_in(template: &Value, encoded: bool, parameters: &[Parameter]) -> Option<Value> {
    Some(match template {
        Value::Text(text) => Value::Text(put_in_text(text, encoded, parameters)?),
        Value::List(list) => {
            let mut whole = Vec::new();
            for item in list {
                if let Some(item) = put_in(item, encoded, parameters) {
                    whole.push(item);
                }
            }
            Value::List(whole)
        }
        Value::Map(map) => {
            let mut whole = Value::object();
            for (name, value) in map {
                let value = put_in(value, name == "url", parameters);
                if let (Some(name), Some(value)) = (put_in_text(name, false, parameters), value) {
                    whole.put(&name, value);
                }
            }
            whole
        }
        other => other.clone(),
    })
}

fn put_in_text(text: &str, encoded: bool, parameters: &[Parameter]) -> Option<String> {
    let mut out = String::new();
    for segment in placeholders(text) {
        match segment {
            Segment::Text(text) => out.push_str(text),
            Segment::Unclosed => out.push_str("{{"),
            Segment::Placeholder { name, fallback } => match name.strip_prefix("parameter:") {
                Some(name) => {
                    let parameter = parameters.iter().find(|parameter| parameter.name == name)?;
                    if encoded && !parameter.is_address {
                        out.push_str(&component(&parameter.text));
                    } else {
                        out.push_str(&parameter.text);
                    }
                }
                // Filled in when there is a response.
                None => {
                    let bar = if fallback.is_some() { "|" } else { "" };
                    out.push_str(&["{{", name, bar, fallback.unwrap_or_default(), "}}"].concat());
                }
            },
        }
    }
    Some(out)
}
