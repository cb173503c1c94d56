//! What a survey says: a text of the interface, or words of its own in one language or several.

use crate::{MessageKey, Messages};

/// Something a survey says.
#[derive(Clone, Debug, PartialEq)]
pub enum LocalizedText {
    /// A text of the interface, which every language has.
    Message(MessageKey),
    /// The survey's own words.
    Own(Translations),
}

impl LocalizedText {
    /// The words in `language`, their places yet to be filled.
    pub fn template<'a>(&'a self, texts: &'a Messages, language: &str) -> &'a str {
        match self {
            Self::Message(key) => texts.get(*key),
            Self::Own(words) => words.get(language),
        }
    }
}

impl From<MessageKey> for LocalizedText {
    fn from(key: MessageKey) -> Self {
        Self::Message(key)
    }
}

/// Words in one language or several, the survey's default language first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translations(pub Vec<(String, String)>);

impl Translations {
    /// The same words in every language.
    pub fn everywhere(text: &str) -> Self {
        Self(vec![(String::new(), text.to_owned())])
    }

    /// The words in `language`, or in the nearest there is, or in the survey's default language.
    pub fn get(&self, language: &str) -> &str {
        let index = crate::language::nearest(language, &self.0.iter().map(|(tag, _)| tag.as_str()));
        self.0.get(index).map_or("", |(_, text)| text)
    }
}
