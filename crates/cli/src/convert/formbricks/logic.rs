//! Converts Formbricks' logic: rules with conditions and actions, evaluated after a question or a block.

use super::super::condition::{group, needs_answer, scalar};
use super::super::draft::{Branch, object};
use super::super::part::Part;
use super::condition::{self, Scope};
use super::format::{Action, Fallback, Rule};
use super::variables::{Change, Variables, What};
use super::{Context, Step, Targets, branch};
use askwell_survey::Value;

/// A question with an answer, in a block.
pub(super) struct Answered {
    pub(super) name: String,
    pub(super) is_required: bool,
}

/// What is known of the place of some logic in its survey.
pub(super) struct Place {
    /// The questions that are asked right before it.
    pub(super) questions: Vec<Answered>,
    /// Whether some visitors may never come here.
    pub(super) can_be_passed: bool,
}

/// The branches after a step. What its logic does to variables is added to `variables`.
pub(super) fn convert(
    step: &Step<'_>,
    place: &Place,
    context: &Context,
    targets: &Targets,
    variables: &mut Variables,
) -> Vec<Branch> {
    let owner = step.logic();
    let mut branches = Vec::new();
    for part in owner.items("logic") {
        let Some(conditions) = part.read::<Rule>().conditions else {
            part.note_all("is left out: it has no conditions");
            continue;
        };
        let scope = Scope { context, variables, rule: &part };
        let condition = match condition::convert(&conditions, &scope) {
            Ok(condition) => condition,
            Err(reason) => {
                part.note_all(format!("is left out: {reason}"));
                continue;
            }
        };
        let mut has_jump = false;
        for action_part in part.items("actions") {
            let action: Action = action_part.read();
            match action.objective.get() {
                // Only the first jump of a rule counts.
                Some("jumpToQuestion" | "jumpToBlock") if has_jump => {}
                Some("jumpToQuestion" | "jumpToBlock") => {
                    let target = action.target.or_empty();
                    match targets.get(target) {
                        Some(goto) => {
                            has_jump = true;
                            branches.push(branch(&part.path, Some(condition.clone()), goto));
                        }
                        None => action_part.note("target", format!("is left out: there is no {target}")),
                    }
                }
                Some("calculate") => {
                    let id = action.variable_id.or_empty();
                    match what(&action, context, variables) {
                        Ok(what) => {
                            let condition = on_the_path(&condition, &what, place, &action_part);
                            variables.add(id, Change { condition, what });
                        }
                        Err(reason) => action_part.note_all(format!("is left out: {reason}")),
                    }
                }
                Some(other) => action_part.note_all(format!("is left out: {other} has no counterpart")),
                None => {}
            }
        }
    }
    let fallback: Fallback = owner.read();
    if let Some(target) = fallback.logic_fallback.get() {
        match targets.get(target) {
            Some(goto) => branches.push(branch(&owner.path_of("logicFallback"), None, goto)),
            None => owner.note("logicFallback", format!("is left out: there is no {target}")),
        }
    }
    branches
}

/// The change that an action makes.
fn what(action: &Action, context: &Context, variables: &Variables) -> Result<What, String> {
    let operator = action.operator.or_empty();
    let initial = variables.initial(action.variable_id.or_empty()).ok_or("there is no such variable")?;
    let is_number = matches!(initial, Value::Number(_));
    let operand = action.value.as_ref().ok_or("it has no operand")?;
    let fixed = scalar(&operand.value).filter(|_| operand.kind.get() == Some("static"));
    let number = match &fixed {
        Some(Value::Number(number)) => Some(*number),
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    };
    if let (true, Some(number)) = (is_number, number) {
        match operator {
            "add" => return Ok(What::Add(number)),
            "subtract" => return Ok(What::Add(-number)),
            "assign" => return Ok(What::Assign(Value::from(number))),
            _ => {}
        }
    }
    if let (false, "assign", Some(value)) = (is_number, operator, fixed) {
        return Ok(What::Assign(value));
    }
    let id = operand.value.as_str().unwrap_or_default();
    let is_numeric =
        context.kinds.get(id).is_some_and(|kind| matches!(kind.as_str(), "nps" | "rating" | "csat" | "ces"));
    match (operand.kind.get(), context.questions.get(id)) {
        (Some("question" | "element"), Some(name)) if is_number && is_numeric && operator == "add" => {
            Ok(What::AddAnswer(name.clone()))
        }
        _ => Err(format!("values are sums of numbers, or one of several fixed ones; this is {operator}")),
    }
}

/// The condition for a change, by answers that only those have who came by its rule; none if it always holds then.
fn on_the_path(condition: &Value, what: &What, place: &Place, action: &Part<'_>) -> Option<Value> {
    let answered = |name: &str| object([("answer", Some(Value::from(name))), ("empty", Some(Value::from(false)))]);
    let asked = |name: &str| place.questions.iter().any(|question| question.name == name);
    if !place.can_be_passed || needs_answer(condition, &asked) {
        // An answer that isn't there adds nothing.
        let is_always = matches!(what, What::AddAnswer(name) if *condition == answered(name));
        return (!is_always).then(|| condition.clone());
    }
    let Some(required) = place.questions.iter().find(|question| question.is_required) else {
        action.note_all("counts for those as well who never come to this rule");
        return Some(condition.clone());
    };
    group("all", vec![answered(&required.name), condition.clone()])
}
