//! Reading a survey's definition: every problem at once, each with its path.
//!
//! [`read`] takes the fields of a definition out of a document and builds the [`Survey`]; [`crate::lint`] says what
//! is wrong with one without showing it. Both go through the same code. What can be checked field by field is checked
//! here; what needs all questions together (circles,
//! unreachable questions, references) is checked at the end, when all names are known.

pub(crate) mod condition;
mod flow;
pub(crate) mod names;
pub(crate) mod parser;
mod question;
pub(crate) mod references;

use crate::decode::{Code, ObjectReader};
use crate::diagnostic::{too_long, too_many};
use crate::question::field::DefinitionReader;
use crate::question::{Text, TypeReader, read_link};
use crate::{
    Computation, Condition, Ending, Extras, Group, Kind, Links, MessageKey, Predicate, Preset, Question, Survey, Value,
    VariableRef, digits, limits,
};
use names::{is_clean, is_name, name_rule};
use parser::Parser;
use question::Place;
use references::{Names, Outline, RefSite};

/// Reads the survey that a document defines: by a preset, by a preset with follow-ups of its own, or by questions.
/// `id` is what the document calls it. What is wrong is reported to `fields`; the survey is worth something only if
/// nothing is.
fn read(
    fields: &mut ObjectReader<'_, '_>,
    types: &[TypeReader],
    id: Option<&str>,
    preset: Option<Preset>,
    kind: Option<Kind>,
    links: &Links,
) -> Survey {
    // An editor's business; named so that it isn't unknown.
    fields.value("$schema");
    let version = fields.whole("version", 1, u32::MAX).unwrap_or(1);
    let mut parser = Parser::new(languages(fields));
    let mut answers = AnswerNames::default();
    let mut names = Names { values: value_names(fields), ..Names::default() };
    let mut hidden = hidden(fields, &mut answers);
    names.hidden = answers.0.clone();
    let own = fields.value("questions").is_some();
    let follow_ups = fields.value("followUps").is_some();
    let mut survey = if own {
        for (field, given) in [("preset", preset.is_some()), ("followUps", follow_ups)] {
            if given {
                fields.report(field, Code::Conflict, "can’t stand beside questions of the survey’s own");
            }
        }
        if id.is_none() {
            fields.report("id", Code::Missing, "is missing: a survey with questions of its own needs a name");
        }
        let outline = Outline::read(fields);
        check_hidden(fields, &outline.questions, &names.hidden);
        let questions = questions(fields, &mut parser, types, &outline);
        names.scored = outline.scored;
        names.questions = outline.questions;
        Survey::new(id.unwrap_or_default().to_owned(), kind.unwrap_or(Kind::Relational), questions, Vec::new())
    } else {
        let preset = preset.unwrap_or_default();
        let mut survey = preset.survey(id.unwrap_or(preset.name()).to_owned(), kind, links);
        if follow_ups {
            names.follow_ups = replace_follow_ups(fields, preset, &mut survey, &mut parser, types);
        }
        let scored = survey.questions.iter().rfind(|question| question.question_type.gives_score());
        names.scored = scored.map(|question| question.id.clone());
        for question in &survey.questions {
            if !names.questions.contains(&question.id) {
                names.questions.push(question.id.clone());
            }
        }
        check_hidden(fields, &names.questions, &names.hidden);
        survey
    };
    answers.0.extend(names.questions.iter().cloned());
    let is_taken = |name: &str| name == "score" || answers.0.iter().chain(&names.values).any(|known| known == name);
    let endings = endings(fields, &mut parser, &is_taken);
    if !endings.is_empty() {
        survey.endings = endings;
    } else if !own {
        for link in survey.endings.iter().filter_map(|ending| ending.link.as_ref()) {
            if is_taken(&link.name) {
                let message = [&link.name, " is the name of an answer, and of the link that the survey ends with"];
                fields.report("", Code::Duplicate, &message.concat());
                break;
            }
        }
    } else {
        survey.endings =
            vec![Ending { name: None, text: MessageKey::ThanksEnd.into(), link: None, condition: Condition::Always }];
    }
    let values = values(fields, &mut parser, &mut answers);
    names.read_values = values.iter().map(|(name, _)| name.clone()).collect();
    survey.version = version;
    let linked = survey.endings.iter().any(|ending| ending.link.is_some());
    if answers.0.len() + usize::from(linked) > limits::ENTRIES {
        let most = digits(limits::ENTRIES as u64);
        let message =
            ["has too many answers: questions, hidden fields, values and an ending’s link together at most ", &most];
        fields.report("", Code::Limit, &message.concat());
    }
    let references = parser.references.resolve(&names, fields);
    flow::check(fields, &survey, &names, &references, parser.references.expectations());
    hidden.truncate(limits::HIDDEN);
    survey.extras = Extras { languages: parser.finish(fields), values, hidden };
    survey
}

/// The names of answers so far, whoever gives them.
#[derive(Default)]
struct AnswerNames(Vec<String>);

impl AnswerNames {
    /// Takes in the name of a hidden answer or of a computed value, if it is one and is free.
    fn claim(&mut self, fields: &mut ObjectReader<'_, '_>, path: &str, name: &str) -> bool {
        if !is_name(name) {
            fields.invalid(path, &name_rule());
            return false;
        }
        if name == "score" {
            fields.report(path, Code::Conflict, "is score, which only a question of type nps can be called");
            return false;
        }
        if self.0.iter().any(|known| known == name) {
            fields.report(path, Code::Duplicate, "is the name of another answer too");
            return false;
        }
        self.0.push(name.to_owned());
        true
    }
}

/// The names of all computed values.
fn value_names(fields: &mut ObjectReader<'_, '_>) -> Vec<String> {
    match fields.value("values") {
        Some(Value::Map(entries)) => entries.iter().take(limits::VALUES).map(|(name, _)| name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Reports hidden answers that are called like a question.
fn check_hidden(fields: &mut ObjectReader<'_, '_>, questions: &[String], hidden: &[String]) {
    for name in questions {
        if hidden.contains(name) {
            fields.report(&["hidden.", name].concat(), Code::Duplicate, "is the name of a question too");
        }
    }
}

/// A text, a number or a truth that comes to stand in responses.
fn plain(fields: &mut ObjectReader<'_, '_>, name: &str, value: &Value) -> Option<Value> {
    match value {
        Value::List(_) | Value::Map(_) => fields.invalid(name, "needs to be text, a number, or true or false"),
        Value::Text(text) if limits::exceeds(text, limits::LABEL) => {
            fields.report(name, Code::Limit, &too_long(limits::LABEL));
        }
        Value::Text(text) if !is_clean(fields, name, text) => {}
        value => return Some(value.clone()),
    }
    None
}

/// The languages that a survey says it has, the default first.
fn languages(fields: &mut ObjectReader<'_, '_>) -> Vec<String> {
    let tags = fields.words("languages");
    if tags.len() > limits::LANGUAGES {
        fields.report("languages", Code::Limit, &too_many(limits::LANGUAGES));
        return Vec::new();
    }
    let mut known: Vec<String> = Vec::new();
    for tag in tags {
        if !names::is_tag(&tag) {
            fields.invalid("languages", &["has ", &tag, ", which is no language tag such as de or pt-BR"].concat());
        } else if known.contains(&tag) {
            fields.report("languages", Code::Duplicate, &["has ", &tag, " twice"].concat());
        } else {
            known.push(tag);
        }
    }
    known
}

/// Answers that the page gives: names with a text, a number, a truth, or `null` where the page may give one later.
fn hidden(fields: &mut ObjectReader<'_, '_>, answers: &mut AnswerNames) -> Vec<(String, Value)> {
    let mut hidden = Vec::new();
    if let Some(Value::Map(entries)) = fields.value("hidden")
        && entries.len() > limits::HIDDEN
    {
        fields.report("hidden", Code::Limit, &too_many(limits::HIDDEN));
        return hidden;
    }
    for (name, value) in fields.entries("hidden") {
        let path = ["hidden.", name].concat();
        if !answers.claim(fields, &path, name) {
            continue;
        }
        hidden.extend(plain(fields, &path, value).map(|value| (name.clone(), value)));
    }
    hidden
}

fn questions(
    fields: &mut ObjectReader<'_, '_>,
    parser: &mut Parser,
    types: &[TypeReader],
    outline: &Outline,
) -> Vec<Question> {
    let list = fields.list("questions", limits::QUESTIONS);
    if list.is_empty() && matches!(fields.value("questions"), Some(Value::List(list)) if list.is_empty()) {
        fields.invalid("questions", "needs at least one question");
    }
    let mut questions = Vec::new();
    let mut scored = false;
    for (index, item) in list.iter().enumerate() {
        let mut fields = fields.item("questions", index, item);
        if let Some(question) = question::read(&mut fields, parser, types, Place::Own(index, outline)) {
            let gives_score = question.question_type.gives_score();
            if gives_score && scored {
                fields.report("type", Code::Conflict, "is nps a second time: a response has one score");
            }
            if question.id == "score" && !gives_score {
                fields.report("id", Code::Conflict, "is score, which only a question of type nps can be called");
            }
            scored |= gives_score;
            questions.push(question);
        }
        fields.finish();
    }
    questions
}

/// The shorthand for the commonest survey: a question of its own for each group. Returns their names.
fn replace_follow_ups(
    fields: &mut ObjectReader<'_, '_>,
    preset: Preset,
    survey: &mut Survey,
    parser: &mut Parser,
    types: &[TypeReader],
) -> Vec<(Group, Vec<String>)> {
    if !matches!(preset, Preset::Nps | Preset::NpsTransactional | Preset::Employee) {
        fields.report("followUps", Code::Conflict, "needs a preset with a score: nps, nps-transactional or employee");
    }
    let mut named = Vec::new();
    let Some(mut groups) = fields.object("followUps") else { return named };
    let scored = survey.questions.iter().find(|question| question.question_type.gives_score());
    let scored: Vec<String> = scored.map(|question| question.id.clone()).into_iter().collect();
    for group in Group::ALL {
        let name = group.as_str();
        let Some(value) = groups.value(name) else { continue };
        let others = || survey.questions.iter().filter(|question| asks(question, group));
        let kept = others().map(|question| question.id.clone()).filter(|name| name != "reason");
        let mut follow_ups =
            FollowUps { group, taken: scored.iter().cloned().chain(kept).collect(), asked: Vec::new() };
        match value {
            Value::List(list) => {
                let list = if list.len() > limits::QUESTIONS { groups.list(name, limits::QUESTIONS) } else { list };
                for (index, item) in list.iter().enumerate() {
                    follow_ups.read(groups.item(name, index, item), parser, types);
                }
            }
            Value::Map(entries) if entries.iter().any(|(name, _)| matches!(name.as_str(), "prompt" | "type")) => {
                if let Some(fields) = groups.object(name) {
                    follow_ups.read(fields, parser, types);
                }
            }
            _ => {
                parser.site = RefSite::FollowUp(group, 0);
                let prompt = parser.localized(&mut groups, name);
                parser.site = RefSite::End;
                let question = prompt.map(|prompt| Question::new("reason", Text::default(), prompt));
                follow_ups.asked.extend(question.map(|question| question.when(Condition::In(group))));
            }
        }
        let place = survey.questions.iter().position(|question| asks(question, group));
        let place = place.unwrap_or(survey.questions.len());
        if survey.questions.get(place).is_some_and(|question| question.id == "reason") {
            survey.questions.remove(place);
        }
        named.push((group, follow_ups.asked.iter().map(|question| question.id.clone()).collect()));
        let rest = survey.questions.split_off(place);
        survey.questions.extend(follow_ups.asked);
        survey.questions.extend(rest);
    }
    groups.finish();
    if survey.questions.len() > limits::QUESTIONS {
        let message = ["has too many questions: at most ", &digits(limits::QUESTIONS as u64), " in a survey"];
        fields.report("followUps", Code::Limit, &message.concat());
    }
    named
}

/// Whether a question is asked just because of this group.
fn asks(question: &Question, group: Group) -> bool {
    matches!(question.condition, Condition::In(known) if known == group)
}

/// The questions of a group, while they are read.
struct FollowUps {
    group: Group,
    /// The names of what the group is asked besides.
    taken: Vec<String>,
    asked: Vec<Question>,
}

impl FollowUps {
    /// Reads one more question.
    fn read(&mut self, mut fields: ObjectReader<'_, '_>, parser: &mut Parser, types: &[TypeReader]) {
        let place = Place::FollowUp(self.group, self.asked.len());
        let question = question::read(&mut fields, parser, types, place);
        if let Some(question) = &question {
            let name = &question.id;
            if name == "score" || self.taken.contains(name) || self.asked.iter().any(|known| known.id == *name) {
                fields.report("id", Code::Duplicate, &[name, " is the name of another one too"].concat());
            }
            if question.question_type.gives_score() {
                fields.report("type", Code::Conflict, "is nps a second time: a response has one score");
            }
        }
        fields.finish();
        self.asked.extend(question);
    }
}

fn endings(fields: &mut ObjectReader<'_, '_>, parser: &mut Parser, is_taken: &dyn Fn(&str) -> bool) -> Vec<Ending> {
    let list = fields.list("endings", limits::ENDINGS);
    let mut endings = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let mut fields = fields.item("endings", index, item);
        let name = if fields.value("id").is_some() { fields.name("id") } else { None };
        let text = parser.localized(&mut fields, "text");
        let text = fields.need("text", text);
        let condition = parser.condition(&mut fields, RefSite::End);
        let link = fields.object("link").and_then(|mut fields| {
            let name = if fields.value("name").is_some() { fields.name("name") } else { Some("link".to_owned()) };
            if let Some(name) = name.as_ref().filter(|name| is_taken(name)) {
                fields.report("name", Code::Duplicate, &[name, " is the name of another answer too"].concat());
            }
            let mut definition = DefinitionReader { object: &mut fields, parser };
            let link = read_link(&mut definition, &name.unwrap_or_default());
            fields.finish();
            link
        });
        if let Some(text) = text {
            endings.push(Ending { name, text, link, condition });
        }
        fields.finish();
    }
    endings
}

/// What computes a value: the first whose condition holds.
type Computations = Vec<(Condition, Computation)>;

/// Computed values, by name.
fn values(
    fields: &mut ObjectReader<'_, '_>,
    parser: &mut Parser,
    answers: &mut AnswerNames,
) -> Vec<(String, Computations)> {
    let mut values: Vec<(String, Computations)> = Vec::new();
    let entries = fields.entries("values");
    if entries.len() > limits::VALUES {
        fields.report("values", Code::Limit, &too_many(limits::VALUES));
        return values;
    }
    for (name, value) in entries {
        let path = ["values.", name].concat();
        if !answers.claim(fields, &path, name) {
            continue;
        }
        let earlier: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let site = RefSite::Value(earlier.len());
        let mut computations = Vec::new();
        match value {
            Value::List(list) => {
                if list.len() > limits::BRANCHES {
                    fields.report(&path, Code::Limit, &too_many(limits::BRANCHES));
                    continue;
                }
                if list.is_empty() {
                    fields.invalid(&path, "needs at least one entry");
                }
                for (index, item) in list.iter().enumerate() {
                    let mut fields = fields.item(&path, index, item);
                    let condition = parser.condition(&mut fields, site);
                    let computation = computation(&mut fields, parser, site, &earlier);
                    computations.extend(computation.map(|computation| (condition, computation)));
                    fields.finish();
                }
            }
            value => {
                let mut fields = fields.at(&path, value);
                let computation = computation(&mut fields, parser, site, &earlier);
                computations.extend(computation.map(|computation| (Condition::Always, computation)));
                fields.finish();
            }
        }
        values.push((name.clone(), computations));
    }
    values
}

/// How one value is computed; it can use `earlier` values.
fn computation(
    fields: &mut ObjectReader<'_, '_>,
    parser: &mut Parser,
    site: RefSite,
    earlier: &[&str],
) -> Option<Computation> {
    let given: Vec<&str> = ["sum", "mean", "assign"].into_iter().filter(|name| fields.value(name).is_some()).collect();
    if given.len() != 1 {
        fields.invalid("", "needs exactly one of sum, mean and assign");
        return None;
    }
    if given[0] == "assign" {
        let value = fields.value("assign")?;
        return plain(fields, "assign", value).map(Computation::Assign);
    }
    let mut variables = Vec::new();
    let field = if given[0] == "sum" { "sum" } else { "mean" };
    if matches!(fields.value(field), Some(Value::List(list)) if list.is_empty()) {
        fields.invalid(field, "needs at least one name");
    }
    for (index, item) in fields.list(field, limits::QUESTIONS).iter().enumerate() {
        let path = fields.step(field, index);
        match item.as_text() {
            Some(name) if earlier.contains(&name) => variables.push(VariableRef::Computed(name.to_owned())),
            Some(name) => {
                let variable = VariableRef::answer(name);
                parser.references.note(fields, &path, &variable, site);
                variables.push(variable);
            }
            None => fields.invalid(&path, "needs to be the name of a question or of an earlier value"),
        }
    }
    Some(if field == "sum" { Computation::Sum(variables) } else { Computation::Mean(variables) })
}

/// A condition that holds for `group` and where `more` does.
fn within(group: Group, more: &Condition) -> Condition {
    match more {
        Condition::Predicate(test) => match test.predicate() {
            Some(predicate) => Predicate::All(vec![Predicate::Group(vec![group]), predicate.clone()]).into(),
            None => Condition::In(group),
        },
        Condition::Always | Condition::In(_) | Condition::Answer(..) => Condition::In(group),
    }
}

/// What reads a survey's definition out of a configuration.
pub(crate) fn reader(
    types: &[TypeReader],
) -> impl Fn(&mut ObjectReader<'_, '_>, Option<&str>, Option<Preset>, Option<Kind>, &Links) -> Survey {
    move |fields, id, preset, kind, links| read(fields, types, id, preset, kind, links)
}

#[cfg(test)]
mod tests;
