//! Reading conditions.

use super::references::{RefSite, References};
use crate::decode::{Code, ObjectReader};
use crate::diagnostic::too_many;
use crate::{Comparison, Condition, FactSource, Group, Predicate, Value, VariableRef, digits, limits};

/// What conditions can be about, in a survey and over its responses.
const HEADS: [&str; 12] =
    ["all", "any", "not", "group", "answer", "score", "attribute", "person", "page", "hidden", "value", "response"];

/// The names that something can have, if not any.
pub(crate) type KnownNames = Option<&'static [&'static str]>;

/// What conditions can be about.
#[derive(Clone, Copy)]
pub(crate) struct Heads {
    /// The names.
    pub(crate) names: &'static [&'static str],
    /// The facts of a page.
    pub(crate) page: &'static [&'static str],
    /// What a head stands for that isn't known here.
    pub(crate) fact: fn(&str) -> Option<(FactSource, KnownNames)>,
    /// What something is compared to where nothing is said.
    pub(crate) usual: fn(&VariableRef) -> Option<Comparison>,
}

impl Heads {
    /// A visit while it lasts.
    pub(crate) const SURVEY: Self =
        Self { names: HEADS.split_at(HEADS.len() - 1).0, page: &VariableRef::PAGE, fact: |_| None, usual: |_| None };
    /// A response.
    pub(crate) const RESPONSE: Self = Self { names: &HEADS, ..Self::SURVEY };
}

/// What parses one condition.
pub(crate) struct ConditionParser<'a> {
    references: &'a mut References,
    heads: Heads,
    site: RefSite,
    comparisons: usize,
}

impl<'a> ConditionParser<'a> {
    /// For a condition that stands at `site` and can be about `heads`.
    pub(crate) fn new(references: &'a mut References, heads: Heads, site: RefSite) -> Self {
        Self { references, heads, site, comparisons: 0 }
    }

    /// The condition in the field `if`.
    pub(crate) fn field(self, fields: &mut ObjectReader<'_, '_>) -> Condition {
        self.predicate(fields, "if").map_or(Condition::Always, Condition::from)
    }

    /// The condition in the field `name`, if there is one.
    pub(crate) fn predicate(mut self, fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Predicate> {
        let value = fields.value(name)?;
        let mut inner = fields.at(name, value);
        let predicate = read(&mut inner, &mut self, limits::CONDITION_DEPTH);
        if self.comparisons > limits::COMPARISONS {
            let message = ["has too many comparisons: at most ", &digits(limits::COMPARISONS as u64)].concat();
            inner.report("", Code::Limit, &message);
        } else {
            inner.finish();
        }
        predicate
    }
}

/// What a comparison takes, and what makes it of that.
#[derive(Clone, Copy)]
enum Operand {
    /// A text, a number or a truth.
    Plain(fn(Value) -> Comparison),
    /// Several of them.
    List(fn(Vec<Value>) -> Comparison),
    Number(fn(f64) -> Comparison),
    Text(fn(String) -> Comparison),
    Flag(fn(bool) -> Comparison),
}

/// All comparisons by their names.
const COMPARISONS: [(&str, Operand); 16] = [
    ("is", Operand::Plain(Comparison::Is)),
    ("isNot", Operand::Plain(Comparison::IsNot)),
    ("in", Operand::List(Comparison::In)),
    ("notIn", Operand::List(Comparison::NotIn)),
    ("includes", Operand::List(Comparison::Includes)),
    ("includesAny", Operand::List(Comparison::IncludesAny)),
    ("above", Operand::Number(Comparison::Above)),
    ("atLeast", Operand::Number(Comparison::AtLeast)),
    ("below", Operand::Number(Comparison::Below)),
    ("atMost", Operand::Number(Comparison::AtMost)),
    ("contains", Operand::Text(Comparison::Contains)),
    ("containsNot", Operand::Text(Comparison::ContainsNot)),
    ("startsWith", Operand::Text(Comparison::StartsWith)),
    ("endsWith", Operand::Text(Comparison::EndsWith)),
    ("matches", Operand::Text(Comparison::Matches)),
    ("empty", Operand::Flag(Comparison::Empty)),
];

/// The condition that `fields` have.
fn read(fields: &mut ObjectReader<'_, '_>, parser: &mut ConditionParser<'_>, depth: usize) -> Option<Predicate> {
    // Known, whatever else is wrong.
    let heads = parser.heads.names;
    for name in heads.iter().copied().chain(COMPARISONS.map(|(name, _)| name)) {
        fields.value(name);
    }
    if depth == 0 {
        let message = ["is nested too deeply: at most ", &digits(limits::CONDITION_DEPTH as u64), " levels"].concat();
        fields.report("", Code::Limit, &message);
        return None;
    }
    let mut given = heads.iter().copied().filter(|name| fields.value(name).is_some());
    let (head, second) = (given.next(), given.next());
    drop(given);
    if let (Some(head), Some(second)) = (head, second) {
        let message =
            ["has both ", head, " and ", second, ": one condition asks about one thing; combine them with all"]
                .concat();
        fields.report("", Code::Conflict, &message);
        return None;
    }
    let Some(head) = head else {
        fields.report("", Code::Value, &["needs one of: ", &heads.join(", ")].concat());
        return None;
    };
    match head {
        "all" => Some(Predicate::All(several(fields, head, parser, depth))),
        "any" => Some(Predicate::Any(several(fields, head, parser, depth))),
        "not" => {
            let mut inner = fields.object("not")?;
            let test = read(&mut inner, parser, depth - 1);
            inner.finish();
            test.map(|test| Predicate::Not(Box::new(test)))
        }
        _ => {
            parser.comparisons += 1;
            if head == "group" {
                parser.references.note(fields, "group", &VariableRef::Group, parser.site);
                Some(Predicate::Group(groups(fields)))
            } else {
                compare(fields, head, parser)
            }
        }
    }
}

fn several(
    fields: &mut ObjectReader<'_, '_>,
    name: &'static str,
    parser: &mut ConditionParser<'_>,
    depth: usize,
) -> Vec<Predicate> {
    let list = fields.list(name, limits::COMPARISONS);
    if matches!(fields.value(name), Some(Value::List(list)) if list.is_empty()) {
        fields.invalid(name, "needs at least one condition");
    }
    let mut tests = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let mut inner = fields.item(name, index, item);
        tests.extend(read(&mut inner, parser, depth - 1));
        inner.finish();
    }
    tests
}

fn groups(fields: &mut ObjectReader<'_, '_>) -> Vec<Group> {
    let names = fields.words("group");
    let groups: Vec<_> = names.iter().filter_map(|name| Group::from_name(name)).collect();
    if groups.is_empty() || groups.len() < names.len() {
        fields.invalid("group", "needs to be detractor, passive or promoter, or a list of them");
    }
    groups
}

fn compare(
    fields: &mut ObjectReader<'_, '_>,
    head: &'static str,
    parser: &mut ConditionParser<'_>,
) -> Option<Predicate> {
    let source = if head == "score" {
        if fields.flag("score") != Some(true) {
            fields.invalid("score", "needs to be true, beside a comparison such as \"below\": 7");
        }
        VariableRef::Score
    } else {
        let longest = if head == "element" { limits::LABEL } else { 2 * limits::IDENTIFIER + 1 };
        let name = fields.text(head, longest)?;
        if name.is_empty() {
            fields.invalid(head, "needs a name");
            return None;
        }
        match head {
            "answer" => VariableRef::answer(&name),
            "attribute" => VariableRef::Attribute(name),
            "person" => VariableRef::Person(name),
            "hidden" => VariableRef::Hidden(name),
            "page" => VariableRef::Page(one_of(fields, head, name, parser.heads.page)?),
            "response" if !VariableRef::is_of_response(&name) => {
                let message = ["needs to be one of: ", &VariableRef::RESPONSE.join(", ")].concat();
                fields.report("response", Code::Value, &message);
                return None;
            }
            "response" => VariableRef::Response(name),
            _ => match (parser.heads.fact)(head) {
                Some((source, Some(known))) => VariableRef::Fact(source, one_of(fields, head, name, known)?),
                Some((source, None)) => VariableRef::Fact(source, name),
                None => VariableRef::Computed(name),
            },
        }
    };
    parser.references.note(fields, head, &source, parser.site);
    if let VariableRef::Answer(name, field) = &source {
        expect(fields, parser.references, name, field.as_deref());
    }
    let mut comparisons = comparisons(fields);
    if comparisons.is_empty() {
        comparisons.extend((parser.heads.usual)(&source));
    }
    if comparisons.is_empty() {
        fields.invalid("", "needs a comparison, such as \"is\": \"late\", \"atLeast\": 3 or \"empty\": false");
    }
    Some(Predicate::Compare(source, comparisons))
}

/// `name`, if it is one of `known`.
fn one_of(fields: &mut ObjectReader<'_, '_>, head: &str, name: String, known: &[&str]) -> Option<String> {
    let is_known = known.contains(&name.as_str());
    if !is_known {
        fields.report(head, Code::Value, &["needs to be one of: ", &known.join(", ")].concat());
    }
    is_known.then_some(name)
}

/// Notes which words the answer `name`, or a field of it, is compared to. Whether it can be them is known only when
/// the question has been read.
fn expect(fields: &mut ObjectReader<'_, '_>, references: &mut References, name: &str, field: Option<&str>) {
    for operator in ["is", "isNot", "in", "notIn", "includes", "includesAny"] {
        let words = match fields.value(operator) {
            Some(Value::List(items)) if items.len() <= limits::CHOICES => items.as_slice(),
            Some(word) => std::slice::from_ref(word),
            None => continue,
        };
        for word in words.iter().filter_map(Value::as_text) {
            references.expect(fields, operator, name, field, word);
        }
    }
}

fn comparisons(fields: &mut ObjectReader<'_, '_>) -> Vec<Comparison> {
    let mut list = Vec::new();
    for (name, operand) in COMPARISONS {
        list.extend(match operand {
            Operand::Plain(make) => plain(fields, name).map(make),
            Operand::List(make) => values(fields, name).map(make),
            Operand::Number(make) => number(fields, name).map(make),
            Operand::Text(make) => fields.text(name, limits::LABEL).map(make),
            Operand::Flag(make) => fields.flag(name).map(make),
        });
    }
    list
}

/// Several texts, numbers or truths; for what a list includes, one text as well.
fn values(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    match fields.value(name)? {
        Value::List(items) if items.is_empty() => fields.invalid(name, "needs at least one entry"),
        Value::List(items) if items.len() <= limits::CHOICES => {
            for item in items {
                match item {
                    Value::List(_) | Value::Map(_) | Value::Null => {
                        fields.invalid(name, "needs to be a list of texts, numbers or truths");
                    }
                    item => values.push(item.clone()),
                }
            }
        }
        Value::List(_) => fields.report(name, Code::Limit, &too_many(limits::CHOICES)),
        Value::Text(text) if name.starts_with("includes") => values.push(Value::from(text.as_str())),
        _ => fields.invalid(name, "needs to be a list of texts, numbers or truths"),
    }
    Some(values)
}

fn number(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<f64> {
    match fields.value(name)? {
        Value::Number(number) => Some(*number),
        other => {
            fields.report(name, Code::Value, &["needs to be a number, and is ", other.type_name()].concat());
            None
        }
    }
}

/// A text, a number or a truth.
fn plain(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Value> {
    let value = fields.value(name)?;
    match value {
        Value::List(_) | Value::Map(_) => {
            fields.invalid(name, "needs to be text, a number, or true or false");
            None
        }
        value => Some(value.clone()),
    }
}
