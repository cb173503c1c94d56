//! An interpreter of Formbricks' surveys with blocks, and surveys for it.

use super::{Draw, Foreign, Reaction, Shown, bytes, definition, value, walk, with};
use askwell_cli::convert::{Note, Origin};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

const TYPES: [&str; 11] = [
    "openText",
    "number",
    "multipleChoiceSingle",
    "multipleChoiceMulti",
    "nps",
    "rating",
    "csat",
    "consent",
    "cta",
    "matrix",
    "date",
];
const CHOICES: [&str; 3] = ["a", "b", "c"];
const WORDS: [&str; 4] = ["yes", "s", "ye", "7"];
const DATES: [&str; 2] = ["2026-01-02", "2026-03-04"];

/// A survey whose logic leads forward.
fn survey(draw: &mut Draw<'_>) -> Json {
    let count = 2 + draw.below(4);
    let mut elements: Vec<Json> = Vec::new();
    let blocks: Vec<Json> = (0..count)
        .map(|index| {
            let own: Vec<Json> = (0..1 + draw.below(2)).map(|at| element(draw, elements.len() + at)).collect();
            elements.extend(own.iter().cloned());
            let rules: Vec<Json> = (0..draw.below(3)).map(|_| rule(draw, &elements, index, count)).collect();
            let block = json!({"id": format!("block{index}"), "elements": own, "logic": rules});
            let fallback = draw.once_in(8).then(|| target(draw, index, count));
            with(block, fallback.map_or(json!({}), |target| json!({"logicFallback": target})))
        })
        .collect();
    let ending = |id: &str| json!({"id": id, "type": "endScreen", "headline": {"default": id}});
    json!({
        "name": "drawn", "blocks": blocks, "endings": [ending("end0"), ending("end1")],
        "hiddenFields": {"enabled": true, "fieldIds": ["h"]},
        "variables": [{"id": "vn", "name": "n", "type": "number", "value": draw.below(3)},
            {"id": "vt", "name": "t", "type": "text", "value": draw.of(&["", "a"])}],
    })
}

fn element(draw: &mut Draw<'_>, index: usize) -> Json {
    let kind = draw.of(&TYPES);
    let label = |text: &str| json!({"default": text.to_uppercase()});
    let list = |ids: &[&str]| ids.iter().map(|id| json!({"id": id, "label": label(id)})).collect::<Vec<_>>();
    let base = json!({
        "id": format!("q{index}"), "type": if kind == "number" { "openText" } else { kind },
        "headline": label("?"), "required": draw.once_in(4),
    });
    let mut ids = CHOICES.to_vec();
    with(
        base,
        match kind {
            "number" => json!({"inputType": "number"}),
            "multipleChoiceSingle" | "multipleChoiceMulti" => {
                if draw.once_in(2) {
                    ids.push("other");
                }
                if draw.once_in(2) {
                    ids.push("none");
                }
                json!({"choices": list(&ids)})
            }
            "rating" | "csat" => json!({"scale": "number", "range": 5}),
            "consent" => json!({"label": label("yes")}),
            "cta" => json!({"buttonExternal": true, "buttonUrl": "https://a.example/", "ctaButtonLabel": label("go")}),
            "matrix" => json!({"rows": list(&["r", "s"]), "columns": list(&["x", "y"]), "required": false}),
            _ => json!({}),
        },
    )
}

/// A block after this one, or an ending.
fn target(draw: &mut Draw<'_>, index: usize, count: usize) -> String {
    let at = index + 1 + draw.below(count - index + 1);
    if at < count { format!("block{at}") } else { format!("end{}", at - count) }
}

fn rule(draw: &mut Draw<'_>, elements: &[Json], index: usize, count: usize) -> Json {
    let mut conditions: Vec<Json> = (0..1 + draw.below(2)).map(|_| comparison(draw, elements)).collect();
    if draw.once_in(3) {
        let inner: Vec<Json> = (0..2).map(|_| comparison(draw, elements)).collect();
        conditions.push(json!({"connector": draw.of(&["and", "or"]), "conditions": inner}));
    }
    let numeric = |element: &&Json| matches!(element["type"].as_str(), Some("nps" | "rating" | "csat"));
    let numeric: Vec<&Json> = elements.iter().filter(numeric).collect();
    let fixed = |value: Json| json!({"type": "static", "value": value});
    let mut action = || match draw.below(5) {
        0 | 1 => json!({"objective": "jumpToBlock", "target": target(draw, index, count)}),
        2 => {
            json!({"objective": "calculate", "variableId": "vt", "operator": "assign", "value": fixed(json!(draw.of(&["a", "b"])))})
        }
        3 if !numeric.is_empty() => json!({"objective": "calculate", "variableId": "vn", "operator": "add",
            "value": {"type": "element", "value": draw.of(&numeric)["id"]}}),
        _ => json!({"objective": "calculate", "variableId": "vn", "operator": draw.of(&["add", "subtract", "assign"]),
            "value": fixed(json!(1 + draw.below(3)))}),
    };
    let actions: Vec<Json> = (0..2).map(|_| action()).collect();
    json!({"conditions": {"connector": draw.of(&["and", "or"]), "conditions": conditions}, "actions": actions})
}

fn comparison(draw: &mut Draw<'_>, elements: &[Json]) -> Json {
    let make = |left: Json, operator: &str, right: Option<Json>| {
        let right = right.map_or(json!({}), |right| json!({"rightOperand": {"type": "static", "value": right}}));
        with(json!({"leftOperand": left, "operator": operator}), right)
    };
    const NUMERIC: [&str; 6] =
        ["equals", "doesNotEqual", "isGreaterThan", "isLessThan", "isGreaterThanOrEqual", "isLessThanOrEqual"];
    const ANY: [&str; 2] = ["isSubmitted", "isSkipped"];
    match draw.below(6) {
        0 if draw.once_in(2) => {
            let left = json!({"type": "variable", "value": "vn"});
            return make(left, draw.of(&NUMERIC), Some(json!(draw.below(6))));
        }
        0 => {
            let left = json!({"type": "variable", "value": "vt"});
            return match draw.of(&["equals", "doesNotEqual", "isSet", "isEmpty"]) {
                operator @ ("isSet" | "isEmpty") => make(left, operator, None),
                operator => make(left, operator, Some(json!(draw.of(&["a", "b"])))),
            };
        }
        1 => {
            let left = json!({"type": "hiddenField", "value": "h"});
            return match draw.of(&["equals", "contains", "doesNotStartWith", "isSet", "isNotSet", "isEmpty"]) {
                operator @ ("isSet" | "isNotSet" | "isEmpty") => make(left, operator, None),
                operator => make(left, operator, Some(json!(draw.of(&WORDS)))),
            };
        }
        _ => {}
    }
    let element = draw.of(elements);
    let left = json!({"type": "element", "value": element["id"]});
    let has_value = !draw.once_in(4);
    match kind(&element) {
        "nps" | "rating" | "csat" | "number" if has_value => make(left, draw.of(&NUMERIC), Some(json!(draw.below(6)))),
        "openText" if has_value => {
            const OPERATORS: [&str; 8] = [
                "equals",
                "doesNotEqual",
                "contains",
                "doesNotContain",
                "startsWith",
                "doesNotStartWith",
                "endsWith",
                "doesNotEndWith",
            ];
            make(left, draw.of(&OPERATORS), Some(json!(draw.of(&WORDS))))
        }
        "multipleChoiceSingle" if has_value => {
            let ids = ids(&element, "choices");
            match draw.of(&["equals", "doesNotEqual", "equalsOneOf"]) {
                "equalsOneOf" => make(left, "equalsOneOf", Some(json!(draw.some(&ids)))),
                operator => make(left, operator, Some(json!(draw.of(&ids)))),
            }
        }
        "multipleChoiceMulti" if has_value => {
            let ids = ids(&element, "choices");
            const OPERATORS: [&str; 4] =
                ["includesAllOf", "includesOneOf", "doesNotIncludeOneOf", "doesNotIncludeAllOf"];
            match draw.below(5) {
                0 => make(left, "equals", Some(json!(draw.of(&ids)))),
                at => make(left, OPERATORS[at - 1], Some(json!(draw.some(&ids)))),
            }
        }
        "consent" => make(left, draw.of(&["isAccepted", "isSubmitted", "isSkipped"]), None),
        "cta" => make(left, draw.of(&["isClicked", "isNotClicked", "isSubmitted", "isSkipped"]), None),
        "date" if has_value => make(left, draw.of(&["equals", "doesNotEqual"]), Some(json!(draw.of(&DATES)))),
        "matrix" if has_value => {
            let left = with(left, json!({"meta": {"row": draw.of(&["0", "1"])}}));
            match draw.of(&["equals", "doesNotEqual", "isAnyOf", "isEmpty", "isNotEmpty"]) {
                operator @ ("isEmpty" | "isNotEmpty") => make(left, operator, None),
                "isAnyOf" => make(left, "isAnyOf", Some(json!(draw.some(&["0", "1"])))),
                operator => make(left, operator, Some(json!(draw.of(&["0", "1"])))),
            }
        }
        "matrix" => make(left, draw.of(&["isPartiallySubmitted", "isCompletelySubmitted", "isSkipped"]), None),
        _ => make(left, draw.of(&ANY), None),
    }
}

fn kind(element: &Json) -> &str {
    match element["inputType"].as_str() {
        Some("number") => "number",
        _ => element["type"].as_str().unwrap_or_default(),
    }
}

fn ids(element: &Json, list: &str) -> Vec<String> {
    let items = element[list].as_array().map_or(&[][..], Vec::as_slice);
    items.iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A visitor of a survey.
struct Visit<'a> {
    survey: &'a Json,
    data: Map<String, Json>,
    variables: Map<String, Json>,
    /// The path of rules and actions that the conversion leaves out.
    left_out: &'a [String],
    /// The path of rules whose jumps alone it leaves out.
    jumps: &'a [String],
    at: At,
}

#[derive(Clone, Copy)]
enum At {
    Element(usize, usize),
    Ending(usize),
}

impl<'a> Visit<'a> {
    fn new(survey: &'a Json, hidden: Option<&str>, left_out: &'a [String], jumps: &'a [String]) -> Self {
        let variables = survey["variables"].as_array().expect("a list").iter();
        let variables =
            variables.map(|part| (part["id"].as_str().expect("an id").to_owned(), part["value"].clone())).collect();
        let data = hidden.map(|hidden| ("h".to_owned(), json!(hidden))).into_iter().collect();
        Self { survey, data, variables, left_out, jumps, at: At::Element(0, 0) }
    }

    fn find(&self, id: &str) -> &'a Json {
        let blocks = self.survey["blocks"].as_array().expect("a list").iter();
        let mut elements = blocks.flat_map(|block| block["elements"].as_array().expect("a list"));
        elements.find(|element| element["id"] == id).expect("an element")
    }

    fn go_on(&mut self) {
        let At::Element(block, element) = self.at else { return };
        let blocks = self.survey["blocks"].as_array().expect("a list");
        if element + 1 < blocks[block]["elements"].as_array().expect("a list").len() {
            self.at = At::Element(block, element + 1);
            return;
        }
        let mut jump = None;
        for (index, rule) in blocks[block]["logic"].as_array().expect("a list").iter().enumerate() {
            let path = format!("blocks[{block}].logic[{index}]");
            if self.left_out.contains(&path) || !self.holds(&rule["conditions"]) {
                continue;
            }
            for (index, action) in rule["actions"].as_array().expect("a list").iter().enumerate() {
                if self.left_out.contains(&format!("{path}.actions[{index}]")) {
                    continue;
                }
                match action["objective"].as_str() {
                    Some("jumpToBlock") if self.jumps.contains(&path) => {}
                    Some("jumpToBlock") => jump = jump.or(action["target"].as_str()),
                    _ => self.calculate(action),
                }
            }
        }
        let target = jump.or(blocks[block]["logicFallback"].as_str());
        let index = |prefix: &str| target?.strip_prefix(prefix)?.parse::<usize>().ok();
        self.at = match (index("block"), index("end")) {
            (Some(block), _) => At::Element(block, 0),
            (_, Some(ending)) => At::Ending(ending),
            _ if block + 1 < blocks.len() => At::Element(block + 1, 0),
            _ => At::Ending(0),
        };
    }

    fn calculate(&mut self, action: &Json) {
        let operand = match action["value"]["type"].as_str() {
            Some("static") => Some(action["value"]["value"].clone()),
            _ => self.data.get(action["value"]["value"].as_str().expect("an id")).cloned(),
        };
        let (Some(operand), Some(value)) =
            (operand, self.variables.get_mut(action["variableId"].as_str().expect("an id")))
        else {
            return;
        };
        let number = |value: &Json| value.as_f64().unwrap_or(f64::NAN);
        *value = match action["operator"].as_str() {
            Some("add") => json!(number(value) + number(&operand)),
            Some("subtract") => json!(number(value) - number(&operand)),
            _ => operand,
        };
    }

    fn holds(&self, condition: &Json) -> bool {
        let Some(connector) = condition["connector"].as_str() else { return self.compares(condition) };
        let mut parts = condition["conditions"].as_array().expect("a list").iter();
        if connector == "or" { parts.any(|part| self.holds(part)) } else { parts.all(|part| self.holds(part)) }
    }

    /// The left side as conditions see it: choices by their ids, numbers as such, a row by the index of its column.
    fn left(&self, operand: &Json) -> Option<Json> {
        let id = operand["value"].as_str().expect("an id");
        if operand["type"] == "variable" {
            return self.variables.get(id).cloned();
        }
        let answer = self.data.get(id).cloned();
        if operand["type"] == "hiddenField" {
            return answer;
        }
        let element = self.find(id);
        let answer = answer?;
        match kind(element) {
            "number" => answer.as_str()?.parse::<f64>().ok().map(Json::from),
            "matrix" => match operand["meta"]["row"].as_str() {
                Some(row) => {
                    let row = &element["rows"][row.parse::<usize>().expect("an index")]["label"]["default"];
                    let columns = element["columns"].as_array().expect("a list");
                    let column = answer.get(row.as_str().expect("a label"))?;
                    let index = columns.iter().position(|known| known["label"]["default"] == *column);
                    Some(index.map_or(json!(""), |index| json!(index.to_string())))
                }
                None => Some(answer),
            },
            "multipleChoiceSingle" => Some(self.choice(element, &answer)),
            "multipleChoiceMulti" => {
                Some(answer.as_array().expect("a list").iter().map(|label| self.choice(element, label)).collect())
            }
            _ => Some(answer),
        }
    }

    fn choice(&self, element: &Json, label: &Json) -> Json {
        let choices = element["choices"].as_array().expect("a list");
        let known = choices.iter().find(|choice| choice["label"]["default"] == *label);
        known.map_or(json!("other"), |choice| choice["id"].clone())
    }

    fn compares(&self, condition: &Json) -> bool {
        let left = self.left(&condition["leftOperand"]);
        let right = &condition["rightOperand"]["value"];
        let number = |value: &Json| match value {
            Json::Number(number) => number.as_f64().unwrap_or(f64::NAN),
            Json::String(text) => text.parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        let same = |left: &Json| match (left, right) {
            (Json::Number(_), Json::Number(_)) => number(left) == number(right),
            (Json::Array(items), Json::String(_)) => items.len() == 1 && items.contains(right),
            _ => left == right,
        };
        let order = |fits: fn(f64, f64) -> bool| left.as_ref().is_some_and(|left| fits(number(left), number(right)));
        let text = |fits: fn(&str, &str) -> bool| {
            let left = left.as_ref().map_or("undefined", |left| left.as_str().unwrap_or_default());
            fits(left, right.as_str().unwrap_or_default())
        };
        let lists = |fits: fn(&[Json], &[Json]) -> bool| match (&left, right) {
            (Some(Json::Array(left)), Json::Array(right)) => fits(left, right),
            _ => false,
        };
        let is_empty = match &left {
            None | Some(Json::Null) => true,
            Some(Json::String(text)) => text.is_empty(),
            Some(Json::Array(items)) => items.is_empty(),
            Some(Json::Object(fields)) => fields.is_empty(),
            Some(Json::Bool(_) | Json::Number(_)) => false,
        };
        let columns =
            || left.as_ref().and_then(Json::as_object).map(|rows| rows.values().filter(|column| *column != ""));
        match condition["operator"].as_str().expect("an operator") {
            "equals" => left.as_ref().is_some_and(same),
            "doesNotEqual" => !left.as_ref().is_some_and(same),
            "contains" => text(|left, right| left.contains(right)),
            "doesNotContain" => !text(|left, right| left.contains(right)),
            "startsWith" => text(|left, right| left.starts_with(right)),
            "doesNotStartWith" => !text(|left, right| left.starts_with(right)),
            "endsWith" => text(|left, right| left.ends_with(right)),
            "doesNotEndWith" => !text(|left, right| left.ends_with(right)),
            "isGreaterThan" => order(|left, right| left > right),
            "isLessThan" => order(|left, right| left < right),
            "isGreaterThanOrEqual" => order(|left, right| left >= right),
            "isLessThanOrEqual" => order(|left, right| left <= right),
            "equalsOneOf" | "isAnyOf" => left
                .as_ref()
                .is_some_and(|left| left.is_string() && right.as_array().is_some_and(|right| right.contains(left))),
            "includesAllOf" => lists(|left, right| right.iter().all(|item| left.contains(item))),
            "includesOneOf" => lists(|left, right| right.iter().any(|item| left.contains(item))),
            "doesNotIncludeOneOf" | "doesNotIncludeAllOf" => {
                lists(|left, right| !right.iter().any(|item| left.contains(item)))
            }
            "isSubmitted" => !is_empty && !matches!(left, Some(Json::Object(_))),
            "isSkipped" => is_empty,
            "isSet" | "isNotEmpty" => !is_empty,
            "isNotSet" => is_empty,
            "isEmpty" => left == Some(json!("")),
            "isAccepted" => left == Some(json!("accepted")),
            "isClicked" => left == Some(json!("clicked")),
            "isNotClicked" => left != Some(json!("clicked")),
            "isPartiallySubmitted" => columns().is_some_and(|columns| columns.count() < 2),
            "isCompletelySubmitted" => columns().is_some_and(|columns| columns.count() == 2),
            other => panic!("{other}"),
        }
    }
}

impl Foreign for Visit<'_> {
    fn shown(&self) -> Shown {
        match self.at {
            At::Element(block, element) => {
                let id = &self.survey["blocks"][block]["elements"][element]["id"];
                Shown::Question(id.as_str().expect("an id").to_owned())
            }
            At::Ending(index) => Shown::Ending(format!("end{index}")),
        }
    }

    fn react(&mut self, draw: &mut Draw<'_>) -> Reaction {
        let At::Element(block, element) = self.at else { panic!("it is over") };
        let element = &self.survey["blocks"][block]["elements"][element];
        let is_skipped = element["required"] != true && draw.once_in(3);
        let upper = |id: &str| json!(id.to_uppercase());
        let ids = ids(element, "choices");
        let (data, reaction) = match kind(element) {
            // A consent that isn't given is one that isn't touched.
            "consent" if element["required"] != true && draw.once_in(2) => {
                (None, if draw.once_in(2) { Reaction::Skip } else { Reaction::Answer(json!(false)) })
            }
            "cta" if draw.once_in(2) => (Some(json!("clicked")), Reaction::Follow),
            "cta" => (None, Reaction::Skip),
            _ if is_skipped => (None, Reaction::Skip),
            "consent" => (Some(json!("accepted")), Reaction::Answer(json!(true))),
            "number" => {
                let text = draw.below(6).to_string();
                (Some(json!(text)), Reaction::Answer(json!(text)))
            }
            "openText" => {
                let text = draw.of(&WORDS);
                (Some(json!(text)), Reaction::Answer(json!(text)))
            }
            "nps" | "rating" | "csat" => {
                let number = 1 + draw.below(5);
                (Some(json!(number)), Reaction::Answer(json!(number)))
            }
            "date" => {
                let date = draw.of(&DATES);
                (Some(json!(date)), Reaction::Answer(json!(date)))
            }
            "multipleChoiceSingle" => match draw.of(&ids).as_str() {
                "other" => (Some(json!("mine")), Reaction::Answer(json!({"other": "mine"}))),
                id => (Some(upper(id)), Reaction::Answer(json!(id))),
            },
            "multipleChoiceMulti" => {
                let mut chosen = draw.some(&ids);
                if chosen == ["none"] {
                    (Some(json!(["NONE"])), Reaction::Answer(json!([])))
                } else {
                    chosen.retain(|id| id != "none");
                    let data: Vec<Json> =
                        chosen.iter().map(|id| if id == "other" { json!("mine") } else { upper(id) }).collect();
                    let answer: Vec<Json> = chosen
                        .iter()
                        .map(|id| if id == "other" { json!({"other": "mine"}) } else { json!(id) })
                        .collect();
                    (Some(json!(data)), Reaction::Answer(json!(answer)))
                }
            }
            "matrix" => {
                let (mut data, mut answer) = (json!({"R": "", "S": ""}), json!({}));
                for row in draw.some(&["r", "s"]) {
                    let column = draw.of(&["x", "y"]);
                    data[row.to_uppercase()] = upper(column);
                    answer[row] = json!(column);
                }
                (Some(data), Reaction::Answer(answer))
            }
            other => panic!("{other}"),
        };
        if let Some(data) = data {
            self.data.insert(element["id"].as_str().expect("an id").to_owned(), data);
        }
        self.go_on();
        reaction
    }

    fn computed(&self) -> Vec<(String, Json)> {
        vec![("n".to_owned(), self.variables["vn"].clone()), ("t".to_owned(), self.variables["vt"].clone())]
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn visitors_see_the_same(bytes in bytes()) {
        let mut draw = Draw(&bytes);
        let survey = survey(&mut draw);
        let Some((converted, config)) = definition(Origin::Formbricks, &survey) else {
            return Err(TestCaseError::fail("isn’t converted"));
        };
        let notes: Vec<_> = converted.notes.iter().map(ToString::to_string).collect();
        // What the notes say.
        let of_logic = || converted.notes.iter().filter(|note| note.path.contains("logic"));
        let (jumps, left_out): (Vec<_>, Vec<_>) = of_logic().partition(|note| note.message.contains("it names "));
        let paths = |notes: Vec<&'_ Note>| notes.into_iter().map(|note| note.path.clone()).collect::<Vec<_>>();
        let (jumps, left_out) = (paths(jumps), paths(left_out));
        let is_changed = |note: &String| note.contains("counts for those as well") || note.starts_with("variables[");
        prop_assume!(!notes.iter().any(is_changed));
        for _ in 0..3 {
            let hidden = draw.of(&[None, Some("yes"), Some("")]);
            let ours: Vec<_> = hidden.map(|hidden| ("h".to_owned(), value(&json!(hidden)))).into_iter().collect();
            let mut visit = Visit::new(&survey, hidden, &left_out, &jumps);
            let place = format!("{survey}\n{}\n{notes:?}\n{hidden:?}", converted.definition.to_json());
            walk(&mut visit, &config, &ours, &mut draw, &place);
        }
    }
}
