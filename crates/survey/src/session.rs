//! One visitor answering one survey: events in, effects out.

use std::rc::Rc;

use crate::form::{FormData, FormError};
use crate::question::Contact;
use crate::{
    Answer, Context, Ending, Group, Link, LocalizedText, Messages, Outcome, Question, Response, ResponseId, Score,
    Status, Survey, SurveyRef, Timestamp, interpolate,
};
use crate::{Target, Value, VariableRef};

mod lookup;
mod record;

/// What a visitor did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Answered the question that is asked.
    Answer(Answer),
    /// Went on without an answer.
    Skip,
    /// Went back one question; from the end, to correct the last answer.
    Back,
    /// Followed the link of the question or of the ending.
    Open,
    /// Closed the survey.
    Dismiss,
    /// Left the page. They may come back to it, and go on.
    Leave,
}

/// What has to happen now.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Tell the site that a question was answered.
    Answered {
        /// The name of the answer.
        question: String,
        /// The recommendation score as it stands now, if one was given.
        score: Option<Score>,
    },
    /// Deliver this revision.
    Deliver(Box<Response>),
    /// Begin the time in which the visitor isn't asked again.
    StartRecontactPeriod(Outcome),
    /// Tell the site that the end was reached.
    Completed,
    /// Tell the site that the visitor declined.
    Dismissed,
    /// Tell the site that the visitor left after an answer and before the end.
    Abandoned,
    /// Take the survey off the page.
    Close,
}

/// Where the visitor is.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// This question is asked.
    Question(&'a Question),
    /// The survey is over: this is its ending screen.
    Ending(&'a Ending),
    /// The survey is gone.
    Closed,
}

/// What is known when a session begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionInput {
    /// What stands in responses beside the answers.
    pub context: Context,
    /// What questions call the thing they ask about.
    pub product: Option<String>,
    /// Answers that the page gives without asking, over those in the survey's definition.
    pub hidden: Vec<(String, Value)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Asking(usize),
    Ended(usize),
    Closed,
}

/// What is remembered of one question.
#[derive(Clone, Debug, Default, PartialEq)]
struct AnswerState {
    answer: Option<Answer>,
    /// Time spent on it, in tenths of a second, over all visits to it.
    tenths: u32,
}

/// A survey in progress.
///
/// No question is asked twice on one path: without branches a survey goes through its questions in order, and a
/// definition whose branches form a cycle is refused. A condition sees only the answers on the path. So every event that
/// isn't a step back leads forward, and every survey ends.
#[derive(Clone, Debug)]
pub struct Session {
    survey: Rc<Survey>,
    context: Context,
    product: Option<String>,
    id: ResponseId,
    revision: u32,
    /// By question. Answers stay when the visitor goes back, and count only while their question is on the path.
    given: Vec<AnswerState>,
    /// The questions asked before the present one.
    path: Vec<usize>,
    state: State,
    opened: bool,
    completed: bool,
    /// The revision that says that the visitor left.
    left: u32,
    shown_at: Timestamp,
    /// When the present question appeared.
    since: Timestamp,
    answered_at: Timestamp,
    /// The answers that the page gave without asking.
    hidden: Vec<(String, Value)>,
    /// The computed values that are known now: see [`Session::compute`].
    computed: Vec<(String, Value)>,
}

impl Session {
    /// Begins `survey` at `now`.
    pub fn new(survey: impl Into<Rc<Survey>>, input: SessionInput, id: ResponseId, now: Timestamp) -> Self {
        let survey = survey.into();
        let SessionInput { context, product, hidden } = input;
        let hidden = survey.hidden_with(&hidden);
        // `vec![…; n]` would compile the cloning of an answer that there isn't yet.
        let mut given = Vec::new();
        given.resize_with(survey.questions.len(), AnswerState::default);
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
            completed: false,
            left: 0,
            shown_at: now,
            since: now,
            answered_at: now,
            hidden,
            computed: Vec::new(),
        };
        session.compute();
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

    /// The answer that was given before to the current question.
    pub fn given_answer(&self) -> Option<&Answer> {
        match self.state {
            State::Asking(index) => self.given[index].answer.as_ref(),
            State::Ended(_) | State::Closed => None,
        }
    }

    /// Fills in the score before the question is asked. It is shown as selected, and counts only once the visitor
    /// confirms it: links in e-mails are opened by scanners too.
    pub fn prefill(&mut self, score: Score) {
        for (question, given) in self.survey.questions.iter().zip(&mut self.given) {
            if question.question_type.gives_score() {
                given.answer = Some(Answer::new(f64::from(score.points())));
            }
        }
    }

    /// Whether there is a question to go back to.
    pub fn can_go_back(&self) -> bool {
        matches!(self.state, State::Asking(_)) && !self.path.is_empty()
    }

    /// The visitor's progress: the number of questions behind them, and the expected number of all questions.
    pub fn progress(&self) -> (usize, usize) {
        let done = self.path.len();
        let mut all = done;
        let mut state = self.state;
        // No way is longer than there are questions.
        while let State::Asking(index) = state
            && all <= self.survey.questions.len()
        {
            all += 1;
            state = self.next_after(Some(index));
        }
        (done, all)
    }

    /// The recommendation score on the path, if it has been given.
    pub fn score(&self) -> Option<Score> {
        self.path.iter().find_map(|&index| {
            let answer = self.given[index].answer.as_ref()?;
            self.survey.questions[index].question_type.score(answer)
        })
    }

    /// The group of that score.
    pub fn group(&self) -> Option<Group> {
        self.score().map(Score::group)
    }

    /// A text with its placeholders filled: see [`crate::VariableRef`].
    pub fn interpolate(&self, text: &str, texts: &Messages) -> String {
        interpolate(text, &|place| self.recalled(&VariableRef::parse(place)?, texts))
    }

    /// A text in the language of the visit, with its placeholders filled.
    pub fn render(&self, text: &LocalizedText, messages: &Messages) -> String {
        self.interpolate(text.template(messages, &self.context.locale), messages)
    }

    /// The prompt of the step, if it has one.
    pub fn prompt(&self) -> Option<&LocalizedText> {
        match self.step() {
            Step::Question(Question { mild_prompt: Some(mild), .. }) if self.score().is_some_and(Score::is_mild) => {
                Some(mild)
            }
            Step::Question(question) => Some(&question.prompt),
            Step::Ending(ending) => Some(&ending.text),
            Step::Closed => None,
        }
    }

    /// The answer that a form gives to the current question; none if nothing is filled in.
    ///
    /// # Errors
    /// What has to be filled in differently.
    pub fn read(&self, form: &FormData) -> Result<Option<Answer>, FormError> {
        match self.step() {
            Step::Question(question) => question.read(form),
            Step::Ending(_) | Step::Closed => Ok(None),
        }
    }

    /// The form of the current question, as it was filled in before, or with what the site knows of the person where it asks for
    /// contact details.
    pub fn form(&self) -> FormData {
        match (self.step(), self.given_answer()) {
            (Step::Question(question), Some(answer)) => question.question_type.fill_form(answer),
            (Step::Question(question), None) if question.question_type.is::<Contact>() => {
                question.question_type.fill_form(&Answer::new(Value::Map(self.context.person.clone())))
            }
            _ => FormData::default(),
        }
    }

    /// The order in which the choices of the current question are shown, as indices.
    pub fn order(&self) -> Vec<usize> {
        match self.step() {
            Step::Question(question) => question.question_type.order(self.id, &question.id),
            Step::Ending(_) | Step::Closed => Vec::new(),
        }
    }

    /// Continues in another language. No answer is lost.
    pub fn set_locale(&mut self, language: &str) {
        language.clone_into(&mut self.context.locale);
        self.compute();
    }

    /// Sets who answers.
    pub fn set_person(&mut self, person: Vec<(String, Value)>) {
        self.context.person = person;
        self.compute();
    }

    /// Whether nothing has been answered yet.
    pub fn is_untouched(&self) -> bool {
        self.revision == 0
    }

    /// The identity of the response.
    pub fn id(&self) -> ResponseId {
        self.id
    }

    /// Which survey this is.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Handles one event at `now`, and returns what has to happen. An event that doesn't fit the current step changes
    /// nothing.
    pub fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        match (event, self.state) {
            (Event::Answer(answer), State::Asking(index)) if self.survey.questions[index].takes(&answer) => {
                self.leave(index, now);
                self.given[index].answer = Some(answer);
                self.answered_at = now;
                let first = self.revision == 0;
                let ended = self.advance(index);
                let question = self.survey.questions[index].id.clone();
                let mut effects = vec![Effect::Answered { question, score: self.score() }];
                if first {
                    effects.push(Effect::StartRecontactPeriod(Outcome::Answered));
                }
                effects.push(self.deliver(if ended { Status::Complete } else { Status::Partial }));
                if ended {
                    effects.extend(self.complete());
                }
                effects
            }
            (Event::Skip, State::Asking(index)) if !self.survey.questions[index].required => {
                self.leave(index, now);
                // A link that was followed stays followed when the visitor goes on.
                if !self.followed(index) {
                    self.given[index].answer = None;
                }
                let mut effects = Vec::new();
                if self.advance(index) {
                    // Whoever went through to the end has answered, in their way.
                    if self.revision == 0 {
                        effects.push(Effect::StartRecontactPeriod(Outcome::Answered));
                    }
                    effects.push(self.deliver(Status::Complete));
                    effects.extend(self.complete());
                }
                effects
            }
            (Event::Back, State::Asking(_) | State::Ended(_)) if !self.opened => {
                if let Some(earlier) = self.path.pop() {
                    self.compute();
                    match self.state {
                        State::Asking(index) => self.leave(index, now),
                        State::Ended(_) | State::Closed => self.since = now,
                    }
                    self.state = State::Asking(earlier);
                }
                Vec::new()
            }
            (Event::Open, State::Ended(_)) if self.link().is_some() && !self.opened => {
                self.opened = true;
                self.answered_at = now;
                vec![self.deliver(Status::Complete)]
            }
            (Event::Open, State::Asking(index)) => self.follow(index, now),
            (Event::Dismiss, State::Asking(index)) => {
                self.leave(index, now);
                self.state = State::Closed;
                // A link that was followed stays followed when the visitor leaves.
                if self.followed(index) {
                    self.enter(index);
                }
                if self.revision > 0 {
                    vec![self.deliver(Status::Abandoned), Effect::Abandoned, Effect::Close]
                } else if now.millis() < self.shown_at.millis() + crate::limits::ACCIDENT {
                    // Nobody has declined what they can't have read.
                    vec![Effect::Dismissed, Effect::Close]
                } else {
                    vec![Effect::StartRecontactPeriod(Outcome::Dismissed), Effect::Dismissed, Effect::Close]
                }
            }
            // Said once, unless they came back and answered something more.
            (Event::Leave, State::Asking(index)) if self.revision > self.left => {
                // As above; but whoever comes back is still there.
                let followed = self.followed(index);
                if followed {
                    self.enter(index);
                }
                let delivered = self.deliver(Status::Abandoned);
                self.left = self.revision;
                if followed {
                    self.path.pop();
                    self.compute();
                }
                vec![delivered, Effect::Abandoned]
            }
            (Event::Dismiss, State::Ended(_)) => {
                self.state = State::Closed;
                vec![Effect::Close]
            }
            _ => Vec::new(),
        }
    }

    /// The site is told once that the end was reached, though the last answer may be corrected then.
    fn complete(&mut self) -> Option<Effect> {
        (!std::mem::replace(&mut self.completed, true)).then_some(Effect::Completed)
    }

    /// Whether the question at `index` is a link that was followed.
    fn followed(&self, index: usize) -> bool {
        self.given[index].answer.is_some() && self.survey.questions[index].question_type.link().is_some()
    }

    /// Records that the link of the question at `index` was followed. The visitor stays at this question.
    fn follow(&mut self, index: usize, now: Timestamp) -> Vec<Effect> {
        let question = &self.survey.questions[index];
        if question.question_type.link().is_none() || self.given[index].answer.is_some() {
            return Vec::new();
        }
        let name = question.id.clone();
        self.given[index].answer = Some(Answer::link_followed());
        self.answered_at = now;
        let mut effects = vec![Effect::Answered { question: name, score: self.score() }];
        if self.revision == 0 {
            effects.push(Effect::StartRecontactPeriod(Outcome::Answered));
        }
        self.enter(index);
        effects.push(self.deliver(Status::Partial));
        self.path.pop();
        self.compute();
        effects
    }

    /// The link of the ending that was reached.
    fn link(&self) -> Option<&Link> {
        match self.step() {
            Step::Ending(ending) => ending.link.as_ref(),
            _ => None,
        }
    }

    /// Adds the time spent on the question that is being left.
    fn leave(&mut self, index: usize, now: Timestamp) {
        let given = &mut self.given[index];
        given.tenths = given.tenths.saturating_add(now.tenths_since(self.since));
        self.since = now;
    }

    /// Goes on from question `index`; whether the end is reached.
    fn advance(&mut self, index: usize) -> bool {
        self.enter(index);
        self.state = self.next_after(Some(index));
        matches!(self.state, State::Ended(_))
    }

    /// Adds the question at `index` to the path: from now on its answer counts.
    fn enter(&mut self, index: usize) {
        self.path.push(index);
        self.compute();
    }

    /// Computes the values from what is known now, in order and each once.
    fn compute(&mut self) {
        {
            self.computed.clear();
            for index in 0..self.survey.extras.values.len() {
                let (name, ways) = &self.survey.extras.values[index];
                let way = ways.iter().find(|(condition, _)| condition.holds(self));
                let value = way.and_then(|(_, computation)| computation.result(self));
                let known = value.map(|value| (name.clone(), value));
                self.computed.extend(known);
            }
        }
    }

    fn next_after(&self, index: Option<usize>) -> State {
        let mut next = index.map_or(0, |index| index + 1);
        match index.and_then(|index| self.jump(index)) {
            Some(Target::Question(question)) => next = question,
            Some(Target::Ending(ending)) => return State::Ended(ending),
            Some(Target::End) => next = self.survey.questions.len(),
            None => {}
        }
        while let Some(question) = self.survey.questions.get(next) {
            if question.condition.holds(self) && !self.path.contains(&next) {
                return State::Asking(next);
            }
            next += 1;
        }
        let endings = &self.survey.endings;
        match endings.iter().position(|ending| ending.condition.holds(self)).or(endings.len().checked_sub(1)) {
            Some(ending) => State::Ended(ending),
            None => State::Closed,
        }
    }

    /// The target of the first branch of the question at `index` whose condition holds.
    fn jump(&self, index: usize) -> Option<Target> {
        let jumps = &self.survey.questions[index].next;
        jumps.iter().find(|jump| jump.condition.holds(self)).map(|jump| jump.target)
    }

    fn deliver(&mut self, status: Status) -> Effect {
        self.revision += 1;
        let (mut answers, mut seconds) = (Vec::new(), Vec::new());
        for &index in &self.path {
            let given = &self.given[index];
            if let Some(answer) = &given.answer {
                let name = &self.survey.questions[index].id;
                answers.push((name.clone(), answer.value().clone()));
                seconds.push((name.clone(), f64::from(given.tenths) / 10.0));
            }
        }
        if self.opened
            && let Some(link) = self.link()
        {
            answers.push((link.name.clone(), Answer::link_followed().value().clone()));
        }
        answers.extend(self.hidden.iter().filter(|(_, value)| !value.is_null()).cloned());
        answers.extend(self.computed.iter().cloned());
        Effect::Deliver(Box::new(Response {
            id: self.id,
            revision: self.revision,
            status,
            survey: SurveyRef { id: self.survey.id.clone(), version: self.survey.version, kind: self.survey.kind },
            score: self.score(),
            answers,
            ending: match self.step() {
                Step::Ending(ending) => ending.name.clone(),
                _ => None,
            },
            context: self.context.clone(),
            shown_at: self.shown_at,
            answered_at: self.answered_at,
            seconds,
        }))
    }
}

#[cfg(test)]
mod tests;
