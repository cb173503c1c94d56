//! Converts SurveyJS' triggers: what happens when an expression has come true.

use super::super::condition::{Subject, group, needs_answer, not};
use super::super::draft::{Branch, Draft};
use super::super::part::Part;
use super::condition::{self, Asked, Sources};
use super::{Step, format};
use askwell_survey::Value;

/// A page, a panel or a question, as far as it can be hidden.
#[derive(Clone)]
pub(super) struct Owner {
    pub(super) name: String,
    pub(super) visible_if: Option<String>,
    pub(super) is_hidden: bool,
}

impl Owner {
    pub(super) fn of(element: &format::Element) -> Self {
        Self {
            name: element.name.or_empty().to_owned(),
            visible_if: element.visible_if.get().map(str::to_owned),
            is_hidden: element.visible == Some(false),
        }
    }

    /// The expression by which it is shown.
    pub(super) fn rule<'a>(&'a self, triggers: &'a Triggers) -> &'a str {
        let trigger = triggers.of(self).map_or("", |trigger| &trigger.expression);
        self.visible_if.as_deref().unwrap_or(trigger)
    }
}

pub(super) struct Trigger {
    path: String,
    expression: String,
    action: Action,
}

enum Action {
    Complete,
    Skip(String),
    /// Shows what has these names.
    Show(Vec<String>),
}

/// The triggers of a survey.
pub(super) struct Triggers(Vec<Trigger>);

impl Triggers {
    pub(super) fn read(survey: &Part<'_>) -> Self {
        let mut triggers = Vec::new();
        for part in survey.items("triggers") {
            let trigger: format::Trigger = part.read();
            let action = match trigger.kind.get() {
                Some("complete") => Action::Complete,
                Some("skip") => Action::Skip(part.read::<format::SkipTrigger>().goto_name.or_empty().to_owned()),
                Some("visible") => {
                    let shown: format::VisibleTrigger = part.read();
                    let names = shown.pages.into_iter().chain(shown.questions).flatten();
                    Action::Show(names.map(|name| name.or_empty().to_owned()).collect())
                }
                other => {
                    part.skip_all();
                    part.note_all(format!("is left out: {} has no counterpart", other.unwrap_or("it")));
                    continue;
                }
            };
            part.note_unread();
            let expression = trigger.expression.get().map_or_else(|| written(&trigger), str::to_owned);
            triggers.push(Trigger { path: part.path.clone(), expression, action });
        }
        Self(triggers)
    }

    /// The trigger that shows something. Of several, the last one counts.
    pub(super) fn of(&self, owner: &Owner) -> Option<&Trigger> {
        let shows = |trigger: &&Trigger| matches!(&trigger.action, Action::Show(names) if names.contains(&owner.name));
        self.0.iter().rev().find(shows)
    }

    /// Adds the branches of those that skip questions.
    pub(super) fn branches(&self, steps: &[Step<'_>], sources: &Sources, survey: &Part<'_>, draft: &mut Draft) {
        let is_by_question = matches!(
            survey.read::<format::Survey>().questions_on_page_mode.get(),
            Some("questionPerPage" | "questionOnPage" | "inputPerPage")
        );
        // Of two that skip at the same time, the last one counts.
        for trigger in self.0.iter().rev() {
            let Action::Skip(goto) = &trigger.action else { continue };
            let result = trigger.fired(sources).and_then(|condition| {
                let target = Target::find(goto, steps, draft, is_by_question)?;
                Ok((condition, target))
            });
            match result {
                Ok((condition, target)) => {
                    trigger.add_skips(&condition, &target, steps, sources, is_by_question, draft)
                }
                Err(reason) => survey.note_at(&trigger.path, format!("is left out: {reason}")),
            }
        }
        for trigger in self.0.iter().filter(|trigger| matches!(trigger.action, Action::Complete)) {
            match condition::convert(&trigger.expression, sources) {
                Ok(condition) => trigger.add_ends(&condition, steps, sources, is_by_question, draft),
                Err(reason) => survey.note_at(&trigger.path, format!("is left out: {reason}")),
            }
        }
    }
}

/// The expression that older triggers have in parts.
fn written(trigger: &format::Trigger) -> String {
    let value = format::source(&trigger.value).map_or(String::new(), |value| match value.parse::<f64>() {
        Ok(_) => format!(" {value}"),
        Err(_) if matches!(value.as_str(), "true" | "false") => format!(" {value}"),
        Err(_) => format!(" '{value}'"),
    });
    format!("{{{}}} {}{value}", trigger.name.or_empty(), trigger.operator.get().unwrap_or("equal"))
}

/// Where a trigger leads.
struct Target {
    goto: String,
    page: usize,
    /// When the question that it names is shown; always if none.
    condition: Option<Value>,
}

impl Target {
    /// SurveyJS goes to the page of the question, which has its other questions as well.
    fn find(name: &str, steps: &[Step<'_>], draft: &Draft, is_by_question: bool) -> Result<Self, String> {
        let missing = || format!("there is no question {name}");
        let step = steps.iter().find(|step| step.element.name.or_empty() == name).ok_or_else(missing)?;
        let index_of = |step: &Step<'_>| draft.questions.iter().position(|item| item.path == step.part.path);
        let named = index_of(step).ok_or_else(|| format!("{name} is left out"))?;
        let first = steps.iter().filter(|other| other.page == step.page).find_map(index_of);
        let index = if is_by_question { named } else { first.unwrap_or(named) };
        let condition = draft.questions[named].value.get("if").cloned();
        Ok(Self { goto: draft.questions[index].id.clone(), page: step.page, condition })
    }
}

impl Trigger {
    /// When the trigger has set something, which it does when an answer that it asks for changes.
    fn fired(&self, sources: &Sources) -> Result<Value, String> {
        let condition = condition::convert(&self.expression, sources)?;
        let answers = Asked::by(&self.expression, sources).answers;
        if needs_answer(&condition, &|name| answers.iter().any(|answer| answer == name)) {
            return Ok(condition);
        }
        let known = answers.iter().map(|name| is_known(name)).collect();
        let known = group("any", known).ok_or("it asks for no answer")?;
        Ok(group("all", vec![known, condition]).unwrap_or_default())
    }

    /// When it shows something that it names.
    pub(super) fn shown(&self, owner: &Owner, sources: &Sources) -> Result<Value, String> {
        if owner.is_hidden {
            return self.fired(sources);
        }
        let condition = condition::convert(&self.expression, sources)?;
        let answers = Asked::by(&self.expression, sources).answers;
        let unknown = group("all", answers.iter().map(|name| not(is_known(name))).collect());
        group("any", unknown.into_iter().chain([condition]).collect()).ok_or_else(|| "it asks for no answer".to_owned())
    }

    /// It skips as soon as an answer that it asks for is given.
    fn add_skips(
        &self,
        condition: &Value,
        target: &Target,
        steps: &[Step<'_>],
        sources: &Sources,
        is_by_question: bool,
        draft: &mut Draft,
    ) {
        let answers = Asked::by(&self.expression, sources).answers;
        for item in &mut draft.questions {
            let page = steps.iter().find(|step| step.part.path == item.path).map_or(0, |step| step.page);
            // On the same page, SurveyJS only moves the focus.
            if !answers.contains(&item.id) || target.page == page && !is_by_question {
                continue;
            }
            let mut parts = vec![condition.clone()];
            parts.extend((answers.len() > 1).then(|| is_known(&item.id)));
            parts.extend(target.condition.clone());
            let condition = group("all", parts);
            item.branches.push(Branch { path: self.path.clone(), condition, goto: target.goto.clone() });
        }
    }

    /// It ends the survey when a page is left that has an answer that it asks for.
    fn add_ends(
        &self,
        condition: &Value,
        steps: &[Step<'_>],
        sources: &Sources,
        is_by_question: bool,
        draft: &mut Draft,
    ) {
        let page_of = |path: &str| steps.iter().find(|step| step.part.path == path).map_or(0, |step| step.page);
        let pages: Vec<usize> = if is_by_question {
            (0..draft.questions.len()).collect()
        } else {
            draft.questions.iter().map(|item| page_of(&item.path)).collect()
        };
        let asked = Asked::by(&self.expression, sources);
        // The conditions of these questions; none if one of them is always shown.
        let conditions_of = |indexes: &mut dyn Iterator<Item = usize>, draft: &Draft| {
            indexes.map(|index| draft.questions[index].value.get("if").cloned()).collect::<Option<Vec<Value>>>()
        };
        for index in 0..draft.questions.len() {
            let of_page = |other: &usize| pages[*other] == pages[index];
            let is_asked = |other: &usize| asked.answers.contains(&draft.questions[*other].id);
            let mut parts = vec![condition.clone()];
            if !asked.has_values {
                let shown = conditions_of(&mut (0..pages.len()).filter(of_page).filter(is_asked), draft);
                match shown {
                    Some(conditions) if conditions.is_empty() => continue,
                    Some(conditions) => parts.extend(group("any", conditions)),
                    None => {}
                }
            }
            // The page is left after its last question that is shown.
            let Some(later) = conditions_of(&mut (index + 1..pages.len()).filter(of_page), draft) else { continue };
            parts.extend(group("any", later).map(not));
            let branch = Branch { path: self.path.clone(), condition: group("all", parts), goto: "end".to_owned() };
            draft.questions[index].branches.push(branch);
        }
    }
}

/// That a question has an answer: “none of these” is one.
fn is_known(name: &str) -> Value {
    Subject { head: "answer", name: name.to_owned() }.is_known()
}
