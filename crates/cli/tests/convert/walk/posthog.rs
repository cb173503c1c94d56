//! An interpreter of the branching in PostHog's surveys, and surveys for it.

use super::{Draw, Foreign, Reaction, Shown, bytes, definition, walk, with};
use askwell_cli::convert::Origin;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const CHOICES: [&str; 3] = ["red", "green", "blue"];
const SCALES: [(&str, u64); 6] =
    [("number", 10), ("number", 7), ("number", 5), ("emoji", 5), ("emoji", 3), ("emoji", 2)];

fn survey(draw: &mut Draw<'_>) -> Json {
    let count = 2 + draw.below(5);
    let questions: Vec<Json> = (0..count).map(|index| question(draw, index, count)).collect();
    json!({"id": "drawn", "questions": questions, "appearance": {"thankYouMessageHeader": "Thanks"}})
}

fn question(draw: &mut Draw<'_>, index: usize, count: usize) -> Json {
    let base = json!({"id": format!("q{index}"), "question": "?", "optional": draw.once_in(2)});
    let target = |draw: &mut Draw<'_>| match draw.below(count - index) {
        0 => json!("end"),
        step => json!(index + step),
    };
    let by_answer = |draw: &mut Draw<'_>, answers: &[&str]| {
        let mut values = json!({});
        for answer in draw.some(answers) {
            values[answer] = target(draw);
        }
        json!({"branching": {"type": "response_based", "responseValues": values}})
    };
    let kind = draw.of(&["open", "link", "rating", "single_choice", "multiple_choice"]);
    let base = with(base, json!({"type": kind}));
    let own = match kind {
        "link" => json!({"link": "https://a.example/", "buttonText": "Go"}),
        "rating" => {
            let (display, scale) = draw.of(&SCALES);
            let groups: &[&str] = match scale {
                2 => &["positive", "negative"],
                10 => &["detractors", "passives", "promoters"],
                _ => &["negative", "neutral", "positive"],
            };
            let branching = if draw.once_in(2) { by_answer(draw, groups) } else { json!({}) };
            // Whoever skips such a rating can't go on in PostHog.
            let optional = branching.get("branching").is_none() && base["optional"] == true;
            with(branching, json!({"display": display, "scale": scale, "optional": optional}))
        }
        "single_choice" => {
            let branching = if draw.once_in(2) { by_answer(draw, &["0", "1", "2"]) } else { json!({}) };
            let is_open = draw.once_in(2);
            // PostHog takes a skipped choice for the open one.
            let optional = !is_open && base["optional"] == true;
            with(branching, json!({"choices": CHOICES, "hasOpenChoice": is_open, "optional": optional}))
        }
        "multiple_choice" => json!({"choices": CHOICES, "hasOpenChoice": draw.once_in(2)}),
        _ => json!({}),
    };
    let question = with(base, own);
    if question.get("branching").is_some() || !draw.once_in(6) {
        return question;
    }
    let branching = match target(draw) {
        Json::Number(index) => json!({"type": "specific_question", "index": index}),
        _ => json!({"type": draw.of(&["end", "next_question"])}),
    };
    with(question, json!({"branching": branching}))
}

struct Visit<'a> {
    questions: &'a [Json],
    at: usize,
}

impl Visit<'_> {
    /// Goes on after an answer: the index of a choice, or the points of a rating.
    fn go_on(&mut self, answer: Option<u64>) {
        let question = &self.questions[self.at];
        let branching = &question["branching"];
        let group = |points: u64| match (question["scale"].as_u64().unwrap_or_default(), points) {
            (2, 1) => "positive",
            (2, _) => "negative",
            (10, 0..=6) => "detractors",
            (10, 7..=8) => "passives",
            (10, _) => "promoters",
            (scale, points) if points * 2 <= scale => "negative",
            (scale, points) if points * 2 == scale + 1 => "neutral",
            _ => "positive",
        };
        let target = match (branching["type"].as_str(), answer) {
            (Some("end"), _) => json!("end"),
            (Some("specific_question"), _) => branching["index"].clone(),
            (Some("response_based"), Some(answer)) if question["type"] == "rating" => {
                branching["responseValues"][group(answer)].clone()
            }
            (Some("response_based"), Some(answer)) => branching["responseValues"][answer.to_string()].clone(),
            _ => Json::Null,
        };
        self.at = match target {
            Json::Number(index) => index.as_u64().map_or(0, |index| index as usize),
            Json::String(_) => self.questions.len(),
            _ => self.at + 1,
        };
    }
}

impl Foreign for Visit<'_> {
    fn shown(&self) -> Shown {
        match self.questions.get(self.at) {
            Some(question) => Shown::Question(question["id"].as_str().unwrap_or_default().to_owned()),
            None => Shown::Ending("Thanks".to_owned()),
        }
    }

    fn react(&mut self, draw: &mut Draw<'_>) -> Reaction {
        let question = &self.questions[self.at];
        let is_skipped = question["optional"] == true && draw.once_in(3);
        let is_open = question["hasOpenChoice"] == true;
        let choice =
            |index: usize| if is_open && index == 2 { json!({"other": "mine"}) } else { json!(CHOICES[index]) };
        let (answer, reaction) = match question["type"].as_str() {
            Some("link") if draw.once_in(2) => (None, Reaction::Follow),
            Some("link") => (None, Reaction::Skip),
            _ if is_skipped => (None, Reaction::Skip),
            Some("open") => (None, Reaction::Answer(json!("well"))),
            Some("rating") => match question["scale"].as_u64() {
                Some(2) => {
                    let answer = draw.below(2);
                    (Some(1 + answer as u64), Reaction::Answer(json!(["yes", "no"][answer])))
                }
                Some(scale) => {
                    let lowest = u64::from(scale != 10);
                    let points = lowest + draw.below((scale - lowest + 1) as usize) as u64;
                    (Some(points), Reaction::Answer(json!(points)))
                }
                None => panic!("a rating has a scale"),
            },
            Some("single_choice") => {
                let index = draw.below(3);
                (Some(index as u64), Reaction::Answer(choice(index)))
            }
            _ => (None, Reaction::Answer(draw.some(&[0, 1, 2]).into_iter().map(choice).collect())),
        };
        self.go_on(answer);
        reaction
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn visitors_see_the_same(bytes in bytes()) {
        let mut draw = Draw(&bytes);
        let survey = survey(&mut draw);
        let Some((converted, config)) = definition(Origin::Posthog, &survey) else {
            return Err(TestCaseError::fail("isn’t converted"));
        };
        let notes: Vec<_> = converted.notes.iter().map(ToString::to_string).collect();
        // Nothing else is drawn that has no counterpart.
        let is_expected = |note: &String| note.contains("becomes a scale") || note.contains("is never asked");
        prop_assert!(notes.iter().all(is_expected), "{notes:?}");
        for _ in 0..3 {
            let mut visit = Visit { questions: survey["questions"].as_array().expect("a list"), at: 0 };
            let place = format!("{survey}\n{}\n{notes:?}", converted.definition.to_json());
            walk(&mut visit, &config, &[], &mut draw, &place);
        }
    }
}
