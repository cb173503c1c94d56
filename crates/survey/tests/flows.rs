//! What holds for every survey that the linter lets pass, whatever visitors do: every way ends.

mod drawn;

use askwell_survey::{Value, lint};
use drawn::{Draw, Visit, config, definition};
use proptest::prelude::*;

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

/// Any value at all.
fn any_value() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 16] = [
        "id",
        "questions",
        "type",
        "prompt",
        "if",
        "next",
        "goto",
        "all",
        "answer",
        "is",
        "choices",
        "endings",
        "text",
        "values",
        "sum",
        "followUps",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        "[a-z{|}:]{0,12}".prop_map(Value::Text),
        proptest::sample::select(NAMES.as_slice()).prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            proptest::collection::vec((proptest::sample::select(NAMES.as_slice()), inner), 0..5)
                .prop_map(|map| Value::Map(map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
        ]
    })
}

#[test]
fn many_drawn_surveys_are_proper_ones_with_ways_of_their_own() {
    let (mut proper, mut branching, mut circular, mut longest) = (0, 0, 0, 0);
    let mut seed = 7_u64;
    for _ in 0..1_000 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 56) as u8
        })
        .take(400)
        .collect();
        let mut draw = Draw::new(&bytes);
        let document = definition(&mut draw);
        circular += usize::from(lint(&document).iter().any(|problem| problem.code.name() == "cycle"));
        if let Some(config) = config(&document) {
            proper += 1;
            branching += usize::from(config.survey.questions.iter().any(|question| !question.next.is_empty()));
            longest = longest.max(Visit::begin(&config).go_forward(&mut draw));
        }
    }
    println!(
        "{proper} of 1000 are proper, {branching} of them branch; {circular} go in a circle; up to {longest} steps"
    );
    assert!(proper >= 200 && branching >= 50 && circular >= 20 && longest >= 8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_linter_has_an_answer_to_everything(value in any_value(), bytes in bytes(500)) {
        lint(&value);
        lint(&definition(&mut Draw::new(&bytes)));
    }

    #[test]
    fn every_way_through_a_proper_survey_ends(bytes in bytes(600)) {
        let mut draw = Draw::new(&bytes);
        if let Some(config) = config(&definition(&mut draw)) {
            Visit::begin(&config).go_forward(&mut draw);
        }
    }

    #[test]
    fn after_any_back_and_forth_it_ends_too(bytes in bytes(900)) {
        let mut draw = Draw::new(&bytes);
        if let Some(config) = config(&definition(&mut draw)) {
            let mut visit = Visit::begin(&config);
            visit.wander(&mut draw);
            if draw.once_in(4) {
                visit.dismiss();
            } else {
                visit.go_forward(&mut draw);
            }
        }
    }
}
