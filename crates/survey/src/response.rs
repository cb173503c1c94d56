//! The response document: what every endpoint receives.

use crate::decode::{Diagnostics, ObjectReader};
use crate::diagnostic::too_long;
use crate::{Group, ResponseId, Score, Timestamp, Value, digits, limits, name_of};

/// The name and version of the document.
pub const SCHEMA: &str = "askwell.response/1";

/// How far a visitor came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Something was answered, and more may follow.
    Partial,
    /// The end was reached.
    Complete,
    /// The visitor left before the end.
    Abandoned,
}

impl Status {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] =
        &[("partial", Self::Partial), ("complete", Self::Complete), ("abandoned", Self::Abandoned)];

    /// The name in responses.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// What a survey is about. Answers of different kinds are never counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The whole relationship: asked at any time.
    Relational,
    /// One event, such as a purchase: asked right after it.
    Transactional,
    /// One piece of content.
    Rating,
}

impl Kind {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] =
        &[("relational", Self::Relational), ("transactional", Self::Transactional), ("rating", Self::Rating)];

    /// The name in responses.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// How the survey stood in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In a corner, above the page.
    #[default]
    Popover,
    /// In the flow of the page.
    Inline,
}

impl Layout {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("popover", Self::Popover), ("inline", Self::Inline)];

    /// The name in responses and in configuration.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// Which survey was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyRef {
    /// The survey's identifier.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What it is about.
    pub kind: Kind,
}

/// The page the survey was shown on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its address, without query and fragment but for what the site allows.
    pub url: String,
    /// The page before it, stripped likewise; empty if there was none.
    pub referrer: String,
    /// Its title.
    pub title: String,
}

/// What is known about the visit, and doesn't depend on the answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Who answers, as far as the site says: `id`, `account`, `role` …
    pub person: Vec<(String, Value)>,
    /// What the answer belongs to: `segment`, `touchpoint`, `team` …
    pub attributes: Vec<(String, Value)>,
    /// Where it was asked.
    pub page: Page,
    /// The language it was asked in, as in `de`.
    pub locale: String,
    /// How it stood in the page.
    pub layout: Layout,
}

/// Everything a visitor answered, as of one revision. A receiver keeps the highest revision of an identifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Stays the same over all revisions.
    pub id: ResponseId,
    /// Counts from 1.
    pub revision: u32,
    /// How far the visitor came.
    pub status: Status,
    /// Which survey was answered.
    pub survey: SurveyRef,
    /// The recommendation score, if one was given. Its group is not stored: it follows from the score.
    pub score: Option<Score>,
    /// The answers by their names.
    pub answers: Vec<(String, Value)>,
    /// The ending that was reached, if it has a name.
    pub ending: Option<String>,
    /// What is known about the visit.
    pub context: Context,
    /// When the first question appeared.
    pub shown_at: Timestamp,
    /// When the latest of these answers was given.
    pub answered_at: Timestamp,
    /// How long each answer took, in seconds.
    pub seconds: Vec<(String, f64)>,
}

impl Response {
    /// The group of the score, if one was given.
    pub fn group(&self) -> Option<Group> {
        self.score.map(Score::group)
    }

    /// The response as a document.
    pub fn to_value(&self) -> Value {
        let mut document = Value::object();
        document.put("schema", Value::from(SCHEMA));
        document.put("id", Value::from(self.id.to_text()));
        document.put("revision", Value::from(f64::from(self.revision)));
        document.put("status", Value::from(self.status.name()));
        let mut survey = Value::object();
        survey.put("id", Value::from(self.survey.id.as_str()));
        survey.put("version", Value::from(f64::from(self.survey.version)));
        survey.put("kind", Value::from(self.survey.kind.name()));
        document.put("survey", survey);
        if let Some(score) = self.score {
            document.put("score", Value::from(f64::from(score.points())));
            document.put("group", Value::from(score.group().as_str()));
        }
        document.put("answers", Value::Map(self.answers.clone()));
        if let Some(ending) = &self.ending {
            document.put("ending", Value::from(ending.as_str()));
        }
        document.put("person", Value::Map(self.context.person.clone()));
        document.put("attributes", Value::Map(self.context.attributes.clone()));
        let mut page = Value::object();
        page.put("url", Value::from(self.context.page.url.as_str()));
        page.put("referrer", Value::from(self.context.page.referrer.as_str()));
        page.put("title", Value::from(self.context.page.title.as_str()));
        document.put("page", page);
        document.put("locale", Value::from(self.context.locale.as_str()));
        document.put("layout", Value::from(self.context.layout.name()));
        document.put("shownAt", Value::from(self.shown_at.to_text()));
        document.put("answeredAt", Value::from(self.answered_at.to_text()));
        let mut seconds = Value::object();
        for (name, taken) in &self.seconds {
            seconds.put(name, Value::from(*taken));
        }
        document.put("seconds", seconds);
        document
    }

    /// Reads a response document.
    ///
    /// # Errors
    /// Everything that is missing, unknown, too long or at odds with itself, with its path.
    pub fn read(document: &Value) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut fields = ObjectReader::of(document, "", &mut problems);
        let schema = fields.one_of("schema", &[(SCHEMA, ())]);
        fields.need("schema", schema);
        let id = fields.text("id", limits::IDENTIFIER).and_then(|text| {
            let id = ResponseId::parse(&text);
            if id.is_none() {
                fields.invalid("id", "needs to be a UUID of version 7 in small letters");
            }
            id
        });
        let id = fields.need("id", id);
        let revision = fields.whole("revision", 1, 10_000);
        let revision = fields.need("revision", revision);
        let status = fields.one_of("status", Status::NAMES);
        let status = fields.need("status", status);
        let survey = fields.object("survey").and_then(read_survey);
        let survey = fields.need("survey", survey);
        let score = read_score(&mut fields);
        let answers = read_answers(&mut fields);
        let ending = fields.identifier("ending");
        let person = fields.labels("person");
        let attributes = fields.labels("attributes");
        let page = fields.object("page").map(read_page).unwrap_or_default();
        let locale = fields.text("locale", limits::IDENTIFIER).unwrap_or_default();
        let layout = fields.one_of("layout", Layout::NAMES);
        let layout = fields.need("layout", layout);
        let shown_at = read_moment(&mut fields, "shownAt");
        let answered_at = read_moment(&mut fields, "answeredAt");
        let seconds = read_seconds(&mut fields);
        fields.finish();
        let response = (|| {
            Some(Self {
                id: id?,
                revision: revision?,
                status: status?,
                survey: survey?,
                score,
                answers,
                ending,
                context: Context { person, attributes, page, locale, layout: layout? },
                shown_at: shown_at?,
                answered_at: answered_at?,
                seconds,
            })
        })();
        problems.or(response)
    }
}

fn read_survey(mut fields: ObjectReader<'_, '_>) -> Option<SurveyRef> {
    let id = fields.identifier("id");
    let id = fields.need("id", id);
    let version = fields.whole("version", 1, u32::MAX);
    let version = fields.need("version", version);
    let kind = fields.one_of("kind", Kind::NAMES);
    let kind = fields.need("kind", kind);
    fields.finish();
    Some(SurveyRef { id: id?, version: version?, kind: kind? })
}

fn read_score(fields: &mut ObjectReader<'_, '_>) -> Option<Score> {
    let points = fields.value("score");
    let group = fields.value("group");
    if points.is_none() && group.is_some() {
        fields.invalid("group", "needs a score");
    }
    let score = match points? {
        Value::Number(points) => Score::from_number(*points),
        _ => None,
    };
    let Some(score) = score else {
        fields.invalid("score", "needs to be a whole number from 0 to 10");
        return None;
    };
    if group.and_then(Value::as_text).and_then(Group::from_name) != Some(score.group()) {
        fields.invalid("group", &["needs to be ", score.group().as_str(), ", as the score says"].concat());
    }
    Some(score)
}

fn read_answers(fields: &mut ObjectReader<'_, '_>) -> Vec<(String, Value)> {
    let answers = fields.value("answers");
    let Some(answers) = fields.need("answers", answers) else { return Vec::new() };
    if answers.get("score").is_some_and(|given| Some(given) != fields.value("score")) {
        fields.invalid("answers.score", "needs to be the score");
    }
    match answers {
        Value::Map(entries) if entries.len() <= limits::ENTRIES => {
            for (name, value) in entries {
                if name.is_empty() || limits::exceeds(name, limits::IDENTIFIER) {
                    let most = digits(limits::IDENTIFIER as u64);
                    let message = ["has an answer whose name is not of 1 to ", &most, " characters"];
                    fields.invalid("answers", &message.concat());
                } else if is_too_long(value) {
                    fields.invalid(&["answers.", name].concat(), &too_long(limits::VERBATIM));
                }
            }
            entries.clone()
        }
        _ => {
            let most = digits(limits::ENTRIES as u64);
            fields.invalid("answers", &["needs to be an object of at most ", &most, " answers"].concat());
            Vec::new()
        }
    }
}

fn is_too_long(value: &Value) -> bool {
    match value {
        Value::Text(text) => limits::exceeds(text, limits::VERBATIM),
        // Everything that can be chosen, and something else.
        Value::List(list) => list.len() > limits::CHOICES + 1 || list.iter().any(is_too_long),
        Value::Map(map) => map.len() > limits::ENTRIES || map.iter().any(|(_, value)| is_too_long(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn read_page(mut fields: ObjectReader<'_, '_>) -> Page {
    let page = Page {
        url: fields.text("url", limits::URL).unwrap_or_default(),
        referrer: fields.text("referrer", limits::URL).unwrap_or_default(),
        title: fields.text("title", limits::LABEL).unwrap_or_default(),
    };
    fields.finish();
    page
}

fn read_moment(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Timestamp> {
    let text = fields.text(name, limits::IDENTIFIER);
    fields.need(name, text).and_then(|text| {
        let moment = Timestamp::parse(&text);
        if moment.is_none() {
            fields.invalid(name, "needs to be a moment in UTC such as 2026-11-21T10:00:00Z");
        }
        moment
    })
}

fn read_seconds(fields: &mut ObjectReader<'_, '_>) -> Vec<(String, f64)> {
    let mut seconds = Vec::new();
    for (name, value) in fields.labels("seconds") {
        match value {
            Value::Number(number) if number >= 0.0 => seconds.push((name, number)),
            _ => fields.invalid(&["seconds.", &name].concat(), "needs to be a number of seconds"),
        }
    }
    seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Value {
        serde_json::from_str(
            r#"{"schema":"askwell.response/1","id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","revision":2,"status":"partial",
            "survey":{"id":"shop","version":1,"kind":"relational"},"score":6,"group":"detractor",
            "answers":{"score":6,"reason":"The parcel came late","contact":{"email":"a@example.org","consent":true}},
            "person":{"id":"c-17","account":"Muster GmbH","role":"buyer"},
            "attributes":{"segment":"returning","touchpoint":"checkout","team":"logistics"},
            "page":{"url":"https://shop.example/thanks","referrer":"","title":"Thank you"},"locale":"de","layout":"popover",
            "shownAt":"2026-11-21T10:00:00Z","answeredAt":"2026-11-21T10:00:05Z","seconds":{"score":3.1}}"#,
        )
        .unwrap()
    }

    #[test]
    fn the_documented_example_reads_and_writes_back() {
        let example = example();
        let response = Response::read(&example).unwrap();
        assert_eq!(response.group(), Some(Group::Detractor));
        assert_eq!(response.to_value(), example);
    }

    #[test]
    fn each_wrong_field_is_named() {
        let table = [
            ("schema", Value::from("askwell.response/2"), "schema: needs to be one of: askwell.response/1"),
            ("id", Value::from("17"), "id: needs to be a UUID of version 7 in small letters"),
            ("revision", Value::Number(0.0), "revision: needs to be a number from 1 to 10000"),
            ("revision", Value::Number(1.5), "revision: needs to be a whole number"),
            ("status", Value::from("done"), "status: needs to be one of: partial, complete, abandoned"),
            ("survey", Value::Null, "survey: is missing"),
            (
                "score",
                Value::Number(11.0),
                "score: needs to be a whole number from 0 to 10\nanswers.score: needs to be the score",
            ),
            ("group", Value::from("promoter"), "group: needs to be detractor, as the score says"),
            ("score", Value::Number(5.0), "answers.score: needs to be the score"),
            ("score", Value::Null, "group: needs a score\nanswers.score: needs to be the score"),
            ("answers", Value::List(vec![]), "answers: needs to be an object of at most 64 answers"),
            ("locale", Value::Bool(true), "locale: needs to be text, and is true or false"),
            ("layout", Value::from("modal"), "layout: needs to be one of: popover, inline"),
            ("shownAt", Value::from("today"), "shownAt: needs to be a moment in UTC such as 2026-11-21T10:00:00Z"),
            ("colour", Value::from("red"), "colour: is not known"),
        ];
        for (name, value, message) in table {
            let mut document = example();
            document.set(name, value);
            assert_eq!(Response::read(&document).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn an_answer_may_be_five_thousand_characters_long_and_no_longer() {
        for (length, fits) in [(5_000, true), (5_001, false)] {
            let mut document = example();
            document.set("answers", {
                let mut answers = Value::Null;
                answers.set("reason", Value::from("ü".repeat(length)));
                answers
            });
            assert_eq!(Response::read(&document).is_ok(), fits, "{length}");
        }
    }
}
