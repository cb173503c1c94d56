//! What a visitor can answer.

use crate::Date;
use crate::{ContactField, Score, Value};

/// An answer to one question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// How likely a recommendation is.
    Score(Score),
    /// Words of their own.
    Text(String),
    /// Ways to reach them, and with that the permission to use them.
    Contact(Vec<(ContactField, String)>),
    /// Yes or no.
    Thumbs(bool),
    /// The link was followed.
    Opened,
    /// A point on a scale, a number of stars, a face.
    Number(i32),
    /// One of several.
    Choice(Pick),
    /// Some of several; none of them, where nothing is in it.
    Choices(Vec<Pick>),
    /// The names of all choices, the most important first.
    Ranking(Vec<String>),
    /// The names of rows, and of the column chosen in each.
    Matrix(Vec<(String, String)>),
    /// Whether something is permitted.
    Consent(bool),
    /// A day.
    Date(Date),
}

/// Something chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// What is listed under this name.
    Listed(String),
    /// Something else, in the visitor's own words.
    Other(String),
}

impl Pick {
    fn to_value(&self) -> Value {
        match self {
            Self::Listed(id) => Value::from(id.as_str()),
            Self::Other(words) => {
                let mut other = Value::object();
                other.put("other", Value::from(words.as_str()));
                other
            }
        }
    }
}

impl Answer {
    /// The answer as it stands in a response.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Score(score) => Value::Number(f64::from(score.points())),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Contact(fields) => {
                let mut contact = Value::object();
                for (field, text) in fields {
                    contact.put(field.name(), Value::from(text.as_str()));
                }
                contact.put("consent", Value::Bool(true));
                contact
            }
            Self::Thumbs(up) => Value::from(if *up { "yes" } else { "no" }),
            Self::Opened => Value::from("opened"),
            Self::Number(number) => Value::Number(f64::from(*number)),
            Self::Choice(pick) => pick.to_value(),
            Self::Choices(picks) => Value::List(picks.iter().map(Pick::to_value).collect()),
            Self::Ranking(ids) => Value::List(ids.iter().map(|id| Value::from(id.as_str())).collect()),
            Self::Matrix(rows) => {
                Value::Map(rows.iter().map(|(row, column)| (row.clone(), Value::from(column.as_str()))).collect())
            }
            Self::Consent(given) => Value::Bool(*given),
            Self::Date(date) => Value::from(date.to_text()),
        }
    }
}
