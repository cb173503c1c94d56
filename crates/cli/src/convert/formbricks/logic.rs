//! Formbricks' logic: conditions with actions, looked at after a question or a block.

use super::super::draft::{Draft, Way, object};
use super::super::node::Node;
use super::words::Reader;
use super::{Step, Targets, element, way};
use askwell_survey::Value;
use serde_json::Value as Json;

/// A change to a variable, and when it is made.
pub(super) struct Calculation {
    path: String,
    variable: String,
    operator: String,
    operand: Operand,
    condition: Value,
    /// Whether the condition says no more than that the question before it was answered.
    is_sure: bool,
}

/// What a variable is changed by.
enum Operand {
    Fixed(Value),
    /// The answer to a question, by its name here.
    Answer(String),
    Other,
}

/// The ways on after a step. What its logic computes is added to `calculations`.
pub(super) fn ways(
    step: &Step<'_>,
    reader: &Reader,
    targets: &Targets,
    calculations: &mut Vec<Calculation>,
) -> Vec<Way> {
    let node = step.logic();
    let mut ways = Vec::new();
    for rule in node.nodes("logic") {
        rule.pass_over(&["id"]);
        let context = Context { reader };
        let conditions = rule.node("conditions");
        let condition = match conditions.as_ref().map(|conditions| context.group(conditions)) {
            Some(Ok(condition)) => condition,
            Some(Err(why)) => {
                rule.note_all(format!("is left out: {why}"));
                continue;
            }
            None => {
                rule.note_all("is left out: it has no conditions");
                continue;
            }
        };
        let mut jumped = false;
        for action in rule.nodes("actions") {
            match action.text("objective") {
                // The first one counts.
                Some("jumpToQuestion" | "jumpToBlock") if jumped => {}
                Some("jumpToQuestion" | "jumpToBlock") => {
                    let target = action.text("target").unwrap_or_default();
                    match targets.get(target) {
                        Some(goto) => {
                            jumped = true;
                            ways.push(way(&rule.path, Some(condition.clone()), goto));
                        }
                        None => action.note("target", format!("is left out: there is no {target}")),
                    }
                }
                Some("calculate") => {
                    calculations.push(calculation(&action, reader, &condition, conditions.as_ref()));
                }
                Some(other) => action.note_all(format!("is left out: {other} has no counterpart")),
                None => {}
            }
        }
    }
    if let Some(target) = node.text("logicFallback") {
        match targets.get(target) {
            Some(goto) => ways.push(way(&node.place("logicFallback"), None, goto)),
            None => node.note("logicFallback", format!("is left out: there is no {target}")),
        }
    }
    ways
}

fn calculation(action: &Node<'_>, reader: &Reader, condition: &Value, conditions: Option<&Node<'_>>) -> Calculation {
    let value = action.node("value");
    let operand = value.and_then(|value| {
        let what = value.get("value")?;
        Some(match value.text("type") {
            Some("static") => Operand::Fixed(plain(what)?),
            Some("question" | "element") => Operand::Answer(reader.questions.get(what.as_str()?)?.clone()),
            _ => Operand::Other,
        })
    });
    let operators: Vec<_> = conditions.iter().flat_map(|group| group.nodes("conditions")).collect();
    let is_sure = operators.iter().all(|single| single.text("operator") == Some("isSubmitted"));
    Calculation {
        path: action.path.clone(),
        variable: action.text("variableId").unwrap_or_default().to_owned(),
        operator: action.text("operator").unwrap_or_default().to_owned(),
        operand: operand.unwrap_or(Operand::Other),
        condition: condition.clone(),
        is_sure,
    }
}

/// The survey's variables, as far as they can be computed from the answers without going through them in order.
pub(super) fn values(root: &Node<'_>, reader: &Reader, calculations: &[Calculation], draft: &mut Draft) {
    for variable in root.nodes("variables") {
        let id = variable.text("id").unwrap_or_default();
        let Some(name) = reader.variables.get(id).cloned() else { continue };
        let initial = variable.get("value").and_then(plain).unwrap_or(Value::from(""));
        let own: Vec<&Calculation> = calculations.iter().filter(|calculation| calculation.variable == id).collect();
        let value = sum(&own, &initial).or_else(|| assigned(&own, &initial)).unwrap_or_else(|| {
            for calculation in &own {
                let message = "is left out: values are sums, means, or one of several fixed ones";
                // Noted at the variable's own place in the source.
                variable.note("value", format!("stays as it is; {} {message}", calculation.path));
            }
            object([("assign", Some(initial.clone()))])
        });
        draft.values.push((name, variable.path.clone(), value));
        variable.pass_over(&["type", "name"]);
        variable.finish();
    }
}

/// Answers that are all added to nothing.
fn sum(calculations: &[&Calculation], initial: &Value) -> Option<Value> {
    let mut sources = Vec::new();
    for calculation in calculations {
        match &calculation.operand {
            Operand::Answer(name) if calculation.operator == "add" && calculation.is_sure => {
                sources.push(Value::from(name.as_str()));
            }
            _ => return None,
        }
    }
    let fits = !sources.is_empty() && *initial == Value::from(0.0);
    fits.then(|| object([("sum", Some(Value::List(sources)))]))
}

/// Fixed values, of which the last that is assigned counts.
fn assigned(calculations: &[&Calculation], initial: &Value) -> Option<Value> {
    let mut ways = Vec::new();
    for calculation in calculations.iter().rev() {
        match &calculation.operand {
            Operand::Fixed(value) if calculation.operator == "assign" => {
                ways.push(object([("if", Some(calculation.condition.clone())), ("assign", Some(value.clone()))]));
            }
            _ => return None,
        }
    }
    let initial = object([("assign", Some(initial.clone()))]);
    if ways.is_empty() {
        return Some(initial);
    }
    ways.push(initial);
    Some(Value::List(ways))
}

/// A text, a number or a truth.
fn plain(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::from(text.as_str())),
        Json::Number(number) => number.as_f64().map(Value::from),
        Json::Bool(truth) => Some(Value::from(*truth)),
        _ => None,
    }
}

/// What conditions are about.
struct Context<'a> {
    reader: &'a Reader,
}

impl Context<'_> {
    /// The condition, or why there is none like it.
    fn group(&self, node: &Node<'_>) -> Result<Value, String> {
        let parts: Vec<Value> = node
            .nodes("conditions")
            .iter()
            .map(|part| if part.get("connector").is_some() { self.group(part) } else { self.single(part) })
            .collect::<Result<_, _>>()?;
        let connector = if node.text("connector") == Some("or") { "any" } else { "all" };
        match parts.len() {
            0 => Err("it has no conditions".to_owned()),
            1 => Ok(parts.into_iter().next().unwrap_or_default()),
            _ => Ok(object([(connector, Some(Value::List(parts)))])),
        }
    }

    fn single(&self, node: &Node<'_>) -> Result<Value, String> {
        let left = node.node("leftOperand").ok_or("it compares nothing")?;
        let name = left.text("value").unwrap_or_default();
        let known = match left.text("type") {
            Some("question" | "element") => ("answer", self.reader.questions.get(name)),
            Some("hiddenField") => ("hidden", self.reader.hidden.get(name)),
            Some("variable") => ("value", self.reader.variables.get(name)),
            other => return Err(format!("it compares a {}", other.unwrap_or("nothing"))),
        };
        let (head, Some(called)) = known else { return Err(format!("there is no {name}")) };
        let kind = if head == "answer" { self.reader.kinds.get(name).map_or("", String::as_str) } else { "" };
        if kind == "message" {
            return Err(format!("{name} only goes on, and has no answer"));
        }
        let row = left.node("meta").and_then(|meta| meta.text("row").map(str::to_owned));
        let right = self.right(node)?;
        let operator = node.text("operator").unwrap_or_default();
        if kind == "multipleChoiceMulti" && names_none(right.as_ref()) {
            let none = match operator {
                "equals" => true,
                "doesNotEqual" => false,
                _ => return Err("“none of these” is compared only by itself".to_owned()),
            };
            node.note("operator", "“none of these” is an empty answer, as is none at all");
            return Ok(test(head, called, "empty", Value::from(none)));
        }
        if kind == "multipleChoiceMulti" && matches!(operator, "equals" | "doesNotEqual") {
            node.note("operator", "asks whether it is chosen, be others chosen as well or not");
        }
        if kind == "matrix" {
            return self.of_matrix(name, called, row.as_deref(), operator, right.as_ref());
        }
        compare(head, called, kind, operator, right.as_ref())
    }

    /// What is compared with; none where the operator says it all.
    fn right(&self, node: &Node<'_>) -> Result<Option<Json>, String> {
        let Some(right) = node.node("rightOperand") else { return Ok(None) };
        if right.text("type") != Some("static") {
            return Err("things are compared with fixed values only".to_owned());
        }
        Ok(right.get("value").cloned())
    }

    /// Rows and columns are called by their places.
    fn of_matrix(
        &self,
        id: &str,
        called: &str,
        row: Option<&str>,
        operator: &str,
        right: Option<&Json>,
    ) -> Result<Value, String> {
        let (rows, columns) = self.reader.matrices.get(id).ok_or("there is no such matrix")?;
        let filled = |row: &String| {
            let answer = Value::from(format!("{called}.{row}"));
            object([("answer", Some(answer)), ("empty", Some(Value::from(false)))])
        };
        let all = || object([("all", Some(Value::List(rows.iter().map(filled).collect())))]);
        let any = || object([("any", Some(Value::List(rows.iter().map(filled).collect())))]);
        match (row, operator) {
            (None, "isCompletelySubmitted") => return Ok(all()),
            (None, "isPartiallySubmitted") => {
                let not_all = object([("not", Some(all()))]);
                return Ok(object([("all", Some(Value::List(vec![any(), not_all])))]));
            }
            (None, _) => return compare("answer", called, "matrix", operator, right),
            _ => {}
        }
        let place = |text: &str, names: &[String]| text.parse::<usize>().ok().and_then(|at| names.get(at).cloned());
        let row = row.and_then(|row| place(row, rows)).ok_or("there is no such row")?;
        let column = |value: &Json| value.as_str().and_then(|text| place(text, columns)).map(Json::from);
        let right = match right {
            Some(Json::Array(list)) => Some(Json::Array(list.iter().filter_map(column).collect())),
            Some(value) => Some(column(value).ok_or("there is no such column")?),
            None => None,
        };
        compare("answer", &format!("{called}.{row}"), "choice", operator, right.as_ref())
    }
}

/// Whether the exclusive choice of none is among what is compared with.
fn names_none(right: Option<&Json>) -> bool {
    match right {
        Some(Json::String(text)) => text == "none",
        Some(Json::Array(items)) => items.iter().any(|item| item == "none"),
        _ => false,
    }
}

/// One comparison.
fn compare(head: &'static str, name: &str, kind: &str, operator: &str, right: Option<&Json>) -> Result<Value, String> {
    let is_choice = kind.starts_with("multipleChoice");
    let known_as = |value: &Json| match value {
        Json::String(text) if is_choice => Some(Value::from(element::choice_id(text))),
        value => plain(value),
    };
    let one = || right.and_then(known_as).ok_or_else(|| format!("{operator} has nothing to compare with"));
    let list = || {
        let items = right.and_then(Json::as_array).ok_or_else(|| format!("{operator} has no list"))?;
        Ok::<_, String>(Value::List(items.iter().filter_map(known_as).collect()))
    };
    let numeric = || match (kind, one()?) {
        ("openText", _) => Err("numbers in a text are not compared".to_owned()),
        (_, number @ Value::Number(_)) => Ok(number),
        (_, Value::Text(text)) => text.parse().map(Value::Number).map_err(|_| format!("{text} is no number")),
        _ => Err(format!("{operator} needs a number")),
    };
    let (comparison, value) = match operator {
        "equals" if right.is_some_and(Json::is_array) => ("includes", list()?),
        "doesNotEqual" if right.is_some_and(Json::is_array) => {
            return Ok(not(test(head, name, "includes", list()?)));
        }
        "equals" => ("is", one()?),
        "doesNotEqual" => ("isNot", one()?),
        "contains" => ("contains", one()?),
        "doesNotContain" => ("containsNot", one()?),
        "startsWith" => ("startsWith", one()?),
        "doesNotStartWith" => return Ok(not(test(head, name, "startsWith", one()?))),
        "endsWith" => ("endsWith", one()?),
        "doesNotEndWith" => return Ok(not(test(head, name, "endsWith", one()?))),
        "isGreaterThan" => ("above", numeric()?),
        "isLessThan" => ("below", numeric()?),
        "isGreaterThanOrEqual" => ("atLeast", numeric()?),
        "isLessThanOrEqual" => ("atMost", numeric()?),
        "equalsOneOf" | "isAnyOf" => ("in", list()?),
        "includesAllOf" => ("includes", list()?),
        "includesOneOf" => ("includesAny", list()?),
        "doesNotIncludeOneOf" => return Ok(not(test(head, name, "includesAny", list()?))),
        "doesNotIncludeAllOf" => return Ok(not(test(head, name, "includes", list()?))),
        "isSubmitted" | "isSet" | "isNotEmpty" => ("empty", Value::from(false)),
        "isSkipped" | "isNotSet" | "isEmpty" => ("empty", Value::from(true)),
        "isClicked" => ("is", Value::from("opened")),
        "isNotClicked" => ("isNot", Value::from("opened")),
        "isAccepted" => ("is", Value::from(true)),
        other => return Err(format!("{other} has no counterpart")),
    };
    Ok(test(head, name, comparison, value))
}

fn test(head: &'static str, name: &str, comparison: &'static str, value: Value) -> Value {
    object([(head, Some(Value::from(name))), (comparison, Some(value))])
}

fn not(condition: Value) -> Value {
    object([("not", Some(condition))])
}
