//! Converts PostHog's questions: open, link, rating, single_choice, multiple_choice.

use super::super::draft::{Draft, Item, object};
use super::super::names::Names;
use super::super::part::{Part, Text};
use super::Context;
use super::branching::{self, Answers, Targets};
use super::format::{ChoiceQuestion, ChoiceTexts, Link, LinkTexts, Question, QuestionTexts, Rating, RatingTexts, Rule};
use super::text::{Translated, clean, in_languages, question_names};
use askwell_survey::{Value, limits};

pub(super) fn convert(parts: &[Part<'_>], context: &Context, draft: &mut Draft) {
    let questions: Vec<Question> = parts.iter().map(Part::read).collect();
    let names = question_names(questions.iter().map(|question| question.id.clone()));
    let is_known = |question: &Question| {
        matches!(question.kind.get(), Some("open" | "link" | "rating" | "single_choice" | "multiple_choice"))
    };
    let targets =
        Targets::new(questions.iter().zip(&names).map(|(question, name)| (name.as_str(), is_known(question))));
    let mut has_score = false;
    for ((part, question), name) in parts.iter().zip(&questions).zip(&names) {
        let translated = Translated::of(part);
        let converter = Converter { part, translated: &translated, context, question };
        if let Some((value, answers)) = converter.convert(name, &mut has_score) {
            let branches = branching::convert(part, name, &answers, &targets);
            draft.questions.push(Item { path: part.path.clone(), id: name.clone(), value, branches });
            translated.note_unread();
            part.note_unread();
        }
    }
}

struct Converter<'a> {
    part: &'a Part<'a>,
    translated: &'a Translated<'a>,
    context: &'a Context,
    question: &'a Question,
}

impl Converter<'_> {
    /// The question in the definition, and its possible answers; none if its type has no counterpart.
    fn convert(&self, name: &str, has_score: &mut bool) -> Option<(Value, Answers)> {
        let Question { kind, optional, description_content_type, .. } = self.question;
        // A question with one choice never needs a button here, and the order of the list is the order of questions.
        self.part.skip(&["skipSubmitButton", "originalQuestionIndex"]);
        let is_html = description_content_type.get() != Some("text");
        let prompt = self.text("question", |texts: &QuestionTexts| &texts.question);
        let help =
            self.translated.text(self.context, "description", |texts: &QuestionTexts| &texts.description, is_html);
        let mut fields = Value::object();
        let (kind, answers) = match kind.get() {
            Some("open") => (self.open(&mut fields), Answers::Any),
            Some("link") => (self.link(&mut fields), Answers::Any),
            Some("rating") => self.rating(&mut fields, has_score),
            Some("single_choice") => ("choice", Answers::Choices(self.choices(&mut fields))),
            Some("multiple_choice") => {
                self.choices(&mut fields);
                ("choices", Answers::Any)
            }
            other => {
                let kind = other.unwrap_or("(none)");
                self.part.note_all(format!("is left out: there is no question of type {kind}"));
                return None;
            }
        };
        let expects_answer = !matches!(kind, "message" | "link");
        let is_required = expects_answer && *optional != Some(true);
        let mut question = object([
            ("id", Some(Value::from(name))),
            ("type", Some(Value::from(kind))),
            ("prompt", prompt),
            ("help", help),
            ("required", is_required.then(|| Value::from(true))),
        ]);
        if let Value::Map(fields) = fields {
            fields.into_iter().for_each(|(name, value)| question.put(&name, value));
        }
        Some((question, answers))
    }

    fn text<T: serde::de::DeserializeOwned + Default>(&self, field: &str, get: fn(&T) -> &Text) -> Option<Value> {
        self.translated.text(self.context, field, get, false)
    }

    fn open(&self, fields: &mut Value) -> &'static str {
        for part in self.part.items("validation") {
            let rule: Rule = part.read();
            let field = match rule.kind.get() {
                Some("min_length") => Some("minLength"),
                Some("max_length") => Some("maxLength"),
                _ => None,
            };
            match field.zip(rule.value) {
                Some((field, value)) => fields.set(field, Value::from(value.clamp(1.0, limits::VERBATIM as f64))),
                None => part.note_all("is left out: texts are only counted"),
            }
            part.note_unread();
        }
        if let Some(placeholder) = &self.context.placeholder {
            fields.put("placeholder", placeholder.clone());
        }
        "text"
    }

    fn link(&self, fields: &mut Value) -> &'static str {
        let link = self.part.read::<Link>().link;
        let Some(link) = link.get() else { return "message" };
        let label = self.text("buttonText", |texts: &LinkTexts| &texts.button_text);
        if label.is_none() {
            self.part.note("buttonText", "is missing: the address is what the link says");
        }
        fields.put("label", label.unwrap_or_else(|| Value::from(link)));
        fields.put("url", Value::from(link));
        for (language, translation) in &self.translated.translations {
            if translation.read::<Link>().link.get().is_some_and(|other| other != link) {
                translation.note(
                    "link",
                    format!("is left out ({language}): a link leads to the same place in every language"),
                );
            }
        }
        "link"
    }

    fn rating(&self, fields: &mut Value, has_score: &mut bool) -> (&'static str, Answers) {
        let Rating { scale, display } = self.part.read();
        let points = scale.unwrap_or(5.0);
        let is_emoji = display.get() == Some("emoji");
        let low = self.text("lowerBoundLabel", |texts: &RatingTexts| &texts.lower_bound_label);
        let high = self.text("upperBoundLabel", |texts: &RatingTexts| &texts.upper_bound_label);
        let note_labels = |kind: &str| {
            if low.is_some() || high.is_some() {
                self.part.note("lowerBoundLabel", format!("is left out with upperBoundLabel: {kind} have no labels"));
            }
        };
        if is_emoji && points == 2.0 {
            note_labels("thumbs");
            return ("thumbs", Answers::Thumbs);
        }
        if is_emoji && (points == 3.0 || points == 5.0) {
            fields.put("max", Value::from(points));
            note_labels("faces");
            return ("emoji", Answers::Points(points as u32));
        }
        if is_emoji {
            self.part.note("display", "numbers are shown: there are three or five faces");
        }
        for (name, label) in [("low", low), ("high", high)] {
            if let Some(label) = label {
                fields.put(name, label);
            }
        }
        if points == 10.0 {
            if !std::mem::replace(has_score, true) {
                return ("nps", Answers::Score);
            }
            self.part.note_all("becomes a scale: a response has one score");
            fields.put("min", Value::from(0.0));
        }
        fields.put("max", Value::from(points));
        ("scale", Answers::Points(points as u32))
    }

    /// Adds the choices, and returns their ids in the order of the source.
    fn choices(&self, fields: &mut Value) -> Vec<String> {
        let ChoiceQuestion { has_open_choice, shuffle_options } = self.part.read();
        let labels = self.choice_labels();
        let has_open_choice = has_open_choice == Some(true) && {
            let is_enough = labels.len() > 2;
            if !is_enough {
                self.part.note("hasOpenChoice", "is left out: there would be only one choice beside it");
            }
            is_enough
        };
        let closed = labels.len() - usize::from(has_open_choice);
        let mut names = Names::default();
        let mut ids = Vec::new();
        let mut choices = Vec::new();
        for (index, (text, label)) in labels.iter().enumerate().take(closed) {
            // A short text that occurs once can be an id itself.
            let is_id = matches!(label, Some(Value::Text(label)) if label == text.or_empty())
                && text.or_empty().chars().count() <= limits::IDENTIFIER
                && !labels[..index].iter().any(|(earlier, _)| earlier.or_empty().eq_ignore_ascii_case(text.or_empty()))
                && !text.or_empty().eq_ignore_ascii_case("other");
            if is_id {
                names.insert(text.or_empty());
                ids.push(text.or_empty().to_owned());
                choices.extend(label.clone());
            } else {
                let fallback = format!("choice-{}", index + 1);
                let id = names.insert_like(&text.or_empty().to_ascii_lowercase(), &fallback);
                choices.push(object([("id", Some(Value::from(id.as_str()))), ("label", label.clone())]));
                ids.push(id);
            }
        }
        fields.put("choices", Value::List(choices));
        if has_open_choice {
            fields.put("other", labels[closed].1.clone().unwrap_or(Value::from(true)));
            ids.push("other".to_owned());
        }
        if shuffle_options == Some(true) {
            fields.put("shuffle", Value::from(true));
        }
        ids
    }

    /// The text of each choice, and its label in all languages.
    fn choice_labels(&self) -> Vec<(Text, Option<Value>)> {
        let read = |part: &Part<'_>| part.read::<ChoiceTexts>().choices.unwrap_or_default();
        let texts = read(self.part);
        let translations: Vec<(&str, Vec<Text>)> =
            self.translated.translations.iter().map(|(tag, part)| (*tag, read(part))).collect();
        for (tag, translated) in &translations {
            if !translated.is_empty() && translated.len() != texts.len() {
                self.part.note("choices", format!("its translation into {tag} has another number of choices"));
            }
        }
        let label = |index: usize| {
            let text_in = |language: Option<&str>| {
                let texts = match language {
                    None => &texts,
                    Some(language) => &translations.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language))?.1,
                };
                clean(self.part, "choices", texts.get(index)?, false)
            };
            in_languages(&text_in, self.context)
        };
        texts.iter().enumerate().map(|(index, text)| (text.clone(), label(index))).collect()
    }
}
