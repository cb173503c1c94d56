//! What a visitor answered.

use crate::Value;

/// An answer to one question, as it stands in a response. Which values there are only the question's type knows: it
/// makes answers of forms, and a session takes no answer that its question's type doesn't make.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer(Value);

impl Answer {
    /// What a followed link answers.
    pub fn link_followed() -> Self {
        Self::new("opened")
    }

    /// An answer that is this value.
    pub fn new(value: impl Into<Value>) -> Self {
        Self(value.into())
    }

    /// The value.
    pub const fn value(&self) -> &Value {
        &self.0
    }
}
