//! A session that was begun, as it is kept while the visitor is elsewhere: on another page, or on a part of this one where
//! the survey isn't.

use super::{AnswerState, Session, SessionInput, State};
use crate::{Answer, Page, ResponseId, Survey, Timestamp, Value, limits};
use std::rc::Rc;

impl Session {
    /// What is to be kept of it; none where nothing was answered yet, or nothing is asked any more.
    pub fn record(&self) -> Option<Value> {
        let State::Asking(index) = self.state else { return None };
        if self.revision == 0 {
            return None;
        }
        let position = |index: usize| Value::from(index as f64);
        // A list: the questions of the groups share their names.
        let given = self.survey.questions.iter().zip(&self.given).map(|(question, state)| {
            let answer = state.answer.as_ref().map_or(Value::Null, |answer| answer.value().clone());
            Value::List(vec![Value::from(question.id.as_str()), answer, Value::from(f64::from(state.tenths))])
        });
        let page = &self.context.page;
        let mut of_page = Value::object();
        for (name, text) in [("url", &page.url), ("referrer", &page.referrer), ("title", &page.title)] {
            of_page.put(name, Value::from(text.as_str()));
        }
        let moment = |moment: Timestamp| Value::from(moment.millis() as f64);
        let mut record = Value::object();
        for (name, value) in [
            ("id", Value::from(self.id.to_text())),
            ("version", Value::from(f64::from(self.survey.version))),
            ("revision", Value::from(f64::from(self.revision))),
            ("left", Value::from(f64::from(self.left))),
            ("completed", Value::from(self.completed)),
            ("shownAt", moment(self.shown_at)),
            ("answeredAt", moment(self.answered_at)),
            ("path", Value::List(self.path.iter().map(|index| position(*index)).collect())),
            ("asked", position(index)),
            ("given", Value::List(given.collect())),
            ("attributes", Value::Map(self.context.attributes.clone())),
            ("hidden", Value::Map(self.hidden.clone())),
            ("page", of_page),
        ] {
            record.put(name, value);
        }
        Some(record)
    }

    /// Goes on with a session of `survey` from what was kept of it. `input` says who answers and in which language; what
    /// belongs to the answers that were given is as it was. None where the record is too old, isn't one, or doesn't fit the
    /// survey, which may have changed.
    pub fn resume(survey: Rc<Survey>, input: SessionInput, record: &Value, now: Timestamp) -> Option<Self> {
        let number = |name: &str| match record.get(name)? {
            Value::Number(number) if *number >= 0.0 => Some(*number),
            _ => None,
        };
        let moment = |name: &str| number(name).map(Timestamp::from_millis);
        let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
        let entries = |name: &str| match record.get(name) {
            Some(Value::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        let (id, answered_at) = (ResponseId::parse(record.get("id")?.as_text()?)?, moment("answeredAt")?);
        let is_recent = answered_at.is_within_days(limits::SESSION_DAYS, now);
        if !is_recent || number("version")? as u32 != survey.version {
            return None;
        }
        let SessionInput { mut context, product, .. } = input;
        let page = record.get("page")?;
        context.page =
            Page { url: text(page.get("url")), referrer: text(page.get("referrer")), title: text(page.get("title")) };
        context.attributes = entries("attributes");
        let input = SessionInput { context, product, hidden: entries("hidden") };
        let mut session = Self::new(survey, input, id, moment("shownAt")?);
        let (Value::List(path), Value::List(given)) = (record.get("path")?, record.get("given")?) else { return None };
        if given.len() != session.given.len() {
            return None;
        }
        for (index, kept) in given.iter().enumerate() {
            session.given[index] = session.read_given(index, kept)?;
        }
        // The answers lead where they led, or the survey has changed.
        session.compute();
        session.state = session.next_after(None);
        for position in path.iter().chain(record.get("asked")) {
            match (session.state, position) {
                (State::Asking(index), Value::Number(position)) if index as f64 == *position => session.advance(index),
                _ => return None,
            };
        }
        // The last one is asked still.
        session.state = State::Asking(session.path.pop()?);
        session.compute();
        (session.revision, session.left) = (number("revision")? as u32, number("left")? as u32);
        session.completed = record.get("completed") == Some(&Value::Bool(true));
        (session.answered_at, session.since) = (answered_at, now);
        Some(session)
    }

    fn read_given(&self, index: usize, kept: &Value) -> Option<AnswerState> {
        let Value::List(kept) = kept else { return None };
        let [Value::Text(name), answer, Value::Number(tenths)] = kept.as_slice() else { return None };
        let answer = (!answer.is_null()).then(|| Answer::new(answer.clone()));
        let question = &self.survey.questions[index];
        // A followed link is an answer that no form makes.
        let fits = |answer: &Answer| question.takes(answer) || question.question_type.link().is_some();
        (question.id == *name && answer.as_ref().is_none_or(fits))
            .then_some(AnswerState { answer, tenths: *tenths as u32 })
    }
}
