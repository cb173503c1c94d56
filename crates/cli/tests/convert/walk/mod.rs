//! Conversions keep the meaning: visitors see the same questions in the same order, and the same ending, in the source
//! and in the definition.
//!
//! For each tool there is a small interpreter of its format. Surveys and visitors are drawn at random.

mod formbricks;
mod posthog;
mod surveyjs;

use askwell_cli::convert::{Converted, Origin, convert};
use askwell_survey::config::Config;
use askwell_survey::{Answer, Effect, Event, LocalizedText, ResponseId, Session, SessionInput, Step, Timestamp, Value};
use serde_json::{Value as Json, json};

/// Choices made by bytes. Where they end, everything is 0: the simplest choice.
pub(crate) struct Draw<'a>(pub(crate) &'a [u8]);

impl Draw<'_> {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % bound
    }

    pub(crate) fn once_in(&mut self, bound: usize) -> bool {
        self.below(bound) == bound - 1
    }

    pub(crate) fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// Some of these, at least one, in their order.
    pub(crate) fn some<T: Clone>(&mut self, list: &[T]) -> Vec<T> {
        let sure = self.below(list.len());
        let mut is_taken = |index: usize| index == sure || self.once_in(3);
        list.iter().enumerate().filter(|(index, _)| is_taken(*index)).map(|(_, item)| item.clone()).collect()
    }
}

/// What a visitor sees.
#[derive(Debug, PartialEq)]
pub(crate) enum Shown {
    /// The question with this name in the definition.
    Question(String),
    /// The ending with this text; an empty one is the widget's own.
    Ending(String),
}

/// What a visitor does with a question.
#[derive(Debug)]
pub(crate) enum Reaction {
    /// Gives this answer, as the definition's responses have it.
    Answer(Json),
    Skip,
    /// Follows the link, and goes on.
    Follow,
}

/// A survey of another tool, and a visitor of it.
pub(crate) trait Foreign {
    fn shown(&self) -> Shown;

    /// Lets the visitor do something with the question that is shown.
    fn react(&mut self, draw: &mut Draw<'_>) -> Reaction;

    /// The values that the tool has computed in the end.
    fn computed(&self) -> Vec<(String, Json)> {
        Vec::new()
    }
}

/// Converts a survey to a definition that can be shown.
pub(crate) fn definition(origin: Origin, source: &Json) -> Option<(Converted, std::rc::Rc<Config>)> {
    let converted = convert(origin, source, Some("en")).ok()?;
    let mut document = converted.definition.clone();
    document.set("endpoint", Value::from("/x"));
    let config = Config::read(&document).unwrap_or_else(|problems| panic!("{problems}"));
    Some((converted, config))
}

/// A Json as the survey crate has it.
pub(crate) fn value(json: &Json) -> Value {
    serde_json::from_str(&json.to_string()).expect("JSON")
}

/// Walks both as the same visitor; `place` is for messages. Returns the number of questions.
pub(crate) fn walk(
    foreign: &mut dyn Foreign,
    config: &Config,
    hidden: &[(String, Value)],
    draw: &mut Draw<'_>,
    place: &str,
) -> usize {
    let now = Timestamp::from_millis(1_795_255_200_000.0);
    let input = SessionInput { hidden: hidden.to_vec(), ..SessionInput::default() };
    let mut session = Session::new(config.survey.clone(), input, ResponseId::new(now, [7; 10]), now);
    let mut answers = None;
    let mut path: Vec<String> = Vec::new();
    loop {
        let shown = match session.step() {
            Step::Question(question) => Shown::Question(question.id.clone()),
            Step::Ending(ending) => Shown::Ending(match &ending.text {
                LocalizedText::Own(texts) => texts.get("en").to_owned(),
                LocalizedText::Message(_) => String::new(),
            }),
            Step::Closed => unreachable!("nobody closes it"),
        };
        assert_eq!(shown, foreign.shown(), "after {path:?} in {place}");
        let Shown::Question(id) = shown else { break };
        let reaction = foreign.react(draw);
        path.push(format!("{id}: {reaction:?}"));
        let events = match &reaction {
            Reaction::Answer(answer) => vec![Event::Answer(Answer::new(value(answer)))],
            Reaction::Skip => vec![Event::Skip],
            Reaction::Follow => vec![Event::Open, Event::Skip],
        };
        for effect in events.into_iter().flat_map(|event| session.handle(event, now)) {
            if let Effect::Deliver(response) = effect {
                answers = Some(response.answers);
            }
        }
        let still = matches!(session.step(), Step::Question(question) if question.id == id);
        assert!(!still, "{path:?}: the reaction is refused in {place}");
    }
    let answers = Value::Map(answers.unwrap_or_default());
    for (name, expected) in foreign.computed() {
        let found = answers.get(&name).map(Value::to_json).unwrap_or_default();
        assert_eq!(found, value(&expected).to_json(), "{name} after {path:?} in {place}");
    }
    path.len()
}

/// Enough bytes for a survey and its visitors.
pub(crate) fn bytes() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
    proptest::collection::vec(proptest::num::u8::ANY, 0..600)
}

/// An object with one more field.
pub(crate) fn with(mut object: Json, fields: Json) -> Json {
    if let (Json::Object(object), Json::Object(fields)) = (&mut object, fields) {
        object.extend(fields);
    }
    object
}

#[test]
fn same_bytes_make_the_same_choices() {
    let mut draw = Draw(&[5, 1, 2]);
    assert_eq!((draw.below(3), draw.some(&["a", "b"]), draw.below(9)), (2, vec!["a", "b"], 0));
    assert_eq!(with(json!({"a": 1}), json!({"b": 2})), json!({"a": 1, "b": 2}));
}
