//! The presets that are read with definitions, in the widget's chunk of rare question types.

use super::{DETRACTOR_PROMPTS, Links, Preset, ending, endings_by_group, link, recommendation};
use crate::limits::{EASY, SATISFIED};
use crate::question::{Choice, ChoiceList, Contact, Scale, SingleChoice, Text};
use crate::{Comparison, Condition, Ending, Group, MessageKey, Predicate, Question, VariableRef};

/// The questions and endings of a preset.
pub(super) fn parts(preset: Preset, links: &Links) -> (Vec<Question>, Vec<Ending>) {
    match preset {
        Preset::NpsTransactional => {
            let questions =
                recommendation(MessageKey::TransactionalPrompt, DETRACTOR_PROMPTS, MessageKey::PromoterPrompt);
            (with_contact(questions, Condition::In(Group::Detractor)), endings_by_group(links))
        }
        Preset::Csat => {
            let unhappy = score(Comparison::Below(SATISFIED));
            let questions = vec![
                Question::new("satisfaction", Scale::csat(), MessageKey::CsatPrompt).required(),
                words("reason", MessageKey::CsatLow).when(unhappy.clone()),
                words("reason", MessageKey::CsatHigh).when(score(Comparison::AtLeast(SATISFIED))),
            ];
            (with_contact(questions, unhappy), thanks(links))
        }
        Preset::Ces => {
            let hard = effort(Comparison::Below(EASY));
            let questions = vec![
                Question::new("effort", Scale::ces(), MessageKey::CesPrompt).required(),
                words("reason", MessageKey::CesLow).when(hard.clone()),
                words("reason", MessageKey::CesHigh).when(effort(Comparison::AtLeast(EASY))),
            ];
            (with_contact(questions, hard), thanks(links))
        }
        Preset::Churn => {
            let questions = vec![
                Question::new("why", reasons(), MessageKey::ChurnPrompt).required(),
                words("back", MessageKey::ChurnBack),
            ];
            let contact = link("contacted", MessageKey::Help, &links.contact);
            (questions, vec![ending(MessageKey::ChurnEnd, contact, Condition::Always)])
        }
        Preset::Employee => {
            let questions = recommendation(
                MessageKey::EmployeePrompt,
                (MessageKey::EmployeeDetractor, None),
                MessageKey::EmployeePromoter,
            );
            (questions, vec![ending(MessageKey::EmployeeEnd, None, Condition::Always)])
        }
        Preset::Nps | Preset::Helpful => (Vec::new(), Vec::new()),
    }
}

fn words(name: &str, prompt: MessageKey) -> Question {
    Question::new(name, Text::default(), prompt)
}

fn with_contact(mut questions: Vec<Question>, condition: Condition) -> Vec<Question> {
    questions.push(Question::new("contact", Contact::default(), MessageKey::ContactPrompt).when(condition));
    questions
}

fn score(comparison: Comparison) -> Condition {
    Predicate::Compare(VariableRef::answer("satisfaction"), vec![comparison]).into()
}

fn effort(comparison: Comparison) -> Condition {
    Predicate::Compare(VariableRef::answer("effort"), vec![comparison]).into()
}

/// One ending for everybody: who is asked for a review doesn't depend on what they answered.
fn thanks(links: &Links) -> Vec<Ending> {
    vec![ending(MessageKey::ThanksEnd, link("review", MessageKey::Review, &links.review), Condition::Always)]
}

/// Why customers leave: shuffled, since what stands first is chosen more often.
fn reasons() -> SingleChoice {
    let reason = |id: &str, label: MessageKey| Choice { id: id.to_owned(), label: label.into(), pinned: false };
    SingleChoice(ChoiceList {
        choices: vec![
            reason("price", MessageKey::ChurnPrice),
            reason("missing", MessageKey::ChurnMissing),
            reason("difficult", MessageKey::ChurnDifficult),
            reason("unreliable", MessageKey::ChurnUnreliable),
            reason("switched", MessageKey::ChurnSwitched),
            reason("unneeded", MessageKey::ChurnUnneeded),
        ],
        other: Some(MessageKey::Other.into()),
        shuffle: true,
    })
}
