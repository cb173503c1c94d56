//! Whole surveys by one word.

#[cfg(feature = "full")]
mod more;

use crate::name_of;
use crate::{
    Condition, ContactForm, Ending, Group, Key, Kind, Link, Question, QuestionKind, Survey, TextField, Wording,
};

/// A survey known by one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The recommendation question, and a follow-up of its own for each group.
    #[default]
    Nps,
    /// Whether an article helped, and what it lacks.
    Helpful,
    /// The recommendation question, right after an experience.
    #[cfg(feature = "full")]
    NpsTransactional,
    /// How satisfied customers are.
    #[cfg(feature = "full")]
    Csat,
    /// How easy something was for them.
    #[cfg(feature = "full")]
    Ces,
    /// Why they leave.
    #[cfg(feature = "full")]
    Churn,
    /// Whether employees would recommend working here.
    #[cfg(feature = "full")]
    Employee,
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
    pub const NAMES: &[(&str, Self)] = &[
        ("nps", Self::Nps),
        ("helpful", Self::Helpful),
        #[cfg(feature = "full")]
        ("nps-transactional", Self::NpsTransactional),
        #[cfg(feature = "full")]
        ("csat", Self::Csat),
        #[cfg(feature = "full")]
        ("ces", Self::Ces),
        #[cfg(feature = "full")]
        ("churn", Self::Churn),
        #[cfg(feature = "full")]
        ("employee", Self::Employee),
    ];

    /// The name of the preset.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }

    /// What a survey of this preset is about, unless the site says otherwise.
    pub fn kind(self) -> Kind {
        match self {
            Self::Nps => Kind::Relational,
            Self::Helpful => Kind::Rating,
            #[cfg(feature = "full")]
            Self::NpsTransactional | Self::Csat | Self::Ces => Kind::Transactional,
            #[cfg(feature = "full")]
            Self::Churn | Self::Employee => Kind::Relational,
        }
    }

    /// The survey, known as `id`, with the links that the site gives.
    pub fn survey(self, id: String, kind: Option<Kind>, links: &Links) -> Survey {
        let (questions, endings) = match self {
            Self::Nps => {
                let mut questions = recommendation(Key::ScorePrompt, Key::DetractorPrompt, Key::PromoterPrompt);
                questions.push(
                    Question::new("contact", QuestionKind::Contact(ContactForm::default()), Key::ContactPrompt)
                        .when(Condition::In(Group::Detractor)),
                );
                (questions, farewells(links))
            }
            Self::Helpful => helpful(links),
            #[cfg(feature = "full")]
            more => more::parts(more, links),
        };
        Survey::new(id, kind.unwrap_or_else(|| self.kind()), questions, endings)
    }
}

/// A question for words, with an example of what to write.
fn words(name: &str, prompt: Key, hint: Key) -> Question {
    let field = TextField { hint: Some(Wording::Key(hint)), ..TextField::default() };
    Question::new(name, QuestionKind::Text(field), prompt)
}

/// The recommendation question, and a follow-up for each group.
fn recommendation(prompt: Key, detractor: Key, promoter: Key) -> Vec<Question> {
    let reason = |group, prompt, hint| words("reason", prompt, hint).when(Condition::In(group));
    vec![
        Question::new("score", QuestionKind::nps(), prompt).required(),
        reason(Group::Detractor, detractor, Key::DetractorHint),
        reason(Group::Passive, Key::PassivePrompt, Key::PassiveHint),
        reason(Group::Promoter, promoter, Key::PromoterHint),
    ]
}

fn link(name: &str, label: Key, url: &Option<String>) -> Option<Link> {
    url.clone().map(|url| Link { name: name.to_owned(), label: label.into(), url })
}

fn ending(text: Key, link: Option<Link>, condition: Condition) -> Ending {
    Ending {
        #[cfg(feature = "full")]
        name: None,
        text: text.into(),
        link,
        condition,
    }
}

/// A farewell for each group.
fn farewells(links: &Links) -> Vec<Ending> {
    let review = link("review", Key::Review, &links.review);
    let recommend = link("recommend", Key::Recommend, &links.recommend);
    vec![
        ending(Key::DetractorEnd, review.clone(), Condition::In(Group::Detractor)),
        ending(Key::PromoterEnd, recommend.or_else(|| review.clone()), Condition::In(Group::Promoter)),
        ending(Key::PassiveEnd, review, Condition::In(Group::Passive)),
    ]
}

fn helpful(links: &Links) -> (Vec<Question>, Vec<Ending>) {
    let thumbs = QuestionKind::Thumbs { yes: Key::HelpfulYes.into(), no: Key::HelpfulNo.into() };
    let questions = vec![
        Question::new("helpful", thumbs, Key::HelpfulPrompt).required(),
        words("missing", Key::MissingPrompt, Key::MissingHint).when(Condition::Said(false)),
    ];
    let contact = link("contacted", Key::Help, &links.contact);
    let endings = vec![
        ending(Key::MissingEnd, contact, Condition::Said(false)),
        ending(Key::HelpfulEnd, None, Condition::Always),
    ];
    (questions, endings)
}
