//! A definition while it is made, and how the parts that the linter refuses are dropped from it.

use super::notes::Notes;
use askwell_survey::{Code, Diagnostic, Value};

/// A definition, with the path in the source for each of its parts.
#[derive(Default)]
pub(super) struct Draft {
    /// The fields before the questions.
    pub(super) fields: Vec<(&'static str, Value)>,
    pub(super) questions: Vec<Item>,
    pub(super) endings: Vec<Item>,
    pub(super) hidden: Vec<Entry>,
    pub(super) values: Vec<Entry>,
}

/// A question or an ending.
pub(super) struct Item {
    /// The path in the source.
    pub(super) path: String,
    pub(super) id: String,
    /// The question or the ending, without its branches.
    pub(super) value: Value,
    pub(super) branches: Vec<Branch>,
}

/// A hidden field or a computed value.
pub(super) struct Entry {
    /// The path in the source.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) value: Value,
}

/// An entry of a question's `next`.
pub(super) struct Branch {
    /// The path in the source.
    pub(super) path: String,
    pub(super) condition: Option<Value>,
    /// The id of a question or an ending, or `end`.
    pub(super) goto: String,
}

/// An object of these fields, without those that are none.
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
    /// Adds the languages of the survey, its own first. They are needed even if there is only one: without them, buttons
    /// are in the language of the visitor, and screen readers take the texts to be in the language of the page.
    pub(super) fn put_languages(&mut self, languages: &[String]) {
        let tags = languages.iter().map(|tag| Value::from(tag.as_str()));
        self.fields.push(("languages", Value::List(tags.collect())));
    }

    /// The definition in its current state.
    fn build(&self) -> Value {
        let mut definition = Value::object();
        for (name, value) in &self.fields {
            definition.put(name, value.clone());
        }
        let questions = self.questions.iter().map(|item| {
            let mut question = item.value.clone();
            if !item.branches.is_empty() {
                let to_value = |branch: &Branch| {
                    object([("if", branch.condition.clone()), ("goto", Some(Value::from(branch.goto.as_str())))])
                };
                question.put("next", Value::List(item.branches.iter().map(to_value).collect()));
            }
            question
        });
        definition.put("questions", Value::List(questions.collect()));
        let endings: Vec<Value> = self.endings.iter().map(|item| item.value.clone()).collect();
        if !endings.is_empty() {
            definition.put("endings", Value::List(endings));
        }
        for (field, entries) in [("hidden", &self.hidden), ("values", &self.values)] {
            if !entries.is_empty() {
                let mut named = Value::object();
                for entry in entries {
                    named.put(&entry.name, entry.value.clone());
                }
                definition.put(field, named);
            }
        }
        definition
    }

    /// Drops every part in which the linter finds an error, and returns the definition.
    pub(super) fn drop_invalid_parts(mut self, notes: &Notes) -> Result<Value, String> {
        // Each round drops a part, or replaces the placeholders in one.
        let parts = self.questions.len() + self.endings.len() + self.hidden.len() + self.values.len();
        let branches: usize = self.questions.iter().map(|item| item.branches.len()).sum();
        for _ in 0..2 * (parts + branches) + 8 {
            if self.questions.is_empty() {
                return Err("none of its questions has a counterpart".to_owned());
            }
            let definition = self.build();
            let diagnostics = askwell_survey::lint(&definition);
            let Some(diagnostic) = diagnostics.iter().find(|diagnostic| !diagnostic.code.is_warning()) else {
                return Ok(definition);
            };
            if !self.drop_part(diagnostic, notes) {
                return Err(format!("can’t be converted: {diagnostic}"));
            }
        }
        Err("can’t be converted: whatever is left out, something else is wrong".to_owned())
    }

    /// Drops the part that a diagnostic is about, with a note. Returns whether there was one.
    fn drop_part(&mut self, diagnostic: &Diagnostic, notes: &Notes) -> bool {
        let Diagnostic { path, code, message } = diagnostic;
        if *code == Code::Cycle {
            return self.break_cycle(path, notes);
        }
        if let Some((index, rest)) = split_index(path, "questions") {
            return self.drop_from_question(index, rest, diagnostic, notes);
        }
        if let Some((index, rest)) = split_index(path, "endings").filter(|(index, _)| *index < self.endings.len()) {
            let ending = &mut self.endings[index];
            if *code == Code::Reference && use_fallbacks(&mut ending.value, &|_| true) {
                notes.add(&ending.path, format!("shows its fallback instead: it {message}"));
                return true;
            }
            let ending = self.endings.remove(index);
            notes.add(&ending.path, format!("is left out: {}", describe(rest, message)));
            self.redirect(&ending.id, "end");
            return true;
        }
        if let Some(Entry { path, name, .. }) = self.remove_entry(path) {
            notes.add(&path, format!("is left out: {message}"));
            let names = [format!("hidden:{name}"), format!("value:{name}")];
            self.use_all_fallbacks(&|source| names.iter().any(|name| name == source));
            return true;
        }
        if *code == Code::Limit && self.drop_last(path, message, notes) {
            return true;
        }
        let before = self.fields.len();
        self.fields.retain(|(name, _)| *name != first_segment(path));
        if self.fields.len() < before {
            notes.add(path, format!("is left out: {message}"));
        }
        self.fields.len() < before
    }

    /// Removes the hidden field or the computed value that a path leads to.
    fn remove_entry(&mut self, path: &str) -> Option<Entry> {
        let (list, rest) = path.split_once('.')?;
        let entries = match list {
            "hidden" => &mut self.hidden,
            "values" => &mut self.values,
            _ => return None,
        };
        let index = entries.iter().position(|entry| entry.name == first_segment(rest))?;
        Some(entries.remove(index))
    }

    /// Drops a branch of a question, the placeholders in its texts, or the whole question.
    fn drop_from_question(&mut self, index: usize, rest: &str, diagnostic: &Diagnostic, notes: &Notes) -> bool {
        let Diagnostic { code, message, .. } = diagnostic;
        let Some(question) = self.questions.get_mut(index) else { return false };
        let branch = split_index(rest, ".next").map(|(branch, _)| branch);
        if let Some(branch) = branch.filter(|branch| *branch < question.branches.len()) {
            let branch = question.branches.remove(branch);
            notes.add(&branch.path, format!("is left out: it {message}"));
            return true;
        }
        if let Some(inner) = rest.strip_prefix(".if").filter(|inner| !inner.starts_with(char::is_alphanumeric)) {
            drop_condition(&mut question.value, inner);
            notes.add(&question.path, format!("is asked more often: a condition {message}"));
            return true;
        }
        if *code == Code::Reference && use_fallbacks(&mut question.value, &|_| true) {
            let field = rest.trim_start_matches('.');
            notes.add(&question.path, format!("shows its fallback instead: {field} {message}"));
            return true;
        }
        let question = self.questions.remove(index);
        notes.add(&question.path, format!("is left out: {}", describe(rest, message)));
        let next = self.questions.get(index).map_or("end".to_owned(), |next| next.id.clone());
        self.redirect(&question.id, &next);
        true
    }

    /// Drops the last item of a list that has too many.
    fn drop_last(&mut self, list: &str, message: &str, notes: &Notes) -> bool {
        let path = match list {
            "questions" | "endings" => {
                let items = if list == "questions" { &mut self.questions } else { &mut self.endings };
                items.pop().map(|item| {
                    self.redirect(&item.id, "end");
                    item.path
                })
            }
            "hidden" => self.hidden.pop().map(|entry| entry.path),
            "values" => self.values.pop().map(|entry| entry.path),
            _ => None,
        };
        path.map(|path| notes.add(&path, format!("is left out: {list} {message}"))).is_some()
    }

    /// Lets the branches to a dropped question or ending lead to `target`, and replaces the placeholders for its answer.
    fn redirect(&mut self, dropped: &str, target: &str) {
        for branch in self.questions.iter_mut().flat_map(|question| &mut question.branches) {
            if branch.goto == dropped {
                branch.goto = target.to_owned();
            }
        }
        self.use_all_fallbacks(&|source| {
            let answer = source.strip_prefix("answer:").and_then(|answer| answer.strip_prefix(dropped));
            answer.is_some_and(|part| part.is_empty() || part.starts_with('.'))
        });
    }

    fn use_all_fallbacks(&mut self, matches: &dyn Fn(&str) -> bool) {
        for item in self.questions.iter_mut().chain(&mut self.endings) {
            use_fallbacks(&mut item.value, matches);
        }
    }

    /// Drops the branches of one question that lead back; if it has none, those of all questions.
    fn break_cycle(&mut self, path: &str, notes: &Notes) -> bool {
        let ids: Vec<String> = self.questions.iter().map(|question| question.id.clone()).collect();
        let named = split_index(path, "questions").map(|(index, _)| index);
        for only in [named, None] {
            let mut found = false;
            for (index, question) in self.questions.iter_mut().enumerate() {
                if only.is_some_and(|only| only != index) {
                    continue;
                }
                question.branches.retain(|branch| {
                    let leads_back = ids.iter().position(|id| *id == branch.goto).is_some_and(|target| target <= index);
                    if leads_back {
                        notes.add(&branch.path, "is left out: it leads back, and surveys here only go on");
                    }
                    found |= leads_back;
                    !leads_back
                });
            }
            if found {
                return true;
            }
        }
        false
    }
}

/// Drops the condition of a question; if it is one of several that all have to hold, only the one that a path leads to.
fn drop_condition(question: &mut Value, path: &str) {
    let Value::Map(fields) = question else { return };
    let condition = fields.iter_mut().find(|(name, _)| name == "if").map(|(_, condition)| condition);
    if let Some((index, _)) = split_index(path, ".all")
        && let Some(Value::Map(condition)) = condition
        && let Some((_, Value::List(parts))) = condition.first_mut()
        && index < parts.len()
        && parts.len() > 1
    {
        parts.remove(index);
        return;
    }
    fields.retain(|(name, _)| name != "if");
}

/// The index in `name[3].rest`, and the rest.
fn split_index<'a>(path: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let (number, rest) = path.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

fn first_segment(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

/// The message, with the field it is about.
fn describe(field: &str, message: &str) -> String {
    let field = field.trim_start_matches('.');
    if field.is_empty() { message.to_owned() } else { format!("its {field} {message}") }
}

/// Replaces the placeholders in all texts of a value by their fallbacks, if their source matches. Returns whether there
/// was one.
fn use_fallbacks(value: &mut Value, matches: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::Text(text) => {
            let mut out = String::with_capacity(text.len());
            let mut rest = text.as_str();
            let mut found = false;
            while let Some((before, placeholder, after)) = split_placeholder(rest) {
                out.push_str(before);
                let (source, fallback) = placeholder.split_once('|').unwrap_or((placeholder, ""));
                if matches(source) {
                    found = true;
                    out.push_str(fallback);
                } else {
                    out.push_str(&format!("{{{{{placeholder}}}}}"));
                }
                rest = after;
            }
            out.push_str(rest);
            *text = out;
            found
        }
        Value::List(items) => items.iter_mut().fold(false, |found, item| use_fallbacks(item, matches) | found),
        Value::Map(entries) => entries.iter_mut().fold(false, |found, (_, item)| use_fallbacks(item, matches) | found),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The text before the first placeholder, the inside of it, and the text after it.
fn split_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once("{{")?;
    let (placeholder, after) = after.split_once("}}")?;
    Some((before, placeholder, after))
}
