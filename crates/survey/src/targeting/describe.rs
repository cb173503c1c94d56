//! Conditions as sentences: what is known, and what has to be.

use crate::condition::Lookup;
use crate::value::joined;
use crate::{Comparison, FactSource, Predicate, Value, VariableRef};

/// Characters of a value in a sentence.
const LONGEST: usize = 120;

/// A condition as a sentence: `The URL is https://…, and has to match */thanks*.`
pub(super) fn sentence(predicate: &Predicate, known: &dyn Lookup) -> String {
    let mut sentence = clause(predicate, known, false);
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence.push('.');
    sentence
}

/// The fact that decides, if there is one.
pub(super) fn fact(predicate: &Predicate, known: &dyn Lookup) -> Value {
    match predicate {
        Predicate::Compare(variable, _) => known.lookup(variable).unwrap_or_default(),
        Predicate::Not(inner) => fact(inner, known),
        Predicate::All(_) | Predicate::Any(_) | Predicate::Group(_) => Value::Null,
    }
}

fn clause(predicate: &Predicate, known: &dyn Lookup, negated: bool) -> String {
    let several = |predicates: &[Predicate]| {
        joined(&mut predicates.iter().map(|predicate| clause(predicate, known, false)), "; ")
    };
    let (all, any) = if negated {
        ("not all of this may hold: ", "none of this may hold: ")
    } else {
        ("", "one of this has to hold: ")
    };
    match predicate {
        Predicate::All(predicates) => [all, &several(predicates)].concat(),
        Predicate::Any(predicates) => [any, &several(predicates)].concat(),
        Predicate::Not(inner) => clause(inner, known, !negated),
        // Targeting comes before any score.
        Predicate::Group(_) => "there is no score yet".to_owned(),
        Predicate::Compare(variable, comparisons) => {
            let must = if negated { ", and must not " } else { ", and has to " };
            let value = value(&known.lookup(variable).unwrap_or_default());
            let comparisons = joined(&mut comparisons.iter().map(comparison), " and ");
            [&noun(variable), " is ", &value, must, &comparisons].concat()
        }
    }
}

/// What something is called.
fn noun(variable: &VariableRef) -> String {
    let named = |before: &str, name: &str| [before, name].concat();
    match variable {
        VariableRef::Page(name) => match name.as_str() {
            "url" => "the URL".to_owned(),
            name => named("the page’s ", name),
        },
        VariableRef::Attribute(name) => named("the attribute ", name),
        VariableRef::Person(name) => named("the person’s trait ", name),
        VariableRef::Fact(source, name) => match source {
            FactSource::Parameter => named("the query parameter ", name),
            FactSource::Element => named("the presence of the element ", name),
            FactSource::Data => named("the data layer’s ", name),
            FactSource::Visitor => match name.as_str() {
                "device" => "the device".to_owned(),
                "screenWidth" => "the width of the screen".to_owned(),
                "language" => "the browser’s language".to_owned(),
                "visits" => "the number of visits".to_owned(),
                "pages" => "the number of page views".to_owned(),
                "new" => "that the visitor is new".to_owned(),
                "signedIn" => "that the visitor is signed in".to_owned(),
                _ => "that this is the landing view".to_owned(),
            },
            FactSource::Event => named("the count of the event ", name),
            FactSource::Property => named("the property ", name),
        },
        // Nothing else is known before a survey is shown.
        VariableRef::Product
        | VariableRef::Score
        | VariableRef::Group
        | VariableRef::Answer(..)
        | VariableRef::Hidden(_)
        | VariableRef::Computed(_)
        | VariableRef::Response(_) => "the answer".to_owned(),
    }
}

fn comparison(comparison: &Comparison) -> String {
    let list = |values: &[Value]| joined(&mut values.iter().map(value), ", ");
    let number = |number: f64| Value::from(number).to_json();
    let (verb, operand) = match comparison {
        Comparison::Is(known) => ("be ", value(known)),
        Comparison::IsNot(known) => ("not be ", value(known)),
        Comparison::In(values) => ("be one of ", list(values)),
        Comparison::NotIn(values) => ("be none of ", list(values)),
        Comparison::Above(bound) => ("be above ", number(*bound)),
        Comparison::AtLeast(bound) => ("be at least ", number(*bound)),
        Comparison::Below(bound) => ("be below ", number(*bound)),
        Comparison::AtMost(bound) => ("be at most ", number(*bound)),
        Comparison::Contains(text) => ("contain ", cut(text)),
        Comparison::ContainsNot(text) => ("not contain ", cut(text)),
        Comparison::StartsWith(text) => ("start with ", cut(text)),
        Comparison::EndsWith(text) => ("end with ", cut(text)),
        Comparison::Matches(text) => ("match ", cut(text)),
        Comparison::Includes(values) => ("include ", list(values)),
        Comparison::IncludesAny(values) => ("include one of ", list(values)),
        Comparison::Empty(true) => ("be unknown", String::new()),
        Comparison::Empty(false) => ("be known", String::new()),
    };
    [verb, &operand].concat()
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "unknown".to_owned(),
        Value::Text(text) if text.is_empty() => "empty".to_owned(),
        Value::Text(text) => cut(text),
        Value::Bool(_) | Value::Number(_) => value.to_json(),
        Value::List(_) | Value::Map(_) => cut(&value.to_json()),
    }
}

fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targeting::Targeting;

    struct Known;

    impl Lookup for Known {
        fn lookup(&self, variable: &VariableRef) -> Option<Value> {
            Some(match variable {
                VariableRef::Page(_) => Value::from("https://a.example/shop"),
                VariableRef::Fact(FactSource::Element, _) => Value::from(false),
                VariableRef::Fact(FactSource::Visitor, _) => Value::from("phone"),
                VariableRef::Fact(FactSource::Event, _) => Value::from(2.0),
                VariableRef::Fact(FactSource::Data, _) => Value::List(vec![Value::from("x".repeat(500))]),
                _ => return None,
            })
        }
    }

    #[test]
    fn conditions_are_told_in_sentences() {
        let table = [
            (
                r#"{"page": "url", "matches": "*/thanks*"}"#,
                "The URL is https://a.example/shop, and has to match */thanks*.",
            ),
            (
                r#"{"not": {"page": "path", "startsWith": "/admin"}}"#,
                "The page’s path is https://a.example/shop, and must not start with /admin.",
            ),
            (r##"{"element": "#cart"}"##, "The presence of the element #cart is false, and has to be true."),
            (
                r#"{"visitor": "device", "in": ["tablet", "desktop"]}"#,
                "The device is phone, and has to be one of tablet, desktop.",
            ),
            (r#"{"event": "order", "atLeast": 3}"#, "The count of the event order is 2, and has to be at least 3."),
            (r#"{"attribute": "plan", "is": "team"}"#, "The attribute plan is unknown, and has to be team."),
            (
                r#"{"any": [{"event": "a", "is": 1}, {"person": "role", "empty": false}]}"#,
                "One of this has to hold: the count of the event a is 2, and has to be 1; the person’s trait role is \
                 unknown, and has to be known.",
            ),
        ];
        for (condition, expected) in table {
            let json = format!(r#"{{"delay": 1, "targeting": {{"if": {condition}}}}}"#);
            let targeting = Targeting::read(&serde_json::from_str(&json).unwrap()).unwrap();
            assert_eq!(sentence(&targeting.conditions[0], &Known), expected);
        }
    }

    #[test]
    fn a_long_fact_is_cut() {
        let data = VariableRef::Fact(FactSource::Data, "cart".to_owned());
        let told = sentence(&Predicate::Compare(data, vec![Comparison::Empty(true)]), &Known);
        assert!(told.len() < 200, "{told}");
    }
}
