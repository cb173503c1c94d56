//! What a survey says: a text of the interface, or words of its own in one language or several.

use crate::{Key, Texts};

/// Something a survey says.
#[derive(Clone, Debug, PartialEq)]
pub enum Wording {
    /// A text of the interface, which every language has.
    Key(Key),
    /// The survey's own words.
    Own(Words),
}

impl Wording {
    /// The words in `language`, their places yet to be filled.
    pub fn template<'a>(&'a self, texts: &'a Texts, language: &str) -> &'a str {
        let _ = language;
        match self {
            Self::Key(key) => texts.get(*key),
            Self::Own(words) => words.get(language),
        }
    }
}

impl From<Key> for Wording {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

/// Words in one language or several, the survey's default language first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(pub Vec<(String, String)>);

impl Words {
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
