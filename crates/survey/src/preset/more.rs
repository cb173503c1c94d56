//! The presets that only the full build has.

use super::{Links, Preset, ending, farewells, link, recommendation};
use crate::question::{Choice, ChoiceList, Contact, Scale, SingleChoice, Text};
use crate::{Comparison, Condition, Ending, Group, Key, Question, Source, Test};

/// From here on customers are satisfied: the upper two of five points.
const SATISFIED: f64 = 4.0;
/// From here on something was easy: the upper three of seven points.
const EASY: f64 = 5.0;

/// The questions and endings of a preset.
pub(super) fn parts(preset: Preset, links: &Links) -> (Vec<Question>, Vec<Ending>) {
    match preset {
        Preset::NpsTransactional => {
            let questions = recommendation(Key::TransactionalPrompt, Key::DetractorPrompt, Key::PromoterPrompt);
            (with_contact(questions, Condition::In(Group::Detractor)), farewells(links))
        }
        Preset::Csat => {
            let unhappy = score(Comparison::Below(SATISFIED));
            let questions = vec![
                Question::new("satisfaction", Scale::csat(), Key::CsatPrompt).required(),
                words("reason", Key::CsatLow).when(unhappy.clone()),
                words("reason", Key::CsatHigh).when(score(Comparison::AtLeast(SATISFIED))),
            ];
            (with_contact(questions, unhappy), thanks(links))
        }
        Preset::Ces => {
            let hard = effort(Comparison::Below(EASY));
            let questions = vec![
                Question::new("effort", Scale::ces(), Key::CesPrompt).required(),
                words("reason", Key::CesLow).when(hard.clone()),
                words("reason", Key::CesHigh).when(effort(Comparison::AtLeast(EASY))),
            ];
            (with_contact(questions, hard), thanks(links))
        }
        Preset::Churn => {
            let questions =
                vec![Question::new("why", reasons(), Key::ChurnPrompt).required(), words("back", Key::ChurnBack)];
            let contact = link("contacted", Key::Help, &links.contact);
            (questions, vec![ending(Key::ChurnEnd, contact, Condition::Always)])
        }
        Preset::Employee => {
            let questions = recommendation(Key::EmployeePrompt, Key::EmployeeDetractor, Key::EmployeePromoter);
            (questions, vec![ending(Key::EmployeeEnd, None, Condition::Always)])
        }
        Preset::Nps | Preset::Helpful => (Vec::new(), Vec::new()),
    }
}

fn words(name: &str, prompt: Key) -> Question {
    Question::new(name, Text::default(), prompt)
}

fn with_contact(mut questions: Vec<Question>, condition: Condition) -> Vec<Question> {
    questions.push(Question::new("contact", Contact::default(), Key::ContactPrompt).when(condition));
    questions
}

fn score(comparison: Comparison) -> Condition {
    Condition::Test(Test::Compare(Source::answer("satisfaction"), vec![comparison]))
}

fn effort(comparison: Comparison) -> Condition {
    Condition::Test(Test::Compare(Source::answer("effort"), vec![comparison]))
}

/// One farewell for everybody; who is asked for a review is not chosen by what they answered.
fn thanks(links: &Links) -> Vec<Ending> {
    vec![ending(Key::ThanksEnd, link("review", Key::Review, &links.review), Condition::Always)]
}

/// Why customers leave: shuffled, since what stands first is chosen more often.
fn reasons() -> SingleChoice {
    let reason = |id: &str, label: Key| Choice { id: id.to_owned(), label: label.into(), pinned: false };
    SingleChoice(ChoiceList {
        choices: vec![
            reason("price", Key::ChurnPrice),
            reason("missing", Key::ChurnMissing),
            reason("difficult", Key::ChurnDifficult),
            reason("unreliable", Key::ChurnUnreliable),
            reason("switched", Key::ChurnSwitched),
            reason("unneeded", Key::ChurnUnneeded),
        ],
        other: Some(Key::Other.into()),
        shuffle: true,
    })
}
