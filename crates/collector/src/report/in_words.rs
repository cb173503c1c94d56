//! The answers of one response in words: questions and choices as the survey calls them, in its order.

use std::collections::BTreeMap;

use askwell_survey::{Group, Score, Value};

use super::shape;
use crate::counted::{NOTHING, OTHER};
use crate::day::Day;
use crate::personal;
use crate::store::{Snapshot, StoreError};
use crate::surveys::{Label, Outline, QuestionOutline, Shape};

/// An answer and what was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AnswerInWords {
    pub(crate) question: String,
    /// Each wording, where it isn't known which one was asked; none if nobody has described the question.
    pub(crate) prompts: Vec<String>,
    pub(crate) words: Words,
    /// Whether it says who answered.
    pub(crate) is_personal: bool,
    /// Whether it is the recommendation score.
    pub(crate) is_score: bool,
    /// How long it took.
    pub(crate) seconds: Option<f64>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Words {
    /// One thing.
    One(String),
    /// In the visitor's own words.
    Own(String),
    /// Several things; whether their order says something.
    Several(Vec<String>, bool),
    /// Rows with a column each.
    Rows(Vec<(String, String)>),
    /// Fields by their names, such as what somebody left to be reached.
    Fields(Vec<(String, String)>),
}

/// Outlines of surveys, each of which is read once.
#[derive(Debug, Default)]
pub(crate) struct Outlines(BTreeMap<(String, u32, Option<&'static str>), Option<Outline>>);

impl Outlines {
    /// The answers of a document.
    pub(crate) async fn answers(
        &mut self,
        snapshot: &mut Snapshot,
        document: &Value,
    ) -> Result<Vec<AnswerInWords>, StoreError> {
        let Some(Value::Map(answers)) = document.get("answers") else { return Ok(Vec::new()) };
        let survey = document.get("survey");
        let id = survey.and_then(|survey| survey.get("id")).and_then(Value::as_text).unwrap_or_default();
        let version = match survey.and_then(|survey| survey.get("version")) {
            Some(Value::Number(version)) => *version as u32,
            _ => 1,
        };
        let group = score(document).map(Score::group);
        let key = (id.to_owned(), version, group.map(Group::as_str));
        if !self.0.contains_key(&key) {
            let answered = answers.iter().map(|(question, _)| question.as_str());
            let outline = shape::outline(snapshot, id, Some(version), answered, group).await?;
            self.0.insert(key.clone(), outline);
        }
        let questions = self.0.get(&key).and_then(Option::as_ref).map_or(&[][..], |outline| &outline.questions);
        Ok(in_order(questions, answers, document))
    }
}

/// The score of a document.
pub(crate) fn score(document: &Value) -> Option<Score> {
    match document.get("score") {
        Some(Value::Number(points)) => Score::from_number(*points),
        _ => None,
    }
}

/// What a document has under `name`, such as the attributes, each as people read it.
pub(crate) fn fields(document: &Value, name: &str) -> Vec<(String, String)> {
    match document.get(name) {
        Some(Value::Map(fields)) => named(fields),
        _ => Vec::new(),
    }
}

fn in_order(questions: &[QuestionOutline], answers: &[(String, Value)], document: &Value) -> Vec<AnswerInWords> {
    let place = |name: &String| questions.iter().position(|question| question.id == *name).unwrap_or(usize::MAX);
    let mut sorted: Vec<_> = answers.iter().collect();
    sorted.sort_by_key(|(name, _)| place(name));
    let seconds = |name: &str| match document.get("seconds")?.get(name)? {
        Value::Number(seconds) => Some(*seconds),
        _ => None,
    };
    let answer = |(name, value): &(String, Value)| {
        let question = questions.iter().find(|question| question.id == *name);
        let shape = question.map(|question| &question.shape);
        AnswerInWords {
            question: name.clone(),
            prompts: question.map(|question| question.prompts.clone()).unwrap_or_default(),
            words: words(shape, value),
            is_personal: personal::is_personal(name, value) || shape == Some(&Shape::Contact),
            is_score: shape.map_or(name == "score", |shape| *shape == Shape::Score),
            seconds: seconds(name),
        }
    };
    sorted.into_iter().map(answer).collect()
}

fn words(shape: Option<&Shape>, value: &Value) -> Words {
    let labels = match shape {
        Some(Shape::Scale { points, .. }) => points,
        Some(Shape::Choice(labels) | Shape::Choices(labels) | Shape::Ranking(labels)) => labels,
        _ => &Vec::new(),
    };
    let is_ranking = matches!(shape, Some(Shape::Ranking(_)));
    match value {
        Value::List(list) if list.is_empty() => {
            Words::One(label(labels, NOTHING).unwrap_or("None of these").to_owned())
        }
        Value::List(list) => Words::Several(list.iter().map(|value| part(labels, value)).collect(), is_ranking),
        Value::Map(_) if value.get(OTHER).is_some() => Words::One(part(labels, value)),
        Value::Map(fields) => match shape {
            Some(Shape::Matrix { rows, columns }) => Words::Rows(in_rows(rows, columns, fields)),
            _ => Words::Fields(named(fields)),
        },
        Value::Text(text) if labels.is_empty() => match (shape, Day::parse(text)) {
            (Some(Shape::Date), Some(day)) => Words::One(day.to_words()),
            _ => Words::Own(text.clone()),
        },
        Value::Number(_) if shape == Some(&Shape::Score) => Words::One(format!("{} of 10", part(&[], value))),
        value => Words::One(part(labels, value)),
    }
}

/// What was chosen in each row, in the order of the rows.
fn in_rows(rows: &[Label], columns: &[Label], fields: &[(String, Value)]) -> Vec<(String, String)> {
    let place = |name: &String| rows.iter().position(|row| row.id == *name).unwrap_or(usize::MAX);
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(name, _)| place(name));
    let row = |(name, value): &(String, Value)| (label(rows, name).unwrap_or(name).to_owned(), part(columns, value));
    sorted.into_iter().map(row).collect()
}

fn named(fields: &[(String, Value)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| (name.clone(), part(&[], value))).collect()
}

fn label<'a>(labels: &'a [Label], id: &str) -> Option<&'a str> {
    labels.iter().find(|label| label.id == id).map(|label| label.text.as_str())
}

fn part(labels: &[Label], value: &Value) -> String {
    let known = |id: &str| label(labels, id).map(ToOwned::to_owned);
    match value {
        Value::Bool(flag) => {
            known(if *flag { "true" } else { "false" }).unwrap_or_else(|| if *flag { "Yes" } else { "No" }.to_owned())
        }
        Value::Text(text) => known(text).unwrap_or_else(|| text.clone()),
        Value::Map(_) if let Some(other) = value.get(OTHER) => {
            format!("{}: {}", label(labels, OTHER).unwrap_or("Other"), part(&[], other))
        }
        Value::Null | Value::Number(_) | Value::List(_) | Value::Map(_) => {
            let text = value.to_json();
            known(&text).unwrap_or(text)
        }
    }
}
