//! Converts SurveyJS' expressions to conditions.

use super::super::condition::{Subject, group, not};
use super::super::several::{Named, Several, find};
use super::expression::{Expression, Operator, parse};
use askwell_survey::Value;

/// What expressions can ask for.
pub(super) struct Source {
    /// The name in expressions.
    pub(super) written: String,
    pub(super) subject: Subject,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// Numbers by themselves.
    Number,
    /// Words of the visitor's own; they can be numbers.
    Text,
    Date,
    /// One of these choices.
    One(Vec<Named>),
    /// Several of these choices.
    Several(Vec<Named>),
    /// A computed value.
    Computed,
    /// It only is empty or not.
    Any,
}

/// All that expressions can ask for.
#[derive(Default)]
pub(super) struct Sources(pub(super) Vec<Source>);

impl Sources {
    pub(super) fn find(&self, written: &str) -> Option<&Source> {
        let is = |source: &&Source| source.written == written;
        let is_like = |source: &&Source| source.written.eq_ignore_ascii_case(written);
        self.0.iter().find(is).or_else(|| self.0.iter().find(is_like))
    }
}

/// The condition that an expression is.
///
/// # Errors
/// If it has no counterpart; with the reason.
pub(super) fn convert(text: &str, sources: &Sources) -> Result<Value, String> {
    of(&parse(text)?, sources)
}

/// What an expression asks for.
pub(super) struct Asked {
    /// The names of questions in the definition.
    pub(super) answers: Vec<String>,
    /// Whether it asks for a computed value, too.
    pub(super) has_values: bool,
}

impl Asked {
    pub(super) fn by(text: &str, sources: &Sources) -> Self {
        let mut names = Vec::new();
        if let Ok(expression) = parse(text) {
            expression.variables(&mut names);
        }
        let sources: Vec<&Source> = names.iter().filter_map(|name| sources.find(name)).collect();
        let answers = sources.iter().filter(|source| source.subject.head == "answer");
        let answers = answers.map(|source| source.subject.name.split('.').next().unwrap_or_default().to_owned());
        let has_values = sources.iter().any(|source| source.subject.head == "value");
        Self { answers: answers.collect(), has_values }
    }
}

/// The same of a parsed expression.
///
/// # Errors
/// As [`convert`].
pub(super) fn of(expression: &Expression, sources: &Sources) -> Result<Value, String> {
    let source = |expression: &Expression| match expression {
        Expression::Variable(name) => sources.find(name).ok_or_else(|| format!("there is no {name} to ask for")),
        _ => Err("only answers are compared".to_owned()),
    };
    match expression {
        Expression::Binary(operator @ (Operator::Or | Operator::And), left, right) => {
            let connector = if *operator == Operator::Or { "any" } else { "all" };
            let parts = vec![of(left, sources)?, of(right, sources)?];
            group(connector, parts).ok_or_else(|| "it is empty".to_owned())
        }
        Expression::Not(inner) => Ok(not(of(inner, sources)?)),
        Expression::Empty(inner, is_empty) => Ok(empty(source(inner)?, *is_empty)),
        Expression::Binary(operator, left, right) => match (&**left, &**right) {
            (Expression::Variable(_), right) => compare(source(left)?, *operator, right),
            (left, Expression::Variable(_)) => {
                let operator = operator.swapped().ok_or("only answers are compared")?;
                compare(source(right)?, operator, left)
            }
            _ => Err("only answers are compared with fixed values".to_owned()),
        },
        // A question of yes and no can be asked for by itself.
        Expression::Variable(_) => compare(source(expression)?, Operator::Equal, &Expression::True),
        Expression::Call(name, _) => Err(format!("there is no function {name}")),
        Expression::Null
        | Expression::True
        | Expression::False
        | Expression::Number(_)
        | Expression::Text(_)
        | Expression::List(_) => Err("a fixed value is no condition".to_owned()),
    }
}

fn empty(source: &Source, is_empty: bool) -> Value {
    match &source.kind {
        Kind::Several(choices) => {
            let several = Several { subject: &source.subject, choices };
            if is_empty { several.is_skipped() } else { several.is_answered() }
        }
        _ => source.subject.is("empty", is_empty),
    }
}

/// A fixed value as SurveyJS compares it: what looks like a number is one.
enum Fixed {
    Empty,
    Number(f64),
    Text(String),
    List(Vec<String>),
}

fn fixed(expression: &Expression) -> Result<Fixed, String> {
    let text = |expression: &Expression| match expression {
        Expression::Number(number) => Ok(number.to_string()),
        Expression::Text(text) => Ok(text.trim().to_owned()),
        Expression::True => Ok("true".to_owned()),
        Expression::False => Ok("false".to_owned()),
        _ => Err("only answers are compared with fixed values".to_owned()),
    };
    Ok(match expression {
        Expression::Null => Fixed::Empty,
        Expression::List(items) => Fixed::List(items.iter().map(text).collect::<Result<_, _>>()?),
        Expression::Number(number) => Fixed::Number(*number),
        expression => {
            let text = text(expression)?;
            match text.parse::<f64>() {
                _ if text.is_empty() => Fixed::Empty,
                Ok(number) if number.is_finite() => Fixed::Number(number),
                _ => Fixed::Text(text),
            }
        }
    })
}

fn compare(source: &Source, operator: Operator, right: &Expression) -> Result<Value, String> {
    let fixed = fixed(right)?;
    match (operator, &fixed) {
        (Operator::Equal, Fixed::Empty) => return Ok(empty(source, true)),
        (Operator::NotEqual, Fixed::Empty) => return Ok(empty(source, false)),
        _ => {}
    }
    let written = &source.written;
    let unknown = || format!("{written} can’t be compared by {operator:?}");
    match &source.kind {
        Kind::One(choices) => one(&source.subject, choices, operator, &fixed).ok_or_else(unknown),
        Kind::Several(choices) => several(&source.subject, choices, operator, &fixed).ok_or_else(unknown),
        Kind::Number | Kind::Text | Kind::Date | Kind::Computed => simple(source, operator, &fixed).ok_or_else(unknown),
        Kind::Any => Err(unknown()),
    }
}

fn simple(source: &Source, operator: Operator, fixed: &Fixed) -> Option<Value> {
    let Source { subject, kind, .. } = source;
    let is_text = matches!(kind, Kind::Text);
    Some(match (operator, fixed) {
        // A text is compared as a number only by bounds.
        (Operator::Equal, Fixed::Number(number)) if is_text => {
            group("all", vec![subject.is("atLeast", *number), subject.is("atMost", *number)])?
        }
        (Operator::NotEqual, Fixed::Number(number)) if is_text => {
            not(group("all", vec![subject.is("atLeast", *number), subject.is("atMost", *number)])?)
        }
        (Operator::Equal, Fixed::Number(number)) => subject.is("is", *number),
        (Operator::NotEqual, Fixed::Number(number)) => subject.is("isNot", *number),
        (Operator::Equal, Fixed::Text(text)) => subject.is("is", text.as_str()),
        (Operator::NotEqual, Fixed::Text(text)) => subject.is("isNot", text.as_str()),
        _ if matches!(kind, Kind::Date) => return None,
        (Operator::Less, Fixed::Number(number)) => subject.is("below", *number),
        (Operator::LessOrEqual, Fixed::Number(number)) => subject.is("atMost", *number),
        (Operator::Greater, Fixed::Number(number)) => subject.is("above", *number),
        (Operator::GreaterOrEqual, Fixed::Number(number)) => subject.is("atLeast", *number),
        (Operator::AnyOf, Fixed::List(list)) if matches!(kind, Kind::Number) => numbers(subject, list)?,
        (Operator::NoneOf, Fixed::List(list)) if matches!(kind, Kind::Number) => not(numbers(subject, list)?),
        (Operator::Contains, Fixed::Text(text)) if is_text => subject.is("contains", text.as_str()),
        (Operator::NotContains, Fixed::Text(text)) if is_text => subject.is("containsNot", text.as_str()),
        (Operator::Contains, Fixed::Number(number)) if is_text => subject.is("contains", number.to_string()),
        (Operator::NotContains, Fixed::Number(number)) if is_text => subject.is("containsNot", number.to_string()),
        _ => return None,
    })
}

fn numbers(subject: &Subject, list: &[String]) -> Option<Value> {
    let numbers: Vec<Value> = list.iter().filter_map(|text| text.parse::<f64>().ok()).map(Value::from).collect();
    (!numbers.is_empty()).then(|| subject.is("in", Value::List(numbers)))
}

/// The choices that a fixed value names.
fn named<'a>(choices: &'a [Named], fixed: &Fixed) -> Vec<&'a str> {
    let find = |text: &str| {
        let is_like = |choice: &&Named| choice.source.trim().eq_ignore_ascii_case(text);
        find(choices, text).or_else(|| choices.iter().find(is_like).map(|choice| choice.name.as_str()))
    };
    match fixed {
        Fixed::Empty => Vec::new(),
        Fixed::Number(number) => find(&number.to_string()).into_iter().collect(),
        Fixed::Text(text) => find(text).into_iter().collect(),
        Fixed::List(list) => list.iter().filter_map(|text| find(text)).collect(),
    }
}

fn one(subject: &Subject, choices: &[Named], operator: Operator, fixed: &Fixed) -> Option<Value> {
    let names = match operator {
        // These ask for a part of the value.
        Operator::Contains | Operator::NotContains => {
            let part = match fixed {
                Fixed::Text(text) => text.to_lowercase(),
                Fixed::Number(number) => number.to_string(),
                Fixed::Empty | Fixed::List(_) => return None,
            };
            let has_part = |choice: &&Named| choice.source.to_lowercase().contains(&part);
            choices.iter().filter(has_part).map(|choice| choice.name.as_str()).collect()
        }
        // Values can be numbers.
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let Fixed::Number(bound) = fixed else { return None };
            let fits = |number: f64| match operator {
                Operator::Less => number < *bound,
                Operator::LessOrEqual => number <= *bound,
                Operator::Greater => number > *bound,
                _ => number >= *bound,
            };
            let numbers = choices.iter().map(|choice| (choice, choice.source.parse::<f64>()));
            numbers
                .filter_map(|(choice, number)| Some((choice, number.ok()?)))
                .filter(|(_, number)| fits(*number))
                .map(|(choice, _)| choice.name.as_str())
                .collect()
        }
        _ => named(choices, fixed),
    };
    let names: Vec<&str> = names;
    if names.is_empty() {
        return None;
    }
    let is_single = names.len() == 1;
    let list = || Value::List(names.iter().map(|name| Value::from(*name)).collect());
    let (single, several) = match operator {
        Operator::Equal if !is_single => return None,
        Operator::NotEqual if !is_single => return None,
        Operator::NotEqual | Operator::NotContains | Operator::NoneOf => ("isNot", "notIn"),
        Operator::AllOf | Operator::Or | Operator::And | Operator::Plus | Operator::Arithmetic => return None,
        _ => ("is", "in"),
    };
    Some(if is_single { subject.is(single, names[0]) } else { subject.is(several, list()) })
}

fn several(subject: &Subject, choices: &[Named], operator: Operator, fixed: &Fixed) -> Option<Value> {
    let several = Several { subject, choices };
    let names = named(choices, fixed);
    let wanted = match fixed {
        Fixed::List(list) => list.len(),
        Fixed::Empty => 0,
        Fixed::Number(_) | Fixed::Text(_) => 1,
    };
    let is_complete = names.len() == wanted;
    let is_list = matches!(fixed, Fixed::List(_));
    match operator {
        Operator::Equal if is_list && is_complete => several.exactly(&names),
        Operator::NotEqual if is_list && is_complete => several.exactly(&names).map(not),
        Operator::Contains | Operator::AllOf if is_complete => several.all_of(&names),
        Operator::NotContains if is_complete => several.all_of(&names).map(not),
        Operator::AnyOf => several.one_of(&names),
        Operator::NoneOf => several.one_of(&names).map(not),
        _ => None,
    }
}
