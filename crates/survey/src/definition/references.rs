//! What a definition refers to. References are noted while it is parsed; once all names are known, they are resolved.

use crate::decode::{Code, ObjectReader};
use crate::question::Nps;
use crate::{Diagnostic, Group, Survey, Value, VariableRef};

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefSite {
    /// In the condition or the texts of this question: it is read before the question is answered.
    Before(usize),
    /// In the branches of this question: it is read when the question has been answered.
    After(usize),
    /// In this one of the questions that follow up on a group's score. It can refer to those before it.
    FollowUp(Group, usize),
    /// In the computed value after so many others. It can refer to these.
    Value(usize),
    /// In an ending or an endpoint: everything that will be answered has been.
    End,
}

/// Everything that is referred to, in the order it stands in the document.
#[derive(Default)]
pub(crate) struct References {
    list: Vec<Reference>,
    expectations: Vec<Expectation>,
}

/// A reference that isn't resolved yet.
struct Reference {
    path: String,
    /// How much had been reported before it: what is wrong with it is reported there.
    position: usize,
    site: RefSite,
    variable: VariableRef,
}

/// What a condition expects an answer to be.
pub(super) struct Expectation {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) field: Option<String>,
    pub(super) word: String,
}

/// A reference to an answer that a question gives.
pub(crate) struct AnswerRef {
    pub(super) path: String,
    pub(super) site: RefSite,
    pub(super) name: String,
    /// One field of it.
    pub(super) field: Option<String>,
}

/// What there is to refer to.
#[derive(Default)]
pub(crate) struct Names {
    /// The questions, in their order.
    pub(super) questions: Vec<String>,
    /// The question for the score.
    pub(super) scored: Option<String>,
    /// The questions that follow up on a score, by group.
    pub(super) follow_ups: Vec<(Group, Vec<String>)>,
    /// All computed values, whether they can be read or not.
    pub(super) values: Vec<String>,
    /// Those that can be, in their order.
    pub(super) read_values: Vec<String>,
    /// Answers that the page gives.
    pub(super) hidden: Vec<String>,
}

impl References {
    /// Notes that the field `name` refers to `variable`.
    pub(crate) fn note(&mut self, fields: &ObjectReader<'_, '_>, name: &str, variable: &VariableRef, site: RefSite) {
        let (path, position) = (fields.path(name), fields.position());
        self.list.push(Reference { path, position, site, variable: variable.clone() });
    }

    /// Notes that the comparison `operator` expects an answer to be `word`.
    pub(super) fn expect(
        &mut self,
        fields: &ObjectReader<'_, '_>,
        operator: &str,
        name: &str,
        field: Option<&str>,
        word: &str,
    ) {
        self.expectations.push(Expectation {
            path: fields.path(operator),
            name: name.to_owned(),
            field: field.map(str::to_owned),
            word: word.to_owned(),
        });
    }

    /// What conditions expect answers to be.
    pub(super) fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// Reports what refers to nothing, and returns the references to answers.
    pub(crate) fn resolve(&self, names: &Names, fields: &mut ObjectReader<'_, '_>) -> Vec<AnswerRef> {
        let (mut answers, mut dangling) = (Vec::new(), Vec::new());
        for Reference { path, position, site, variable } in &self.list {
            match names.resolve(variable, *site) {
                Ok(None) => {}
                Ok(Some((name, field))) => {
                    answers.push(AnswerRef { path: path.clone(), site: *site, name: name.to_owned(), field });
                }
                Err(message) => {
                    let diagnostic = Diagnostic { path: path.clone(), code: Code::Reference, message };
                    dangling.push((*position, diagnostic));
                }
            }
        }
        fields.report_earlier(dangling);
        answers
    }
}

impl Names {
    /// What there is in the responses to `survey`.
    pub(crate) fn of_responses(survey: &Survey) -> Self {
        let links = survey.endings.iter().filter_map(|ending| ending.link.as_ref());
        let scored = survey.questions.iter().rfind(|question| question.question_type.gives_score());
        let values: Vec<String> = survey.extras.values.iter().map(|(name, _)| name.clone()).collect();
        Self {
            questions: survey
                .questions
                .iter()
                .map(|question| &question.id)
                .chain(links.map(|link| &link.name))
                .cloned()
                .collect(),
            scored: scored.map(|question| question.id.clone()),
            follow_ups: Vec::new(),
            read_values: values.clone(),
            values,
            hidden: survey.extras.hidden.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// The answer, or a field of it, that a variable stands for, if it stands for one that a question gives.
    ///
    /// # Errors
    /// Where there is nothing of that name, or not yet.
    fn resolve<'a>(
        &'a self,
        variable: &'a VariableRef,
        site: RefSite,
    ) -> Result<Option<(&'a str, Option<String>)>, String> {
        match variable {
            VariableRef::Answer(name, field) => {
                if self.has_question(name, site) {
                    return Ok(Some((name, field.clone())));
                }
                Err(["names the question ", name, ", which is not there"].concat())
            }
            VariableRef::Score | VariableRef::Group => match &self.scored {
                Some(scored) => Ok(Some((scored, None))),
                None => Err("names the score, and no question of type nps is there".to_owned()),
            },
            VariableRef::Computed(name) => {
                let known = match site {
                    RefSite::Value(before) => &self.read_values[..before.min(self.read_values.len())],
                    RefSite::Before(_) | RefSite::After(_) | RefSite::FollowUp(..) | RefSite::End => &self.values,
                };
                if known.contains(name) {
                    return Ok(None);
                }
                Err(["names the value ", name, ", which is not there, or not yet"].concat())
            }
            VariableRef::Hidden(name) if !self.hidden.contains(name) => {
                Err(["names the hidden field ", name, ", which is not among `hidden`"].concat())
            }
            VariableRef::Hidden(_)
            | VariableRef::Product
            | VariableRef::Attribute(_)
            | VariableRef::Person(_)
            | VariableRef::Page(_)
            | VariableRef::Response(_)
            | VariableRef::Fact(..) => Ok(None),
        }
    }

    fn has_question(&self, name: &str, site: RefSite) -> bool {
        let is = |known: &String| known == name;
        match site {
            RefSite::FollowUp(group, before) => {
                let asked = self.follow_ups.iter().find(|(known, _)| *known == group);
                self.scored.iter().chain(asked.into_iter().flat_map(|(_, asked)| asked.iter().take(before))).any(is)
            }
            RefSite::Before(_) | RefSite::After(_) | RefSite::Value(_) | RefSite::End => self.questions.iter().any(is),
        }
    }
}

/// What can be found out before anything is read, so that `goto` can name what comes later.
#[derive(Default)]
pub(super) struct Outline {
    /// The names of the questions in their order; empty where one has none.
    pub(super) questions: Vec<String>,
    /// The same of the endings.
    pub(super) endings: Vec<String>,
    /// The name of the question for the score.
    pub(super) scored: Option<String>,
}

impl Outline {
    /// Looks up the names of all questions and endings. What two of them share is reported.
    pub(super) fn read(fields: &mut ObjectReader<'_, '_>) -> Self {
        let mut outline = Self::default();
        for list in ["questions", "endings"] {
            let mut names: Vec<String> = Vec::new();
            if let Some(Value::List(items)) = fields.value(list) {
                for (index, item) in items.iter().enumerate().take(crate::limits::QUESTIONS) {
                    let name = name_of(item);
                    let path = [&fields.step(list, index), ".id"].concat();
                    if !name.is_empty() && names.contains(&name) {
                        fields.report(&path, Code::Duplicate, &[&name, " is the name of another one too"].concat());
                    }
                    if name == "end" {
                        let message = "is end, which in `goto` stands for the end of the survey";
                        fields.report(&path, Code::Conflict, message);
                    }
                    // Whether it can be read or not: what refers to the score isn't wrong as well then.
                    if item.get("type").and_then(Value::as_text) == Some(Nps::NAME) {
                        outline.scored.get_or_insert_with(|| name.clone());
                    }
                    names.push(name);
                }
            }
            if list == "questions" { outline.questions = names } else { outline.endings = names }
        }
        for (index, ending) in outline.endings.iter().enumerate() {
            if !ending.is_empty() && outline.questions.contains(ending) {
                let path = [&fields.step("endings", index), ".id"].concat();
                fields.report(&path, Code::Duplicate, &[ending, " is the name of a question too"].concat());
            }
        }
        outline
    }
}

/// The name of a question or an ending, as [`ObjectReader::text`] has it.
fn name_of(item: &Value) -> String {
    match item.get("id") {
        Some(Value::Text(text)) => text.clone(),
        Some(number @ Value::Number(_)) => number.to_json(),
        _ => String::new(),
    }
}
