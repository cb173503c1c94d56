//! Reading questions: what all have in common. The rest is their type's.

use super::words::{Place, Reader};
use super::{names, within};
use crate::decode::{Code, ObjectReader};
use crate::question::field::DefinitionReader;
use crate::question::{DefinedType, Definition, Text, TypeRegistry};
use crate::{Branch, Group, Question, Target, limits};

/// Reads a question. One that follows up on a score is asked of its `group`, and has a name and a type already;
/// `index` is its place among the survey's questions.
pub(super) fn read(
    fields: &mut ObjectReader<'_, '_>,
    reader: &mut Reader,
    types: &TypeRegistry,
    group: Option<Group>,
    index: usize,
) -> Option<Question> {
    let place = if index == usize::MAX { Place::Ending } else { Place::Before(index) };
    reader.place = place;
    let id = fields.name("id");
    let id = match group {
        Some(_) if id.is_none() => Some("reason".to_owned()),
        _ => fields.need("id", id),
    };
    let prompt = reader.wording(fields, "prompt");
    let prompt = fields.need("prompt", prompt);
    let help = reader.wording(fields, "help");
    let condition = reader.condition(fields, place);
    let definition = definition(fields, types, group.is_some());
    let question_type =
        definition.and_then(|definition| (definition.read)(&mut DefinitionReader { object: fields, texts: reader }));
    // What has no answer can't be required.
    let required = match &question_type {
        Some(question_type) if !question_type.expects_answer() => false,
        _ => fields.flag("required").unwrap_or_default(),
    };
    let next = ways(fields, reader, index);
    if definition.is_none() {
        fields.allow_unknown();
    }
    reader.place = Place::Ending;
    let condition = match group {
        Some(group) => within(group, condition),
        None => condition,
    };
    Some(Question { id: id?, question_type: question_type?, prompt: prompt?, required, condition, help, next })
}

/// What the field `type` names. Follow-ups are questions for words unless they say otherwise.
fn definition(
    fields: &mut ObjectReader<'_, '_>,
    types: &TypeRegistry,
    is_follow_up: bool,
) -> Option<&'static Definition> {
    let names: Vec<(&str, &'static Definition)> =
        types.definitions().iter().map(|definition| (definition.name, *definition)).collect();
    let named = fields.one_of("type", &names);
    if named.is_none() && is_follow_up && fields.value("type").is_none() {
        return Text::DEFINITIONS.first();
    }
    fields.need("type", named)
}

/// Where the question goes on, other than to the next one.
fn ways(fields: &mut ObjectReader<'_, '_>, reader: &mut Reader, index: usize) -> Vec<Branch> {
    let list = fields.list("next", limits::BRANCHES);
    if index == usize::MAX && !list.is_empty() {
        fields.invalid("next", "is for surveys with `questions`: follow-ups are asked one after the other");
        return Vec::new();
    }
    let mut jumps = Vec::new();
    let mut last = false;
    for (number, item) in list.iter().enumerate() {
        let mut fields = fields.item("next", number, item);
        if last {
            fields.report("", Code::Ignored, "is never looked at: the way before it is always taken");
        }
        last |= fields.value("if").is_none();
        let condition = reader.condition(&mut fields, Place::After(index));
        let goto = fields.text("goto", limits::IDENTIFIER);
        if let Some(name) = fields.need("goto", goto) {
            let target = match name.as_str() {
                "end" => Some(Target::End),
                "" => None,
                name => {
                    let question = reader.questions.iter().position(|known| known == name).map(Target::Question);
                    question.or_else(|| reader.endings.iter().position(|known| known == name).map(Target::Ending))
                }
            };
            match target {
                Some(target) => jumps.push(Branch { condition, target }),
                None => {
                    let message = ["names ", &name, ", and there is no question or ending of that name"];
                    fields.report("goto", Code::Reference, &message.concat());
                }
            }
        }
        fields.finish();
    }
    jumps
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
