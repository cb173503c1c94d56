//! PostHog's questions: open, link, rating, single_choice, multiple_choice.

use super::super::draft::{Draft, Piece, object};
use super::super::node::Node;
use super::super::plain::Names;
use super::branching::{self, Answers};
use super::{Survey, Texts, Translated};
use askwell_survey::{Value, limits};

pub(super) fn questions(nodes: &[Node<'_>], survey: &Survey, draft: &mut Draft) {
    let names = super::names(nodes);
    let mut scored = false;
    let mut kept = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let translated = Translated::of(node);
        let question = Question { node, translated: &translated, survey, id: &names[at] };
        if let Some((value, answers)) = question.read(&mut scored) {
            kept.push(at);
            let piece = Piece { path: node.path.clone(), id: names[at].clone(), value, ways: Vec::new() };
            draft.questions.push(piece);
            draft.questions.last_mut().into_iter().for_each(|piece| {
                piece.ways = branching::ways(node, &names[at], &answers);
            });
        }
        translated.finish();
        node.finish();
    }
    branching::resolve(draft, &kept, &names);
}

struct Question<'a> {
    node: &'a Node<'a>,
    translated: &'a Translated<'a>,
    survey: &'a Survey,
    id: &'a str,
}

impl Question<'_> {
    fn texts(&self, field: &'static str, html: bool) -> Texts<'_> {
        Texts { node: self.node, translated: self.translated, field, html }
    }

    fn words(&self, field: &'static str) -> Option<Value> {
        self.texts(field, false).words(self.survey)
    }

    /// The question, and what its answers can be; none if there is no such question here.
    fn read(&self, scored: &mut bool) -> Option<(Value, Answers)> {
        let node = self.node;
        // Questions here send themselves where one choice is enough, and the tool's own numbering is its own.
        node.pass_over(&["skipSubmitButton", "originalQuestionIndex"]);
        let prompt = self.words("question");
        let html = node.text("descriptionContentType") == Some("html");
        let help = self.texts("description", html).words(self.survey);
        let optional = node.flag("optional").unwrap_or_default();
        let mut own = Value::object();
        let (kind, answers) = match node.text("type") {
            Some("open") => (self.open(&mut own), Answers::Any),
            Some("link") => (self.link(&mut own), Answers::Any),
            Some("rating") => self.rating(&mut own, scored),
            Some(kind @ ("single_choice" | "multiple_choice")) => {
                let ids = self.choices(&mut own);
                if kind == "single_choice" { ("choice", Answers::Choices(ids)) } else { ("choices", Answers::Any) }
            }
            other => {
                node.note_all(format!("is left out: there is no question of type {}", other.unwrap_or("(none)")));
                // What it has is of no interest any more.
                node.pass_over(&node.names());
                return None;
            }
        };
        let asks = !matches!(kind, "message" | "link");
        let mut question = object([
            ("id", Some(Value::from(self.id))),
            ("type", Some(Value::from(kind))),
            ("prompt", prompt),
            ("help", help),
            ("required", (asks && !optional).then(|| Value::from(true))),
        ]);
        if let Value::Map(fields) = own {
            fields.into_iter().for_each(|(name, value)| question.put(&name, value));
        }
        Some((question, answers))
    }

    fn open(&self, own: &mut Value) -> &'static str {
        for rule in self.node.nodes("validation") {
            let value = rule.number("value");
            let field = match rule.text("type") {
                Some("min_length") => Some("minLength"),
                Some("max_length") => Some("maxLength"),
                _ => None,
            };
            match field.zip(value) {
                Some((field, value)) => own.set(field, Value::from(value.clamp(1.0, limits::VERBATIM as f64))),
                None => rule.note_all("is left out: texts are only counted"),
            }
            rule.finish();
        }
        if let Some(placeholder) = &self.survey.placeholder {
            own.put("placeholder", placeholder.clone());
        }
        "text"
    }

    fn link(&self, own: &mut Value) -> &'static str {
        let Some(link) = self.node.text("link") else { return "message" };
        let label = self.words("buttonText");
        if label.is_none() {
            self.node.note("buttonText", "is missing: the address is what the link says");
        }
        own.put("label", label.unwrap_or_else(|| Value::from(link)));
        own.put("url", Value::from(link));
        for (language, translation) in &self.translated.0 {
            if translation.text("link").is_some_and(|other| other != link) {
                translation.note(
                    "link",
                    format!("is left out ({language}): a link leads to the same place in every language"),
                );
            }
        }
        "link"
    }

    fn rating(&self, own: &mut Value, scored: &mut bool) -> (&'static str, Answers) {
        let points = self.node.number("scale").unwrap_or(5.0);
        let faces = self.node.text("display") == Some("emoji");
        let (low, high) = (self.words("lowerBoundLabel"), self.words("upperBoundLabel"));
        let labels = |own: &mut Value| {
            for (name, words) in [("low", &low), ("high", &high)] {
                words.iter().for_each(|words| own.put(name, words.clone()));
            }
        };
        let unlabelled = |kind: &str| {
            if low.is_some() || high.is_some() {
                self.node.note("lowerBoundLabel", format!("is left out with upperBoundLabel: {kind} have no labels"));
            }
        };
        if faces && points == 2.0 {
            unlabelled("thumbs");
            return ("thumbs", Answers::Thumbs);
        }
        if faces && (points == 3.0 || points == 5.0) {
            own.put("max", Value::from(points));
            unlabelled("faces");
            return ("emoji", Answers::Points(points as u32));
        }
        if faces {
            self.node.note("display", "numbers are shown: there are three or five faces");
        }
        labels(own);
        if points == 10.0 && !*scored {
            *scored = true;
            return ("nps", Answers::Score);
        }
        if points == 10.0 {
            self.node.note_all("becomes a scale: a response has one score");
            own.put("min", Value::from(0.0));
        }
        own.put("max", Value::from(points));
        ("scale", Answers::Points(points as u32))
    }

    /// The choices; returns their names, by their places in the source.
    fn choices(&self, own: &mut Value) -> Vec<String> {
        let list = |node: &Node<'_>| -> Vec<String> {
            let items = node.get("choices").and_then(|list| list.as_array()).cloned().unwrap_or_default();
            items.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
        };
        let labels = list(self.node);
        let translations: Vec<(&str, Vec<String>)> =
            self.translated.0.iter().map(|(tag, node)| (tag.as_str(), list(node))).collect();
        for (tag, translated) in &translations {
            if !translated.is_empty() && translated.len() != labels.len() {
                self.node.note("choices", format!("its translation into {tag} has another number of choices"));
            }
        }
        let label = |at: usize| {
            super::in_languages(
                &|language| {
                    let text = match language {
                        None => labels.get(at)?,
                        Some(language) => {
                            translations.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language))?.1.get(at)?
                        }
                    };
                    super::cleaned(self.node, "choices", text, false)
                },
                self.survey,
            )
        };
        let open = self.node.flag("hasOpenChoice").unwrap_or_default();
        let open = open && {
            let enough = labels.len() > 2;
            if !enough {
                self.node.note("hasOpenChoice", "is left out: there would be only one choice beside it");
            }
            enough
        };
        let closed = labels.len() - usize::from(open);
        let mut names = Names::default();
        let mut ids = Vec::new();
        let mut choices = Vec::new();
        for (at, text) in labels.iter().enumerate().take(closed) {
            let label = label(at);
            // A text that is a name by itself needs no other.
            let plain = matches!(&label, Some(Value::Text(label)) if label == text && label.chars().count() <= limits::IDENTIFIER)
                && !labels[..at].iter().any(|earlier| earlier.eq_ignore_ascii_case(text))
                && !text.eq_ignore_ascii_case("other");
            if plain {
                names.keep(text);
                ids.push(text.clone());
                choices.extend(label);
            } else {
                let id = names.take(&text.to_ascii_lowercase(), &format!("choice-{}", at + 1));
                choices.push(object([("id", Some(Value::from(id.as_str()))), ("label", label)]));
                ids.push(id);
            }
        }
        own.put("choices", Value::List(choices));
        if open {
            own.put("other", label(closed).unwrap_or(Value::from(true)));
            ids.push("other".to_owned());
        }
        if self.node.flag("shuffleOptions") == Some(true) {
            own.put("shuffle", Value::from(true));
        }
        ids
    }
}
