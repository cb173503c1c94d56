//! Texts of Formbricks' surveys: `{"default": …, "de": …}`, some with markup, and with references to answers such as
//! `#recall:reason/fallback:your reason#`.

use super::super::localized::LocalizedText;
use super::super::part::Part;
use super::super::text::is_language_tag;
use super::super::{html, text};
use super::Context;
use askwell_survey::{Value, limits};

/// Types of questions that have no answer a placeholder could show.
const WITHOUT_PLACEHOLDER: [&str; 5] = ["fileUpload", "cal", "pictureSelection", "cta", "message"];

/// Finds the tag under which texts stand in the survey's own language. Texts are keyed by `default`, or by language tags
/// alone.
///
/// # Errors
/// If all texts are keyed by tags of other languages.
pub(super) fn find_own_language(own: &mut String, texts: &[&LocalizedText]) -> Result<(), String> {
    let mut tags: Vec<&str> = Vec::new();
    for text in texts {
        match text {
            LocalizedText::Plain(_) => return Ok(()),
            LocalizedText::ByLanguage(texts) => tags.extend(texts.keys().map(String::as_str)),
        }
    }
    if tags.is_empty() || tags.iter().any(|tag| *tag == "default" || tag.eq_ignore_ascii_case(own)) {
        return Ok(());
    }
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if let Some(tag) = tags.iter().find(|tag| is_language_tag(tag) && primary(tag) == primary(own)) {
        (*tag).clone_into(own);
        return Ok(());
    }
    tags.sort_unstable();
    tags.dedup();
    let tags = tags.join(", ");
    Err(format!(
        "has texts in {tags}, none of them in {own}, and no `defaultLanguage`: name its language with --language"
    ))
}

impl Context {
    /// The text of a field in all languages of the survey.
    pub(super) fn text(&self, part: &Part<'_>, field: &str, text: &LocalizedText) -> Option<Value> {
        self.joined(part, &[(field, text)])
    }

    /// The texts of several fields, joined by line breaks, in all languages of the survey.
    pub(super) fn joined(&self, part: &Part<'_>, fields: &[(&str, &LocalizedText)]) -> Option<Value> {
        for (field, text) in fields {
            self.note_other_languages(part, field, text);
        }
        let text_in = |language: usize| {
            let texts =
                fields.iter().filter_map(|(field, text)| self.clean(part, field, self.text_in(text, language)?));
            let texts: Vec<String> = texts.collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        };
        let own = text_in(0)?;
        if self.languages.len() == 1 {
            return Some(Value::from(own));
        }
        let mut all = Value::object();
        all.put(&self.languages[0], Value::from(own));
        for (index, language) in self.languages.iter().enumerate().skip(1) {
            if let Some(text) = text_in(index) {
                all.put(language, Value::from(text));
            }
        }
        Some(all)
    }

    /// The text in the language with this index.
    fn text_in<'a>(&self, text: &'a LocalizedText, language: usize) -> Option<&'a str> {
        match text {
            LocalizedText::Plain(text) if language == 0 => text.get(),
            LocalizedText::Plain(_) => None,
            LocalizedText::ByLanguage(texts) => {
                let default = texts.get("default").filter(|_| language == 0);
                let tagged = texts.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(&self.languages[language]));
                default.or(tagged.map(|(_, text)| text))?.get()
            }
        }
    }

    fn note_other_languages(&self, part: &Part<'_>, field: &str, text: &LocalizedText) {
        let LocalizedText::ByLanguage(texts) = text else { return };
        let is_own = |tag: &str| tag == "default" || self.languages.iter().any(|own| own.eq_ignore_ascii_case(tag));
        for (tag, text) in texts.iter().filter(|(tag, _)| !is_own(tag)) {
            if text.get().is_some() {
                part.note(&format!("{field}.{tag}"), "is left out: the survey doesn’t have this language");
            }
        }
    }

    /// A text as a definition takes it.
    fn clean(&self, part: &Part<'_>, field: &str, text: &str) -> Option<String> {
        let (text, is_lossy) = html::to_text(text);
        if is_lossy {
            part.note(field, "becomes plain text");
        }
        let text = self.with_placeholders(part, field, &text::without_braces(&text));
        let short = text::shortened(&text, limits::WORDS);
        if short.is_some() {
            part.note(field, format!("is shortened to {} characters", limits::WORDS));
        }
        Some(short.unwrap_or(text)).filter(|text| !text.is_empty())
    }

    /// The text with placeholders in place of Formbricks' own syntax.
    fn with_placeholders(&self, part: &Part<'_>, field: &str, text: &str) -> String {
        replace_recalls(text, |id, fallback| {
            let fallback = fallback.replace(['{', '}', '|'], "");
            self.source(id).map(|source| format!("{{{{{source}|{fallback}}}}}")).unwrap_or_else(|| {
                part.note(field, format!("says what stands for {id} otherwise: there is nothing to recall"));
                fallback
            })
        })
    }

    /// An address. Those of links here are the same for everybody.
    pub(super) fn url(&self, part: &Part<'_>, field: &str, url: &str) -> String {
        replace_recalls(url, |id, fallback| {
            let what = if fallback.is_empty() { "nothing" } else { fallback.as_str() };
            part.note(field, format!("has {what} in the place of {id}: a link leads everybody to the same place"));
            fallback.replace(' ', "%20")
        })
    }

    /// The source of a placeholder: an answer, a hidden field or a computed value.
    fn source(&self, id: &str) -> Option<String> {
        if let Some(name) = self.questions.get(id) {
            let has_answer = self.kinds.get(id).is_some_and(|kind| !WITHOUT_PLACEHOLDER.contains(&kind.as_str()));
            return has_answer.then(|| format!("answer:{name}"));
        }
        let hidden = self.hidden.get(id).map(|name| format!("hidden:{name}"));
        hidden.or_else(|| self.variables.get(id).map(|name| format!("value:{name}")))
    }
}

/// Replaces what recalls something by what `replace` makes of its id and its fallback.
fn replace_recalls(text: &str, replace: impl Fn(&str, String) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("#recall:") {
        out.push_str(before);
        let parts = after.split_once("/fallback:").and_then(|(id, after)| {
            let (fallback, after) = after.split_once('#')?;
            Some((id, fallback.replace("nbsp", " ").trim().to_owned(), after))
        });
        let Some((id, fallback, after)) = parts else {
            out.push_str("#recall:");
            rest = after;
            continue;
        };
        out.push_str(&replace(id, fallback));
        rest = after;
    }
    out.push_str(rest);
    out
}
