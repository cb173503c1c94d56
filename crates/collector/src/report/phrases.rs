//! Words and pairs of words that many have written.
//!
//! They are counted, and nothing more: no mood is guessed, and no synonyms are put together. A text counts once for each.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use askwell_survey::{Score, Tally};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::store::WrittenAnswer;

/// Phrases that are listed at most.
const SHOWN: usize = 15;
/// Texts that a phrase is in at least.
const LEAST: u64 = 3;
/// Letters that a word has.
const LETTERS: RangeInclusive<usize> = 3..=40;
/// Languages that are written without spaces: what a word is can't be told from the text alone.
const WITHOUT_SPACES: [&str; 4] = ["zh", "ja", "th", "lo"];

/// What many have written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Phrases {
    /// In the most texts first.
    pub(crate) phrases: Vec<Phrase>,
    /// Texts that were looked at, by the group of their score; those without one are in `texts` alone.
    pub(crate) groups: Tally,
    pub(crate) texts: u64,
    /// Texts in languages whose common words aren't known: they aren't looked at.
    pub(crate) left_out: u64,
}

/// A word, or two in a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    /// As it was written first.
    pub(crate) text: String,
    /// Texts that it is in.
    pub(crate) groups: Tally,
    pub(crate) texts: u64,
}

impl Phrases {
    pub(super) fn of(answers: &[WrittenAnswer]) -> Self {
        let mut phrases = Self::default();
        let mut known: HashMap<String, HashSet<&str>> = HashMap::new();
        let mut found: HashMap<String, Phrase> = HashMap::new();
        for answer in answers {
            let language = answer.locale.split(['-', '_']).next().unwrap_or_default().to_lowercase();
            let common = stop_words::lookup(&language).filter(|_| !WITHOUT_SPACES.contains(&language.as_str()));
            let Some(common) = common else {
                phrases.left_out += 1;
                continue;
            };
            let common = known.entry(language).or_insert_with(|| common.iter().copied().collect());
            let score = answer.score.and_then(Score::new);
            phrases.texts += 1;
            count(&mut phrases.groups, score);
            for (key, text) in in_text(&answer.text, common) {
                let phrase = found.entry(key).or_insert_with(|| Phrase { text, groups: Tally::default(), texts: 0 });
                phrase.texts += 1;
                count(&mut phrase.groups, score);
            }
        }
        found.retain(|_, phrase| phrase.texts >= LEAST);
        // A word that nearly always stands in the same pair says nothing that the pair doesn't.
        let pairs: Vec<_> =
            found.iter().filter(|(key, _)| key.contains(' ')).map(|(key, pair)| (key.clone(), pair.texts)).collect();
        for (key, texts) in pairs {
            for word in key.split(' ') {
                if found.get(word).is_some_and(|single| 5 * texts >= 4 * single.texts) {
                    found.remove(word);
                }
            }
        }
        phrases.phrases = found.into_values().collect();
        phrases.phrases.sort_by(|one, other| (Reverse(one.texts), &one.text).cmp(&(Reverse(other.texts), &other.text)));
        phrases.phrases.truncate(SHOWN);
        phrases
    }
}

fn count(tally: &mut Tally, score: Option<Score>) {
    if let Some(score) = score {
        tally.add_score(score, 1);
    }
}

/// The words of a text that aren't common, and the pairs of them that stand beside each other: in small letters, and as they
/// were written.
fn in_text(text: &str, common: &HashSet<&str>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let mut before: Option<(String, &str)> = None;
    let mut end = 0;
    for (at, word) in text.unicode_word_indices() {
        let key = word.to_lowercase();
        // A pair isn't parted by more than a space.
        if at != end + 1 {
            before = None;
        }
        end = at + word.len();
        let says_something = LETTERS.contains(&key.chars().count())
            && !key.starts_with(|first: char| first.is_numeric())
            && !common.contains(key.as_str());
        if !says_something {
            before = None;
            continue;
        }
        if let Some((earlier, written)) = &before {
            found.entry(format!("{earlier} {key}")).or_insert_with(|| format!("{written} {word}"));
        }
        found.entry(key.clone()).or_insert_with(|| word.to_owned());
        before = Some((key, word));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Timestamp;

    fn written(texts: &[(&str, &str, u8)]) -> Vec<WrittenAnswer> {
        let answer = |(locale, text, score): &(&str, &str, u8)| WrittenAnswer {
            id: String::new(),
            text: (*text).to_owned(),
            score: Some(*score),
            locale: (*locale).to_owned(),
            at: Timestamp::default(),
        };
        texts.iter().map(answer).collect()
    }

    fn shown(texts: &[(&str, &str, u8)]) -> Vec<(String, u64, u64)> {
        let phrases = Phrases::of(&written(texts)).phrases;
        phrases.into_iter().map(|phrase| (phrase.text, phrase.texts, phrase.groups.detractors)).collect()
    }

    #[test]
    fn words_are_counted_once_a_text_and_by_group() {
        let texts = [
            ("en", "The parcel was late, late, late.", 2),
            ("en-GB", "Late again!", 3),
            ("en", "My parcel came late", 9),
            ("en", "The parcel is fine", 10),
        ];
        assert_eq!(shown(&texts), [("late".to_owned(), 3, 2), ("parcel".to_owned(), 3, 1)]);
    }

    #[test]
    fn a_pair_replaces_the_words_that_only_stand_in_it() {
        let texts = [
            ("de", "Der Kundendienst antwortet nicht", 1),
            ("de", "Euer Kundendienst antwortet nie", 1),
            ("de", "Kundendienst antwortet freundlich", 9),
        ];
        assert_eq!(shown(&texts), [("Kundendienst antwortet".to_owned(), 3, 2)]);
        // A full stop parts a pair.
        let parted = [("en", "Price. Quality", 1), ("en", "Price, quality", 1), ("en", "Price\n\nquality", 1)];
        assert_eq!(shown(&parted), [("Price".to_owned(), 3, 3), ("Quality".to_owned(), 3, 3)]);
    }

    #[test]
    fn common_words_numbers_and_unknown_languages_are_left_out() {
        let texts = [("en", "and the 12345 of it", 1), ("en", "and the 12345 of it", 1), ("en", "and the 12345", 1)];
        assert_eq!(shown(&texts), []);
        let phrases = Phrases::of(&written(&[("", "parcel", 1), ("zz", "parcel", 1), ("ja", "荷物", 1)]));
        assert_eq!((phrases.texts, phrases.left_out), (0, 3));
    }

    #[test]
    fn hostile_texts_are_words_like_others() {
        let long = "x".repeat(10_000);
        let texts = ["<script>alert(1)</script>", "\u{202e}\0\u{1f600}", long.as_str()];
        let given: Vec<_> = texts.iter().cycle().take(9).map(|text| ("en", *text, 1)).collect();
        let found = shown(&given);
        assert_eq!(found, [("script alert".to_owned(), 3, 3)]);
    }
}
