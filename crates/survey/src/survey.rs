//! A survey: its questions, when each is asked, and how it ends.

use crate::question::QuestionType;
use crate::{Code, Computation, Diagnostics, Value};
use crate::{Condition, Kind, LocalizedText};
use std::rc::Rc;

/// Questions in order, and endings of which the first that fits is reached.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The identifier in responses, recontact periods and reports.
    pub id: String,
    /// Counted up whenever the survey changes, so that answers to different questions aren't mixed.
    pub version: u32,
    /// What the survey is about.
    pub kind: Kind,
    /// The questions, in the order they are asked. A question whose condition doesn't hold is passed over.
    pub questions: Vec<Question>,
    /// The endings. The last one is reached when no other fits, whatever its condition says.
    pub endings: Vec<Ending>,
    /// What only a definition can give.
    pub extras: Extras,
}

impl Survey {
    /// A survey of these questions and endings, in its first version.
    pub fn new(id: String, kind: Kind, questions: Vec<Question>, endings: Vec<Ending>) -> Self {
        Self { id, version: 1, kind, questions, endings, extras: Extras::default() }
    }

    /// The answers that the page gives: those in `given` over those in the definition. What the definition doesn't
    /// have is none.
    pub(crate) fn hidden_with(&self, given: &[(String, Value)]) -> Vec<(String, Value)> {
        let mut hidden = self.extras.hidden.clone();
        for (name, value) in &mut hidden {
            if let Some((_, over)) = given.iter().find(|(known, _)| known == name) {
                *value = over.clone();
            }
        }
        hidden
    }

    /// What of `given` can't be an answer that the page gives, since the definition doesn't have it.
    ///
    /// # Errors
    /// Each of them, with its path.
    pub fn check_hidden(&self, given: &[(String, Value)]) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::default();
        for (name, _) in given {
            if !self.extras.hidden.iter().any(|(known, _)| known == name) {
                problems.report(&["hidden.", name].concat(), Code::Reference, "is not among the survey’s `hidden`");
            }
        }
        problems.or(Some(()))
    }

    /// The best language for a visitor who prefers `wanted`: one of the survey's, if it has texts of its own, and
    /// otherwise any.
    pub fn served<'a>(&'a self, wanted: &'a str) -> &'a str {
        let languages = &self.extras.languages;
        let index = crate::nearest(wanted, &languages.iter().map(String::as_str).collect::<Vec<_>>());
        languages.get(index).map_or(wanted, String::as_str)
    }

    /// The language of a visitor of whom nothing is known.
    pub fn default_language(&self) -> &str {
        self.extras.languages.first().map_or(crate::LANGUAGES[0], String::as_str)
    }
}

/// What a survey's definition can have besides questions and endings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// The languages of its own texts, the default first. Empty if it has no texts of its own.
    pub languages: Vec<String>,
    /// Values computed from answers, by name. Each may use those before it.
    pub values: Vec<(String, Vec<(Condition, Computation)>)>,
    /// Answers that the page gives without asking, by name; `null` where it may and doesn't.
    pub hidden: Vec<(String, Value)>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The name of the answer in the response. Questions of which only one can be asked may share it.
    pub id: String,
    /// How it is answered.
    pub question_type: Rc<dyn QuestionType>,
    /// What is asked.
    pub prompt: LocalizedText,
    /// What is asked instead after a 5 or a 6, which don't say that anything went wrong.
    pub mild_prompt: Option<LocalizedText>,
    /// Whether it can't be skipped.
    pub required: bool,
    /// When it is asked.
    pub condition: Condition,
    /// What stands below the prompt.
    pub help: Option<LocalizedText>,
    /// Branches: the first whose condition holds is taken. Without one, the next question follows.
    pub next: Vec<Branch>,
}

impl Question {
    /// A question that can be skipped and is always asked.
    pub fn new(id: &str, question_type: impl QuestionType, prompt: impl Into<LocalizedText>) -> Self {
        Self {
            id: id.to_owned(),
            question_type: Rc::new(question_type),
            prompt: prompt.into(),
            mild_prompt: None,
            required: false,
            condition: Condition::Always,
            help: None,
            next: Vec::new(),
        }
    }

    /// The same, as one that can't be skipped.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, asked only when `condition` holds.
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = condition;
        self
    }
}

/// A branch: where the survey continues after a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// When it is taken.
    pub condition: Condition,
    /// Where it leads.
    pub target: Target,
}

/// The target of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// On at this question, or at what follows it if its condition doesn't hold.
    Question(usize),
    /// To this ending.
    Ending(usize),
    /// To the ending that fits.
    End,
}

/// An ending screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What the ending screen says.
    pub text: LocalizedText,
    /// What can be done next.
    pub link: Option<Link>,
    /// When it is reached.
    pub condition: Condition,
}

/// A call to action.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name under which the response says that it was followed.
    pub name: String,
    /// What it says.
    pub label: LocalizedText,
    /// Where it leads.
    pub url: String,
}
