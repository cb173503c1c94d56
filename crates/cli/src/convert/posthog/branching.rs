//! Converts the branching of PostHog's questions.

use super::super::draft::{Branch, object};
use super::super::part::Part;
use super::format::{Branching, Question, ResponseBased, SpecificQuestion};
use askwell_survey::Value;
use serde_json::Value as Json;

/// The possible answers of a question, as far as branching depends on them.
pub(super) enum Answers {
    /// Branching does not depend on them.
    Any,
    /// The recommendation score.
    Score,
    /// Thumbs up or down.
    Thumbs,
    /// From 1 to this number, or from 0 to 10.
    Points(u32),
    /// One of the choices with these ids, in the order of the source.
    Choices(Vec<String>),
}

/// What the indexes of questions lead to.
pub(super) struct Targets(Vec<String>);

impl Targets {
    /// The questions in the order of the source: the name of each, and whether it has a counterpart. What leads to one
    /// that has none leads to the question after it.
    pub(super) fn new<'a>(questions: impl DoubleEndedIterator<Item = (&'a str, bool)>) -> Self {
        let mut next = "end";
        let mut targets: Vec<String> = Vec::new();
        for (name, has_counterpart) in questions.rev() {
            if has_counterpart {
                next = name;
            }
            targets.push(next.to_owned());
        }
        targets.reverse();
        Self(targets)
    }

    fn get(&self, index: usize) -> String {
        self.0.get(index).map_or("end", String::as_str).to_owned()
    }
}

/// The branches of a question.
pub(super) fn convert(question: &Part<'_>, name: &str, answers: &Answers, targets: &Targets) -> Vec<Branch> {
    let Some(part) = question.child("branching") else { return Vec::new() };
    let branch = |condition: Option<Value>, goto: String| Branch { path: part.path.clone(), condition, goto };
    let mut branches = Vec::new();
    match part.read::<Branching>().kind.get() {
        Some("end") => branches.push(branch(None, "end".to_owned())),
        Some("specific_question") => {
            let index = part.read::<SpecificQuestion>().index;
            branches.extend(index.map(|index| branch(None, targets.get(index))));
        }
        Some("response_based") => {
            let is_optional = question.read::<Question>().optional == Some(true);
            for (answer, goto) in response_targets(&part, targets) {
                if is_optional && is_open_choice(answers, &answer) && goto.is_some() {
                    let message = "is taken in PostHog by those as well who skip the question; here, they go on";
                    part.note(&format!("responseValues.{answer}"), message);
                }
                match condition(name, answers, &answer) {
                    Some(condition) => branches.extend(goto.map(|goto| branch(Some(condition), goto))),
                    None => {
                        part.note(&format!("responseValues.{answer}"), "is left out: that can’t be answered here");
                    }
                }
            }
        }
        Some("next_question") | None => {}
        Some(other) => part.note("type", format!("is left out: {other} is not known")),
    }
    part.note_unread();
    branches
}

/// Whether an answer is the choice of something else.
fn is_open_choice(answers: &Answers, answer: &str) -> bool {
    let Answers::Choices(ids) = answers else { return false };
    answer.parse::<usize>().ok().and_then(|index| ids.get(index)).is_some_and(|id| id == "other")
}

/// The target for each answer, in the order of the answers; none if it is the next question.
fn response_targets(part: &Part<'_>, targets: &Targets) -> Vec<(String, Option<String>)> {
    let values = part.read::<ResponseBased>().response_values.unwrap_or_default();
    let target = |value: Json| match value {
        Json::Number(index) => Some(targets.get(usize::try_from(index.as_u64()?).ok()?)),
        Json::String(word) if word == "end" => Some(word),
        _ => None,
    };
    let mut list: Vec<_> = values.into_iter().map(|(answer, value)| (answer, target(value))).collect();
    list.sort_by_key(|(answer, _)| answer.parse::<usize>().unwrap_or(usize::MAX));
    list
}

/// The condition for an answer as PostHog names it: a choice by its index, a rating by its group.
fn condition(name: &str, answers: &Answers, answer: &str) -> Option<Value> {
    let subject = || ("answer", Some(Value::from(name)));
    let between = |min: Option<u32>, max: Option<u32>| {
        let number = |bound: Option<u32>| bound.map(|bound| Value::from(f64::from(bound)));
        if min.is_some() && min == max {
            return object([subject(), ("is", number(min))]);
        }
        object([subject(), ("atLeast", number(min)), ("atMost", number(max))])
    };
    let is = |value: &str| object([subject(), ("is", Some(Value::from(value)))]);
    Some(match (answers, answer) {
        (Answers::Score, "detractors" | "passives" | "promoters") => {
            object([("group", Some(Value::from(answer.trim_end_matches('s'))))])
        }
        (Answers::Thumbs, "positive") => is("yes"),
        (Answers::Thumbs, "negative") => is("no"),
        (Answers::Points(10), "detractors") => between(None, Some(6)),
        (Answers::Points(10), "passives") => between(Some(7), Some(8)),
        (Answers::Points(10), "promoters") => between(Some(9), None),
        (Answers::Points(points @ 3..), "negative" | "neutral" | "positive") => {
            let middle = points.div_ceil(2);
            match answer {
                "negative" => between(None, Some(middle - 1)),
                "neutral" => between(Some(middle), Some(middle)),
                _ => between(Some(middle + 1), None),
            }
        }
        (Answers::Choices(ids), index) => is(ids.get(index.parse::<usize>().ok()?)?),
        _ => return None,
    })
}
