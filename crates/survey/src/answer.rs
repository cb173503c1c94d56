//! What a visitor can answer.

use crate::{Score, Value, limits};

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
    /// The permission to write to `address`, if it can be one: something before and after one `@`, and no spaces.
    /// Whether it exists only a message can tell.
    pub fn contact(address: &str) -> Option<Self> {
        let email = address.trim();
        let (name, host) = email.rsplit_once('@')?;
        let odd = |character: char| character.is_whitespace() || character.is_control() || character == '@';
        let fits = !name.is_empty() && !host.is_empty() && email.len() <= limits::EMAIL;
        (fits && !email.replacen('@', "", 1).contains(odd)).then(|| Self::Contact { email: email.to_owned() })
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_an_address_is_one() {
        let long = "a".repeat(250) + "@b.c";
        let table = [
            (" a@example.org ", Some("a@example.org")),
            ("ä.b+c@localhost", Some("ä.b+c@localhost")),
            ("", None),
            ("a", None),
            ("@b", None),
            ("a@", None),
            ("a@b@c", None),
            ("a b@c", None),
            (&long, Some(&*long)),
            (&format!("a{long}"), None),
        ];
        for (text, email) in table {
            let answer = email.map(|email| Answer::Contact { email: email.to_owned() });
            assert_eq!(Answer::contact(text), answer, "{text}");
        }
    }
}
