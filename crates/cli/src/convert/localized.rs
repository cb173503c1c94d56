//! Texts in several languages, as exports have them.

use serde::Deserialize;
use std::collections::BTreeMap;

use super::part::Text;

/// A text in several languages. Some texts can't be translated, and are plain strings.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text, or an object with a text for each language")]
pub(super) enum LocalizedText {
    Plain(Text),
    /// By language tag; the survey's own language is `default`, or has its tag as well.
    ByLanguage(BTreeMap<String, Text>),
}

impl Default for LocalizedText {
    fn default() -> Self {
        Self::Plain(Text::default())
    }
}
