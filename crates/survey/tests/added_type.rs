//! A type of question that the crate doesn't have, written as its own are: what a definition says of it is read, a
//! visitor answers it, conditions and texts refer to it, and the answer stands in the response.

use askwell_survey::config::Config;
use askwell_survey::form::{FormData, FormError, VALUE};
use askwell_survey::question::field::{self, Field};
use askwell_survey::question::{DefinedType, Definition, QuestionType, TypeRegistry};
use askwell_survey::{
    Answer, Code, Effect, Event, MessageKey, ResponseId, Session, SessionInput, Step, Timestamp, Value, lint, lint_with,
};

/// A point on a dial, in steps.
#[derive(PartialEq)]
struct Dial {
    max: i32,
    step: i32,
}

impl QuestionType for Dial {
    fn type_name(&self) -> &'static str {
        "dial"
    }

    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorChoose
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(form.number_within(VALUE, 0, self.max).filter(|_| form.number(VALUE).is_some_and(|at| at % self.step == 0)))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_number(answer)
    }
}

const MAX: field::Whole =
    field::Whole { name: "max", description: "The highest point.", min: 10, max: 1_000, default: Some(100) };
const STEP: field::Whole =
    field::Whole { name: "step", description: "From one point to the next.", min: 1, max: 100, default: Some(1) };

impl DefinedType for Dial {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "dial",
        description: "A point on a dial.",
        fields: &[&MAX as &dyn Field, &STEP],
        read: |reader| {
            let (max, step) = (MAX.read(reader)? as i32, STEP.read(reader)? as i32);
            if max % step != 0 {
                reader.report(STEP.name, Code::Conflict, "needs to divide max");
            }
            Self { max, step }.defined()
        },
        samples: &[r#"{"max": 50, "step": 5}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::of_number(&Answer::new(f64::from(self.step) * draw((self.max / self.step) as usize + 1) as f64))
    }
}

fn document(fields: &str) -> Value {
    let json = format!(
        r#"{{"endpoint": "/x", "id": "x", "languages": ["en"], "questions": [
            {{"id": "loud", "type": "dial", "prompt": "How loud?", "required": true{fields}}},
            {{"id": "why", "type": "text", "prompt": "Why {{{{answer:loud|so}}}}?", "if": {{"answer": "loud", "above": 20}}}}
        ]}}"#
    );
    serde_json::from_str(&json).unwrap()
}

fn types() -> TypeRegistry {
    TypeRegistry::default().with::<Dial>()
}

#[test]
fn a_definition_can_ask_for_it() {
    assert_eq!(lint_with(&document(r#", "max": 50, "step": 5"#), &types()), []);
    assert_eq!(lint(&document(""))[0].path, "questions[0].type");
}

#[test]
fn its_fields_are_checked_by_their_table() {
    let reports = |fields: &str| -> Vec<String> {
        lint_with(&document(fields), &types()).iter().map(|problem| problem.text()).collect()
    };
    assert_eq!(reports(r#", "max": 5"#), ["questions[0].max: needs to be a number from 10 to 1000"]);
    assert_eq!(reports(r#", "max": 50, "step": 7"#), ["questions[0].step: needs to divide max"]);
    assert_eq!(reports(r#", "steps": 5"#), ["questions[0].steps: is not known; did you mean step?"]);
}

#[test]
fn it_is_answered_and_delivered() {
    let config = Config::read_with(&document(r#", "max": 50, "step": 5"#), &types()).unwrap();
    let id = ResponseId::new(Timestamp::default(), [7; 10]);
    let mut session = Session::new(config.survey.clone(), SessionInput::default(), id, Timestamp::default());
    let form = |value: &str| FormData::from_iter([(VALUE, value)]);
    assert_eq!(session.read(&form("37")).unwrap_err().key, MessageKey::ErrorChoose);
    assert_eq!(session.handle(Event::Answer(Answer::new(55.0)), Timestamp::default()), [], "55 is no point of it");

    let answer = session.read(&form("35")).unwrap().unwrap();
    let effects = session.handle(Event::Answer(answer), Timestamp::default());
    let delivered = effects.iter().find_map(|effect| match effect {
        Effect::Deliver(response) => Some(response),
        _ => None,
    });
    assert_eq!(delivered.unwrap().answers, [("loud".to_owned(), Value::Number(35.0))]);
    assert!(matches!(session.step(), Step::Question(question) if question.id == "why"), "35 is above 20");

    session.handle(Event::Back, Timestamp::default());
    assert_eq!(session.form(), form("35"));
}

#[test]
fn its_samples_and_drawn_forms_are_in_order() {
    for sample in Dial::DEFINITIONS[0].samples {
        let fields = sample.trim_start_matches('{').trim_end_matches('}');
        let config = Config::read_with(&document(&[", ", fields].concat()), &types()).unwrap();
        let question = &config.survey.questions[0];
        let dial = question.question_type.downcast_ref::<Dial>().unwrap();
        for number in 0..11 {
            assert!(question.read(&dial.draw_form(&mut |bound| number % bound)).unwrap().is_some());
        }
    }
}
