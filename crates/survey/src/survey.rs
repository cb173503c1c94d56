//! A survey: its questions, when each is asked, and how it ends.

use crate::{Answer, Group, Key, Kind};

/// Questions in order, and endings of which the first that fits is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// What responses, rest periods and reports know the survey by.
    pub id: String,
    /// Counted up whenever the survey changes, so that answers to different questions aren't mixed.
    pub version: u32,
    /// What the survey is about.
    pub kind: Kind,
    /// The questions, in the order they are asked. A question whose condition doesn't hold is passed over.
    pub questions: Vec<Question>,
    /// The endings. The last one is reached when no other fits, whatever its condition says.
    pub endings: Vec<Ending>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The name of the answer in the response. Questions of which only one can be asked may share it.
    pub name: &'static str,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked.
    pub prompt: Key,
    /// Whether it can't be skipped.
    pub required: bool,
    /// When it is asked.
    pub condition: Condition,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// The recommendation scale, 0 to 10.
    Nps,
    /// Words of the visitor's own.
    Text {
        /// An example of what to write.
        hint: Key,
    },
    /// An address and the permission to use it.
    Contact,
    /// Yes or no.
    Thumbs,
}

impl QuestionKind {
    /// Whether `answer` is one to a question of this kind.
    pub fn takes(self, answer: &Answer) -> bool {
        matches!(
            (self, answer),
            (Self::Nps, Answer::Score(_))
                | (Self::Text { .. }, Answer::Text(_))
                | (Self::Contact, Answer::Contact { .. })
                | (Self::Thumbs, Answer::Thumbs(_))
        )
    }
}

/// What the answers so far must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Anything.
    Always,
    /// The score given puts the visitor in this group.
    In(Group),
    /// The visitor said yes, or no.
    Said(bool),
}

impl Condition {
    /// Whether `answers` are as this asks.
    pub fn holds<'a>(self, mut answers: impl Iterator<Item = &'a Answer>) -> bool {
        match self {
            Self::Always => true,
            Self::In(group) => answers.any(|answer| matches!(answer, Answer::Score(score) if score.group() == group)),
            Self::Said(up) => answers.any(|answer| *answer == Answer::Thumbs(up)),
        }
    }
}

/// One way for the survey to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// The farewell.
    pub text: Key,
    /// What can be done next.
    pub link: Option<Link>,
    /// When it is reached.
    pub condition: Condition,
}

/// A call to action.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name under which the response says that it was followed.
    pub name: &'static str,
    /// What it says.
    pub label: Key,
    /// Where it leads.
    pub url: String,
}
