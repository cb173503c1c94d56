//! One visitor answering one survey: events in, effects out.

use crate::{
    Answer, Context, Ending, Key, Kind, Link, Outcome, Question, Response, ResponseId, Score, Status, Survey,
    SurveyRef, Timestamp, digits, recall,
};

/// What a visitor did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Answered the question that is asked.
    Answer(Answer),
    /// Went on without an answer.
    Skip,
    /// Went back one question.
    Back,
    /// Followed the link at the end.
    Open,
    /// Closed the survey.
    Dismiss,
}

/// What has to happen now.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Tell the site that a question was answered.
    Answered {
        /// The name of the answer.
        question: &'static str,
        /// The recommendation score as it stands now, if one was given.
        score: Option<Score>,
    },
    /// Deliver this revision.
    Deliver(Box<Response>),
    /// Leave the visitor in peace.
    Rest(Outcome),
    /// Tell the site that the end was reached.
    Completed,
    /// Tell the site that the visitor declined.
    Dismissed,
    /// Tell the site that the visitor left after an answer, and before the end.
    Abandoned,
    /// Take the survey off the page.
    Close,
}

/// Where the visitor is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step<'a> {
    /// This question is asked.
    Question(&'a Question),
    /// The survey is over, and says so.
    Ending(&'a Ending),
    /// The survey is gone.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Asking(usize),
    Ended(usize),
    Closed,
}

/// What is remembered of one question.
#[derive(Clone, Debug, Default, PartialEq)]
struct Given {
    answer: Option<Answer>,
    /// Time spent on it, in tenths of a second, over all visits to it.
    tenths: u32,
}

/// A survey in progress.
///
/// Questions are asked in their order, and a condition sees only answers to earlier ones; so every event that isn't
/// a step back leads forward, and every survey ends.
#[derive(Clone, Debug)]
pub struct Session {
    survey: Survey,
    context: Context,
    product: Option<String>,
    id: ResponseId,
    revision: u32,
    /// By question. Answers stay when the visitor goes back, and count only while their question is on the path.
    given: Vec<Given>,
    /// The questions asked before the present one.
    path: Vec<usize>,
    state: State,
    opened: bool,
    shown_at: Timestamp,
    /// When the present question appeared.
    since: Timestamp,
    answered_at: Timestamp,
}

impl Session {
    /// Begins `survey` at `now`; `product` is what questions call the thing they ask about.
    pub fn new(survey: Survey, context: Context, product: Option<String>, id: ResponseId, now: Timestamp) -> Self {
        let given = vec![Given::default(); survey.questions.len()];
        let mut session = Self {
            survey,
            context,
            product,
            id,
            revision: 0,
            given,
            path: Vec::new(),
            state: State::Closed,
            opened: false,
            shown_at: now,
            since: now,
            answered_at: now,
        };
        session.state = session.next_after(None);
        session
    }

    /// Where the visitor is.
    pub fn step(&self) -> Step<'_> {
        match self.state {
            State::Asking(index) => Step::Question(&self.survey.questions[index]),
            State::Ended(index) => Step::Ending(&self.survey.endings[index]),
            State::Closed => Step::Closed,
        }
    }

    /// What was answered earlier to the question that is asked now.
    pub fn earlier(&self) -> Option<&Answer> {
        match self.state {
            State::Asking(index) => self.given[index].answer.as_ref(),
            State::Ended(_) | State::Closed => None,
        }
    }

    /// Puts an answer to the recommendation question in place before it is asked. It is shown as chosen and counts
    /// only once the visitor confirms it: a link in an e-mail is opened by scanners as well.
    pub fn prefill(&mut self, score: Score) {
        let answer = Answer::Score(score);
        for (question, given) in self.survey.questions.iter().zip(&mut self.given) {
            if question.kind.takes(&answer) {
                given.answer = Some(answer.clone());
            }
        }
    }

    /// Whether there is a question to go back to.
    pub fn can_go_back(&self) -> bool {
        matches!(self.state, State::Asking(_)) && !self.path.is_empty()
    }

    /// How far the visitor is: questions behind them, and questions in all as it looks now.
    pub fn progress(&self) -> (usize, usize) {
        let done = self.path.len();
        match self.state {
            State::Asking(index) => {
                let ahead = self.survey.questions[index + 1..].iter().filter(|question| self.holds(question)).count();
                (done, done + 1 + ahead)
            }
            State::Ended(_) | State::Closed => (done, done),
        }
    }

    /// The recommendation score on the path, if it has been given.
    pub fn score(&self) -> Option<Score> {
        self.answers().find_map(|answer| match answer {
            Answer::Score(score) => Some(*score),
            _ => None,
        })
    }

    /// A text with its places filled from this session: `product`, `score`, and answers by name.
    pub fn fill(&self, text: &str) -> String {
        recall(text, &|name| match name {
            "product" => self.product.clone(),
            "score" => self.score().map(|score| digits(score.points().into())),
            _ => None,
        })
    }

    /// The prompt of the step, if it has one.
    pub fn prompt(&self) -> Option<Key> {
        match self.step() {
            Step::Question(question) => Some(question.prompt),
            Step::Ending(ending) => Some(ending.text),
            Step::Closed => None,
        }
    }

    /// The identity of the response.
    pub fn id(&self) -> &ResponseId {
        &self.id
    }

    /// Which survey this is.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Takes one event at `now`, and says what has to happen. An event that doesn't fit where the visitor is changes
    /// nothing.
    pub fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        match (event, self.state) {
            (Event::Answer(answer), State::Asking(index)) if self.survey.questions[index].kind.takes(&answer) => {
                self.leave(index, now);
                self.given[index].answer = Some(answer);
                self.answered_at = now;
                let first = self.revision == 0;
                let ended = self.advance(index);
                let question = self.survey.questions[index].name;
                let mut effects = vec![Effect::Answered { question, score: self.score() }];
                if first {
                    effects.push(Effect::Rest(Outcome::Answered));
                }
                effects.push(self.deliver(if ended { Status::Complete } else { Status::Partial }));
                if ended {
                    effects.push(Effect::Completed);
                }
                effects
            }
            (Event::Skip, State::Asking(index)) if !self.survey.questions[index].required => {
                self.leave(index, now);
                self.given[index].answer = None;
                let mut effects = Vec::new();
                if self.advance(index) {
                    effects.push(self.deliver(Status::Complete));
                    effects.push(Effect::Completed);
                }
                effects
            }
            (Event::Back, State::Asking(index)) => {
                if let Some(earlier) = self.path.pop() {
                    self.leave(index, now);
                    self.state = State::Asking(earlier);
                }
                Vec::new()
            }
            (Event::Open, State::Ended(_)) if self.link().is_some() && !self.opened => {
                self.opened = true;
                self.answered_at = now;
                vec![self.deliver(Status::Complete)]
            }
            (Event::Dismiss, State::Asking(index)) => {
                self.leave(index, now);
                self.state = State::Closed;
                if self.revision > 0 {
                    vec![self.deliver(Status::Abandoned), Effect::Abandoned, Effect::Close]
                } else {
                    vec![Effect::Rest(Outcome::Dismissed), Effect::Dismissed, Effect::Close]
                }
            }
            (Event::Dismiss, State::Ended(_)) => {
                self.state = State::Closed;
                vec![Effect::Close]
            }
            _ => Vec::new(),
        }
    }

    /// The link of the ending that was reached.
    fn link(&self) -> Option<&Link> {
        match self.step() {
            Step::Ending(ending) => ending.link.as_ref(),
            _ => None,
        }
    }

    /// The answers on the path: those that count.
    fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.path.iter().filter_map(|&index| self.given[index].answer.as_ref())
    }

    fn holds(&self, question: &Question) -> bool {
        question.condition.holds(self.answers())
    }

    /// Adds the time spent on the question that is being left.
    fn leave(&mut self, index: usize, now: Timestamp) {
        let given = &mut self.given[index];
        given.tenths = given.tenths.saturating_add(now.tenths_since(self.since));
        self.since = now;
    }

    /// Goes on from question `index`; whether the end is reached.
    fn advance(&mut self, index: usize) -> bool {
        self.path.push(index);
        self.state = self.next_after(Some(index));
        matches!(self.state, State::Ended(_))
    }

    fn next_after(&self, index: Option<usize>) -> State {
        let from = index.map_or(0, |index| index + 1);
        let questions = self.survey.questions.iter().enumerate().skip(from);
        for (next, question) in questions {
            if self.holds(question) {
                return State::Asking(next);
            }
        }
        let fitting = self.survey.endings.iter().position(|ending| ending.condition.holds(self.answers()));
        match fitting.or(self.survey.endings.len().checked_sub(1)) {
            Some(ending) => State::Ended(ending),
            None => State::Closed,
        }
    }

    fn deliver(&mut self, status: Status) -> Effect {
        self.revision += 1;
        let (mut answers, mut seconds) = (Vec::new(), Vec::new());
        for &index in &self.path {
            let given = &self.given[index];
            if let Some(answer) = &given.answer {
                let name = self.survey.questions[index].name;
                answers.push((name.to_owned(), answer.to_value()));
                seconds.push((name.to_owned(), f64::from(given.tenths) / 10.0));
            }
        }
        if self.opened
            && let Some(link) = self.link()
        {
            answers.push((link.name.to_owned(), Answer::Opened.to_value()));
        }
        Effect::Deliver(Box::new(Response {
            id: self.id.clone(),
            revision: self.revision,
            status,
            survey: SurveyRef { id: self.survey.id.clone(), version: self.survey.version, kind: self.kind() },
            score: self.score(),
            answers,
            context: self.context.clone(),
            shown_at: self.shown_at,
            answered_at: self.answered_at,
            seconds,
        }))
    }

    fn kind(&self) -> Kind {
        self.survey.kind
    }
}

#[cfg(test)]
mod tests;
