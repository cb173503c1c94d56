//! Texts of surveys: a message of the interface, or a text of the survey's own in one language or several.

use crate::{MessageKey, Messages};

/// A text of a survey.
#[derive(Clone, Debug, PartialEq)]
pub enum LocalizedText {
    /// A message of the interface, which every language has.
    Message(MessageKey),
    /// The survey's own text.
    Own(Translations),
}

impl LocalizedText {
    /// The text in `language`, with its placeholders.
    pub fn template<'a>(&'a self, messages: &'a Messages, language: &str) -> &'a str {
        match self {
            Self::Message(key) => messages.get(*key),
            Self::Own(translations) => translations.get(language),
        }
    }
}

impl From<MessageKey> for LocalizedText {
    fn from(key: MessageKey) -> Self {
        Self::Message(key)
    }
}

/// A text in one language or several, the survey's default language first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translations(pub Vec<(String, String)>);

impl Translations {
    /// The same text in every language.
    pub fn everywhere(text: &str) -> Self {
        Self(vec![(String::new(), text.to_owned())])
    }

    /// The text in `language`, or in the nearest language there is, or in the survey's default language.
    pub fn get(&self, language: &str) -> &str {
        let index = crate::language::nearest(language, &self.0.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>());
        self.0.get(index).map_or("", |(_, text)| text)
    }
}
