//! Rules: what a response has to be like, and what is then done about it. `store/rules` does it.
//!
//! Neither contact data nor what is sealed is ever looked at: a rule must not act on what most of those who see its work
//! may not read.

mod words;

use std::cell::OnceCell;

use askwell_survey::{Score, Value};
use serde::{Deserialize, Serialize};

use crate::contact;
use crate::counted::Counted;
use crate::notice::Recipient;
use crate::report::ACCOUNT_SEGMENTS;
use crate::tag::{self, TagName};

/// Rules there can be.
pub(crate) const MOST: usize = 100;
/// Characters of a name at most.
pub(crate) const NAME: usize = 80;
/// Words that a rule looks for at most, and characters of each.
pub(crate) const WORDS: usize = 50;
pub(crate) const WORD: usize = 60;
/// Tags that a rule adds at most.
pub(crate) const TAGS: usize = 5;
/// Days until something is due, at most.
pub(crate) const DUE_DAYS: u64 = 365;

/// What a response has to be like: all of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Conditions {
    pub(crate) survey: Option<String>,
    /// `detractor`, `passive` or `promoter`.
    pub(crate) group: Option<String>,
    pub(crate) rating: Option<RatingRange>,
    /// A name such as `attribute:team`, and a value.
    pub(crate) segment: Option<(String, String)>,
    /// One of these, in any answer in words.
    pub(crate) words: Vec<String>,
    /// The language of the response, such as `de`.
    pub(crate) language: Option<String>,
    pub(crate) number: Option<AtLeast>,
    pub(crate) account: Option<String>,
}

/// A rating that lies between two, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RatingRange {
    /// Of this question; without one, the recommendation score.
    #[serde(default)]
    pub(crate) question: Option<String>,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// An attribute that is a number, and at least this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct AtLeast {
    pub(crate) attribute: String,
    pub(crate) value: f64,
}

/// What is done about a response.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Actions {
    pub(crate) inbox: bool,
    /// Whose it becomes, unless it is somebody's.
    pub(crate) owner: Option<String>,
    pub(crate) due_days: Option<u64>,
    /// Names of tags.
    pub(crate) tags: Vec<String>,
    pub(crate) notify: Option<Recipient>,
}

/// Whether there is a word in it that could be found.
pub(crate) fn is_searchable(word: &str) -> bool {
    !words::searchable([word]).trim().is_empty()
}

impl Actions {
    /// Whether a response comes into the inbox: what is somebody's, or due, has to be found there.
    pub(crate) fn put_in_inbox(&self) -> bool {
        self.inbox || self.owner.is_some() || self.due_days.is_some()
    }
}

/// A rule, as it is stored and changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) does: Does,
    pub(crate) enabled: bool,
    /// How often it was changed.
    pub(crate) version: i64,
    pub(crate) is_deleted: bool,
    /// Whether it is being applied to stored responses, and how many of them it fitted.
    pub(crate) is_applying: bool,
    pub(crate) applied: u64,
    /// Responses on which it has acted.
    pub(crate) acted: u64,
}

/// What a rule says, as the database has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Does {
    #[serde(rename = "if")]
    pub(crate) conditions: Conditions,
    #[serde(rename = "then")]
    pub(crate) actions: Actions,
}

/// A rule that is ready to be matched.
#[derive(Clone, Debug)]
pub(crate) struct ActiveRule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) actions: Actions,
    pub(crate) tags: Vec<TagName>,
    conditions: Conditions,
    /// The words, as texts are searched for them.
    words: Vec<String>,
    account: Option<String>,
}

impl ActiveRule {
    pub(crate) fn of(id: &str, name: &str, does: Does) -> Self {
        let Does { conditions, actions } = does;
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            tags: actions.tags.iter().filter_map(|tag| TagName::read(tag)).collect(),
            actions,
            words: conditions.words.iter().map(|word| words::searchable([word.as_str()])).collect(),
            account: conditions.account.as_deref().map(tag::key),
            conditions,
        }
    }

    /// Who does what this rule does, as histories and the audit log have it.
    pub(crate) fn actor(&self) -> String {
        format!("rule: {}", self.name)
    }

    pub(crate) fn fits(&self, candidate: &Candidate) -> bool {
        let Conditions { survey, group, rating, segment, language, number, .. } = &self.conditions;
        survey.as_ref().is_none_or(|survey| *survey == candidate.survey)
            && group.as_ref().is_none_or(|group| candidate.group() == Some(group.as_str()))
            && rating.as_ref().is_none_or(|rating| candidate.is_rated(rating))
            && segment.as_ref().is_none_or(|segment| candidate.segments.contains(segment))
            && language.as_ref().is_none_or(|language| candidate.is_in(language))
            && number.as_ref().is_none_or(|number| candidate.has_number(number))
            && self.account.as_ref().is_none_or(|account| candidate.is_of(account))
            && (self.words.is_empty() || self.words.iter().any(|word| candidate.words().contains(word)))
    }
}

/// A response, as rules see it.
#[derive(Debug)]
pub(crate) struct Candidate {
    survey: String,
    score: Option<Score>,
    locale: String,
    segments: Vec<(String, String)>,
    answers: Vec<(String, Value)>,
    attributes: Value,
    /// What was written, as it is searched.
    words: OnceCell<String>,
}

impl Candidate {
    /// Reads a stored document; None if it can't be read.
    pub(crate) fn read(document: &str, counted: &Counted) -> Option<Self> {
        let mut document: Value = serde_json::from_str(document).ok()?;
        contact::strip(&mut document);
        let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
        let score = document.get("score").and_then(number).and_then(Score::from_number);
        let (survey, locale) =
            (text(document.get("survey").and_then(|survey| survey.get("id"))), text(document.get("locale")));
        let attributes = document.get("attributes").cloned().unwrap_or_default();
        let answers = match document.get_mut("answers") {
            Some(Value::Map(answers)) => std::mem::take(answers),
            _ => Vec::new(),
        };
        Some(Self {
            survey,
            score,
            locale,
            segments: counted.segments.clone(),
            answers,
            attributes,
            words: OnceCell::new(),
        })
    }

    fn group(&self) -> Option<&'static str> {
        self.score.map(|score| score.group().as_str())
    }

    fn is_rated(&self, range: &RatingRange) -> bool {
        let rating = match &range.question {
            None => self.score.map(|score| f64::from(score.points())),
            Some(question) => {
                self.answers.iter().find(|(name, _)| name == question).and_then(|(_, answer)| number(answer))
            }
        };
        rating.is_some_and(|rating| (range.from..=range.to).contains(&rating))
    }

    fn is_in(&self, language: &str) -> bool {
        let of = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        of(&self.locale) == of(language)
    }

    fn has_number(&self, wanted: &AtLeast) -> bool {
        let value = self.attributes.get(&wanted.attribute);
        // Attributes of a tag are texts.
        let value = value.and_then(|value| number(value).or_else(|| value.as_text()?.trim().parse().ok()));
        value.is_some_and(|value| value >= wanted.value)
    }

    fn is_of(&self, account: &str) -> bool {
        let accounts = self.segments.iter().filter(|(name, _)| ACCOUNT_SEGMENTS.contains(&name.as_str()));
        accounts.into_iter().any(|(_, value)| tag::key(value.trim()) == account)
    }

    fn words(&self) -> &str {
        self.words.get_or_init(|| words::searchable(self.texts()))
    }

    /// What words are looked for in: answers in words, and names of choices.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.answers.iter().for_each(|(_, answer)| collect(answer, &mut texts));
        texts
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The texts of an answer: its own, those among several, and what was written beside choices.
fn collect<'a>(answer: &'a Value, texts: &mut Vec<&'a str>) {
    match answer {
        Value::Text(text) => texts.push(text),
        Value::List(list) => list.iter().for_each(|answer| collect(answer, texts)),
        Value::Map(_) => texts.extend(answer.get(crate::counted::OTHER).and_then(Value::as_text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"{"survey": {"id": "shop"}, "score": 3, "locale": "de-AT",
        "answers": {"score": 3, "reason": "Die LIEFERUNG war zu spät!", "ease": 2, "cause": {"other": "Café"},
            "contact": {"email": "ann@example.org", "name": "Lieferant"}, "mail": "preis@example.org"},
        "attributes": {"team": "logistics", "value": 120.5, "text": "99"}, "person": {"name": "Preis"}, "sealed": "1:Preis"}"#;

    fn fits(conditions: Conditions) -> bool {
        let segments = [("attribute:team", "logistics"), ("person:account", "Muster GmbH")];
        let segments = segments.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let candidate = Candidate::read(DOCUMENT, &Counted { segments, ..Counted::default() }).unwrap();
        ActiveRule::of("r", "Rule", Does { conditions, actions: Actions::default() }).fits(&candidate)
    }

    #[test]
    fn each_condition_has_to_hold() {
        let none = Conditions::default;
        let rating = |question: Option<&str>, from, to| Conditions {
            rating: Some(RatingRange { question: question.map(ToOwned::to_owned), from, to }),
            ..none()
        };
        let segment =
            |name: &str, value: &str| Conditions { segment: Some((name.to_owned(), value.to_owned())), ..none() };
        let words =
            |words: &[&str]| Conditions { words: words.iter().map(|word| (*word).to_owned()).collect(), ..none() };
        let number = |attribute: &str, value| Conditions {
            number: Some(AtLeast { attribute: attribute.to_owned(), value }),
            ..none()
        };
        let text = |text: &str| Some(text.to_owned());
        let table = [
            (none(), true),
            (Conditions { survey: text("shop"), ..none() }, true),
            (Conditions { survey: text("other"), ..none() }, false),
            (Conditions { group: text("detractor"), ..none() }, true),
            (Conditions { group: text("promoter"), ..none() }, false),
            (rating(None, 0.0, 3.0), true),
            (rating(None, 4.0, 6.0), false),
            (rating(Some("ease"), 1.0, 2.0), true),
            (rating(Some("ease"), 3.0, 7.0), false),
            (rating(Some("reason"), 0.0, 10.0), false),
            (rating(Some("missing"), 0.0, 10.0), false),
            (segment("attribute:team", "logistics"), true),
            (segment("attribute:team", "billing"), false),
            (words(&["lieferung"]), true),
            (words(&["preis", "Lieferung"]), true),
            (words(&["liefer"]), false),
            (words(&["ZU SPAT"]), true),
            (words(&["spät zu"]), false),
            (words(&["cafe"]), true),
            (words(&["preis"]), false),
            (words(&["ann"]), false),
            (words(&["lieferant"]), false),
            (Conditions { language: text("DE"), ..none() }, true),
            (Conditions { language: text("en"), ..none() }, false),
            (number("value", 120.5), true),
            (number("value", 121.0), false),
            (number("text", 99.0), true),
            (number("team", 0.0), false),
            (number("missing", 0.0), false),
            (Conditions { account: text("MUSTER gmbh"), ..none() }, true),
            (Conditions { account: text("Muster"), ..none() }, false),
            (Conditions { group: text("detractor"), survey: text("other"), ..none() }, false),
            (Conditions { language: text("en"), ..words(&["lieferung"]) }, false),
        ];
        for (conditions, expected) in table {
            assert_eq!(fits(conditions.clone()), expected, "{conditions:?}");
        }
    }

    #[test]
    fn what_a_rule_says_reads_as_it_was_written() {
        let does = Does {
            conditions: Conditions { words: vec!["late".to_owned()], ..Conditions::default() },
            actions: Actions {
                notify: Some(Recipient::Channel("x".to_owned())),
                due_days: Some(3),
                ..Actions::default()
            },
        };
        assert_eq!(serde_json::from_str::<Does>(&serde_json::to_string(&does).unwrap()).unwrap(), does);
        assert_eq!(serde_json::from_str::<Does>("{}").unwrap(), Does::default());
    }
}
