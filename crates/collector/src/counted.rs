//! What a response adds to the counts that results are read from: the segments it belongs to, and its answers as far as
//! they can be counted.
//!
//! Which type a question has isn't known here: answers can arrive before their survey is registered. So it goes by the
//! shape of an answer, which `docs/responses.md` describes for each type. Texts are counted as given, and never by what
//! they say.

use askwell_survey::question::{NO, YES};
use askwell_survey::{Response, Status, Value};
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::{personal, row};

/// Stands for an answer that visitors put in their own words.
pub(crate) const TEXT: &str = "*";
/// Stands beside the last answer of a visitor who left before the end.
pub(crate) const LAST: &str = "!";
/// Stands for a list of choices with nothing in it.
pub(crate) const NOTHING: &str = "-";
/// Stands for an answer of several parts, beside each of them.
pub(crate) const PARTS: &str = "=";
/// What a choice of something else is called.
pub(crate) const OTHER: &str = "other";
/// The segments that aren't attributes or traits.
pub(crate) const LOCALE: &str = "locale";
pub(crate) const LAYOUT: &str = "layout";
pub(crate) const PAGE: &str = "page";
/// The segment of those who have a tag, which isn't counted: people tag responses later.
pub(crate) const TAG: &str = "tag";
/// The segment of what is rated, and the question that rates it.
pub(crate) const TOPIC: &str = "attribute:topic";
pub(crate) const HELPFUL: &str = "helpful";

/// Segments of a response at most: each has counts of its own.
const SEGMENTS: usize = 24;
/// Characters of a segment's value at most. Longer ones are texts, and no segment.
const LONGEST: usize = 200;
/// Characters of an answer that names a choice, at most.
const LONGEST_NAME: usize = 64;
/// Digits of an answer that names a choice, at most, unless it is a day. With more, it is the number of an order or the like:
/// each would have a count of its own.
const MOST_DIGITS: usize = 5;
/// Points of a scale lie between this and its opposite.
const HIGHEST_POINT: f64 = 100.0;

/// Traits of a person that name one, and no group of people.
pub(crate) const NAMING_TRAITS: [&str; 7] = ["id", "email", "name", "phone", "firstName", "lastName", "username"];

/// What a response adds to the counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// Segments by name, such as `attribute:team`, with their value.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) segments: Vec<(String, String)>,
    /// Questions with an answer each, or with each of several.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<(String, String)>,
}

impl Counted {
    /// What `response` adds. Where contact data is encrypted, what the site says of a person is no segment: it would stand
    /// beside the counts as it is.
    pub(crate) fn of(response: &Response, with_person: bool) -> Self {
        let context = &response.context;
        let person = context.person.iter().filter(|(name, _)| with_person && !NAMING_TRAITS.contains(&name.as_str()));
        let named = |prefix: &'static str| {
            move |(name, value): &(String, Value)| Some((format!("{prefix}:{name}"), segment_text(value)?))
        };
        let facts =
            [(LOCALE, context.locale.as_str()), (LAYOUT, context.layout.name()), (PAGE, row::path(&context.page.url))];
        let mut segments: Vec<_> = facts.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        segments.extend(context.attributes.iter().filter_map(named("attribute")));
        segments.extend(person.filter_map(named("person")));
        let is_short = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST;
        segments.retain(|(name, value)| is_short(name) && is_short(value));
        segments.truncate(SEGMENTS);
        let mut answers = Vec::new();
        for (question, value) in &response.answers {
            let counted = if personal::is_personal(question, value) { of_personal(value) } else { of_answer(value) };
            answers.extend(counted.into_iter().map(|answer| (question.clone(), answer)));
        }
        if let (Status::Partial | Status::Abandoned, Some((question, _))) = (response.status, response.answers.last()) {
            answers.push((question.clone(), LAST.to_owned()));
        }
        for (name, value) in segments.iter_mut().chain(&mut answers) {
            *name = row::storable(name);
            *value = row::storable(value);
        }
        Self { segments, answers }
    }

    /// The same without what the site says of the person.
    pub(crate) fn without_person(mut self) -> Self {
        self.segments.retain(|(name, _)| !name.starts_with("person:"));
        self
    }

    /// Reads what stands in the column.
    pub(crate) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// What stands in the column.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// An entry of a list, as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// From 1 on.
    pub(crate) place: usize,
    /// How many entries there are.
    pub(crate) of: usize,
    pub(crate) name: &'a str,
}

impl<'a> Entry<'a> {
    /// Reads `1/3:price`; None for what is no entry of a list.
    pub(crate) fn read(answer: &'a str) -> Option<Self> {
        let (places, name) = answer.split_once(':')?;
        let (place, of) = places.split_once('/')?;
        Some(Self { place: place.parse().ok()?, of: of.parse().ok()?, name })
    }
}

/// Whether an answer is one of a scale.
pub(crate) fn is_point(answer: &str) -> bool {
    answer.parse::<i64>().is_ok()
}

/// Whether an answer is counted in each segment: the points of a scale, and yes or no.
pub(crate) fn is_rating(answer: &str) -> bool {
    answer == YES || answer == NO || is_point(answer)
}

/// The text of a segment's value. Numbers are measures, such as an order's value, and make no segments.
fn segment_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// What an answer counts as: once, or once for each part.
fn of_answer(value: &Value) -> Vec<String> {
    match value {
        Value::List(list) if list.is_empty() => vec![NOTHING.to_owned()],
        // With the place of each, and how many there are: a ranking is a list of choices as well, and of several reasons
        // each has its share.
        Value::List(list) => {
            let all = list.len();
            list.iter().zip(1..).map(|(value, place)| format!("{place}/{all}:{}", of_part(value))).collect()
        }
        Value::Map(_) if value.get(OTHER).is_some() => vec![OTHER.to_owned()],
        Value::Map(fields) => {
            let parts = fields.iter().map(|(name, value)| format!("{name}={}", of_part(value)));
            std::iter::once(PARTS.to_owned()).chain(parts).collect()
        }
        Value::Null => Vec::new(),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) => vec![of_part(value)],
    }
}

fn of_part(value: &Value) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) if number.fract() == 0.0 && number.abs() <= HIGHEST_POINT => number.to_string(),
        Value::Text(text) if is_name(text) => text.clone(),
        Value::Map(_) if value.get(OTHER).is_some() => OTHER.to_owned(),
        Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => TEXT.to_owned(),
    }
}

/// Of an answer that says who gave it: that there is one, and what was agreed to.
fn of_personal(value: &Value) -> Vec<String> {
    let agreed = |(name, value): &(String, Value)| match value {
        Value::Bool(flag) => Some(format!("{name}={flag}")),
        _ => None,
    };
    let mut counted = vec![TEXT.to_owned()];
    if let Value::Map(fields) = value {
        counted.extend(fields.iter().filter_map(agreed));
    }
    counted
}

/// Whether a text may name a choice, as definitions have names, or is a date. Everything else is somebody's words.
fn is_name(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && (digits <= MOST_DIGITS || Day::parse(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use askwell_survey::Timestamp;

    fn counted(rest: &str, with_person: bool) -> Counted {
        let json = format!(
            r#"{{"schema": "askwell.response/1", "id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "survey": {{"id": "x"}}, {rest}}}"#
        );
        let document = Document::read(serde_json::from_str(&json).unwrap(), Timestamp::default()).unwrap();
        Counted::of(&document.response, with_person)
    }

    fn answers(json: &str) -> Vec<String> {
        let counted = counted(&format!(r#""answers": {{"q": {json}}}"#), true);
        assert!(counted.answers.iter().all(|(question, _)| question == "q"));
        counted.answers.into_iter().map(|(_, answer)| answer).collect()
    }

    #[test]
    fn answers_of_each_type_count_by_their_shape() {
        let table: [(&str, &[&str]); 16] = [
            ("9", &["9"]),
            ("-3", &["-3"]),
            ("1234.5", &["*"]),
            ("true", &["true"]),
            (r#""yes""#, &["yes"]),
            (r#""late-delivery""#, &["late-delivery"]),
            (r#""The parcel came late""#, &["*"]),
            (r#""2026-11-20""#, &["2026-11-20"]),
            (r#""2026-q4""#, &["2026-q4"]),
            (r#""L-103937""#, &["*"]),
            (r#"{"other": "The smell"}"#, &["other"]),
            (r#"["price", {"other": "Voice"}]"#, &["1/2:price", "2/2:other"]),
            ("[]", &["-"]),
            (r#"{"talks": "excellent", "food": "fair"}"#, &["=", "talks=excellent", "food=fair"]),
            (r#"{"email": "a@example.org", "consent": true}"#, &["*", "consent=true"]),
            (r#""a@example.org""#, &["*"]),
        ];
        for (given, expected) in table {
            assert_eq!(answers(given), expected, "{given}");
        }
    }

    #[test]
    fn names_in_contact_data_are_not_counted() {
        let counted = counted(r#""answers": {"contact": {"name": "Anna", "consent": true}}"#, true);
        let expected = [("contact", "*"), ("contact", "consent=true")];
        assert_eq!(counted.answers, expected.map(|(question, answer)| (question.to_owned(), answer.to_owned())));
    }

    #[test]
    fn who_left_is_counted_beside_the_last_answer() {
        let last = |status: &str| {
            let counted = counted(&format!(r#""status": "{status}", "answers": {{"a": 1, "b": 2}}"#), true);
            counted.answers.into_iter().filter(|(_, answer)| answer == LAST).map(|(question, _)| question).collect()
        };
        let nobody: Vec<String> = Vec::new();
        assert_eq!(
            (last("complete"), last("partial"), last("abandoned")),
            (nobody, vec!["b".to_owned()], vec!["b".to_owned()])
        );
    }

    #[test]
    fn attributes_and_groups_of_people_are_segments_and_what_names_someone_is_not() {
        let rest = r#""score": 9, "locale": "de", "page": {"url": "https://shop.example/thanks?x=1"},
            "attributes": {"team": "Logistics ", "value": 129.9, "beta": true, "long": "LONG"},
            "person": {"id": "c-17", "email": "a@example.org", "account": "Muster GmbH", "role": "buyer"}"#
            .replace("LONG", &"x".repeat(201));
        let of = |with_person| {
            let segments = counted(&rest, with_person).segments;
            segments.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        let site = "locale=de layout=inline page=/thanks attribute:team=Logistics attribute:beta=true";
        assert_eq!(of(false), site);
        assert_eq!(of(true), format!("{site} person:account=Muster GmbH person:role=buyer"));
        assert_eq!(counted(&rest, true).without_person(), counted(&rest, false));
    }

    #[test]
    fn a_response_has_few_segments_however_many_attributes_it_has() {
        let attributes: Vec<_> = (0..60).map(|number| format!(r#""a{number}": "x""#)).collect();
        let counted = counted(&format!(r#""score": 9, "attributes": {{{}}}"#, attributes.join(", ")), true);
        assert_eq!(counted.segments.len(), SEGMENTS);
        assert_eq!(Counted::read(&counted.to_json()), Some(counted));
    }
}
