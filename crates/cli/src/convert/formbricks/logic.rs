//! Converts Formbricks' logic: rules with conditions and actions, evaluated after a question or a block.

use super::super::draft::{Branch, Draft, Entry, object};
use super::super::part::Part;
use super::condition;
use super::format::{Action, Fallback, RightOperand, Rule, Variable};
use super::{Context, Step, Targets, branch};
use askwell_survey::Value;
use serde_json::Value as Json;

/// A change of a variable, and the condition for it.
pub(super) struct Calculation {
    path: String,
    variable_id: String,
    operator: String,
    operand: Operand,
    condition: Value,
    /// Whether the condition is only that the question before it has an answer.
    is_unconditional: bool,
}

/// What a variable is changed by.
enum Operand {
    Fixed(Value),
    /// The answer to the question with this name in the definition.
    Answer(String),
    Other,
}

/// The branches after a step. The calculations of its logic are added to `calculations`.
pub(super) fn convert(
    step: &Step<'_>,
    context: &Context,
    targets: &Targets,
    calculations: &mut Vec<Calculation>,
) -> Vec<Branch> {
    let owner = step.logic();
    let mut branches = Vec::new();
    for part in owner.items("logic") {
        let Some(conditions) = part.read::<Rule>().conditions else {
            part.note_all("is left out: it has no conditions");
            continue;
        };
        let condition = match condition::convert(&conditions, context, &part, "conditions") {
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
                Some("calculate") => calculations.push(Calculation {
                    path: action_part.path.clone(),
                    variable_id: action.variable_id.or_empty().to_owned(),
                    operator: action.operator.or_empty().to_owned(),
                    operand: operand(action.value, context),
                    condition: condition.clone(),
                    is_unconditional: condition::is_only_answered(&conditions),
                }),
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

fn operand(value: Option<RightOperand>, context: &Context) -> Operand {
    let Some(RightOperand { kind, value }) = value else { return Operand::Other };
    let operand = match kind.get() {
        Some("static") => scalar(&value).map(Operand::Fixed),
        Some("question" | "element") => {
            let name = value.as_str().and_then(|id| context.questions.get(id));
            name.map(|name| Operand::Answer(name.clone()))
        }
        _ => None,
    };
    operand.unwrap_or(Operand::Other)
}

/// Converts the survey's variables, as far as they can be computed from the answers alone.
pub(super) fn convert_variables(
    parts: &[Part<'_>],
    context: &Context,
    calculations: &[Calculation],
    draft: &mut Draft,
) {
    for part in parts {
        let variable: Variable = part.read();
        let id = variable.id.or_empty();
        let Some(name) = context.variables.get(id).cloned() else { continue };
        let initial = scalar(&variable.value).unwrap_or(Value::from(""));
        let own: Vec<&Calculation> = calculations.iter().filter(|calculation| calculation.variable_id == id).collect();
        let value = sum(&own, &initial).or_else(|| assignments(&own, &initial)).unwrap_or_else(|| {
            for calculation in &own {
                let message = "is left out: values are sums, means, or one of several fixed ones";
                part.note("value", format!("stays as it is; {} {message}", calculation.path));
            }
            object([("assign", Some(initial.clone()))])
        });
        draft.values.push(Entry { path: part.path.clone(), name, value });
        part.skip(&["type"]);
        part.note_unread();
    }
}

/// A sum of answers, if all that is done is adding them to 0.
fn sum(calculations: &[&Calculation], initial: &Value) -> Option<Value> {
    let mut answers = Vec::new();
    for calculation in calculations {
        match &calculation.operand {
            Operand::Answer(name) if calculation.operator == "add" && calculation.is_unconditional => {
                answers.push(Value::from(name.as_str()));
            }
            Operand::Answer(_) | Operand::Fixed(_) | Operand::Other => return None,
        }
    }
    let is_sum = !answers.is_empty() && *initial == Value::from(0.0);
    is_sum.then(|| object([("sum", Some(Value::List(answers)))]))
}

/// One of several fixed values, if all that is done is assigning them. The last assignment counts in Formbricks, the
/// first one here.
fn assignments(calculations: &[&Calculation], initial: &Value) -> Option<Value> {
    let mut list = Vec::new();
    for calculation in calculations.iter().rev() {
        match &calculation.operand {
            Operand::Fixed(value) if calculation.operator == "assign" => {
                list.push(object([("if", Some(calculation.condition.clone())), ("assign", Some(value.clone()))]));
            }
            Operand::Answer(_) | Operand::Fixed(_) | Operand::Other => return None,
        }
    }
    let initial = object([("assign", Some(initial.clone()))]);
    if list.is_empty() {
        return Some(initial);
    }
    list.push(initial);
    Some(Value::List(list))
}

/// A text, a number, or true or false.
pub(super) fn scalar(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::from(text.as_str())),
        Json::Number(number) => number.as_f64().map(Value::from),
        Json::Bool(truth) => Some(Value::from(*truth)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
