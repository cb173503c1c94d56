//! Formbricks' texts: `{"default": …, "de": …}`, sometimes with markup, and with recalls such as
//! `#recall:reason/fallback:your reason#`.

use super::super::node::Node;
use super::super::plain;
use askwell_survey::{Value, limits};
use serde_json::Value as Json;
use std::collections::HashMap;

/// What all texts and conditions of a survey have in common.
pub(super) struct Reader {
    /// The survey's languages, the default first.
    pub(super) languages: Vec<String>,
    /// What questions are called here, by their names in the source.
    pub(super) questions: HashMap<String, String>,
    /// The same of hidden fields.
    pub(super) hidden: HashMap<String, String>,
    /// The same of variables, by their ids.
    pub(super) variables: HashMap<String, String>,
    /// The type of each question, by its name in the source.
    pub(super) kinds: HashMap<String, String>,
    /// The names of its rows and columns, if it has any.
    pub(super) matrices: HashMap<String, (Vec<String>, Vec<String>)>,
}

/// Types of questions whose answers can't be recalled.
const SILENT: [&str; 5] = ["fileUpload", "cal", "pictureSelection", "cta", "message"];

impl Reader {
    pub(super) fn is_taken(&self, name: &str) -> bool {
        let names = self.questions.values().chain(self.hidden.values()).chain(self.variables.values());
        names.into_iter().any(|taken| taken == name)
    }

    /// The words in a field.
    pub(super) fn words(&self, node: &Node<'_>, field: &str) -> Option<Value> {
        self.joined(node, &[field])
    }

    /// The words in several fields, one a line.
    pub(super) fn joined(&self, node: &Node<'_>, fields: &[&str]) -> Option<Value> {
        let read = |language: usize| {
            let parts: Vec<String> =
                fields.iter().filter_map(|field| self.in_language(node, field, language)).collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        };
        for field in fields {
            self.note_other_languages(node, field);
        }
        self.in_languages(&read)
    }

    /// The words of something that is no field of a node, such as a choice in an old survey's list.
    pub(super) fn words_of(&self, node: &Node<'_>, field: &str, value: &Json) -> Option<Value> {
        self.in_languages(&|language| self.clean(node, field, self.text_of(value, language)?))
    }

    fn in_languages(&self, read: &dyn Fn(usize) -> Option<String>) -> Option<Value> {
        let own = read(0)?;
        if self.languages.len() == 1 {
            return Some(Value::from(own));
        }
        let mut all = Value::object();
        all.put(&self.languages[0], Value::from(own));
        for (at, language) in self.languages.iter().enumerate().skip(1) {
            if let Some(text) = read(at) {
                all.put(language, Value::from(text));
            }
        }
        Some(all)
    }

    fn in_language(&self, node: &Node<'_>, field: &str, language: usize) -> Option<String> {
        self.clean(node, field, self.text_of(node.get(field)?, language)?)
    }

    fn text_of<'a>(&self, value: &'a Json, language: usize) -> Option<&'a str> {
        let text = match value {
            // Some texts have never been translatable.
            Json::String(text) if language == 0 => text.as_str(),
            Json::Object(texts) if language == 0 => texts.get("default")?.as_str()?,
            Json::Object(texts) => texts.get(&self.languages[language])?.as_str()?,
            _ => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    fn note_other_languages(&self, node: &Node<'_>, field: &str) {
        let Some(Json::Object(texts)) = node.get(field) else { return };
        for tag in texts.keys().filter(|tag| *tag != "default" && !self.languages.contains(tag)) {
            if texts[tag].as_str().is_some_and(|text| !text.trim().is_empty()) {
                node.note(&format!("{field}.{tag}"), "is left out: the survey doesn’t have this language");
            }
        }
    }

    /// A text as a definition takes it.
    fn clean(&self, node: &Node<'_>, field: &str, text: &str) -> Option<String> {
        let (text, lost) = plain::without_markup(text);
        if lost {
            node.note(field, "becomes plain text");
        }
        let text = self.recalled(node, field, &plain::without_places(&text));
        let short = plain::shortened(&text, limits::WORDS);
        if short.is_some() {
            node.note(field, "is shortened to 1000 characters");
        }
        Some(short.unwrap_or(text)).filter(|text| !text.is_empty())
    }

    /// A text whose recalls are places.
    fn recalled(&self, node: &Node<'_>, field: &str, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("#recall:") {
            out.push_str(before);
            let parts = after.split_once("/fallback:").and_then(|(id, after)| {
                let (fallback, after) = after.split_once('#')?;
                Some((id, fallback.replace("nbsp", " "), after))
            });
            let Some((id, fallback, after)) = parts else {
                out.push_str("#recall:");
                rest = after;
                continue;
            };
            let fallback = fallback.replace(['{', '}', '|'], "");
            match self.source(id) {
                Some(source) => out.push_str(&format!("{{{{{source}|{fallback}}}}}")),
                None => {
                    node.note(field, format!("says what stands for {id} otherwise: there is nothing to recall"));
                    out.push_str(&fallback);
                }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn source(&self, id: &str) -> Option<String> {
        if let Some(name) = self.questions.get(id) {
            let recalled = self.kinds.get(id).is_some_and(|kind| !SILENT.contains(&kind.as_str()));
            return recalled.then(|| format!("answer:{name}"));
        }
        let hidden = self.hidden.get(id).map(|name| format!("hidden:{name}"));
        hidden.or_else(|| self.variables.get(id).map(|name| format!("value:{name}")))
    }
}
