//! Surveys, and ways through them, drawn from bytes: proptest and the fuzzer give the bytes, the rules are the same.

mod survey;

pub(crate) use survey::definition;

use askwell_survey::config::Config;
use askwell_survey::form::FormData;
use askwell_survey::question::draw_form;
use askwell_survey::{
    Answer, Context, Effect, Event, Messages, Question, Response, ResponseId, Session, SessionInput, Step, Timestamp,
    Value, lint, pack,
};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Choices made by bytes. Where they end, everything is 0: the first and simplest choice.
pub(crate) struct Draw<'a>(&'a [u8]);

impl<'a> Draw<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// A number below `bound`; the bytes decide among the first 256.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % bound
    }

    /// True once in so many.
    pub(crate) fn once_in(&mut self, bound: usize) -> bool {
        self.below(bound) == bound - 1
    }

    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a definition makes, if nothing is wrong with it. The linter and the widget agree on that.
pub(crate) fn config(document: &Value) -> Option<std::rc::Rc<Config>> {
    let clean = lint(document).iter().all(|problem| problem.code.is_warning());
    let mut document = document.clone();
    if !matches!(document, Value::Map(_)) {
        return None;
    }
    if document.get("endpoint").is_none_or(Value::is_null) {
        document.set("endpoint", Value::from("/x"));
    }
    let config = Config::read(&document);
    assert_eq!(clean, config.is_ok(), "{}: {:?}", document.to_json(), config.err());
    config.ok()
}

/// One visitor, and what has to hold whatever they do.
pub(crate) struct Visit {
    session: Session,
    texts: &'static Messages,
    revision: u32,
    seconds: f64,
}

impl Visit {
    pub(crate) fn begin(config: &Config) -> Self {
        let context = Context { locale: "de-AT".into(), attributes: config.attributes.clone(), ..Context::default() };
        let id = ResponseId::new(Timestamp::default(), [7; 10]);
        let input = SessionInput { context, product: config.product.clone(), hidden: Vec::new() };
        Self {
            session: Session::new(config.survey.clone(), input, id, Timestamp::default()),
            texts: english(),
            revision: 0,
            seconds: 0.0,
        }
    }

    /// Goes forward to the end, by answers and skips that `draw` chooses; how many steps that took.
    pub(crate) fn go_forward(&mut self, draw: &mut Draw<'_>) -> usize {
        let questions = self.session.survey().questions.len();
        let mut asked: BTreeSet<*const Question> = BTreeSet::new();
        let mut steps = 0;
        while let Step::Question(question) = self.session.step() {
            assert!(asked.insert(question), "{} is asked twice on one way", question.id);
            let event = self.forward(draw);
            let before = std::ptr::from_ref(self.question().unwrap());
            self.handle(event);
            assert!(self.question().is_none_or(|after| !std::ptr::eq(before, after)), "an answer leads on");
            steps += 1;
            assert!(steps <= questions, "the way ends");
        }
        assert!(matches!(self.session.step(), Step::Ending(_)), "the end is an ending");
        self.handle(Event::Open);
        assert_eq!(self.handle(Event::Back), 0, "there is no way back from the end");
        steps
    }

    /// Does anything, back and forth.
    pub(crate) fn wander(&mut self, draw: &mut Draw<'_>) {
        for _ in 0..40 {
            if draw.is_over() || self.question().is_none() {
                return;
            }
            match draw.below(8) {
                0..4 => {
                    let event = self.forward(draw);
                    self.handle(event);
                }
                4 => {
                    self.handle(Event::Skip);
                }
                5 => {
                    let back = self.session.can_go_back();
                    let before = self.session.progress().0;
                    self.handle(Event::Back);
                    assert_eq!(self.session.progress().0, before - usize::from(back));
                    if let Some(earlier) = self.session.given_answer() {
                        let question = self.question().unwrap();
                        let read = question.read(&self.session.form());
                        assert!(
                            *earlier == Answer::link_followed() || read.as_ref() == Ok(&Some(earlier.clone())),
                            "{read:?}"
                        );
                    }
                }
                6 => {
                    self.handle(Event::Open);
                }
                _ => self.session.set_locale(draw.of(&["en", "de", "pt-BR", ""])),
            }
        }
    }

    /// Closes the survey, wherever it is.
    pub(crate) fn dismiss(&mut self) {
        self.handle(Event::Dismiss);
        assert!(matches!(self.session.step(), Step::Closed));
        assert_eq!(self.handle(Event::Skip), 0, "what is closed stays closed");
    }

    fn question(&self) -> Option<&Question> {
        match self.session.step() {
            Step::Question(question) => Some(question),
            Step::Ending(_) | Step::Closed => None,
        }
    }

    /// An event that leads on: an answer, or no answer where none is needed.
    fn forward(&mut self, draw: &mut Draw<'_>) -> Event {
        let question = self.question().unwrap();
        let filled = entries(question, draw);
        let answer = match question.read(&filled) {
            Ok(Some(answer)) => answer,
            _ if !question.required && draw.once_in(2) || !question.question_type.expects_answer() => {
                return Event::Skip;
            }
            _ => match question.read(&proper(question)) {
                Ok(Some(answer)) => answer,
                other => panic!("{question:?} can’t be answered: {other:?}"),
            },
        };
        let again = question.read(&question.question_type.fill_form(&answer));
        assert_eq!(again.as_ref(), Ok(&Some(answer.clone())), "an answer fills in the form it came from");
        Event::Answer(answer)
    }

    /// Takes one event, and judges what comes of it; how many effects that are.
    fn handle(&mut self, event: Event) -> usize {
        self.seconds += 1.3;
        let effects = self.session.handle(event, Timestamp::from_millis(self.seconds * 1000.0));
        for effect in &effects {
            if let Effect::Deliver(response) = effect {
                self.revision += 1;
                assert_eq!(response.revision, self.revision);
                let json = response.to_value().to_json();
                let document: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
                let read = Response::read(&document).unwrap_or_else(|problems| panic!("{problems}: {json}"));
                assert_eq!(read.to_value().to_json(), json, "a response reads back as itself");
            }
        }
        let (done, all) = self.session.progress();
        assert!(done <= all && all <= self.session.survey().questions.len(), "{done} of {all}");
        if let Some(prompt) = self.session.prompt() {
            let said = self.session.render(prompt, self.texts);
            assert!(said.len() < 1 << 21, "{} bytes are said", said.len());
        }
        if let Some(question) = self.question() {
            let mut order = self.session.order();
            order.sort_unstable();
            assert!(order.iter().copied().eq(0..order.len()), "{} shows every choice once", question.id);
        }
        effects.len()
    }
}

fn english() -> &'static Messages {
    static TEXTS: OnceLock<Messages> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let file = serde_json::from_str(include_str!("../../languages/en.json")).unwrap();
        Messages::read(&pack(&file).unwrap(), &[]).unwrap()
    })
}

/// A form filled in any way at all.
fn entries(question: &Question, draw: &mut Draw<'_>) -> FormData {
    const NAMES: [&str; 9] = ["value", "value", "value", "other", "row0", "row1", "email", "name", "phone"];
    const WORDS: [&str; 14] = [
        "0",
        "1",
        "2",
        "yes",
        "no",
        "other",
        "none",
        "words of mine",
        "a@example.org",
        "2026-03-01",
        "-1",
        "",
        "10",
        "{{score}}\u{0}\u{2028}🙂\"\\",
    ];
    if draw.once_in(4) {
        let count = draw.below(5);
        return (0..count).map(|_| (draw.of(&NAMES), draw.of(&WORDS))).collect();
    }
    if draw.once_in(4) {
        return FormData::from_iter([("value", draw.of(&WORDS))]);
    }
    draw_form(&*question.question_type, &mut |bound| draw.below(bound))
}

/// A form filled in as it should be. There is one for every question.
fn proper(question: &Question) -> FormData {
    draw_form(&*question.question_type, &mut |_| 0)
}
