//! Parsing what stands in many places of a definition: texts in one language or several, and conditions. What they
//! refer to is noted, and resolved when all names are known.

use super::condition::{ConditionParser, Heads};
use super::names::{is_clean, is_tag};
use super::references::{RefSite, References};
use crate::decode::{Code, ObjectReader};
use crate::diagnostic::{too_large, too_long};
use crate::{Condition, LocalizedText, Segment, Translations, Value, VariableRef, digits, limits, placeholders};

/// What parses the parts of one definition, and what it has come across.
pub(crate) struct Parser {
    /// The languages that the survey says it has, the default first.
    declared: Vec<String>,
    /// Those its texts have, in the order they first came.
    met: Vec<String>,
    /// Where texts lack a language is known only when all have been met: path, and the languages they have.
    translated: Vec<(String, Vec<String>)>,
    /// Bytes of text so far.
    bytes: usize,
    /// What texts and conditions refer to.
    pub(super) references: References,
    /// Whose texts are being parsed.
    pub(super) site: RefSite,
}

impl Parser {
    pub(super) fn new(declared: Vec<String>) -> Self {
        Self {
            declared,
            met: Vec::new(),
            translated: Vec::new(),
            bytes: 0,
            references: References::default(),
            site: RefSite::End,
        }
    }

    /// A text in one language or several.
    pub(crate) fn localized(&mut self, fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<LocalizedText> {
        let value = fields.value(name)?;
        let path = fields.path(name);
        self.translations(fields, name, &path, value).map(LocalizedText::Own)
    }

    /// The text in `value`; `name` is how `fields` calls it, `path` where it stands in the document.
    pub(crate) fn translations(
        &mut self,
        fields: &mut ObjectReader<'_, '_>,
        name: &str,
        path: &str,
        value: &Value,
    ) -> Option<Translations> {
        match value {
            Value::Text(text) => {
                self.text(fields, name, text);
                self.translated.push((path.to_owned(), Vec::new()));
                Some(Translations::everywhere(text))
            }
            Value::Map(entries) if !entries.is_empty() => {
                let mut texts = Vec::new();
                for (tag, value) in entries {
                    let name = [name, ".", tag].concat();
                    if !is_tag(tag) {
                        fields.invalid(&name, "needs a language tag such as de or pt-BR for a name");
                    } else if !self.declared.is_empty() && !self.declared.contains(tag) {
                        fields.report(&name, Code::Reference, "is not among the survey’s languages");
                    } else if let Value::Text(text) = value {
                        self.text(fields, &name, text);
                        if !self.met.contains(tag) {
                            if self.met.len() == limits::LANGUAGES {
                                let most = digits(limits::LANGUAGES as u64);
                                let message = ["is one language too many: at most ", &most, " in a survey"];
                                fields.report(&name, Code::Limit, &message.concat());
                                break;
                            }
                            self.met.push(tag.clone());
                        }
                        texts.push((tag.clone(), text.clone()));
                    } else {
                        fields.invalid(&name, "needs to be text");
                    }
                }
                let default = self.declared.first().or(self.met.first());
                if let Some(index) = texts.iter().position(|(tag, _)| Some(tag) == default) {
                    for later in (1..=index).rev() {
                        texts.swap(later, later - 1);
                    }
                }
                self.translated.push((path.to_owned(), texts.iter().map(|(tag, _)| tag.clone()).collect()));
                Some(Translations(texts))
            }
            _ => {
                fields.invalid(name, "needs to be text, or an object with a text for each language");
                None
            }
        }
    }

    /// Checks one text.
    fn text(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, text: &str) {
        self.bytes += text.len();
        // Reported at the end, once.
        if self.bytes > limits::DEFINITION {
            return;
        }
        // Spaces of every width, and what takes no room at all.
        let blank = |character: char| {
            character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        };
        if text.chars().all(blank) {
            fields.invalid(name, "needs some text");
        }
        if limits::exceeds(text, limits::WORDS) {
            fields.report(name, Code::Limit, &too_long(limits::WORDS));
        } else if is_clean(fields, name, text) {
            self.placeholders(fields, name, text);
        }
    }

    /// Checks the placeholders in a text.
    fn placeholders(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, text: &str) {
        for segment in placeholders(text) {
            let (variable, fallback) = match segment {
                Segment::Text(_) => continue,
                Segment::Unclosed => {
                    fields.invalid(name, "has {{ without }}");
                    return;
                }
                Segment::Placeholder { name, fallback } => (name, fallback),
            };
            let Some(parsed) = VariableRef::parse(variable) else {
                let known = "product, score, group, answer:…, attribute:…, person:…, page:url|title|referrer|language, \
                             hidden:…, value:…";
                fields.report(name, Code::Reference, &["recalls ", variable, "; known are ", known].concat());
                continue;
            };
            self.references.note(fields, name, &parsed, self.site);
            if fallback.is_none() && !matches!(parsed, VariableRef::Page(_)) {
                let message = ["recalls ", variable, " without saying what stands there if it isn’t known"];
                fields.report(name, Code::Recall, &message.concat());
            }
        }
    }

    /// The condition in the field `if`.
    pub(super) fn condition(&mut self, fields: &mut ObjectReader<'_, '_>, site: RefSite) -> Condition {
        ConditionParser::new(&mut self.references, Heads::SURVEY, site).field(fields)
    }

    /// Warns of missing translations, and returns the languages of the survey.
    pub(super) fn finish(self, fields: &mut ObjectReader<'_, '_>) -> Vec<String> {
        if self.bytes > limits::DEFINITION {
            fields.report("", Code::Limit, &too_large(limits::DEFINITION));
        }
        let languages = if self.declared.is_empty() { self.met } else { self.declared };
        for (path, tags) in &self.translated {
            let missing: Vec<&str> =
                languages.iter().filter(|language| !tags.contains(language)).map(String::as_str).collect();
            if languages.len() > 1 && tags.is_empty() {
                fields.report_at(path, Code::Translation, "is the same in all languages of the survey");
            } else if !tags.is_empty() && !missing.is_empty() {
                fields.report_at(path, Code::Translation, &["has no text in ", &missing.join(", ")].concat());
            }
        }
        languages
    }
}
