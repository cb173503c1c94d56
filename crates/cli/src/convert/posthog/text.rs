//! Texts of PostHog's surveys, with their translations.

use super::super::part::{Part, Text};
use super::super::text::{is_language_tag, shortened, tidy, without_braces};
use super::super::{html, names::Names};
use super::Context;
use askwell_survey::{Value, limits};
use serde::de::DeserializeOwned;

/// An object with its `translations`, each of which has some of its fields.
pub(super) struct Translated<'a> {
    part: &'a Part<'a>,
    pub(super) translations: Vec<(&'a str, Part<'a>)>,
}

impl<'a> Translated<'a> {
    pub(super) fn of(part: &'a Part<'a>) -> Self {
        let mut list = Vec::new();
        if let Some(translations) = part.child("translations") {
            let tags = translations.names().into_iter().filter(|tag| is_language_tag(tag));
            list.extend(tags.filter_map(|tag| Some((tag, translations.child(tag)?))));
        }
        Self { part, translations: list }
    }

    pub(super) fn get(&self, language: &str) -> Option<&Part<'a>> {
        self.translations.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language)).map(|(_, part)| part)
    }

    /// A text in all languages of the survey. `field` is the field of the struct that `get` returns.
    pub(super) fn text<T: DeserializeOwned + Default>(
        &self,
        context: &Context,
        field: &str,
        get: fn(&T) -> &Text,
        is_html: bool,
    ) -> Option<Value> {
        let text_in = |language: Option<&str>| {
            let part = match language {
                None => self.part,
                Some(language) => self.get(language)?,
            };
            clean(part, field, get(&part.read()), is_html)
        };
        let text = in_languages(&text_in, context);
        if text.is_none() {
            for (_, part) in self.translations.iter().filter(|(_, part)| get(&part.read()).get().is_some()) {
                part.note(field, "has no counterpart");
            }
        }
        text
    }

    pub(super) fn note_unread(&self) {
        for (_, part) in &self.translations {
            // The name of a survey isn't shown.
            part.skip(&["name"]);
            part.note_unread();
        }
    }
}

/// A text as a definition takes it.
pub(super) fn clean(part: &Part<'_>, field: &str, text: &Text, is_html: bool) -> Option<String> {
    let text = text.get()?;
    let text = if is_html {
        let (text, is_lossy) = html::to_text(text);
        if is_lossy {
            part.note(field, "becomes plain text");
        }
        text
    } else {
        tidy(text)
    };
    let text = without_braces(&text);
    let short = shortened(&text, limits::WORDS);
    if short.is_some() {
        part.note(field, format!("is shortened to {} characters", limits::WORDS));
    }
    Some(short.unwrap_or(text)).filter(|text| !text.is_empty())
}

/// A text in the survey's own language, and in those for which there is one.
pub(super) fn in_languages(text_in: &dyn Fn(Option<&str>) -> Option<String>, context: &Context) -> Option<Value> {
    let own = text_in(None)?;
    let [first, others @ ..] = context.languages.as_slice() else { return Some(Value::from(own)) };
    if others.is_empty() {
        return Some(Value::from(own));
    }
    let mut all = Value::object();
    all.put(first, Value::from(own));
    for language in others {
        if let Some(text) = text_in(Some(language)) {
            all.put(language, Value::from(text));
        }
    }
    Some(all)
}

/// The names of a survey's questions in the definition.
pub(super) fn question_names(ids: impl Iterator<Item = Text>) -> Vec<String> {
    let mut names = Names::of_answers();
    names.insert(super::INTRO);
    ids.enumerate().map(|(index, id)| names.insert_like(id.or_empty(), &format!("question-{}", index + 1))).collect()
}
