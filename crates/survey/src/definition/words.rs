//! What is kept while a definition is read: its languages, the names in it, and what refers to them.

use super::condition;
use super::names::{is_clean, is_name, is_tag, name_rule};
use crate::decode::{Code, ObjectReader};
use crate::diagnostic::{too_large, too_long};
use crate::{Condition, LocalizedText, Segment, Survey, Translations, Value, VariableRef, limits, placeholders};

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the condition or the texts of this question: it is read before the question is answered.
    Before(usize),
    /// In the ways on from this question: it is read when the question has been answered.
    After(usize),
    /// In an ending or a computed value: everything that will be answered has been.
    Ending,
}

/// A reference to an answer.
pub(super) struct Reference {
    pub(super) path: String,
    pub(super) place: Place,
    pub(super) name: String,
    /// One field of it.
    pub(super) field: Option<String>,
}

/// What a condition expects an answer to be.
pub(super) struct Expectation {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) field: Option<String>,
    pub(super) word: String,
}

/// Whose conditions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A survey's own, while it lasts.
    Survey,
    /// Those of an endpoint, over the responses to a survey.
    Responses,
    /// The same, over responses to whatever survey.
    AnyResponses,
}

/// Reads words and names, and remembers what refers to what.
pub(crate) struct Reader {
    of: Of,
    /// The languages that the survey says it has, the default first.
    declared: Vec<String>,
    /// Those its words have, in the order they first came.
    met: Vec<String>,
    /// Where words lack a language is known only when all have been met: path, and the languages they have.
    translated: Vec<(String, Vec<String>)>,
    /// The names of questions.
    pub(super) questions: Vec<String>,
    /// The name of the question for the score.
    pub(super) scored: Option<String>,
    /// The names of endings.
    pub(super) endings: Vec<String>,
    /// The names of all computed values.
    all_values: Vec<String>,
    /// The names of those that have been read; while they are being read, only these can be used.
    pub(super) values: Vec<String>,
    pub(super) in_values: bool,
    /// All names of answers, whoever gives them.
    names: Vec<String>,
    hidden: Vec<String>,
    pub(super) references: Vec<Reference>,
    pub(super) expectations: Vec<Expectation>,
    /// Bytes of text so far.
    bytes: usize,
    pub(super) comparisons: usize,
    /// Whose texts are being read.
    pub(super) place: Place,
}

impl Reader {
    pub(super) fn new(declared: Vec<String>) -> Self {
        Self {
            of: Of::Survey,
            declared,
            met: Vec::new(),
            translated: Vec::new(),
            questions: Vec::new(),
            scored: None,
            endings: Vec::new(),
            all_values: Vec::new(),
            values: Vec::new(),
            in_values: false,
            names: Vec::new(),
            hidden: Vec::new(),
            references: Vec::new(),
            expectations: Vec::new(),
            bytes: 0,
            comparisons: 0,
            place: Place::Ending,
        }
    }

    /// For what endpoints say of responses: to `survey`, or to any.
    pub(crate) fn of_responses(survey: Option<&Survey>) -> Self {
        let mut reader = Self::new(Vec::new());
        reader.of = Of::AnyResponses;
        if let Some(survey) = survey {
            reader.of = Of::Responses;
            for question in &survey.questions {
                if question.question_type.gives_score() {
                    reader.scored = Some(question.id.clone());
                }
                reader.questions.push(question.id.clone());
            }
            let links = survey.endings.iter().filter_map(|ending| ending.link.as_ref());
            reader.questions.extend(links.map(|link| link.name.clone()));
            reader.hidden.extend(survey.extras.hidden.iter().map(|(name, _)| name.clone()));
            reader.all_values.extend(survey.extras.values.iter().map(|(name, _)| name.clone()));
        }
        reader
    }

    /// Whether conditions may look at anything in a response.
    pub(super) fn has_responses(&self) -> bool {
        self.of != Of::Survey
    }

    /// Looks up the names of all computed values.
    pub(super) fn learn_values(&mut self, fields: &mut ObjectReader<'_, '_>) {
        if let Some(Value::Map(entries)) = fields.value("values") {
            self.all_values.extend(entries.iter().take(limits::VALUES).map(|(name, _)| name.clone()));
        }
    }

    /// Looks up the names of all questions and endings, so that anything can refer to them.
    pub(super) fn learn(&mut self, fields: &mut ObjectReader<'_, '_>) {
        for (list, names) in [("questions", &mut self.questions), ("endings", &mut self.endings)] {
            if let Some(Value::List(items)) = fields.value(list) {
                for (index, item) in items.iter().enumerate().take(limits::QUESTIONS) {
                    // As `ObjectReader::text` has it.
                    let name = match item.get("id") {
                        Some(Value::Text(text)) => text.clone(),
                        Some(number @ Value::Number(_)) => number.to_json(),
                        _ => String::new(),
                    };
                    let path = [&fields.step(list, index), ".id"].concat();
                    if !name.is_empty() && names.contains(&name) {
                        fields.report(&path, Code::Duplicate, &[&name, " is the name of another one too"].concat());
                    }
                    if name == "end" {
                        fields.report(
                            &path,
                            Code::Conflict,
                            "is end, which in `goto` stands for the end of the survey",
                        );
                    }
                    if item.get("type").and_then(Value::as_text) == Some("nps") {
                        self.scored.get_or_insert_with(|| name.clone());
                    }
                    names.push(name);
                }
            }
        }
        for (index, ending) in self.endings.iter().enumerate() {
            if !ending.is_empty() && self.questions.contains(ending) {
                let path = [&fields.step("endings", index), ".id"].concat();
                fields.report(&path, Code::Duplicate, &[ending, " is the name of a question too"].concat());
            }
        }
        for name in &self.questions {
            if self.hidden.contains(name) {
                fields.report(&["hidden.", name].concat(), Code::Duplicate, "is the name of a question too");
            }
        }
        self.names.extend(self.questions.iter().cloned());
    }

    /// The names of the questions of a preset and of its follow-ups.
    pub(super) fn learn_preset(&mut self, fields: &mut ObjectReader<'_, '_>, survey: &Survey) {
        self.questions.clear();
        for question in &survey.questions {
            let name = &question.id;
            if question.question_type.gives_score() {
                self.scored = Some(name.clone());
            }
            if !self.questions.contains(name) {
                if self.hidden.contains(name) {
                    fields.report(&["hidden.", name].concat(), Code::Duplicate, "is the name of a question too");
                }
                self.questions.push(name.clone());
                self.names.push(name.clone());
            }
        }
    }

    /// How many answers a response can have at most.
    pub(super) fn answers(&self) -> usize {
        self.names.len()
    }

    /// Whether something other than a link is recorded under this name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        name == "score" || self.names.iter().chain(&self.all_values).any(|known| known == name)
    }

    /// A text, a number or a truth that comes to stand in responses.
    pub(super) fn plain(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, value: &Value) -> Option<Value> {
        match value {
            Value::List(_) | Value::Map(_) => fields.invalid(name, "needs to be text, a number, or true or false"),
            Value::Text(text) if limits::exceeds(text, limits::LABEL) => {
                fields.report(name, Code::Limit, &too_long(limits::LABEL));
            }
            Value::Text(text) if !is_clean(fields, name, text) => {}
            value => return Some(value.clone()),
        }
        None
    }

    /// Takes in the name of a hidden answer or a computed value, if it is one and is free.
    pub(super) fn name(&mut self, fields: &mut ObjectReader<'_, '_>, path: &str, name: &str) -> bool {
        if !is_name(name) {
            fields.invalid(path, &name_rule());
            return false;
        }
        if name == "score" {
            fields.report(path, Code::Conflict, "is score, which only a question of type nps can be called");
            return false;
        }
        if self.names.iter().any(|known| known == name) {
            fields.report(path, Code::Duplicate, "is the name of another answer too");
            return false;
        }
        self.names.push(name.to_owned());
        if path.starts_with("hidden.") {
            self.hidden.push(name.to_owned());
        }
        true
    }

    /// Words in one language or several.
    pub(crate) fn wording(&mut self, fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<LocalizedText> {
        let value = fields.value(name)?;
        let path = fields.path(name);
        self.words(fields, name, &path, value).map(LocalizedText::Own)
    }

    /// The words in `value`; `name` is how `fields` calls them, `path` where they stand in the document.
    pub(crate) fn words(
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
                let mut words = Vec::new();
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
                                fields.report(
                                    &name,
                                    Code::Limit,
                                    &format!("is one language too many: at most {} in a survey", limits::LANGUAGES),
                                );
                                break;
                            }
                            self.met.push(tag.clone());
                        }
                        words.push((tag.clone(), text.clone()));
                    } else {
                        fields.invalid(&name, "needs to be text");
                    }
                }
                let default = self.declared.first().or(self.met.first());
                words.sort_by_key(|(tag, _)| Some(tag) != default);
                self.translated.push((path.to_owned(), words.iter().map(|(tag, _)| tag.clone()).collect()));
                Some(Translations(words))
            }
            _ => {
                fields.invalid(name, "needs to be text, or an object with a text for each language");
                None
            }
        }
    }

    /// Judges one text.
    fn text(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, text: &str) {
        self.bytes += text.len();
        // Said in the end, once.
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
            self.places(fields, name, text);
        }
    }

    /// Judges what a text recalls.
    fn places(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, text: &str) {
        for segment in placeholders(text) {
            let (source, fallback) = match segment {
                Segment::Text(_) => continue,
                Segment::Unclosed => {
                    fields.invalid(name, "has {{ without }}");
                    return;
                }
                Segment::Placeholder { name, fallback } => (name, fallback),
            };
            let Some(parsed) = VariableRef::parse(source) else {
                let known = "product, score, group, answer:…, attribute:…, person:…, page:url|title|referrer|language, \
                             hidden:…, value:…";
                fields.report(name, Code::Reference, &["recalls ", source, "; known are ", known].concat());
                continue;
            };
            self.refer(fields, name, &parsed, self.place);
            if fallback.is_none() && !matches!(parsed, VariableRef::Page(_)) {
                let message = ["recalls ", source, " without saying what stands there if it isn’t known"];
                fields.report(name, Code::Recall, &message.concat());
            }
        }
    }

    /// Notes that something refers to `source`, and complains where there is nothing of that name.
    pub(crate) fn refer(&mut self, fields: &mut ObjectReader<'_, '_>, name: &str, source: &VariableRef, place: Place) {
        match source {
            _ if self.of == Of::AnyResponses => {}
            VariableRef::Answer(answer, field) => {
                if self.questions.iter().any(|known| known == answer) {
                    let (path, field) = (fields.path(name), field.clone());
                    self.references.push(Reference { path, place, name: answer.clone(), field });
                } else {
                    fields.report(
                        name,
                        Code::Reference,
                        &["names the question ", answer, ", which is not there"].concat(),
                    );
                }
            }
            VariableRef::Score | VariableRef::Group => match &self.scored {
                Some(scored) => {
                    let path = fields.path(name);
                    self.references.push(Reference { path, place, name: scored.clone(), field: None });
                }
                None => {
                    fields.report(name, Code::Reference, "names the score, and no question of type nps is there");
                }
            },
            VariableRef::Computed(value) => {
                let known = if self.in_values { &self.values } else { &self.all_values };
                if !known.contains(value) {
                    let message = ["names the value ", value, ", which is not there, or not yet"];
                    fields.report(name, Code::Reference, &message.concat());
                }
            }
            VariableRef::Hidden(hidden) if !self.hidden.contains(hidden) => {
                let message = ["names the hidden field ", hidden, ", which is not among `hidden`"];
                fields.report(name, Code::Reference, &message.concat());
            }
            _ => {}
        }
    }

    /// The condition in the field `if`.
    pub(crate) fn condition(&mut self, fields: &mut ObjectReader<'_, '_>, place: Place) -> Condition {
        let Some(value) = fields.value("if") else { return Condition::Always };
        self.comparisons = 0;
        let mut inner = fields.at("if", value);
        let test = condition::read(&mut inner, self, place, limits::CONDITION_DEPTH);
        if self.comparisons > limits::COMPARISONS {
            inner.report("", Code::Limit, &format!("has too many comparisons: at most {}", limits::COMPARISONS));
        } else {
            inner.finish();
        }
        test.map_or(Condition::Always, Condition::Predicate)
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
