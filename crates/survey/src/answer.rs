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
        let email = address.trim_ascii();
        let bytes = email.as_bytes();
        let at = bytes.iter().position(|&byte| byte == b'@')?;
        let odd = |&byte: &u8| byte <= b' ' || byte == 0x7f || byte == b'@';
        let part = |part: &[u8]| !part.is_empty() && !part.iter().any(odd);
        let fits = part(&bytes[..at]) && part(&bytes[at + 1..]) && bytes.len() <= limits::EMAIL;
        fits.then(|| Self::Contact { email: email.to_owned() })
    }

    /// The answer as it stands in a response.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Score(score) => Value::Number(f64::from(score.points())),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Contact { email } => {
                let mut contact = Value::object();
                contact.put("email", Value::from(email.as_str()));
                contact.put("consent", Value::Bool(true));
                contact
            }
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
