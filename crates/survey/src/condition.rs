//! When a question is asked, a way taken, an ending reached.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::letter_case::lowercase;
use crate::value::joined;
use crate::{Group, Value, VariableRef};

/// What conditions are about: a visit while it lasts, or what it came to.
pub trait Lookup {
    /// What is known of `source`.
    fn lookup(&self, variable: &VariableRef) -> Option<Value>;
}

/// What has to be the case.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Nothing.
    Always,
    /// The score given puts the visitor in this group.
    In(Group),
    /// The question of this name has this answer.
    Answer(&'static str, &'static str),
    /// What a survey's own definition asks for.
    Predicate(Arc<dyn Test>),
}

impl Condition {
    /// Whether nothing has to be the case.
    pub(crate) const fn is_always(&self) -> bool {
        matches!(self, Self::Always)
    }

    /// Whether it is the case, as far as is known.
    pub(crate) fn holds(&self, known: &dyn Lookup) -> bool {
        match self {
            Self::Always => true,
            Self::In(group) => is_in(known, *group),
            Self::Answer(question, answer) => {
                known.lookup(&VariableRef::answer(question)).is_some_and(|value| value.as_text() == Some(answer))
            }
            Self::Predicate(predicate) => predicate.holds(known),
        }
    }
}

/// What has to be the case by a survey's own definition: a [`Predicate`]. An object like a question's type, so that what
/// makes comparisons is downloaded with what reads definitions.
pub trait Test: Any + Send + Sync {
    /// Whether it is the case, as far as is known.
    fn holds(&self, known: &dyn Lookup) -> bool;
}

impl dyn Test {
    /// What it is made of.
    pub(crate) fn predicate(&self) -> Option<&Predicate> {
        (self as &dyn Any).downcast_ref()
    }
}

impl fmt::Debug for dyn Test {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Predicate")
    }
}

impl PartialEq for dyn Test {
    fn eq(&self, other: &Self) -> bool {
        self.predicate() == other.predicate()
    }
}

/// A condition that is made of comparisons.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of them hold.
    All(Vec<Predicate>),
    /// At least one of them holds.
    Any(Vec<Predicate>),
    /// It doesn't hold.
    Not(Box<Predicate>),
    /// The score puts the visitor in one of these groups.
    Group(Vec<Group>),
    /// What is known compares to all of these as they say.
    Compare(VariableRef, Vec<Comparison>),
}

/// One comparison with something known.
///
/// Texts are compared without regard to case. What isn't known is empty: then the negative comparisons hold, and no
/// other does.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the definition, and say it")]
pub enum Comparison {
    Is(Value),
    IsNot(Value),
    In(Vec<Value>),
    NotIn(Vec<Value>),
    Above(f64),
    AtLeast(f64),
    Below(f64),
    AtMost(f64),
    Contains(String),
    ContainsNot(String),
    StartsWith(String),
    EndsWith(String),
    /// `*` stands for any text, and nothing else has a meaning.
    Matches(String),
    /// A list has all of these.
    Includes(Vec<Value>),
    /// A list has one of these.
    IncludesAny(Vec<Value>),
    Empty(bool),
}

impl From<Predicate> for Condition {
    fn from(predicate: Predicate) -> Self {
        Self::Predicate(Arc::new(predicate))
    }
}

impl Test for Predicate {
    fn holds(&self, known: &dyn Lookup) -> bool {
        match self {
            Self::All(predicates) => predicates.iter().all(|predicate| predicate.holds(known)),
            Self::Any(predicates) => predicates.iter().any(|predicate| predicate.holds(known)),
            Self::Not(predicate) => !predicate.holds(known),
            Self::Group(groups) => groups.iter().any(|group| is_in(known, *group)),
            Self::Compare(variable, comparisons) => {
                let value = known.lookup(variable).unwrap_or_default();
                comparisons.iter().all(|comparison| comparison.holds(&value))
            }
        }
    }
}

/// Whether the score puts the visitor in `group`.
fn is_in(known: &dyn Lookup, group: Group) -> bool {
    known.lookup(&VariableRef::Group).is_some_and(|value| value.as_text() == Some(group.as_str()))
}

impl Comparison {
    /// Whether `known` compares so.
    pub(crate) fn holds(&self, known: &Value) -> bool {
        // Attributes of a tag are texts, whatever they say.
        let number = || match known {
            Value::Number(number) => Some(*number),
            Value::Text(text) => crate::decode::parse_number(text.trim_ascii()),
            _ => None,
        };
        let text = |part: &str, fits: fn(&str, &str) -> bool| {
            !known.is_null() && fits(&lowercase(&text_of(known)), &lowercase(part))
        };
        match self {
            Self::Is(value) => is(known, value),
            Self::IsNot(value) => !is(known, value),
            Self::In(values) => values.iter().any(|value| is(known, value)),
            Self::NotIn(values) => !values.iter().any(|value| is(known, value)),
            Self::Above(bound) => number().is_some_and(|number| number > *bound),
            Self::AtLeast(bound) => number().is_some_and(|number| number >= *bound),
            Self::Below(bound) => number().is_some_and(|number| number < *bound),
            Self::AtMost(bound) => number().is_some_and(|number| number <= *bound),
            Self::Contains(part) => text(part, contains),
            Self::ContainsNot(part) => !text(part, contains),
            Self::StartsWith(start) => text(start, |text, start| text.starts_with(start)),
            Self::EndsWith(end) => text(end, |text, end| text.ends_with(end)),
            Self::Matches(pattern) => text(pattern, matches),
            Self::Includes(values) => values.iter().all(|value| is(known, value)),
            Self::IncludesAny(values) => values.iter().any(|value| is(known, value)),
            Self::Empty(empty) => is_empty(known) == *empty,
        }
    }
}

/// Whether what is known is `value`, or a list that has it.
fn is(known: &Value, value: &Value) -> bool {
    match (known, value) {
        (Value::List(list), _) => list.iter().any(|item| is(item, value)),
        (Value::Text(known), Value::Text(text)) => lowercase(known) == lowercase(text),
        // What a visitor wrote beside "other" is an answer of that name.
        (Value::Map(_), Value::Text(text)) => known.get(text).is_some(),
        _ => known == value,
    }
}

fn is_empty(known: &Value) -> bool {
    match known {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(list) => list.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What is known as text; of several things, one a line.
fn text_of(known: &Value) -> String {
    match known {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::Number(number) => crate::json::number_text(*number),
        Value::List(list) => joined(&mut list.iter().map(text_of), "\n"),
        Value::Map(map) => joined(&mut map.iter().map(|(_, value)| text_of(value)), "\n"),
    }
}

/// Whether `part` stands somewhere in `text`. The standard library's search is made for longer texts: 1 kB of the
/// download.
fn contains(text: &str, part: &str) -> bool {
    part.is_empty() || text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// Whether `text` is as `pattern` has it, in which `*` stands for any text. Every star takes as little as it can, and
/// more only when what follows it doesn't fit: nothing is tried twice.
fn matches(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.as_bytes(), pattern.as_bytes());
    let (mut at, mut in_text) = (0, 0);
    let mut retry = None;
    while in_text < text.len() {
        if pattern.get(at) == Some(&b'*') {
            at += 1;
            retry = Some((at, in_text));
        } else if pattern.get(at) == Some(&text[in_text]) {
            at += 1;
            in_text += 1;
        } else if let Some((after_star, from)) = retry {
            at = after_star;
            in_text = from + 1;
            retry = Some((after_star, from + 1));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn comparisons_hold_as_documented() {
        use Comparison::*;
        let text = |text: &str| text.to_owned();
        let table = [
            ("\"Späť\"", Is(value("\"SPÄŤ\"")), true),
            ("5", Is(value("5")), true),
            ("5", Is(value("\"5\"")), false),
            ("true", IsNot(value("false")), true),
            ("null", Is(value("\"a\"")), false),
            ("null", IsNot(value("\"a\"")), true),
            ("[\"a\", \"b\"]", Is(value("\"B\"")), true),
            ("[\"a\", {\"other\": \"x\"}]", Is(value("\"other\"")), true),
            ("\"b\"", In(vec![value("\"a\""), value("\"b\"")]), true),
            ("null", NotIn(vec![value("\"a\"")]), true),
            ("7", Above(7.0), false),
            ("7", AtLeast(7.0), true),
            ("7", Below(7.5), true),
            ("7", AtMost(6.0), false),
            ("null", AtMost(6.0), false),
            ("\"7\"", AtLeast(7.0), true),
            ("\"7.5\"", Below(7.0), false),
            ("\"seven\"", AtLeast(1.0), false),
            ("\"The parcel came LATE\"", Contains(text("late")), true),
            ("null", Contains(text("late")), false),
            ("null", ContainsNot(text("late")), true),
            ("null", Contains(text("")), false),
            ("null", Matches(text("*")), false),
            ("\"https://a.example/shop/tea\"", StartsWith(text("HTTPS://A")), true),
            ("\"a.pdf\"", EndsWith(text(".pdf")), true),
            ("\"https://a.example/shop/tea\"", Matches(text("*/shop/*")), true),
            ("\"https://a.example/shop\"", Matches(text("*/shop/*")), false),
            ("\"aXbXc\"", Matches(text("a*x*c")), true),
            ("\"\"", Matches(text("**")), true),
            ("[\"a\", \"b\"]", Includes(vec![value("\"a\""), value("\"b\"")]), true),
            ("[\"a\"]", Includes(vec![value("\"a\""), value("\"b\"")]), false),
            ("[\"a\"]", IncludesAny(vec![value("\"a\""), value("\"b\"")]), true),
            ("[]", Empty(true), true),
            ("false", Empty(true), false),
            ("null", Empty(false), false),
        ];
        for (known, comparison, holds) in table {
            assert_eq!(comparison.holds(&value(known)), holds, "{known} {comparison:?}");
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_longer_than_its_length_times_the_text() {
        let pattern = "a*".repeat(500) + "b";
        assert!(!matches(&"a".repeat(5_000), &pattern));
    }
}
