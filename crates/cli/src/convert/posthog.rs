//! Surveys of PostHog, as its API gives them.

mod branching;
mod question;

use super::draft::{Draft, Piece, object};
use super::node::Node;
use super::plain::{self, Names, is_tag};
use askwell_survey::{Value, limits};

/// What the whole survey says to its questions.
struct Survey {
    /// The language of the survey, and those it is translated into.
    languages: Vec<String>,
    /// What fields for words say before anything is written.
    placeholder: Option<Value>,
}

pub(super) fn draft(root: &Node<'_>, language: &str) -> Result<Draft, String> {
    if root.get("questions").and_then(|list| list.as_array()).is_none() {
        return Err("is no survey of PostHog: it has no list of questions".to_owned());
    }
    // What the tool keeps for itself.
    root.pass_over(&[
        "created_at",
        "created_by",
        "updated_at",
        "archived",
        "current_iteration",
        "current_iteration_start_date",
        "iteration_start_dates",
        "internal_targeting_flag",
        "internal_targeting_flag_key",
        "internal_response_sampling_flag",
        "internal_response_sampling_flag_key",
        "user_access_level",
    ]);
    let mut draft = Draft::default();
    let translated = Translated::of(root);
    let questions = root.nodes("questions");
    let survey = Survey { languages: languages(root, &questions, language), placeholder: None };
    head(root, &survey, &mut draft);
    let appearance = root.node("appearance");
    let placeholder = appearance.as_ref().and_then(|appearance| appearance.text("placeholder"));
    let survey = Survey { placeholder: placeholder.map(|text| Value::from(plain::without_places(text))), ..survey };
    if let Some(appearance) = appearance {
        look(&appearance, &survey, &mut draft);
        farewell(&appearance, &translated, &survey, &mut draft);
        appearance.finish();
    }
    question::questions(&questions, &survey, &mut draft);
    translated.finish();
    root.finish();
    Ok(draft)
}

/// The survey's languages, its own first.
fn languages(root: &Node<'_>, questions: &[Node<'_>], own: &str) -> Vec<String> {
    let mut languages = vec![own.to_owned()];
    for node in std::iter::once(root).chain(questions) {
        let Some(translations) = node.node("translations") else { continue };
        for tag in translations.names() {
            if !is_tag(tag) {
                translations.note(tag, "is left out: that is no language tag");
            } else if !languages.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                languages.push(tag.to_owned());
            }
        }
    }
    if languages.len() > 1 {
        root.note("translations", format!("the untranslated texts are taken to be {own}; --language says otherwise"));
    }
    languages
}

fn head(root: &Node<'_>, survey: &Survey, draft: &mut Draft) {
    let name = root.text("name").map(|name| plain::name(name).to_ascii_lowercase()).filter(|name| !name.is_empty());
    let id = root.text("id").map(plain::name);
    draft.head.push(("id", Value::from(name.or(id).unwrap_or_else(|| "survey".to_owned()))));
    if survey.languages.len() > 1 {
        draft
            .head
            .push(("languages", Value::List(survey.languages.iter().map(|tag| Value::from(tag.as_str())).collect())));
    }
    match root.text("type") {
        Some("popover") | None => {}
        Some("external_survey") => {
            draft.head.push(("display", Value::from("inline")));
            root.note(
                "type",
                "external_survey has a page of its own: put the survey into one of yours, with `container`",
            );
        }
        Some(kind) => {
            draft.head.push(("show", Value::from("manual")));
            root.note("type", format!("{kind} waits for a call of askwell.show()"));
        }
    }
    if let Some(conditions) = root.node("conditions") {
        if let Some(days) = conditions.number("seenSurveyWaitPeriodInDays") {
            draft.head.push(("restAnswered", Value::from(days)));
            draft.head.push(("restDismissed", Value::from(days)));
        }
        conditions.finish();
    }
    if root.flag("enable_partial_responses") == Some(false) {
        root.note("enable_partial_responses", "every answer is sent when it is given");
    }
}

fn look(appearance: &Node<'_>, survey: &Survey, draft: &mut Draft) {
    if let Some(seconds) = appearance.number("surveyPopupDelaySeconds") {
        draft.head.push(("delay", Value::from(seconds)));
    }
    if let Some(position) = appearance.text("position") {
        let corner = match position {
            "right" => None,
            "left" => Some("bottom-start"),
            "top_left" => Some("top-start"),
            "top_right" => Some("top-end"),
            other => {
                appearance.note("position", format!("{other} becomes the corner below, at the end of a line"));
                None
            }
        };
        draft.head.extend(corner.map(|corner| ("position", Value::from(corner))));
    }
    if let Some(colour) = appearance.text("submitButtonColor") {
        let is_hex =
            colour.len() == 7 && colour.starts_with('#') && colour[1..].bytes().all(|digit| digit.is_ascii_hexdigit());
        if is_hex {
            draft.head.push(("accent", Value::from(colour)));
        } else {
            appearance.note("submitButtonColor", "is left out: `accent` takes colours such as #4f46e5");
        }
    }
    // The interface's own word is there in every language.
    if survey.languages.len() == 1
        && let Some(text) = appearance.text("submitButtonText")
    {
        draft.head.push((
            "texts",
            object([(askwell_survey::MessageKey::Send.name(), Some(Value::from(plain::without_places(text))))]),
        ));
    }
    // A card can be left without an answer, and says whose it is by no mark of ours.
    appearance.pass_over(&["whiteLabel", "allowGoBack"]);
}

/// The thanks.
fn farewell(appearance: &Node<'_>, translated: &Translated<'_>, survey: &Survey, draft: &mut Draft) {
    let shown = appearance.flag("displayThankYouMessage");
    let html = appearance.text("thankYouMessageDescriptionContentType") == Some("html");
    let header = Texts { node: appearance, translated, field: "thankYouMessageHeader", html: false };
    let description = Texts { node: appearance, translated, field: "thankYouMessageDescription", html };
    let words = |language: Option<&str>| {
        let parts = [header.in_language(language), description.in_language(language)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    };
    let text = in_languages(&words, survey);
    if shown == Some(false) {
        appearance.note("displayThankYouMessage", "a survey here always ends with a farewell: the usual one is shown");
    } else if let Some(text) = text {
        let value = object([("text", Some(text))]);
        let path = appearance.place("thankYouMessageHeader");
        draft.endings.push(Piece { path, id: String::new(), value, ways: Vec::new() });
    }
}

/// What stands in `translations` of a survey or a question.
struct Translated<'a>(Vec<(String, Node<'a>)>);

impl<'a> Translated<'a> {
    fn of(node: &Node<'a>) -> Self {
        let Some(translations) = node.node("translations") else { return Self(Vec::new()) };
        let tags = translations.names().into_iter().filter(|tag| is_tag(tag));
        Self(tags.filter_map(|tag| Some((tag.to_owned(), translations.node(tag)?))).collect())
    }

    fn get(&self, language: &str) -> Option<&Node<'a>> {
        self.0.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language)).map(|(_, node)| node)
    }

    fn finish(&self) {
        for (_, node) in &self.0 {
            node.pass_over(&["name"]);
            node.finish();
        }
    }
}

/// One field in all languages.
struct Texts<'a> {
    node: &'a Node<'a>,
    translated: &'a Translated<'a>,
    field: &'static str,
    html: bool,
}

impl Texts<'_> {
    /// In a language, or as it stands untranslated.
    fn in_language(&self, language: Option<&str>) -> Option<String> {
        let node = match language {
            None => self.node,
            Some(language) => self.translated.get(language)?,
        };
        cleaned(node, self.field, node.text(self.field)?, self.html)
    }

    fn words(&self, survey: &Survey) -> Option<Value> {
        in_languages(&|language| self.in_language(language), survey)
    }
}

/// A text as a definition takes it.
fn cleaned(node: &Node<'_>, field: &str, text: &str, html: bool) -> Option<String> {
    let text = if html {
        let (text, lost) = plain::without_markup(text);
        if lost {
            node.note(field, "becomes plain text");
        }
        text
    } else {
        plain::tidy(text)
    };
    let text = plain::without_places(&text);
    let short = plain::shortened(&text, limits::WORDS);
    if short.is_some() {
        node.note(field, "is shortened to 1000 characters");
    }
    Some(short.unwrap_or(text)).filter(|text| !text.is_empty())
}

/// Words in the survey's own language and in those that have them.
fn in_languages(words: &dyn Fn(Option<&str>) -> Option<String>, survey: &Survey) -> Option<Value> {
    let own = words(None)?;
    let [first, others @ ..] = survey.languages.as_slice() else { return Some(Value::from(own)) };
    if others.is_empty() {
        return Some(Value::from(own));
    }
    let mut all = Value::object();
    all.put(first, Value::from(own));
    for language in others {
        if let Some(text) = words(Some(language)) {
            all.put(language, Value::from(text));
        }
    }
    Some(all)
}

/// The names of a survey's questions, by their places in the source.
fn names(questions: &[Node<'_>]) -> Vec<String> {
    let mut names = Names::of_answers();
    let name = |(at, question): (usize, &Node<'_>)| {
        names.take(question.text("id").unwrap_or_default(), &format!("question-{}", at + 1))
    };
    questions.iter().enumerate().map(name).collect()
}
