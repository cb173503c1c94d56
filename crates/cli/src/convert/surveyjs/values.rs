//! Converts what SurveyJS computes.

use super::super::draft::object;
use super::condition::{self, Kind, Sources};
use super::expression::{Expression, Operator, parse};
use askwell_survey::Value;

/// The value that an expression computes.
///
/// # Errors
/// If it has no counterpart; with the reason.
pub(super) fn convert(text: &str, sources: &Sources) -> Result<Value, String> {
    compute(&parse(text)?, sources)
}

fn compute(expression: &Expression, sources: &Sources) -> Result<Value, String> {
    match expression {
        Expression::Number(_) | Expression::Text(_) | Expression::True | Expression::False => {
            Ok(object([("assign", fixed(expression))]))
        }
        Expression::Binary(Operator::Plus, ..) => {
            let mut terms = Vec::new();
            collect_terms(expression, &mut terms);
            of_numbers("sum", &terms, sources)
        }
        Expression::Call(name, items) if name == "sum" => of_numbers("sum", &items.iter().collect::<Vec<_>>(), sources),
        Expression::Call(name, items) if name == "avg" => {
            of_numbers("mean", &items.iter().collect::<Vec<_>>(), sources)
        }
        Expression::Call(name, items) if name == "iif" => {
            let mut list = Vec::new();
            one_of(items, sources, &mut list)?;
            Ok(Value::List(list))
        }
        _ => Err("values are sums, means, or one of several fixed ones".to_owned()),
    }
}

/// The entries of `iif(condition, then, else)`, which can be nested.
fn one_of(items: &[Expression], sources: &Sources, list: &mut Vec<Value>) -> Result<(), String> {
    let [when, then, otherwise] = items else { return Err("iif needs three parts".to_owned()) };
    let then = fixed(then).ok_or("values are sums, means, or one of several fixed ones")?;
    let when = condition::of(when, sources)?;
    list.push(object([("if", Some(when)), ("assign", Some(then))]));
    match otherwise {
        Expression::Call(name, items) if name == "iif" => one_of(items, sources, list),
        otherwise => {
            let otherwise = fixed(otherwise).ok_or("values are sums, means, or one of several fixed ones")?;
            list.push(object([("assign", Some(otherwise))]));
            Ok(())
        }
    }
}

fn fixed(expression: &Expression) -> Option<Value> {
    Some(match expression {
        Expression::Number(number) => Value::from(*number),
        Expression::Text(text) => Value::from(text.as_str()),
        Expression::True => Value::from(true),
        Expression::False => Value::from(false),
        _ => return None,
    })
}

fn collect_terms<'a>(expression: &'a Expression, terms: &mut Vec<&'a Expression>) {
    match expression {
        Expression::Binary(Operator::Plus, left, right) => {
            collect_terms(left, terms);
            collect_terms(right, terms);
        }
        other => terms.push(other),
    }
}

/// A sum or a mean. What isn't answered is left out of both.
fn of_numbers(what: &'static str, terms: &[&Expression], sources: &Sources) -> Result<Value, String> {
    let name = |term: &&Expression| match term {
        Expression::Variable(name) => {
            let source = sources.find(name).ok_or_else(|| format!("there is no {name} to ask for"))?;
            let is_number = matches!(source.kind, Kind::Number | Kind::Computed);
            let found = is_number.then(|| Value::from(source.subject.name.as_str()));
            found.ok_or_else(|| format!("{name} is no number"))
        }
        _ => Err(format!("only answers have a {what}")),
    };
    let names = terms.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    Ok(object([(what, Some(Value::List(names)))]))
}
