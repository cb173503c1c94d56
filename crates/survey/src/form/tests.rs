//! What forms make of what is filled in, for every type of question.

use proptest::prelude::*;

use super::{FormData, FormError, NONE, OTHER, VALUE};
use crate::config::Config;
use crate::question::{TypeRegistry, draw_form};
use crate::{Answer, Question, Value};

/// The question that a definition makes.
fn question(kind: &str, more: &str) -> Question {
    let json = format!(
        r#"{{"endpoint": "/x", "id": "x", "questions": [{{"id": "q", "prompt": "?", "type": "{kind}"{more}}}]}}"#
    );
    let document: Value = serde_json::from_str(&json).unwrap();
    let config = Config::read(&document).unwrap_or_else(|problems| panic!("{problems}: {json}"));
    config.survey.questions[0].clone()
}

fn entries(given: &[(&str, &str)]) -> FormData {
    given.iter().copied().collect()
}

/// What is filled in, and the answer it makes.
type Answers<'a> = &'a [(&'a [(&'a str, &'a str)], Option<Answer>)];

fn makes(kind: &str, more: &str, table: Answers<'_>) {
    let question = question(kind, more);
    for (given, answer) in table {
        assert_eq!(question.read(&entries(given)), Ok(answer.clone()), "{kind} {more} {given:?}");
    }
}

/// What is filled in, and the field, the text and the bound of the error.
type Errors<'a> = &'a [(&'a [(&'a str, &'a str)], &'a str, &'a str, &'a str)];

fn reports_errors(kind: &str, more: &str, table: Errors<'_>) {
    let question = question(kind, more);
    for (given, field, key, bound) in table {
        let FormError { field: named, key: said, bound: told } = question.read(&entries(given)).unwrap_err();
        assert_eq!((named.as_str(), said.name(), told.as_str()), (*field, *key, *bound), "{kind} {more} {given:?}");
    }
}

const REQUIRED: &str = r#", "required": true"#;

#[test]
fn numbers_are_points_of_the_scale_and_nothing_else() {
    let number = |number: i32| Some(Answer::new(f64::from(number)));
    let score = number;
    makes(
        "nps",
        "",
        &[
            (&[(VALUE, "0")], score(0)),
            (&[(VALUE, "10")], score(10)),
            (&[(VALUE, "11")], None),
            (&[(VALUE, "-1")], None),
            (&[(VALUE, "7.5")], None),
            (&[(VALUE, "٧")], None),
            (&[("score", "7")], None),
            (&[], None),
        ],
    );
    makes(
        "scale",
        r#", "min": -2, "max": 2"#,
        &[
            (&[(VALUE, "-2")], number(-2)),
            (&[(VALUE, "0")], number(0)),
            (&[(VALUE, "-3")], None),
            (&[(VALUE, "3")], None),
            (&[(VALUE, "")], None),
            (&[(VALUE, "-")], None),
            (&[(VALUE, "99999999999")], None),
        ],
    );
    makes("stars", r#", "max": 7"#, &[(&[(VALUE, "7")], number(7)), (&[(VALUE, "0")], None), (&[(VALUE, "8")], None)]);
    makes("emoji", "", &[(&[(VALUE, "5")], number(5)), (&[(VALUE, "6")], None)]);
    makes("csat", "", &[(&[(VALUE, "1")], number(1)), (&[(VALUE, "6")], None)]);
    makes("ces", "", &[(&[(VALUE, "7")], number(7)), (&[(VALUE, "0")], None)]);
    for kind in ["nps", "scale", "stars", "emoji", "csat", "ces", "thumbs"] {
        reports_errors(
            kind,
            REQUIRED,
            &[(&[], VALUE, "error.choose", ""), (&[(VALUE, "x")], VALUE, "error.choose", "")],
        );
    }
}

#[test]
fn choices_are_named_by_their_place() {
    let listed = |id: &str| Value::from(id);
    let other = |words: &str| Value::Map(vec![("other".to_owned(), Value::from(words))]);
    let list = |chosen: Vec<Value>| Some(Answer::new(Value::List(chosen)));
    let abc = r#", "choices": ["a", "b", "c"]"#;
    let open = r#", "choices": ["a", "b", "c"], "other": true"#;
    makes(
        "thumbs",
        "",
        &[
            (&[(VALUE, "yes")], Some(Answer::new("yes"))),
            (&[(VALUE, "no")], Some(Answer::new("no"))),
            (&[(VALUE, "true")], None),
        ],
    );
    makes(
        "choice",
        open,
        &[
            (&[(VALUE, "1")], Some(Answer::new(listed("b")))),
            (&[(VALUE, "3")], None),
            (&[(VALUE, "a")], None),
            (&[(VALUE, "other"), (OTHER, " mine ")], Some(Answer::new(other("mine")))),
            (&[(OTHER, "mine")], None),
        ],
    );
    makes("choice", abc, &[(&[(VALUE, "other"), (OTHER, "mine")], None)]);
    makes("dropdown", abc, &[(&[(VALUE, "2")], Some(Answer::new(listed("c"))))]);
    let none = r#", "choices": ["a", "b", "c"], "other": true, "none": true, "min": 2, "max": 3"#;
    makes(
        "choices",
        none,
        &[
            (&[], None),
            (&[(VALUE, NONE)], list(vec![])),
            (&[(VALUE, "0"), (VALUE, NONE)], list(vec![])),
            (&[(VALUE, "2"), (VALUE, "0"), (VALUE, "2")], list(vec![listed("c"), listed("a")])),
            (&[(VALUE, "0"), (VALUE, OTHER), (OTHER, "x")], list(vec![listed("a"), other("x")])),
        ],
    );
    makes("choices", abc, &[(&[(VALUE, NONE)], None)]);
    reports_errors(
        "choices",
        none,
        &[
            (&[(VALUE, "0")], VALUE, "error.fewest", "2"),
            (&[(VALUE, "0"), (VALUE, "0")], VALUE, "error.fewest", "2"),
            (&[(VALUE, "0"), (VALUE, "1"), (VALUE, "2"), (VALUE, OTHER), (OTHER, "x")], VALUE, "error.most", "3"),
            (&[(VALUE, "0"), (VALUE, OTHER), (OTHER, " ")], OTHER, "error.field", ""),
        ],
    );
    let long = "x".repeat(5_001);
    reports_errors(
        "choice",
        open,
        &[(&[(VALUE, OTHER)], OTHER, "error.field", ""), (&[(VALUE, OTHER), (OTHER, &long)], OTHER, "error.field", "")],
    );
    for kind in ["choice", "choices", "dropdown", "ranking"] {
        reports_errors(kind, &[abc, REQUIRED].concat(), &[(&[], VALUE, "error.choose", "")]);
    }
}

#[test]
fn a_ranking_is_whole_and_a_matrix_may_have_gaps() {
    let ids = |ids: &[&str]| Value::List(ids.iter().map(|id| Value::from(*id)).collect());
    makes(
        "ranking",
        r#", "choices": ["a", "b", "c"]"#,
        &[
            (&[(VALUE, "2"), (VALUE, "0"), (VALUE, "1")], Some(Answer::new(ids(&["c", "a", "b"])))),
            (&[(VALUE, "2"), (VALUE, "0")], None),
            (&[(VALUE, "2"), (VALUE, "0"), (VALUE, "0")], None),
            (&[(VALUE, "2"), (VALUE, "0"), (VALUE, "3")], None),
        ],
    );
    let matrix = r#", "rows": ["r", "s"], "columns": ["1", "2"]"#;
    let chosen = |chosen: &[(&str, &str)]| {
        let rows = chosen.iter().map(|(row, column)| ((*row).to_owned(), Value::from(*column)));
        Some(Answer::new(Value::Map(rows.collect())))
    };
    makes(
        "matrix",
        matrix,
        &[
            (&[("row1", "0"), ("row0", "1")], chosen(&[("r", "2"), ("s", "1")])),
            (&[("row1", "0")], chosen(&[("s", "1")])),
            (&[("row1", "2"), ("row2", "0")], None),
            (&[], None),
        ],
    );
    reports_errors(
        "matrix",
        &[matrix, REQUIRED].concat(),
        &[(&[], "row0", "error.rows", ""), (&[("row0", "1")], "row1", "error.rows", "")],
    );
}

#[test]
fn words_and_days_keep_within_their_bounds() {
    let text = |text: &str| Some(Answer::new(text));
    makes(
        "text",
        r#", "minLength": 3, "maxLength": 5"#,
        &[(&[(VALUE, " ")], None), (&[(VALUE, " äöü\n")], text("äöü")), (&[(VALUE, "äöüäö")], text("äöüäö"))],
    );
    reports_errors(
        "text",
        r#", "minLength": 3, "maxLength": 5"#,
        &[(&[(VALUE, "äö")], VALUE, "error.short", "3"), (&[(VALUE, "äöüäöü")], VALUE, "error.long", "5")],
    );
    reports_errors("text", REQUIRED, &[(&[(VALUE, " ")], VALUE, "error.field", "")]);
    let within = r#", "min": "2026-02-01", "max": "2026-02-28""#;
    makes("date", within, &[(&[(VALUE, "2026-02-28")], text("2026-02-28")), (&[(VALUE, "")], None)]);
    reports_errors(
        "date",
        within,
        &[
            (&[(VALUE, "2026-02-29")], VALUE, "error.date", ""),
            (&[(VALUE, "tomorrow")], VALUE, "error.date", ""),
            (&[(VALUE, "2026-01-31")], VALUE, "error.earliest", "2026-02-01"),
            (&[(VALUE, "2026-03-01")], VALUE, "error.latest", "2026-02-28"),
        ],
    );
    reports_errors("date", REQUIRED, &[(&[], VALUE, "error.date", "")]);
}

#[test]
fn contacts_need_what_they_say_they_need() {
    let contact = |given: &[(&str, &str)]| {
        let mut contact = Value::object();
        for (field, text) in given {
            contact.put(field, Value::from(*text));
        }
        contact.put("consent", Value::from(true));
        Some(Answer::new(contact))
    };
    let both = r#", "name": "optional", "email": "required", "phone": "optional""#;
    makes(
        "contact",
        both,
        &[
            (&[("email", " a@b.example ")], contact(&[("email", "a@b.example")])),
            (
                &[("phone", "+49 (30) 1234-56"), ("email", "a@b"), ("name", "A"), ("company", "B")],
                contact(&[("name", "A"), ("email", "a@b"), ("phone", "+49 (30) 1234-56")]),
            ),
        ],
    );
    let long = "x".repeat(501);
    reports_errors(
        "contact",
        both,
        &[
            (&[], "email", "contact.invalid", ""),
            (&[("name", "A")], "email", "contact.invalid", ""),
            (&[("email", "a")], "email", "contact.invalid", ""),
            (&[("email", "a@b@c")], "email", "contact.invalid", ""),
            (&[("email", "a b@c")], "email", "contact.invalid", ""),
            (&[("email", "a@b"), ("phone", "call me")], "phone", "error.phone", ""),
            (&[("email", "a@b"), ("phone", "1234")], "phone", "error.phone", ""),
            (&[("email", "a@b"), ("name", &long)], "name", "error.field", ""),
        ],
    );
    reports_errors("contact", REQUIRED, &[(&[], "email", "contact.invalid", "")]);
    reports_errors("contact", r#", "name": "required", "required": true"#, &[(&[], "name", "error.field", "")]);
    reports_errors(
        "contact",
        r#", "phone": "optional", "email": "optional", "required": true"#,
        &[(&[], "email", "contact.invalid", "")],
    );
    makes(
        "consent",
        r#", "label": "I agree""#,
        &[
            (&[(VALUE, "yes")], Some(Answer::new(true))),
            (&[], Some(Answer::new(false))),
            (&[(VALUE, "on")], Some(Answer::new(false))),
        ],
    );
    reports_errors("consent", r#", "label": "I agree", "required": true"#, &[(&[], VALUE, "error.consent", "")]);
}

#[test]
fn what_asks_nothing_takes_nothing() {
    makes("message", "", &[(&[(VALUE, "x")], None)]);
    makes("link", r#", "label": "Go", "url": "/go""#, &[(&[(VALUE, "opened")], None)]);
}

/// Every sample of every type that asks something.
fn every_question() -> Vec<Question> {
    let registry = TypeRegistry::default();
    let samples = registry.definitions().iter().flat_map(|definition| {
        definition.samples.iter().map(|sample| {
            let fields = sample.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
            question(definition.name, &[if fields.is_empty() { "" } else { ", " }, fields].concat())
        })
    });
    samples.filter(|question| question.question_type.expects_answer()).collect()
}

fn any_entries() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        8 => Just(VALUE.to_owned()),
        1 => Just(OTHER.to_owned()),
        2 => "row[0-3]",
        2 => proptest::sample::select(vec!["name", "email", "phone", "company"]).prop_map(str::to_owned),
    ];
    let value = prop_oneof![
        6 => "[0-3]",
        1 => "-?[0-9]{1,3}",
        2 => proptest::sample::select(vec!["yes", "no", OTHER, NONE, "a@b.example", "2026-05-17", "+49 30 12345"])
            .prop_map(str::to_owned),
        2 => any::<String>(),
    ];
    proptest::collection::vec((name, value), 0..7)
}

/// A form that is filled in as it should be, as `choices` have it.
fn proper(question: &Question, choices: &[usize]) -> FormData {
    let mut choices = choices.iter().copied().cycle();
    draw_form(&*question.question_type, &mut |bound| choices.next().unwrap_or_default() % bound)
}

#[test]
fn many_drawn_forms_are_answers() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let questions = every_question();
    let mut answered = 0;
    for _ in 0..1_000 {
        let given = any_entries().new_tree(&mut runner).unwrap().current();
        let form = given.into_iter().collect();
        answered += questions.iter().filter(|question| matches!(question.read(&form), Ok(Some(_)))).count();
    }
    assert!(answered > 100 * questions.len(), "{answered}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_answer_fills_in_the_form_that_makes_it(given in any_entries()) {
        let form: FormData = given.into_iter().collect();
        EVERY_QUESTION.with(|questions| {
            for question in questions {
                if let Ok(Some(answer)) = question.read(&form) {
                    prop_assert_eq!(question.read(&question.question_type.fill_form(&answer)), Ok(Some(answer)));
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_form_that_is_filled_in_as_it_should_be_is_an_answer(choices in proptest::collection::vec(0usize..256, 1..8)) {
        EVERY_QUESTION.with(|questions| {
            for question in questions {
                let read = question.read(&proper(question, &choices));
                let Ok(Some(answer)) = read else { panic!("{question:?}: {read:?}") };
                prop_assert!(question.takes(&answer), "{question:?}: {answer:?}");
            }
            Ok(())
        })?;
    }
}

thread_local! {
    /// Made once: a definition is read for each.
    static EVERY_QUESTION: Vec<Question> = every_question();
}
