//! Forms: what is filled in becomes an answer or an error, and an answer that was given before fills in the form again.
//!
//! A form is a list of names and values, as in browsers: a field that is filled in, a radio button or checkbox that is
//! selected. The types of questions use these names:
//!
//! | question | names | values |
//! |---|---|---|
//! | scales, stars, faces | `value` | the number |
//! | choices | `value`, once for each; `other` | the index, `other` or `none`; words |
//! | a ranking | `value`, in order | the index |
//! | a matrix | `row0`, `row1` … | the column's index |
//! | text, dates | `value` | what was typed |
//! | contact | the names of its fields | what was typed |
//! | consent | `value` | `yes` |

use crate::{Answer, MessageKey, Question, Value};

/// The field that most questions have.
pub const VALUE: &str = "value";
/// The field for what isn't listed, and the value that stands for it.
pub const OTHER: &str = "other";
/// The value that stands for none of what is listed.
pub const NONE: &str = "none";

/// What is filled in: names and values, in the order of the fields. A name may stand there more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormData(Vec<(String, String)>);

impl FormData {
    /// What is filled in under `name`; nothing where nothing is.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Everything that is filled in under `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether `value` is filled in, or chosen, under `name`.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|known| known == value)
    }

    /// Whether nothing is typed or chosen.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_empty())
    }

    /// Puts `value` in place of what is filled in under `name`.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.add(name, value);
    }

    /// Adds `value` to what is filled in under `name`.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Removes everything under `name`.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Chooses `value` under `name`, beside what is chosen already, or no longer.
    pub fn choose(&mut self, name: &str, value: &str, chosen: bool) {
        self.0.retain(|(known, old)| known != name || old != value);
        if chosen {
            self.add(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for FormData {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Why a form isn't an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The field it is about.
    pub field: String,
    /// What to say about it.
    pub key: MessageKey,
    /// What `{{count}}` or `{{date}}` stands for in that.
    pub bound: String,
}

impl FormError {
    /// An error in a field.
    pub fn new(field: &str, key: MessageKey) -> Self {
        Self { field: field.to_owned(), key, bound: String::new() }
    }

    /// An error in [`VALUE`] that names a bound.
    pub fn with_bound(key: MessageKey, bound: String) -> Self {
        Self { field: VALUE.to_owned(), key, bound }
    }
}

impl FormData {
    /// The whole number that is filled in under `name`.
    pub fn number(&self, name: &str) -> Option<i32> {
        parse_number(self.get(name))
    }

    /// The answer that a whole number from `min` to `max` makes.
    pub fn number_within(&self, name: &str, min: i32, max: i32) -> Option<Answer> {
        let number = self.number(name).filter(|number| (min..=max).contains(number));
        number.map(|number| Answer::new(f64::from(number)))
    }

    /// The form of an answer that is a number.
    pub fn of_number(answer: &Answer) -> Self {
        match answer.value() {
            Value::Number(_) => Self::from_iter([(VALUE, answer.value().to_json())]),
            _ => Self::default(),
        }
    }

    /// The form of an answer that is text.
    pub fn of_text(answer: &Answer) -> Self {
        answer.value().as_text().map(|text| (VALUE, text)).into_iter().collect()
    }
}

/// A whole number of few digits.
pub(crate) fn parse_number(text: &str) -> Option<i32> {
    let (sign, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i32::from(digit - b'0');
    }
    Some(sign * number)
}

impl Question {
    /// The answer that a form makes, or none where nothing is filled in and nothing has to be.
    ///
    /// # Errors
    /// What has to be filled in differently.
    pub fn read(&self, form: &FormData) -> Result<Option<Answer>, FormError> {
        let answer = self.question_type.read_form(form, self.required)?;
        if answer.is_none() && self.required && self.question_type.expects_answer() {
            return Err(FormError::new(VALUE, self.question_type.required_error()));
        }
        Ok(answer)
    }

    /// Whether `answer` is one to this question: what its form makes of it is the answer itself.
    pub fn takes(&self, answer: &Answer) -> bool {
        self.read(&self.question_type.fill_form(answer)).is_ok_and(|read| read.as_ref() == Some(answer))
    }
}

#[cfg(test)]
mod tests;
