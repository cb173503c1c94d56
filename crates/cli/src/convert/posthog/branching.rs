//! Where PostHog's surveys go on after a question.

use super::super::draft::{Draft, Way, object};
use super::super::node::Node;
use askwell_survey::Value;
use serde_json::Value as Json;

/// What can be answered, as far as ways depend on it.
pub(super) enum Answers {
    /// Ways don't.
    Any,
    /// The recommendation score.
    Score,
    /// Up or down.
    Thumbs,
    /// 1 to this many, or 0 to 10.
    Points(u32),
    /// One of these, by their places in the source.
    Choices(Vec<String>),
}

/// The ways on from a question; questions are still called by their places in the source.
pub(super) fn ways(node: &Node<'_>, id: &str, answers: &Answers) -> Vec<Way> {
    let Some(branching) = node.node("branching") else { return Vec::new() };
    let way = |condition: Option<Value>, goto: String| Way { path: branching.path.clone(), condition, goto };
    let ways = match branching.text("type") {
        Some("end") => vec![way(None, "end".to_owned())],
        Some("specific_question") => match branching.get("index").and_then(Json::as_u64) {
            Some(index) => vec![way(None, index.to_string())],
            None => Vec::new(),
        },
        Some("response_based") => {
            let mut ways = Vec::new();
            for (answer, goto) in responses(&branching) {
                match condition(id, answers, answer) {
                    Some(condition) => ways.extend(goto.map(|goto| way(Some(condition), goto))),
                    None => {
                        branching.note(&format!("responseValues.{answer}"), "is left out: that can’t be answered here")
                    }
                }
            }
            ways
        }
        Some("next_question") | None => Vec::new(),
        Some(other) => {
            branching.note("type", format!("is left out: {other} is not known"));
            Vec::new()
        }
    };
    branching.finish();
    ways
}

/// What leads where, in the order of the answers; none where it leads to the next question.
fn responses<'a>(branching: &Node<'a>) -> Vec<(&'a str, Option<String>)> {
    let Some(values) = branching.node("responseValues") else { return Vec::new() };
    let goto = |name: &str| match values.get(name) {
        Some(Json::Number(index)) => Some(index.to_string()),
        Some(Json::String(word)) if word == "end" => Some("end".to_owned()),
        _ => None,
    };
    let mut names = values.names();
    names.sort_by_key(|name| name.parse::<usize>().unwrap_or(usize::MAX));
    names.into_iter().map(|name| (name, goto(name))).collect()
}

/// When an answer is the one that PostHog calls so: a choice by its place, a rating by its bucket.
fn condition(id: &str, answers: &Answers, answer: &str) -> Option<Value> {
    let bounds = |least: Option<u32>, most: Option<u32>| {
        let number = |bound: Option<u32>| bound.map(|bound| Value::from(f64::from(bound)));
        if least.is_some() && least == most {
            return object([("answer", Some(Value::from(id))), ("is", number(least))]);
        }
        object([("answer", Some(Value::from(id))), ("atLeast", number(least)), ("atMost", number(most))])
    };
    let is = |value: &str| object([("answer", Some(Value::from(id))), ("is", Some(Value::from(value)))]);
    Some(match (answers, answer) {
        (Answers::Score, "detractors" | "passives" | "promoters") => {
            object([("group", Some(Value::from(answer.trim_end_matches('s'))))])
        }
        (Answers::Thumbs, "positive") => is("yes"),
        (Answers::Thumbs, "negative") => is("no"),
        (Answers::Points(10), "detractors") => bounds(None, Some(6)),
        (Answers::Points(10), "passives") => bounds(Some(7), Some(8)),
        (Answers::Points(10), "promoters") => bounds(Some(9), None),
        (Answers::Points(points @ 3..), "negative" | "neutral" | "positive") => {
            let middle = points.div_ceil(2);
            match answer {
                "negative" => bounds(None, Some(middle - 1)),
                "neutral" => bounds(Some(middle), Some(middle)),
                _ => bounds(Some(middle + 1), None),
            }
        }
        (Answers::Choices(ids), place) => is(ids.get(place.parse::<usize>().ok()?)?),
        _ => return None,
    })
}

/// Gives the questions that ways lead to their names: places in the source become those of what was `kept`.
pub(super) fn resolve(draft: &mut Draft, kept: &[usize], names: &[String]) {
    for way in draft.questions.iter_mut().flat_map(|piece| &mut piece.ways) {
        if let Ok(place) = way.goto.parse::<usize>() {
            // Where a question was left out, on with what follows it; behind the last one is the end.
            let next = kept.iter().find(|kept| **kept >= place);
            way.goto = next.map_or("end".to_owned(), |kept| names[*kept].clone());
        }
    }
}
