//! Whole surveys by one word.

use crate::{Condition, Ending, Group, Key, Kind, Link, Question, QuestionKind, Survey};

/// A survey known by one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The recommendation question, and a follow-up of its own for each group.
    #[default]
    Nps,
    /// Whether an article helped, and what it lacks.
    Helpful,
}

/// Where a survey may lead a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Where promoters can recommend the site to others.
    pub recommend: Option<String>,
    /// Where everybody can write a review. Everybody: review platforms forbid inviting the happy alone.
    pub review: Option<String>,
    /// Where a visitor whom an article didn't help can reach someone.
    pub contact: Option<String>,
}

impl Preset {
    /// The words, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("nps", Self::Nps), ("helpful", Self::Helpful)];

    /// The name of the preset.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Helpful => "helpful",
        }
    }

    /// The survey, known as `id`, with the links that the site gives.
    pub fn survey(self, id: String, kind: Option<Kind>, links: &Links) -> Survey {
        let (questions, endings) = match self {
            Self::Nps => nps(links),
            Self::Helpful => helpful(links),
        };
        let kind = kind.unwrap_or(match self {
            Self::Nps => Kind::Relational,
            Self::Helpful => Kind::Rating,
        });
        Survey { id, version: 1, kind, questions, endings }
    }
}

fn nps(links: &Links) -> (Vec<Question>, Vec<Ending>) {
    let text = |group, prompt, hint| Question {
        name: "reason",
        kind: QuestionKind::Text { hint },
        prompt,
        required: false,
        condition: Condition::In(group),
    };
    let review = links.review.clone().map(|url| Link { name: "review", label: Key::Review, url });
    let recommend = links.recommend.clone().map(|url| Link { name: "recommend", label: Key::Recommend, url });
    let ending = |group, text, link| Ending { text, link, condition: Condition::In(group) };
    let questions = vec![
        Question {
            name: "score",
            kind: QuestionKind::Nps,
            prompt: Key::ScorePrompt,
            required: true,
            condition: Condition::Always,
        },
        text(Group::Detractor, Key::DetractorPrompt, Key::DetractorHint),
        text(Group::Passive, Key::PassivePrompt, Key::PassiveHint),
        text(Group::Promoter, Key::PromoterPrompt, Key::PromoterHint),
        Question {
            name: "contact",
            kind: QuestionKind::Contact,
            prompt: Key::ContactPrompt,
            required: false,
            condition: Condition::In(Group::Detractor),
        },
    ];
    let endings = vec![
        ending(Group::Detractor, Key::DetractorEnd, review.clone()),
        ending(Group::Promoter, Key::PromoterEnd, recommend.or_else(|| review.clone())),
        ending(Group::Passive, Key::PassiveEnd, review),
    ];
    (questions, endings)
}

fn helpful(links: &Links) -> (Vec<Question>, Vec<Ending>) {
    let questions = vec![
        Question {
            name: "helpful",
            kind: QuestionKind::Thumbs,
            prompt: Key::HelpfulPrompt,
            required: true,
            condition: Condition::Always,
        },
        Question {
            name: "missing",
            kind: QuestionKind::Text { hint: Key::MissingHint },
            prompt: Key::MissingPrompt,
            required: false,
            condition: Condition::Said(false),
        },
    ];
    let contact = links.contact.clone().map(|url| Link { name: "contacted", label: Key::Help, url });
    let endings = vec![
        Ending { text: Key::MissingEnd, link: contact, condition: Condition::Said(false) },
        Ending { text: Key::HelpfulEnd, link: None, condition: Condition::Always },
    ];
    (questions, endings)
}
