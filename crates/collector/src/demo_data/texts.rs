//! What people write, in German and English: phrases about a subject, put together with openings, afterthoughts and
//! pictures, so that some texts come often and most come once.

use fastrand::Rng;

use super::phrases::{
    AFTERTHOUGHTS, CONNECTIONS, FIRST_NAMES, GOODS, LAST_NAMES, MISSING, MISSING_RETURNS, ODD, OPENINGS, OTHER,
    PICTURES, SHORT, SPAM, WEEKDAYS, phrases,
};
use super::world::Language;

/// What comes to mind with anything else.
const COMMON: [Subject; 7] = [
    Subject::Delivery,
    Subject::Price,
    Subject::Quality,
    Subject::Service,
    Subject::Website,
    Subject::Packaging,
    Subject::General,
];

/// What a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Delivery,
    /// The carrier that delivered worse.
    Carrier,
    Packaging,
    Price,
    Quality,
    Service,
    Website,
    /// The days on which the checkout failed.
    Outage,
    Payment,
    Returns,
    Invoice,
    General,
}

/// How somebody speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Bad,
    Mixed,
    Good,
}

/// A comment.
pub(super) fn comment(rng: &mut Rng, language: Language, subject: Subject, mood: Mood) -> String {
    let mut text = match rng.u32(0..100) {
        0..=2 => return pick(rng, ODD).to_owned(),
        3..=7 => pick(rng, SHORT[mood as usize][language as usize]).to_owned(),
        8..=12 => long(rng, language, subject, mood),
        13..=35 => sentence(rng, language, subject, mood),
        36..=57 => {
            let first = sentence(rng, language, subject, mood);
            format!("{first} {}", pick(rng, AFTERTHOUGHTS[mood as usize][language as usize]))
        }
        58..=79 => {
            let first = sentence(rng, language, subject, mood);
            let also = pick(rng, CONNECTIONS[language as usize]);
            let about = if rng.u32(0..3) == 0 { subject } else { COMMON[rng.usize(0..COMMON.len())] };
            let second = sentence(rng, language, about, mood);
            if first == second { first } else { format!("{first} {also} {second}") }
        }
        _ => {
            let opening = pick(rng, OPENINGS[mood as usize][language as usize]);
            format!("{opening} {}", sentence(rng, language, subject, mood))
        }
    };
    match rng.u32(0..100) {
        0..=6 => {
            text.push(' ');
            text.push_str(pick(rng, PICTURES[mood as usize]));
        }
        7..=14 => text = text.to_lowercase().trim_end_matches('.').to_owned(),
        15..=16 => text = text.replace(". ", "!! ").replace('.', "!!!"),
        _ => {}
    }
    text
}

/// What an article lacks.
pub(super) fn missing(rng: &mut Rng, language: Language, about_returns: bool) -> String {
    let specific = about_returns && rng.u32(0..100) < 70;
    let lists = if specific { &MISSING_RETURNS } else { &MISSING };
    let phrase = pick(rng, lists[language as usize]);
    fill(rng, language, phrase)
}

/// What somebody writes who chose “other”.
pub(super) fn other(rng: &mut Rng, language: Language) -> String {
    pick(rng, OTHER[language as usize]).to_owned()
}

/// What a program left.
pub(super) fn spam(rng: &mut Rng) -> String {
    pick(rng, SPAM).to_owned()
}

/// A first and a last name.
pub(super) fn name(rng: &mut Rng) -> (&'static str, &'static str) {
    (pick(rng, FIRST_NAMES), pick(rng, LAST_NAMES))
}

/// Several subjects in one text: the first, and what comes to mind with it.
fn long(rng: &mut Rng, language: Language, subject: Subject, mood: Mood) -> String {
    let mut parts = vec![pick(rng, OPENINGS[mood as usize][language as usize]).to_owned()];
    parts.push(sentence(rng, language, subject, mood));
    let more = if rng.u32(0..6) == 0 { rng.usize(10..30) } else { rng.usize(2..7) };
    for _ in 0..more {
        let subject = COMMON[rng.usize(0..COMMON.len())];
        let said = sentence(rng, language, subject, mood);
        if !parts.contains(&said) {
            parts.push(said);
        }
    }
    parts.push(pick(rng, AFTERTHOUGHTS[mood as usize][language as usize]).to_owned());
    parts.join(if rng.u32(0..4) == 0 { "\n\n" } else { " " })
}

fn sentence(rng: &mut Rng, language: Language, subject: Subject, mood: Mood) -> String {
    let phrases = phrases(subject, mood)[language as usize];
    // The first ones come more often: some phrases are everybody's.
    let index = rng.usize(0..phrases.len()).min(rng.usize(0..phrases.len()));
    fill(rng, language, phrases[index])
}

/// Puts something in the place of `{days}`, `{goods}`, `{number}` and `{day}`.
fn fill(rng: &mut Rng, language: Language, phrase: &str) -> String {
    let mut text = phrase.to_owned();
    for (slot, list) in [("{goods}", GOODS[language as usize]), ("{day}", WEEKDAYS[language as usize])] {
        if text.contains(slot) {
            text = text.replace(slot, pick(rng, list));
        }
    }
    for (slot, range) in [("{days}", 3..15), ("{number}", 2..40)] {
        if text.contains(slot) {
            text = text.replace(slot, &rng.u32(range).to_string());
        }
    }
    text
}

fn pick<'a, T: ?Sized>(rng: &mut Rng, list: &'a [&'a T]) -> &'a T {
    list[rng.usize(0..list.len())]
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn some_comments_come_often_and_most_come_once() {
        let mut rng = Rng::with_seed(1);
        let mut counts: HashMap<String, u32> = HashMap::new();
        for _ in 0..3_000 {
            *counts.entry(comment(&mut rng, Language::German, Subject::Delivery, Mood::Bad)).or_default() += 1;
        }
        assert!(counts.len() > 700, "{}", counts.len());
        assert!(counts["Die Lieferung kam viel zu spät."] > 50);
        assert!(counts.keys().any(|text| text.chars().count() > 250));
        assert!(counts.keys().all(|text| !text.contains(['{', '}'])));
    }
}
