//! What a visitor can answer.

use crate::{Score, Value};

/// An answer to one question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// How likely a recommendation is.
    Score(Score),
    /// Words of their own.
    Text(String),
    /// An address, and the permission to write to it.
    Contact {
        /// The e-mail address.
        email: String,
    },
    /// Yes or no.
    Thumbs(bool),
    /// The link was followed.
    Opened,
}

impl Answer {
    /// The answer as it stands in a response.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Score(score) => Value::Number(f64::from(score.points())),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Contact { email } => Value::Map(vec![
                ("email".to_owned(), Value::from(email.as_str())),
                ("consent".to_owned(), Value::Bool(true)),
            ]),
            Self::Thumbs(up) => Value::from(if *up { "yes" } else { "no" }),
            Self::Opened => Value::from("opened"),
        }
    }
}
