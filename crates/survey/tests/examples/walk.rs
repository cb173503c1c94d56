//! One visitor's way through an example, written down as a story and then walked.

use askwell_survey::config::Config;
use askwell_survey::{
    Context, Effect, Event, Messages, Page, Response, ResponseId, Session, SessionInput, Status, Step, Timestamp,
    Value, nearest, pack,
};

use crate::common::{files, form, json, path, text};

/// What a visitor does.
enum Act {
    /// Is asked this question, and fills in this answer.
    Answer(&'static str, Value),
    /// Is asked this question, and goes on without an answer.
    Skip(&'static str),
    /// Is asked this question, and follows its link.
    Follow(&'static str),
    /// Reads this farewell.
    End(&'static str),
    /// Follows the link of the farewell.
    Open,
}

/// A way through a survey: what the page says, what is asked and answered, how it ends, and what was sent last.
pub(crate) struct Walk {
    file: &'static str,
    facts: &'static str,
    language: &'static str,
    url: &'static str,
    acts: Vec<Act>,
    answers: &'static str,
}

impl Walk {
    /// A visitor of whom the page says nothing, in English.
    pub(crate) fn through(file: &'static str) -> Self {
        Self { file, facts: "{}", language: "en", url: "https://shop.example/", acts: Vec::new(), answers: "{}" }
    }

    /// What the page says: `person`, `attributes`, `hidden`, `product`.
    pub(crate) fn knowing(mut self, facts: &'static str) -> Self {
        self.facts = facts;
        self
    }

    /// On which page.
    pub(crate) fn at(mut self, url: &'static str) -> Self {
        self.url = url;
        self
    }

    /// In which language.
    pub(crate) fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// A question that is asked, and its answer as it stands in the response.
    pub(crate) fn asked(mut self, question: &'static str, answer: impl Into<Value>) -> Self {
        self.acts.push(Act::Answer(question, answer.into()));
        self
    }

    /// The same; the answer is written as JSON.
    pub(crate) fn asked_json(self, question: &'static str, answer: &str) -> Self {
        self.asked(question, json(answer))
    }

    /// A question that is asked and skipped, or read.
    pub(crate) fn skips(mut self, question: &'static str) -> Self {
        self.acts.push(Act::Skip(question));
        self
    }

    /// A link that is shown and followed.
    pub(crate) fn follows(mut self, question: &'static str) -> Self {
        self.acts.push(Act::Follow(question));
        self
    }

    /// The farewell.
    pub(crate) fn reads(mut self, farewell: &'static str) -> Self {
        self.acts.push(Act::End(farewell));
        self
    }

    /// The link of the farewell is followed.
    pub(crate) fn opens(mut self) -> Self {
        self.acts.push(Act::Open);
        self
    }

    /// The `answers` of the last response.
    pub(crate) fn sends(mut self, answers: &'static str) -> Self {
        self.answers = answers;
        self
    }

    /// The example it goes through.
    pub(crate) fn file(&self) -> &'static str {
        self.file
    }

    /// Walks it.
    pub(crate) fn check(&self) {
        let config = config(self.file, self.facts);
        let context = Context {
            person: config.person.clone(),
            attributes: config.attributes.clone(),
            page: Page { url: self.url.to_owned(), ..Page::default() },
            locale: self.language.to_owned(),
            layout: config.layout(),
        };
        let now = Timestamp::from_millis(1_795_255_200_000.0);
        let input = SessionInput { context, product: config.product.clone(), hidden: Vec::new() };
        let mut session = Session::new(config.survey.clone(), input, ResponseId::new(now, [7; 10]), now);
        let mut last = None;
        for (index, act) in self.acts.iter().enumerate() {
            let place = || format!("{}, step {index}", self.file);
            for effect in self.act(&mut session, act, &place(), now) {
                if let Effect::Deliver(response) = effect {
                    last = Some(*response);
                }
            }
        }
        let last = last.unwrap_or_else(|| panic!("{}: nothing was sent", self.file));
        assert_eq!(last.status, Status::Complete, "{}", self.file);
        assert_eq!(Value::Map(last.answers.clone()).to_json(), json(self.answers).to_json(), "{}", self.file);
        // What is sent is what a collector takes.
        assert_eq!(Response::read(&json(&last.to_value().to_json())).as_ref(), Ok(&last), "{}", self.file);
    }

    fn act(&self, session: &mut Session, act: &Act, place: &str, now: Timestamp) -> Vec<Effect> {
        match act {
            Act::Answer(question, answer) => {
                assert_eq!(asked(session), *question, "{place}");
                let Step::Question(question) = session.step() else { unreachable!("it was just asked") };
                let form = form(question, answer);
                let read = session.read(&form);
                let given = read.unwrap_or_else(|error| panic!("{place}: {error:?}"));
                session.handle(Event::Answer(given.unwrap_or_else(|| panic!("{place}: {form:?} is empty"))), now)
            }
            Act::Skip(question) => {
                assert_eq!(asked(session), *question, "{place}");
                let effects = session.handle(Event::Skip, now);
                assert_ne!(asked(session), *question, "{place}: it can’t be skipped");
                effects
            }
            Act::Follow(question) => {
                assert_eq!(asked(session), *question, "{place}");
                let mut effects = session.handle(Event::Open, now);
                effects.extend(session.handle(Event::Skip, now));
                effects
            }
            Act::End(farewell) => {
                assert_eq!(asked(session), "", "{place}");
                let wording = session.prompt().expect("every ending says something");
                assert_eq!(session.render(wording, &texts(self.language)), *farewell, "{place}");
                Vec::new()
            }
            Act::Open => session.handle(Event::Open, now),
        }
    }
}

/// An example as a page has it that says `facts`.
pub(crate) fn config(file: &str, facts: &str) -> std::rc::Rc<Config> {
    let mut document = json(&text(&path(&format!("docs/examples/{file}.json"))));
    document.merge(json(facts));
    document.set("endpoint", Value::from("/v1/responses"));
    Config::read(&document).unwrap_or_else(|problems| panic!("{file}: {problems}"))
}

/// The question that is asked; an empty text at the end.
fn asked(session: &Session) -> String {
    match session.step() {
        Step::Question(question) => question.id.clone(),
        Step::Ending(_) | Step::Closed => String::new(),
    }
}

/// The interface in the language that serves a visitor best.
fn texts(language: &str) -> Messages {
    let files = files("crates/survey/languages", "json");
    let tags: Vec<&str> = files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    let file = &files[nearest(language, &tags)];
    let packed = pack(&json(&text(file))).unwrap_or_else(|problems| panic!("{problems}"));
    Messages::read(&packed, &[]).unwrap()
}
