//! Reading questions: what all have in common. The rest is their type's.

use super::parser::Parser;
use super::references::{Outline, RefSite};
use super::{names, within};
use crate::decode::{Code, ObjectReader};
use crate::question::TypeReader;
use crate::question::field::DefinitionReader;
use crate::{Branch, Group, Question, Target, limits};

/// Which question of a survey it is.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The one at this index of the survey's own questions.
    Own(usize, &'a Outline),
    /// The one at this index of those that follow up on a group's score. It has a name and a type already.
    FollowUp(Group, usize),
}

/// Reads a question.
pub(super) fn read(
    fields: &mut ObjectReader<'_, '_>,
    parser: &mut Parser,
    types: &[TypeReader],
    place: Place<'_>,
) -> Option<Question> {
    let (group, site) = match place {
        Place::Own(index, _) => (None, RefSite::Before(index)),
        Place::FollowUp(group, index) => (Some(group), RefSite::FollowUp(group, index)),
    };
    parser.site = site;
    let id = fields.name("id");
    let id = match group {
        Some(_) if id.is_none() => Some("reason".to_owned()),
        _ => fields.need("id", id),
    };
    let prompt = parser.localized(fields, "prompt");
    let prompt = fields.need("prompt", prompt);
    let help = parser.localized(fields, "help");
    let condition = parser.condition(fields, site);
    let reader = type_reader(fields, types, group.is_some());
    let question_type = reader.and_then(|reader| (reader.read)(&mut DefinitionReader { object: fields, parser }));
    // What has no answer can't be required.
    let required = match &question_type {
        Some(question_type) if !question_type.expects_answer() => false,
        _ => fields.flag("required").unwrap_or_default(),
    };
    let next = match place {
        Place::Own(index, outline) => branches(fields, parser, index, outline),
        Place::FollowUp(..) => no_branches(fields),
    };
    if reader.is_none() {
        fields.allow_unknown();
    }
    parser.site = RefSite::End;
    let condition = match group {
        Some(group) => within(group, &condition),
        None => condition,
    };
    Some(Question {
        id: id?,
        question_type: question_type?,
        prompt: prompt?,
        mild_prompt: None,
        required,
        condition,
        help,
        next,
    })
}

/// What reads the type that the field `type` names. Follow-ups are questions for words unless they say otherwise.
fn type_reader(fields: &mut ObjectReader<'_, '_>, types: &[TypeReader], is_follow_up: bool) -> Option<TypeReader> {
    let names: Vec<(&str, TypeReader)> = types.iter().map(|reader| (reader.name, *reader)).collect();
    let named = fields.one_of("type", &names);
    if named.is_none() && is_follow_up && fields.value("type").is_none() {
        return types.iter().find(|reader| reader.name == "text").copied();
    }
    fields.need("type", named)
}

/// Follow-ups have none.
fn no_branches(fields: &mut ObjectReader<'_, '_>) -> Vec<Branch> {
    if !fields.list("next", limits::BRANCHES).is_empty() {
        fields.invalid("next", "is for surveys with `questions`: follow-ups are asked one after the other");
    }
    Vec::new()
}

/// Where the question goes on, other than to the next one.
fn branches(fields: &mut ObjectReader<'_, '_>, parser: &mut Parser, index: usize, outline: &Outline) -> Vec<Branch> {
    let list = fields.list("next", limits::BRANCHES);
    let mut branches = Vec::new();
    let mut last = false;
    for (number, item) in list.iter().enumerate() {
        let mut fields = fields.item("next", number, item);
        if last {
            fields.report("", Code::Ignored, "is never looked at: the way before it is always taken");
        }
        last |= fields.value("if").is_none();
        let condition = parser.condition(&mut fields, RefSite::After(index));
        let goto = fields.text("goto", limits::IDENTIFIER);
        if let Some(name) = fields.need("goto", goto) {
            let target = match name.as_str() {
                "end" => Some(Target::End),
                "" => None,
                name => {
                    let question = outline.questions.iter().position(|known| known == name).map(Target::Question);
                    question.or_else(|| outline.endings.iter().position(|known| known == name).map(Target::Ending))
                }
            };
            match target {
                Some(target) => branches.push(Branch { condition, target }),
                None => {
                    let message = ["names ", &name, ", and there is no question or ending of that name"];
                    fields.report("goto", Code::Reference, &message.concat());
                }
            }
        }
        fields.finish();
    }
    branches
}

impl ObjectReader<'_, '_> {
    /// A name: see `names::is_name`.
    pub(crate) fn name(&mut self, field: &'static str) -> Option<String> {
        let text = self.text(field, limits::IDENTIFIER)?;
        if !names::is_name(&text) {
            self.invalid(field, &names::name_rule());
            return None;
        }
        Some(text)
    }
}
