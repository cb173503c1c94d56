//! What a response says, for conditions and templates.

use crate::condition::Lookup;
use crate::{Timestamp, Value, VariableRef};

/// A response as its document. It may have been changed by the page: nothing of it is relied upon.
pub(super) struct Document<'a>(pub(super) &'a Value);

impl Document<'_> {
    /// What stands at a path of names with dots between them. Names have no dots; what an answer is called might, so
    /// the longest name that fits is taken.
    fn at(&self, path: &str) -> Option<&Value> {
        walk(self.0, path)
    }

    /// The moment in the field `name`, in milliseconds since 1970.
    pub(super) fn millis(&self, name: &str) -> Option<Value> {
        let moment = Timestamp::parse(self.at(name)?.as_text()?)?;
        Some(Value::from(moment.millis() as f64))
    }
}

fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    let mut dots = path.bytes().enumerate().filter(|(_, byte)| *byte == b'.').map(|(at, _)| at);
    dots.find_map(|dot| walk(value.get(path.get(..dot)?)?, path.get(dot + 1..)?))
}

impl Lookup for Document<'_> {
    fn lookup(&self, source: &VariableRef) -> Option<Value> {
        let of = |whole: &str, name: &str| self.0.get(whole)?.get(name);
        let found = match source {
            // No part of a response.
            VariableRef::Product | VariableRef::Fact(..) => None,
            VariableRef::Score => self.0.get("score"),
            VariableRef::Group => self.0.get("group"),
            VariableRef::Answer(name, None) | VariableRef::Hidden(name) | VariableRef::Computed(name) => {
                of("answers", name)
            }
            VariableRef::Answer(name, Some(field)) => of("answers", name).and_then(|answer| answer.get(field)),
            VariableRef::Attribute(name) => of("attributes", name),
            VariableRef::Person(name) => of("person", name),
            VariableRef::Page(name) if name == "language" => self.0.get("locale"),
            VariableRef::Page(name) => of("page", name),
            VariableRef::Response(path) => self.at(path),
        };
        found.filter(|value| !value.is_null()).cloned()
    }
}
