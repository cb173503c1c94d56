//! Reading a survey's definition: every problem at once, each with its path.
//!
//! [`read`] takes the fields of a definition out of a document and builds the [`Survey`]; [`crate::lint`] says what
//! is wrong with one without showing it. Both go through the same code. What can be judged field by field is judged
//! here; what needs all questions together (circles, unreachable questions, references) is judged in `flow`.

mod condition;
mod flow;
pub(crate) mod names;
mod question;
pub(crate) mod words;

use crate::decode::{Code, ObjectReader};
use crate::diagnostic::too_many;
use crate::question::field::DefinitionReader;
use crate::question::{Text, TypeRegistry, read_link};
use crate::{
    Computation, Condition, Ending, Extras, Group, Kind, Links, MessageKey, Predicate, Preset, Question, Survey, Value,
    VariableRef, limits,
};
use words::Reader;

/// Reads the survey that a document defines: by a preset, by a preset with follow-ups of its own, or by questions.
/// `id` is what the document calls it. What is wrong is said to `fields`; the survey is worth something only if
/// nothing is.
fn read(
    fields: &mut ObjectReader<'_, '_>,
    types: &TypeRegistry,
    id: Option<&str>,
    preset: Option<Preset>,
    kind: Option<Kind>,
    links: &Links,
) -> Survey {
    // An editor's business; named so that it isn't unknown.
    fields.value("$schema");
    let version = fields.whole("version", 1, u32::MAX).unwrap_or(1);
    let mut reader = Reader::new(languages(fields));
    reader.learn_values(fields);
    let mut hidden = hidden(fields, &mut reader);
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
        reader.learn(fields);
        let questions = questions(fields, &mut reader, types);
        Survey::new(id.unwrap_or_default().to_owned(), kind.unwrap_or(Kind::Relational), questions, Vec::new())
    } else {
        let preset = preset.unwrap_or_default();
        let mut survey = preset.survey(id.unwrap_or(preset.name()).to_owned(), kind, links);
        if follow_ups {
            replace_follow_ups(fields, preset, &mut survey, &mut reader, types);
        }
        reader.learn_preset(fields, &survey);
        survey
    };
    let endings = endings(fields, &mut reader);
    if !endings.is_empty() {
        survey.endings = endings;
    } else if !own {
        for link in survey.endings.iter().filter_map(|ending| ending.link.as_ref()) {
            if reader.is_taken(&link.name) {
                let message = [&link.name, " is the name of an answer, and of the link that the survey ends with"];
                fields.report("", Code::Duplicate, &message.concat());
                break;
            }
        }
    } else {
        survey.endings =
            vec![Ending { name: None, text: MessageKey::ThanksEnd.into(), link: None, condition: Condition::Always }];
    }
    let values = values(fields, &mut reader);
    survey.version = version;
    let linked = survey.endings.iter().any(|ending| ending.link.is_some());
    if reader.answers() + usize::from(linked) > limits::ENTRIES {
        let message = format!(
            "has too many answers: questions, hidden fields, values and an ending’s link together at most {}",
            limits::ENTRIES
        );
        fields.report("", Code::Limit, &message);
    }
    flow::check(fields, &survey, &reader);
    hidden.truncate(limits::HIDDEN);
    survey.extras = Extras { languages: reader.finish(fields), values, hidden };
    survey
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
fn hidden(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader) -> Vec<(String, Value)> {
    let mut hidden = Vec::new();
    if let Some(Value::Map(entries)) = fields.value("hidden")
        && entries.len() > limits::HIDDEN
    {
        fields.report("hidden", Code::Limit, &too_many(limits::HIDDEN));
        return hidden;
    }
    for (name, value) in fields.entries("hidden") {
        let path = ["hidden.", name].concat();
        if !reader.name(fields, &path, name) {
            continue;
        }
        hidden.extend(reader.plain(fields, &path, value).map(|value| (name.clone(), value)));
    }
    hidden
}

fn questions(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader, types: &TypeRegistry) -> Vec<Question> {
    let list = fields.list("questions", limits::QUESTIONS);
    if list.is_empty() && matches!(fields.value("questions"), Some(Value::List(list)) if list.is_empty()) {
        fields.invalid("questions", "needs at least one question");
    }
    let mut questions = Vec::new();
    let mut scored = false;
    for (index, item) in list.iter().enumerate() {
        let mut fields = fields.item("questions", index, item);
        if let Some(question) = question::read(&mut fields, reader, types, None, index) {
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

/// The shorthand for the commonest survey: a question of its own for each group.
fn replace_follow_ups(
    fields: &mut ObjectReader<'_, '_>,
    preset: Preset,
    survey: &mut Survey,
    reader: &mut Reader,
    types: &TypeRegistry,
) {
    if !matches!(preset, Preset::Nps | Preset::NpsTransactional | Preset::Employee) {
        fields.report("followUps", Code::Conflict, "needs a preset with a score: nps, nps-transactional or employee");
    }
    let Some(mut groups) = fields.object("followUps") else { return };
    let scored = survey.questions.iter().find(|question| question.question_type.gives_score());
    reader.scored = scored.map(|question| question.id.clone());
    for group in Group::ALL {
        let name = group.as_str();
        let Some(value) = groups.value(name) else { continue };
        // A group's questions can refer to the score and to those before them.
        reader.questions = reader.scored.iter().cloned().collect();
        let others = || survey.questions.iter().filter(|question| question.condition == Condition::In(group));
        let kept: Vec<_> = others().map(|question| question.id.as_str()).filter(|name| *name != "reason").collect();
        let mut asked = Vec::new();
        match value {
            Value::List(list) => {
                let list = if list.len() > limits::QUESTIONS { groups.list(name, limits::QUESTIONS) } else { list };
                for (index, item) in list.iter().enumerate() {
                    asked.extend(follow_up(groups.item(name, index, item), reader, types, group, &kept));
                }
            }
            Value::Map(entries) if entries.iter().any(|(name, _)| matches!(name.as_str(), "prompt" | "type")) => {
                asked.extend(groups.object(name).and_then(|fields| follow_up(fields, reader, types, group, &kept)));
            }
            _ => {
                let prompt = reader.wording(&mut groups, name);
                let question = prompt.map(|prompt| Question::new("reason", Text::default(), prompt));
                asked.extend(question.map(|question| question.when(Condition::In(group))));
            }
        }
        let place = survey.questions.iter().position(|question| question.condition == Condition::In(group));
        let place = place.unwrap_or(survey.questions.len());
        if survey.questions.get(place).is_some_and(|question| question.id == "reason") {
            survey.questions.remove(place);
        }
        survey.questions.splice(place..place, asked);
    }
    groups.finish();
    if survey.questions.len() > limits::QUESTIONS {
        fields.report(
            "followUps",
            Code::Limit,
            &format!("has too many questions: at most {} in a survey", limits::QUESTIONS),
        );
    }
}

/// One question of a group; `kept` are the names of what the group is asked besides.
fn follow_up(
    mut fields: ObjectReader<'_, '_>,
    reader: &mut Reader,
    types: &TypeRegistry,
    group: Group,
    kept: &[&str],
) -> Option<Question> {
    let question = question::read(&mut fields, reader, types, Some(group), usize::MAX);
    if let Some(question) = &question {
        let name = &question.id;
        if name == "score" || reader.questions.contains(name) || kept.contains(&name.as_str()) {
            fields.report("id", Code::Duplicate, &[name, " is the name of another one too"].concat());
        }
        if question.question_type.gives_score() {
            fields.report("type", Code::Conflict, "is nps a second time: a response has one score");
        }
        reader.questions.push(name.clone());
    }
    fields.finish();
    question
}

fn endings(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader) -> Vec<Ending> {
    let list = fields.list("endings", limits::ENDINGS);
    let mut endings = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let mut fields = fields.item("endings", index, item);
        let name = if fields.value("id").is_some() { fields.name("id") } else { None };
        let text = reader.wording(&mut fields, "text");
        let text = fields.need("text", text);
        let condition = reader.condition(&mut fields, words::Place::Ending);
        let link = fields.object("link").and_then(|mut fields| {
            let name = if fields.value("name").is_some() { fields.name("name") } else { Some("link".to_owned()) };
            if let Some(name) = name.as_ref().filter(|name| reader.is_taken(name)) {
                fields.report("name", Code::Duplicate, &[name, " is the name of another answer too"].concat());
            }
            let mut definition = DefinitionReader { object: &mut fields, texts: reader };
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

/// Computed values, by name.
fn values(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader) -> Vec<(String, Vec<(Condition, Computation)>)> {
    let mut values = Vec::new();
    let entries = fields.entries("values");
    if entries.len() > limits::VALUES {
        fields.report("values", Code::Limit, &too_many(limits::VALUES));
        return values;
    }
    reader.in_values = true;
    for (name, value) in entries {
        let path = ["values.", name].concat();
        if !reader.name(fields, &path, name) {
            continue;
        }
        let mut ways = Vec::new();
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
                    let condition = reader.condition(&mut fields, words::Place::Ending);
                    ways.extend(computation(&mut fields, reader).map(|computation| (condition, computation)));
                    fields.finish();
                }
            }
            value => {
                let mut fields = fields.at(&path, value);
                ways.extend(computation(&mut fields, reader).map(|computation| (Condition::Always, computation)));
                fields.finish();
            }
        }
        reader.values.push(name.clone());
        values.push((name.clone(), ways));
    }
    reader.in_values = false;
    values
}

fn computation(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader) -> Option<Computation> {
    let given: Vec<&str> = ["sum", "mean", "assign"].into_iter().filter(|name| fields.value(name).is_some()).collect();
    if given.len() != 1 {
        fields.invalid("", "needs exactly one of sum, mean and assign");
        return None;
    }
    if given[0] == "assign" {
        let value = fields.value("assign")?;
        return reader.plain(fields, "assign", value).map(Computation::Assign);
    }
    let mut sources = Vec::new();
    let field = if given[0] == "sum" { "sum" } else { "mean" };
    if matches!(fields.value(field), Some(Value::List(list)) if list.is_empty()) {
        fields.invalid(field, "needs at least one name");
    }
    for (index, item) in fields.list(field, limits::QUESTIONS).iter().enumerate() {
        let path = fields.step(field, index);
        match item.as_text() {
            Some(name) if reader.values.iter().any(|known| known == name) => {
                sources.push(VariableRef::Computed(name.to_owned()));
            }
            Some(name) => {
                let source = VariableRef::answer(name);
                reader.refer(fields, &path, &source, words::Place::Ending);
                sources.push(source);
            }
            None => fields.invalid(&path, "needs to be the name of a question or of an earlier value"),
        }
    }
    Some(if field == "sum" { Computation::Sum(sources) } else { Computation::Mean(sources) })
}

/// A condition that holds for `group` and where `more` does.
fn within(group: Group, more: Condition) -> Condition {
    match more {
        Condition::Predicate(test) => Condition::Predicate(Predicate::All(vec![Predicate::Group(vec![group]), test])),
        _ => Condition::In(group),
    }
}

/// What reads a survey's definition out of a configuration.
pub(crate) fn reader(
    types: &TypeRegistry,
) -> impl Fn(&mut ObjectReader<'_, '_>, Option<&str>, Option<Preset>, Option<Kind>, &Links) -> Survey {
    move |fields, id, preset, kind, links| read(fields, types, id, preset, kind, links)
}

#[cfg(test)]
mod tests;
