//! A definition in the making, and how it becomes one without errors.

use super::node::Notes;
use askwell_survey::{Code, Diagnostic, Value};

/// A definition, with where each part of it comes from.
#[derive(Default)]
pub(super) struct Draft {
    /// Its fields before the questions.
    pub(super) head: Vec<(&'static str, Value)>,
    pub(super) questions: Vec<Piece>,
    pub(super) endings: Vec<Piece>,
    /// By name: where it comes from, and the value.
    pub(super) hidden: Vec<(String, String, Value)>,
    /// The same.
    pub(super) values: Vec<(String, String, Value)>,
}

/// A question or an ending.
pub(super) struct Piece {
    /// Where it comes from.
    pub(super) path: String,
    pub(super) id: String,
    /// Everything but the ways on.
    pub(super) value: Value,
    pub(super) ways: Vec<Way>,
}

/// A way on from a question.
pub(super) struct Way {
    /// Where it comes from.
    pub(super) path: String,
    pub(super) condition: Option<Value>,
    /// A question, an ending, or `end`.
    pub(super) goto: String,
}

/// An object of these fields; absent ones are left out.
pub(super) fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let mut object = Value::object();
    for (name, value) in fields {
        if let Some(value) = value {
            object.put(name, value);
        }
    }
    object
}

impl Draft {
    /// The definition as it stands.
    fn build(&self) -> Value {
        let mut definition = Value::object();
        for (name, value) in &self.head {
            definition.put(name, value.clone());
        }
        let questions = self.questions.iter().map(|piece| {
            let mut question = piece.value.clone();
            if !piece.ways.is_empty() {
                let way =
                    |way: &Way| object([("if", way.condition.clone()), ("goto", Some(Value::from(way.goto.as_str())))]);
                question.put("next", Value::List(piece.ways.iter().map(way).collect()));
            }
            question
        });
        definition.put("questions", Value::List(questions.collect()));
        let endings: Vec<Value> = self.endings.iter().map(|piece| piece.value.clone()).collect();
        if !endings.is_empty() {
            definition.put("endings", Value::List(endings));
        }
        for (field, entries) in [("hidden", &self.hidden), ("values", &self.values)] {
            if !entries.is_empty() {
                let mut named = Value::object();
                for (name, _, value) in entries {
                    named.put(name, value.clone());
                }
                definition.put(field, named);
            }
        }
        definition
    }

    /// The definition, after everything was left out that the linter calls an error.
    pub(super) fn settle(mut self, notes: &Notes) -> Result<Value, String> {
        // Each round leaves out at least one thing.
        let parts = self.questions.len() + self.endings.len() + self.hidden.len() + self.values.len();
        let ways: usize = self.questions.iter().map(|piece| piece.ways.len()).sum();
        for _ in 0..2 * (parts + ways) + 8 {
            if self.questions.is_empty() {
                return Err("none of its questions has a counterpart".to_owned());
            }
            let definition = self.build();
            let problems = askwell_survey::lint(&definition);
            let Some(problem) = problems.iter().find(|problem| !problem.code.is_warning()) else {
                return Ok(definition);
            };
            if !self.leave_out(problem, notes) {
                return Err(format!("can’t be converted: {problem}"));
            }
        }
        Err("can’t be converted: whatever is left out, something else is wrong".to_owned())
    }

    /// Leaves out what a problem is about, and says so. Whether there was something to leave out.
    fn leave_out(&mut self, problem: &Diagnostic, notes: &Notes) -> bool {
        let Diagnostic { path, code, message } = problem;
        if *code == Code::Cycle {
            return self.break_circle(path, notes);
        }
        if let Some((at, rest)) = index(path, "questions") {
            let Some(piece) = self.questions.get_mut(at) else { return false };
            if let Some((way, _)) = index(rest, ".next").filter(|(way, _)| *way < piece.ways.len()) {
                let way = piece.ways.remove(way);
                notes.add(&way.path, format!("is left out: it {message}"));
                return true;
            }
            // A text that recalls what isn't known by then can do without.
            if *code == Code::Reference && forget(&mut piece.value, &|_| true) {
                notes.add(
                    &piece.path,
                    format!("shows its fallback instead: {} {message}", rest.trim_start_matches('.')),
                );
                return true;
            }
            let piece = self.questions.remove(at);
            notes.add(&piece.path, format!("is left out: {}", said(rest, message)));
            let follower = self.questions.get(at).map_or("end".to_owned(), |follower| follower.id.clone());
            self.redirect(&piece.id, &follower);
            return true;
        }
        if let Some((at, rest)) = index(path, "endings").filter(|(at, _)| *at < self.endings.len()) {
            if *code == Code::Reference && forget(&mut self.endings[at].value, &|_| true) {
                notes.add(&self.endings[at].path, format!("shows its fallback instead: it {message}"));
                return true;
            }
            let piece = self.endings.remove(at);
            notes.add(&piece.path, format!("is left out: {}", said(rest, message)));
            self.redirect(&piece.id, "end");
            return true;
        }
        for field in ["hidden", "values"] {
            let Some(rest) = path.strip_prefix(field).and_then(|rest| rest.strip_prefix('.')) else { continue };
            let name = rest.split(['.', '[']).next().unwrap_or_default();
            let entries = if field == "hidden" { &mut self.hidden } else { &mut self.values };
            if let Some(at) = entries.iter().position(|(known, ..)| known == name) {
                let (name, from, _) = entries.remove(at);
                notes.add(&from, format!("is left out: {message}"));
                self.forget_all(&|source| source == format!("hidden:{name}") || source == format!("value:{name}"));
                return true;
            }
        }
        if *code == Code::Limit && self.drop_last(path, message, notes) {
            return true;
        }
        let before = self.head.len();
        self.head.retain(|(name, _)| *name != path.split(['.', '[']).next().unwrap_or_default());
        if self.head.len() < before {
            notes.add(path, format!("is left out: {message}"));
        }
        self.head.len() < before
    }

    /// Leaves out the last of too many.
    fn drop_last(&mut self, list: &str, message: &str, notes: &Notes) -> bool {
        let from = match list {
            "questions" => self.questions.pop().map(|piece| {
                self.redirect(&piece.id, "end");
                piece.path
            }),
            "endings" => self.endings.pop().map(|piece| {
                self.redirect(&piece.id, "end");
                piece.path
            }),
            "hidden" => self.hidden.pop().map(|(_, from, _)| from),
            "values" => self.values.pop().map(|(_, from, _)| from),
            _ => None,
        };
        from.map(|from| notes.add(&from, format!("is left out: {list} {message}"))).is_some()
    }

    /// Leads elsewhere what led to a question or an ending that is gone, and recalls its answer no more.
    fn redirect(&mut self, gone: &str, instead: &str) {
        for way in self.questions.iter_mut().flat_map(|piece| &mut piece.ways) {
            if way.goto == gone {
                way.goto = instead.to_owned();
            }
        }
        self.forget_all(&|source| {
            let answer = source.strip_prefix("answer:");
            answer.is_some_and(|answer| {
                answer == gone || answer.strip_prefix(gone).is_some_and(|rest| rest.starts_with('.'))
            })
        });
    }

    fn forget_all(&mut self, which: &dyn Fn(&str) -> bool) {
        for piece in self.questions.iter_mut().chain(&mut self.endings) {
            forget(&mut piece.value, which);
        }
    }

    /// Leaves out the ways that lead back from a question, or all that do.
    fn break_circle(&mut self, path: &str, notes: &Notes) -> bool {
        let ids: Vec<String> = self.questions.iter().map(|piece| piece.id.clone()).collect();
        let named = index(path, "questions").map(|(at, _)| at);
        for only in [named, None] {
            let mut found = false;
            for (at, piece) in
                self.questions.iter_mut().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at))
            {
                piece.ways.retain(|way| {
                    let back = ids.iter().position(|id| *id == way.goto).is_some_and(|target| target <= at);
                    if back {
                        notes.add(&way.path, "is left out: it leads back, and surveys here only go on");
                    }
                    found |= back;
                    !back
                });
            }
            if found {
                return true;
            }
        }
        false
    }
}

/// The number in `name[3].rest`, and the rest.
fn index<'a>(path: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let (number, rest) = path.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

fn said(rest: &str, message: &str) -> String {
    let rest = rest.trim_start_matches('.');
    if rest.is_empty() { message.to_owned() } else { format!("its {rest} {message}") }
}

/// Replaces places in texts by their fallbacks, where `which` is true of what they recall. Whether there was one.
fn forget(value: &mut Value, which: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::Text(text) => {
            let mut out = String::with_capacity(text.len());
            let mut rest = text.as_str();
            let mut found = false;
            while let Some((before, place, after)) = next_place(rest) {
                out.push_str(before);
                let (source, fallback) = place.split_once('|').unwrap_or((place, ""));
                if which(source) {
                    found = true;
                    out.push_str(fallback);
                } else {
                    out.push_str(&format!("{{{{{place}}}}}"));
                }
                rest = after;
            }
            out.push_str(rest);
            *text = out;
            found
        }
        Value::List(items) => items.iter_mut().fold(false, |found, item| forget(item, which) | found),
        Value::Map(entries) => entries.iter_mut().fold(false, |found, (_, item)| forget(item, which) | found),
        _ => false,
    }
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once("{{")?;
    let (place, after) = after.split_once("}}")?;
    Some((before, place, after))
}
