//! The kinds of questions, and what each needs to know.

use crate::{Key, Wording, limits};
use crate::{Link, ResponseId};

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// The recommendation scale, 0 to 10, and what its ends mean.
    Nps {
        /// The meaning of 0.
        low: Wording,
        /// The meaning of 10.
        high: Wording,
    },
    /// Words of the visitor's own.
    Text(TextField),
    /// Ways to reach the visitor, and the permission to use them.
    Contact(ContactForm),
    /// Yes or no.
    Thumbs {
        /// What yes is called.
        yes: Wording,
        /// What no is called.
        no: Wording,
    },
    /// A number on a scale.
    Scale(Scale),
    /// A number of stars, from one to this many.
    Stars(u8),
    /// One of three or five faces.
    Emoji(u8),
    /// One of several.
    Choice(Choices),
    /// Some of several.
    Choices(Choices),
    /// One of many, in a list to unfold.
    Dropdown(Choices),
    /// All of several, in order.
    Ranking(Choices),
    /// One column for each row.
    Matrix(Matrix),
    /// A permission.
    Consent {
        /// What is permitted.
        label: Wording,
    },
    /// A day.
    Date {
        /// The first that is possible.
        earliest: Option<crate::Date>,
        /// The last.
        latest: Option<crate::Date>,
    },
    /// Nothing: something to read.
    Message,
    /// Nothing: a link to follow.
    Link(Link),
}

impl QuestionKind {
    /// The recommendation scale with the usual labels.
    pub fn nps() -> Self {
        Self::Nps { low: Key::ScoreLow.into(), high: Key::ScoreHigh.into() }
    }

    /// Whether an answer can be expected at all.
    pub fn asks(&self) -> bool {
        return !matches!(self, Self::Message | Self::Link(_));
    }
}

/// A field for words.
#[derive(Clone, Debug, PartialEq)]
pub struct TextField {
    /// An example of what to write.
    pub hint: Option<Wording>,
    /// Whether it has a single line.
    pub one_line: bool,
    /// Characters at least, where something is written.
    pub shortest: usize,
    /// Characters at most.
    pub longest: usize,
}

impl Default for TextField {
    fn default() -> Self {
        Self { hint: None, one_line: false, shortest: 0, longest: limits::VERBATIM }
    }
}

/// What a visitor is asked for in order to be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactForm {
    /// The fields, and whether each has to be filled in.
    pub fields: Vec<(ContactField, bool)>,
    /// What happens with what is given.
    pub consent: Wording,
}

impl Default for ContactForm {
    fn default() -> Self {
        Self { fields: vec![(ContactField::Email, true)], consent: Key::ContactHelp.into() }
    }
}

/// One way to reach a visitor, or what to call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContactField {
    Name,
    Email,
    Phone,
    Company,
}

impl ContactField {
    /// All of them, in the order they are asked for.
    pub const ALL: &[Self] = &[Self::Name, Self::Email, Self::Phone, Self::Company];

    /// The name in definitions and responses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Company => "company",
        }
    }

    /// What it is called on the card.
    pub const fn label(self) -> Key {
        match self {
            Self::Name => Key::ContactName,
            Self::Email => Key::ContactEmail,
            Self::Phone => Key::ContactPhone,
            Self::Company => Key::ContactCompany,
        }
    }
}

/// A scale of whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The lowest point.
    pub min: i32,
    /// The highest.
    pub max: i32,
    /// What the lowest point means.
    pub low: Option<Wording>,
    /// What the highest means.
    pub high: Option<Wording>,
    /// What each point means, or none at all.
    pub labels: Vec<Wording>,
}

impl Scale {
    /// A scale from 1 on, with a label for each point.
    pub fn labelled(labels: &[Key]) -> Self {
        let labels: Vec<_> = labels.iter().map(|key| Wording::Key(*key)).collect();
        Self { min: 1, max: labels.len() as i32, low: None, high: None, labels }
    }

    /// Customer satisfaction: five points, from "very dissatisfied" to "very satisfied".
    pub fn csat() -> Self {
        Self::labelled(&[Key::Csat1, Key::Csat2, Key::Csat3, Key::Csat4, Key::Csat5])
    }

    /// Customer effort: how much one agrees that something was easy, in seven points.
    pub fn ces() -> Self {
        Self::labelled(&[Key::Ces1, Key::Ces2, Key::Ces3, Key::Ces4, Key::Ces5, Key::Ces6, Key::Ces7])
    }
}

/// Things to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// What can be chosen.
    pub list: Vec<Choice>,
    /// What the choice of something else is called, if there is one.
    pub other: Option<Wording>,
    /// What the choice of none of these is called, if there is one.
    pub none: Option<Wording>,
    /// Whether every visitor sees them in another order.
    pub shuffle: bool,
    /// How many have to be chosen at least.
    pub fewest: usize,
    /// How many can be chosen at most.
    pub most: usize,
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its name in the response.
    pub id: String,
    /// What it is called.
    pub label: Wording,
    /// Whether it keeps its place when the others are shuffled.
    pub pinned: bool,
}

/// Rows that are all judged on the same scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What is judged.
    pub rows: Choices,
    /// What can be said of each row.
    pub columns: Vec<Choice>,
}

impl QuestionKind {
    /// What is shuffled, if anything is.
    fn shuffled(&self) -> Option<&Choices> {
        match self {
            Self::Choice(choices) | Self::Choices(choices) | Self::Dropdown(choices) | Self::Ranking(choices) => {
                Some(choices)
            }
            Self::Matrix(matrix) => Some(&matrix.rows),
            _ => None,
        }
    }

    /// In which order the choices or rows stand for the visitor with this response: by their indices. Always the
    /// same one for the same visitor, so that going back changes nothing.
    pub fn order(&self, id: &ResponseId, question: &str) -> Vec<usize> {
        let Some(choices) = self.shuffled() else { return Vec::new() };
        let mut order: Vec<usize> = (0..choices.list.len()).collect();
        if choices.shuffle {
            let free: Vec<usize> = order.iter().copied().filter(|&index| !choices.list[index].pinned).collect();
            let mut drawn = free.clone();
            let mut random = Random::seeded(&[id.as_str(), question]);
            for index in (1..drawn.len()).rev() {
                drawn.swap(index, random.below(index + 1));
            }
            for (place, index) in free.into_iter().zip(drawn) {
                order[place] = index;
            }
        }
        order
    }

    /// The words that an answer, or a field of it, can be; none where it can be anything.
    pub(crate) fn words(&self, field: Option<&str>) -> Option<Vec<&str>> {
        match (self, field) {
            (Self::Thumbs { .. }, None) => Some(vec!["yes", "no"]),
            (Self::Matrix(matrix), Some(_)) => Some(ids_of(&matrix.columns)),
            (
                Self::Choice(choices) | Self::Choices(choices) | Self::Dropdown(choices) | Self::Ranking(choices),
                None,
            ) => {
                let mut words = ids_of(&choices.list);
                words.extend(choices.other.as_ref().map(|_| "other"));
                Some(words)
            }
            _ => None,
        }
    }

    /// What the answer of this name is called on the card.
    pub fn label(&self, answer: &str) -> Option<&Wording> {
        match self {
            Self::Thumbs { yes, no } => Some(if answer == "yes" { yes } else { no }),
            Self::Matrix(matrix) => label_of(&matrix.columns, answer),
            _ => label_of(&self.shuffled()?.list, answer),
        }
    }
}

fn ids_of(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.id.as_str()).collect()
}

fn label_of<'a>(choices: &'a [Choice], id: &str) -> Option<&'a Wording> {
    choices.iter().find(|choice| choice.id == id).map(|choice| &choice.label)
}

/// Numbers that look drawn, and are the same for the same seed. Good enough for the order of choices.
struct Random(u64);

impl Random {
    /// FNV-1a over the texts. Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
    fn seeded(texts: &[&str]) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        for byte in texts.iter().flat_map(|text| text.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(hash)
    }

    /// A number below `bound`, by SplitMix64. Source: S. Vigna, <https://prng.di.unimi.it/splitmix64.c>
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Timestamp, Words};

    fn choices(pinned: &[usize]) -> QuestionKind {
        let choice = |index: usize| Choice {
            id: index.to_string(),
            label: Wording::Own(Words::everywhere("x")),
            pinned: pinned.contains(&index),
        };
        QuestionKind::Choice(Choices { list: (0..6).map(choice).collect(), shuffle: true, ..Choices::default() })
    }

    #[test]
    fn shuffling_keeps_everything_and_leaves_pinned_choices_where_they_are() {
        let kind = choices(&[0, 5]);
        let mut seen = std::collections::BTreeSet::new();
        let mut first = [0; 6];
        for number in 0..200 {
            let order = kind.order(&ResponseId::new(Timestamp::default(), [number; 10]), "why");
            assert_eq!((order[0], order[5]), (0, 5));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4, 5]);
            first[order[1]] += 1;
            seen.insert(order);
        }
        assert_eq!(seen.len(), 24, "all 4! orders of the four free ones come up in 200 draws");
        assert!(first[1..5].iter().all(|&count| count > 25), "none is preferred: {first:?}");
    }

    #[test]
    fn the_same_visitor_sees_the_same_order_again() {
        let id = ResponseId::new(Timestamp::default(), [9; 10]);
        assert_eq!(choices(&[]).order(&id, "why"), choices(&[]).order(&id, "why"));
        assert_ne!(choices(&[]).order(&id, "why"), choices(&[]).order(&id, "what"));
    }
}
