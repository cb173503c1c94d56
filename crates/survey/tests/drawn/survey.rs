//! Definitions drawn from bytes: mostly proper, and wrong often enough.

use super::Draw;
use askwell_survey::Value;
use askwell_survey::question::field::Shape;
use askwell_survey::question::{Definition, TypeRegistry};
use std::sync::LazyLock;

/// What definitions can say of each type. Where bytes end, it is a text.
fn types() -> &'static [&'static Definition] {
    static TYPES: LazyLock<Vec<&'static Definition>> = LazyLock::new(|| {
        let mut types = TypeRegistry::default().definitions().to_vec();
        types.sort_by_key(|definition| definition.name != "text");
        types
    });
    &TYPES
}

/// What is known of the survey while it is being drawn.
struct Plan {
    types: Vec<&'static str>,
    endings: usize,
    values: usize,
}

/// One definition.
pub(crate) fn definition(draw: &mut Draw<'_>) -> Value {
    let mut survey = Value::object();
    let plan = match draw.below(8) {
        0..6 => own(draw, &mut survey),
        6 => follow_ups(draw, &mut survey),
        _ => {
            let presets = ["nps", "helpful", "nps-transactional", "csat", "ces", "churn", "employee"];
            survey.put("preset", Value::from(draw.of(&presets)));
            survey.put("reviewUrl", Value::from("/review"));
            Plan { types: Vec::new(), endings: 0, values: 0 }
        }
    };
    if plan.values > 0 {
        let mut values = Value::object();
        for index in 0..plan.values {
            values.put(&format!("v{index}"), value(draw, &plan, index));
        }
        survey.put("values", values);
        let mut hidden = Value::object();
        hidden.put("order", if draw.once_in(2) { Value::from("K-17") } else { Value::Number(9e15) });
        survey.put("hidden", hidden);
    }
    if draw.once_in(8) {
        spoil(draw, &mut survey);
    }
    survey
}

fn own(draw: &mut Draw<'_>, survey: &mut Value) -> Plan {
    survey.put("id", Value::from("drawn"));
    let count = if draw.once_in(16) { 1 + draw.below(60) } else { 1 + draw.below(9) };
    let mut types: Vec<&str> = (0..count).map(|_| draw.of(types()).name).collect();
    // Mostly one score; sometimes two, which is refused.
    if !draw.once_in(8) {
        let first = types.iter().position(|kind| *kind == "nps");
        for (index, kind) in types.iter_mut().enumerate() {
            if *kind == "nps" && Some(index) != first {
                *kind = "stars";
            }
        }
    }
    let plan = Plan { types, endings: draw.below(4), values: draw.below(5) };
    let questions = (0..count).map(|index| question(draw, &plan, index)).collect();
    survey.put("questions", Value::List(questions));
    let endings = (0..plan.endings).map(|index| {
        let mut ending = Value::object();
        ending.put("id", Value::from(format!("e{index}")));
        ending.put("text", words(draw, &plan, count));
        if index + 1 < plan.endings {
            ending.put("if", condition(draw, &plan, count, 2));
        }
        if draw.once_in(2) {
            let mut link = Value::object();
            link.put("label", Value::from("Go"));
            link.put("url", Value::from("https://a.example/"));
            ending.put("link", link);
        }
        ending
    });
    let endings = endings.collect();
    survey.put("endings", Value::List(endings));
    plan
}

fn follow_ups(draw: &mut Draw<'_>, survey: &mut Value) -> Plan {
    survey.put("preset", Value::from(draw.of(&["nps", "employee", "nps-transactional", "csat"])));
    let plan = Plan { types: vec!["text"; 3], endings: 0, values: 0 };
    let mut groups = Value::object();
    for group in ["detractor", "passive", "promoter"] {
        let asked = match draw.below(4) {
            0 => continue,
            1 => Value::from("Why {{score|this}}?"),
            2 => follow_up(draw, &plan, 0),
            _ => {
                let count = draw.below(4);
                Value::List((0..count).map(|index| follow_up(draw, &plan, index)).collect())
            }
        };
        groups.put(group, asked);
    }
    survey.put("followUps", groups);
    plan
}

fn follow_up(draw: &mut Draw<'_>, plan: &Plan, index: usize) -> Value {
    let mut question = Value::object();
    question.put("id", Value::from(format!("q{}", if draw.once_in(8) { 0 } else { index })));
    question.put("prompt", Value::from("Why?"));
    if index > 0 && draw.once_in(2) {
        question.put("if", condition(draw, plan, index, 2));
    }
    question
}

fn question(draw: &mut Draw<'_>, plan: &Plan, index: usize) -> Value {
    let mut question = Value::object();
    let kind = plan.types[index];
    question.put("id", Value::from(format!("q{index}")));
    question.put("type", Value::from(kind));
    question.put("prompt", words(draw, plan, index));
    if draw.once_in(3) {
        question.put("if", condition(draw, plan, index, 3));
    }
    if draw.once_in(4) && !matches!(kind, "message" | "link") {
        question.put("required", Value::from(true));
    }
    if draw.once_in(3) {
        let count = 1 + draw.below(2);
        question.put("next", Value::List((0..count).map(|_| jump(draw, plan, index)).collect()));
    }
    particulars(draw, kind, &mut question);
    question
}

fn jump(draw: &mut Draw<'_>, plan: &Plan, index: usize) -> Value {
    let mut jump = Value::object();
    if !draw.once_in(6) {
        jump.put("if", condition(draw, plan, index + 1, 2));
    }
    let count = plan.types.len();
    let target = match draw.below(16) {
        0..10 if index + 1 < count => format!("q{}", index + 1 + draw.below(count - index - 1)),
        10 if plan.endings > 0 => format!("e{}", draw.below(plan.endings)),
        11 => format!("q{}", draw.below(count)),
        _ => "end".to_owned(),
    };
    jump.put("goto", Value::from(target));
    jump
}

/// What the type has of its own: one of its samples, sometimes with one more field within its own bounds.
fn particulars(draw: &mut Draw<'_>, kind: &str, question: &mut Value) {
    let Some(definition) = types().iter().find(|definition| definition.name == kind) else { return };
    let sample = draw.of(definition.samples);
    let sample: Value = serde_json::from_str(sample).unwrap_or_else(|error| panic!("{kind}: {error}: {sample}"));
    question.merge(sample);
    if !definition.fields.is_empty() && draw.once_in(3) {
        let spec = draw.of(definition.fields).spec();
        let value = within(draw, &spec.shape);
        question.set(spec.name, value);
    }
}

/// A value of this shape, often at its bounds.
fn within(draw: &mut Draw<'_>, shape: &Shape) -> Value {
    let number = |number: u32| Value::from(f64::from(number));
    let names = |count: usize| Value::List((0..count).map(|index| Value::from(format!("c{index}"))).collect());
    let between = |draw: &mut Draw<'_>, min: usize, max: usize| match draw.below(4) {
        0 => max,
        _ => min + draw.below((max - min + 1).min(4)),
    };
    match shape {
        Shape::Text => Value::from("Words"),
        Shape::TextList { max } => names(between(draw, 1, *max)),
        Shape::TextOrTrue if draw.once_in(2) => Value::from("Else"),
        Shape::TextOrTrue | Shape::Flag => Value::from(draw.once_in(2)),
        Shape::Whole { min, max } => number(between(draw, *min as usize, *max as usize) as u32),
        Shape::Integer { min, max } => Value::from(f64::from(match draw.below(4) {
            0 => *min,
            1 => *max,
            _ => draw.below(20) as i32 - 10,
        })),
        Shape::Numbers(numbers) => number(draw.of(numbers)),
        Shape::OneOf(words) => Value::from(draw.of(words)),
        Shape::Day => Value::from(draw.of(&["2026-12-31", "2026-01-01", "2025-12-31"])),
        Shape::Url(_) => Value::from("https://a.example/"),
        Shape::Choices { min, max } => names(between(draw, *min, *max)),
    }
}

/// Words that may recall something; `known` is how many questions have been asked.
fn words(draw: &mut Draw<'_>, plan: &Plan, known: usize) -> Value {
    let place = match draw.below(8) {
        0..4 => return Value::from("Words"),
        4 if known > 0 => format!("{{{{answer:q{}|it}}}}", draw.below(known)),
        5 => "{{ page:url }}, {{attribute:x|y}}, {{product|us}}".to_owned(),
        6 if plan.values > 0 => format!("{{{{value:v{}|so much}}}} {{{{hidden:order|it}}}}", draw.below(plan.values)),
        7 if plan.types[..known].contains(&"nps") => "{{score|a number}} {{group|group}}".to_owned(),
        _ => "?".to_owned(),
    };
    if draw.once_in(2) {
        return Value::from(place);
    }
    Value::Map(["en", "de"].map(|tag| (tag.to_owned(), Value::from(format!("{tag} {place}")))).into())
}

/// A condition on what is known when so many questions have been asked.
fn condition(draw: &mut Draw<'_>, plan: &Plan, known: usize, depth: usize) -> Value {
    let mut condition = Value::object();
    match draw.below(if depth == 0 { 8 } else { 12 }) {
        0..4 if known > 0 => {
            let name = if draw.once_in(24) { draw.below(plan.types.len() + 1) } else { draw.below(known) };
            condition.put("answer", Value::from(format!("q{name}")));
        }
        4 if plan.types[..known].contains(&"nps") => {
            condition.put("group", Value::from(draw.of(&["detractor", "passive", "promoter"])));
            return condition;
        }
        5 if plan.types[..known].contains(&"nps") => condition.put("score", Value::from(true)),
        6 if plan.values > 0 => {
            let name = format!("v{}", draw.below(plan.values));
            condition.put("value", Value::from(name));
        }
        7 if plan.values > 0 => condition.put("hidden", Value::from("order")),
        8 | 9 => {
            let count = 1 + draw.below(3);
            let tests = (0..count).map(|_| self::condition(draw, plan, known, depth - 1)).collect();
            condition.put(draw.of(&["all", "any"]), Value::List(tests));
            return condition;
        }
        10 => {
            let inner = self::condition(draw, plan, known, depth - 1);
            condition.put("not", inner);
            return condition;
        }
        _ => condition.put("page", Value::from(draw.of(&["url", "language", "title"]))),
    }
    let text = draw.of(&["c0", "c1", "yes", "a@example.org", "de-AT", "else"]);
    let number = Value::Number(draw.below(12) as f64);
    let (name, bound) = match draw.below(12) {
        0 => ("is", Value::from(text)),
        1 => ("isNot", Value::from(text)),
        2 => ("atLeast", number),
        3 => ("below", number),
        4 => ("empty", Value::from(draw.once_in(2))),
        5 => ("in", Value::List(vec![number, Value::from(text)])),
        6 => ("notIn", Value::List(vec![number, Value::from(text)])),
        7 => ("contains", Value::from(text)),
        8 => ("matches", Value::from("*e*")),
        9 => ("includes", Value::from(text)),
        10 => ("includesAny", Value::List(vec![Value::from(text), Value::from("other")])),
        _ => ("is", number),
    };
    condition.put(name, bound);
    condition
}

/// A computed value; it may use those before it, and often the one right before.
fn value(draw: &mut Draw<'_>, plan: &Plan, index: usize) -> Value {
    let mut computation = Value::object();
    let number = draw.of(&[0.1, 0.2, 7.0, 9e15, -3.5]);
    match draw.below(4) {
        0 => computation.put("assign", if draw.once_in(2) { Value::from("large") } else { Value::Number(number) }),
        name => {
            let sources = (0..1 + draw.below(4)).map(|_| match draw.below(3) {
                1 if index > 0 => Value::from(format!("v{}", index - 1)),
                _ => Value::from(format!("q{}", draw.below(plan.types.len()))),
            });
            let sources = sources.collect();
            computation.put(if name == 1 { "mean" } else { "sum" }, Value::List(sources));
        }
    }
    if !draw.once_in(3) {
        return computation;
    }
    let earlier = Plan { types: plan.types.clone(), endings: 0, values: index };
    computation.put("if", condition(draw, &earlier, plan.types.len(), 1));
    Value::List(vec![computation])
}

/// Puts something wrong somewhere.
fn spoil(draw: &mut Draw<'_>, value: &mut Value) {
    match value {
        Value::Map(entries) if !entries.is_empty() && !draw.once_in(8) => {
            let index = draw.below(entries.len());
            spoil(draw, &mut entries[index].1);
        }
        Value::List(items) if !items.is_empty() && !draw.once_in(8) => {
            let index = draw.below(items.len());
            spoil(draw, &mut items[index]);
        }
        _ => {
            *value = match draw.below(8) {
                0 => Value::Null,
                1 => Value::from(true),
                2 => Value::Number(-1.0),
                3 => Value::from("__proto__"),
                4 => Value::from("{{score}} {{"),
                5 => Value::List(vec![Value::Null]),
                6 => Value::Map(vec![("if".into(), Value::object()), ("goto".into(), Value::from("q0"))]),
                _ => Value::from("q0"),
            };
        }
    }
}
