//! What responses are about, in the words of those who read them.

use unicode_normalization::UnicodeNormalization as _;

/// Characters of a name at most.
pub(crate) const LONGEST: usize = 40;
/// Tags of a response at most.
pub(crate) const ON_RESPONSE: usize = 20;
/// Tags there can be.
pub(crate) const MOST: usize = 500;

/// The name of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagName {
    /// As it is shown.
    pub(crate) name: String,
    /// As it is compared.
    pub(crate) key: String,
}

impl TagName {
    /// Reads what somebody typed: on one line, with single spaces. None without a letter or a digit, or if it is too long.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= LONGEST;
        is_name.then(|| Self { key: key(&name), name })
    }
}

/// A name as names are compared: whatever its capital letters are, and however its accents are encoded.
pub(crate) fn key(name: &str) -> String {
    name.nfkc().collect::<String>().to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_on_one_line_and_the_same_whatever_their_capitals() {
        let read = |text: &str| TagName::read(text).map(|tag| (tag.name, tag.key));
        let both = |name: &str, key: &str| Some((name.to_owned(), key.to_owned()));
        assert_eq!(read("  Late\n\tdelivery "), both("Late delivery", "late delivery"));
        assert_eq!(read("STRASSE"), both("STRASSE", "strasse"));
        assert_eq!(key("Straße"), "strasse");
        assert_eq!(key("u\u{308}ber"), key("Über"));
        assert_eq!(read("<b>x</b>"), both("<b>x</b>", "<b>x</b>"));
        assert!(read(&"ü".repeat(LONGEST)).is_some() && read(&"ü".repeat(LONGEST + 1)).is_none());
        for text in ["", " \n", "\0", "\u{202e}", "--"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
