//! Whole surveys by one word.

mod more;

use crate::name_of;
use crate::question::{Contact, NO, Nps, Text, Thumbs};
use crate::{Condition, Ending, Group, Kind, Link, LocalizedText, MessageKey, Question, Survey};

/// A survey known by one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The recommendation question, and a follow-up of its own for each group.
    #[default]
    Nps,
    /// Whether an article helped, and what it lacks.
    Helpful,
    /// The recommendation question, right after an experience.
    NpsTransactional,
    /// How satisfied customers are.
    Csat,
    /// How easy something was for them.
    Ces,
    /// Why they leave.
    Churn,
    /// Whether employees would recommend working here.
    Employee,
}

/// Where a survey may lead a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Where promoters can recommend the site to others.
    pub recommend: Option<String>,
    /// Where everybody can write a review. Everybody: review platforms forbid inviting the happy alone.
    pub review: Option<String>,
    /// Where a visitor can reach someone if an article didn't help.
    pub contact: Option<String>,
}

impl Preset {
    /// The words, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[
        ("nps", Self::Nps),
        ("helpful", Self::Helpful),
        ("nps-transactional", Self::NpsTransactional),
        ("csat", Self::Csat),
        ("ces", Self::Ces),
        ("churn", Self::Churn),
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
            Self::NpsTransactional | Self::Csat | Self::Ces => Kind::Transactional,
            Self::Churn | Self::Employee => Kind::Relational,
        }
    }

    /// The survey, known as `id`, with the links that the site gives.
    pub fn survey(self, id: String, kind: Option<Kind>, links: &Links) -> Survey {
        let (questions, endings) = match self {
            Self::Nps => return nps_survey(Some(&id), kind, links),
            Self::Helpful => return helpful_survey(Some(&id), kind, links),
            more => more::parts(more, links),
        };
        Survey::new(id, kind.unwrap_or_else(|| self.kind()), questions, endings)
    }
}

/// The survey of [`Preset::Nps`].
pub(crate) fn nps_survey(id: Option<&str>, kind: Option<Kind>, links: &Links) -> Survey {
    let mut questions = recommendation(MessageKey::ScorePrompt, DETRACTOR_PROMPTS, MessageKey::PromoterPrompt);
    questions.push(
        Question::new("contact", Contact::default(), MessageKey::ContactPrompt).when(Condition::In(Group::Detractor)),
    );
    Survey::new(id.unwrap_or("nps").to_owned(), kind.unwrap_or(Kind::Relational), questions, endings_by_group(links))
}

/// The survey of [`Preset::Helpful`].
pub(crate) fn helpful_survey(id: Option<&str>, kind: Option<Kind>, links: &Links) -> Survey {
    let (questions, endings) = helpful(links);
    Survey::new(id.unwrap_or("helpful").to_owned(), kind.unwrap_or(Kind::Rating), questions, endings)
}

/// A text question with a placeholder.
fn words(name: &str, prompt: MessageKey, hint: MessageKey) -> Question {
    let text = Text { placeholder: Some(LocalizedText::Message(hint)), ..Text::default() };
    Question::new(name, text, prompt)
}

/// What customers are asked who are detractors, and those of them whose score is mild.
const DETRACTOR_PROMPTS: (MessageKey, Option<MessageKey>) =
    (MessageKey::DetractorPrompt, Some(MessageKey::DetractorMilder));

/// The recommendation question, and a follow-up for each group.
fn recommendation(
    prompt: MessageKey,
    (detractor, mild): (MessageKey, Option<MessageKey>),
    promoter: MessageKey,
) -> Vec<Question> {
    let reason = |group, prompt, hint| words("reason", prompt, hint).when(Condition::In(group));
    let detractor = reason(Group::Detractor, detractor, MessageKey::DetractorHint);
    vec![
        Question::new("score", Nps::default(), prompt).required(),
        Question { mild_prompt: mild.map(LocalizedText::Message), ..detractor },
        reason(Group::Passive, MessageKey::PassivePrompt, MessageKey::PassiveHint),
        reason(Group::Promoter, promoter, MessageKey::PromoterHint),
    ]
}

fn link(name: &str, label: MessageKey, url: &Option<String>) -> Option<Link> {
    url.clone().map(|url| Link { name: name.to_owned(), label: label.into(), url })
}

fn ending(text: MessageKey, link: Option<Link>, condition: Condition) -> Ending {
    Ending { name: None, text: text.into(), link, condition }
}

/// An ending for each group.
fn endings_by_group(links: &Links) -> Vec<Ending> {
    let review = link("review", MessageKey::Review, &links.review);
    let recommend = link("recommend", MessageKey::Recommend, &links.recommend);
    vec![
        ending(MessageKey::DetractorEnd, review.clone(), Condition::In(Group::Detractor)),
        ending(MessageKey::PromoterEnd, recommend.or_else(|| review.clone()), Condition::In(Group::Promoter)),
        ending(MessageKey::PassiveEnd, review, Condition::In(Group::Passive)),
    ]
}

fn helpful(links: &Links) -> (Vec<Question>, Vec<Ending>) {
    let thumbs = Thumbs { yes: MessageKey::HelpfulYes.into(), no: MessageKey::HelpfulNo.into() };
    let unhelpful = Condition::Answer("helpful", NO);
    let questions = vec![
        Question::new("helpful", thumbs, MessageKey::HelpfulPrompt).required(),
        words("missing", MessageKey::MissingPrompt, MessageKey::MissingHint).when(unhelpful.clone()),
    ];
    let contact = link("contacted", MessageKey::Help, &links.contact);
    let endings = vec![
        ending(MessageKey::MissingEnd, contact, unhelpful),
        ending(MessageKey::HelpfulEnd, None, Condition::Always),
    ];
    (questions, endings)
}
