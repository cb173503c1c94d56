//! Texts as a definition takes them.

use oxilangtag::LanguageTag;

/// The text without the characters that definitions refuse, with uniform line breaks, and without blanks around it.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_allowed = |character: &char| match character {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' => false,
        character => !character.is_control(),
    };
    text.chars().filter(is_allowed).collect::<String>().trim().to_owned()
}

/// The text with its double braces taken apart: they would be placeholders in a definition, and are none in the source.
pub(super) fn without_braces(text: &str) -> String {
    text.replace("{{", "{ {").replace("}}", "} }")
}

/// The text cut to `max` characters; none if it is no longer than that.
pub(super) fn shortened(text: &str, max: usize) -> Option<String> {
    if text.chars().count() <= max {
        return None;
    }
    let mut short: String = text.chars().take(max - 1).collect();
    if let Some(open) = short.rfind("{{").filter(|open| !short[*open..].contains("}}")) {
        short.truncate(open);
    }
    Some(short.trim_end().to_owned() + "…")
}

/// Whether a text is a colour as `accent` takes it.
pub(super) fn is_hex_color(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether a text is a language tag. The name of a language, such as `german`, has the form of one and is none.
pub(crate) fn is_language_tag(text: &str) -> bool {
    LanguageTag::parse(text)
        .is_ok_and(|tag| tag.as_str().len() <= 35 && (2..=3).contains(&tag.primary_language().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_outside_of_placeholders() {
        assert_eq!(shortened("short", 10), None);
        assert_eq!(shortened("a text too long", 10).as_deref(), Some("a text to…"));
        assert_eq!(shortened("word {{answer:x|y}}", 12).as_deref(), Some("word…"));
    }

    #[test]
    fn language_tags_are_told_from_other_texts() {
        for tag in ["de", "pt-BR", "zh-Hant-TW", "gsw", "sl-rozaj-biske"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "d", "german", "de_AT", "de-", "de-ünlü", "default", "x-private"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
