//! Texts of SurveyJS' surveys: `{"default": …, "de": …}`, with references to answers such as `{reason}`.

use super::super::html;
use super::super::localized::LocalizedText;
use super::super::part::Part;
use super::super::text::{is_language_tag, shortened, tidy, without_braces};
use askwell_survey::{Value, limits};
use serde_json::Value as Json;
use std::collections::HashMap;

/// What texts need to know about their survey.
pub(super) struct Texts {
    /// The survey's languages, its own first.
    pub(super) languages: Vec<String>,
    /// What stands in placeholders, by the name in the source.
    pub(super) recalls: HashMap<String, String>,
}

impl Texts {
    /// A text in all languages of the survey.
    pub(super) fn get(&self, part: &Part<'_>, field: &str, text: &LocalizedText) -> Option<Value> {
        self.in_languages(text, |text| self.clean(part, field, &tidy(text)))
    }

    /// The same of HTML.
    pub(super) fn html(&self, part: &Part<'_>, field: &str, text: &LocalizedText) -> Option<Value> {
        self.in_languages(text, |text| {
            let (text, is_lossy) = html::to_text(text);
            if is_lossy {
                part.note(field, "becomes plain text");
            }
            self.clean(part, field, &text)
        })
    }

    fn in_languages(&self, text: &LocalizedText, clean: impl Fn(&str) -> Option<String>) -> Option<Value> {
        let own = clean(self.text_in(text, 0)?)?;
        if self.languages.len() == 1 {
            return Some(Value::from(own));
        }
        let mut all = Value::object();
        all.put(&self.languages[0], Value::from(own));
        for (index, language) in self.languages.iter().enumerate().skip(1) {
            if let Some(text) = self.text_in(text, index).and_then(&clean) {
                all.put(language, Value::from(text));
            }
        }
        Some(all)
    }

    fn text_in<'a>(&self, text: &'a LocalizedText, language: usize) -> Option<&'a str> {
        match text {
            LocalizedText::Plain(text) if language == 0 => text.get(),
            LocalizedText::Plain(_) => None,
            LocalizedText::ByLanguage(texts) => {
                let tagged = texts.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(&self.languages[language]));
                let default = texts.get("default").filter(|_| language == 0);
                tagged.map(|(_, text)| text).or(default)?.get()
            }
        }
    }

    /// A text as a definition takes it.
    fn clean(&self, part: &Part<'_>, field: &str, text: &str) -> Option<String> {
        let text = self.with_placeholders(&without_braces(text));
        let short = shortened(&text, limits::WORDS);
        if short.is_some() {
            part.note(field, format!("is shortened to {} characters", limits::WORDS));
        }
        Some(short.unwrap_or(text)).filter(|text| !text.is_empty())
    }

    fn with_placeholders(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let found = after.split_once('}').and_then(|(name, after)| Some((self.recalls.get(name.trim())?, after)));
            match found {
                Some((source, after)) => {
                    out.push_str(&format!("{{{{{source}|}}}}"));
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// The languages of all texts in a survey besides its own.
pub(super) fn languages_of_texts(survey: &Json, found: &mut Vec<String>) {
    match survey {
        Json::Object(fields) => {
            let is_text = !fields.is_empty() && fields.values().all(Json::is_string);
            if is_text && fields.contains_key("default") {
                let tags = fields.keys().filter(|tag| is_language_tag(tag));
                for tag in tags {
                    if !found.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                        found.push(tag.clone());
                    }
                }
            }
            fields.values().for_each(|field| languages_of_texts(field, found));
        }
        Json::Array(items) => items.iter().for_each(|item| languages_of_texts(item, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
