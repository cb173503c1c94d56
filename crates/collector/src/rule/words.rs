//! Texts in which words are found as wholes, whatever their capital letters and accents are.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// The words of texts, each between two spaces: one is found with the spaces around it. Texts are parted by more than that.
pub(super) fn searchable<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for text in texts {
        let text = folded(text);
        if !all.is_empty() {
            all.push('\n');
        }
        all.push(' ');
        for word in text.unicode_words() {
            all.push_str(word);
            all.push(' ');
        }
    }
    all
}

fn folded(text: &str) -> String {
    // The marks of Latin, Greek and Cyrillic letters. In other scripts, marks are letters.
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let plain = |letter: char| match letter {
        '’' => '\'',
        // Stands between words whose space was forgotten.
        '.' | ':' | '_' | '·' => ' ',
        letter => letter,
    };
    let text: String = text.nfkd().filter(|letter| !is_accent(letter)).map(plain).collect();
    // Capital letters first: ß becomes SS.
    text.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, word: &str) -> bool {
        searchable([text]).contains(&searchable([word]))
    }

    #[test]
    fn words_are_found_as_wholes_whatever_their_case_and_accents() {
        let table = [
            ("Delivery was late", "delivery", true),
            ("DELIVERY!", "delivery", true),
            ("deliveryman", "delivery", false),
            ("Too late.Never again", "late", true),
            ("too   late", "Too late", true),
            ("late, too", "too late", false),
            ("Die Straße", "STRASSE", true),
            ("Größe", "grosse", true),
            ("cafe\u{301}", "café", true),
            ("I don’t know", "don't", true),
            ("ﬁne", "fine", true),
            ("<b>price</b>", "price", true),
            ("हिन्दी", "हिन्दी", true),
            ("हिन्दा", "हिन्दी", false),
            ("荷物が遅い", "荷物", true),
            ("荷物が遅い", "遅延", false),
            ("\u{202e}late\u{0}", "late", true),
        ];
        for (text, word, expected) in table {
            assert_eq!(has(text, word), expected, "{text} {word}");
        }
        assert!(!searchable(["too", "late"]).contains(&searchable(["too late"])), "of two answers");
    }
}
