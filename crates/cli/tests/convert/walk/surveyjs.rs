//! An interpreter of SurveyJS' pages, expressions and triggers, and surveys for it.
//!
//! Expressions are drawn as trees, so that they are evaluated here without being parsed.

use super::{Draw, Foreign, Reaction, Shown, bytes, definition, walk, with};
use askwell_cli::convert::Origin;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

const TYPES: [&str; 12] = [
    "text",
    "number",
    "comment",
    "rating",
    "nps",
    "boolean",
    "radiogroup",
    "dropdown",
    "checkbox",
    "tagbox",
    "matrix",
    "html",
];
const ITEMS: [&str; 3] = ["red", "green", "7"];
const WORDS: [&str; 3] = ["tea", "Tea time", "5"];
const ROWS: [&str; 2] = ["r", "s"];
const COLUMNS: [&str; 2] = ["x", "y"];

/// What is drawn: a survey, with the trees of its expressions.
struct Drawn {
    survey: Json,
    questions: Vec<Question>,
    /// The kind, the tree, and the name of the question to go to.
    triggers: Vec<(&'static str, Json, String)>,
    endings: Vec<Json>,
}

struct Question {
    json: Json,
    kind: &'static str,
    page: usize,
    /// All of these have to hold.
    shown_by: Vec<Json>,
}

fn drawn(draw: &mut Draw<'_>) -> Drawn {
    let mut questions: Vec<Question> = Vec::new();
    let count = 1 + draw.below(4);
    let mut pages = Vec::new();
    for page in 0..count {
        let page_condition = draw.once_in(5).then(|| expression(draw, &questions)).flatten();
        let panel_condition = draw.once_in(4).then(|| expression(draw, &questions)).flatten();
        let mut elements = Vec::new();
        for _ in 0..1 + draw.below(3) {
            let kind = draw.of(&TYPES);
            let own = draw.once_in(3).then(|| expression(draw, &questions)).flatten();
            let json = with(question(draw, questions.len(), kind), shown_if(own.as_ref()));
            elements.push(json.clone());
            let shown_by = [&page_condition, &panel_condition, &own].into_iter().flatten().cloned().collect();
            questions.push(Question { json, kind, page, shown_by });
        }
        let elements = match &panel_condition {
            Some(_) => {
                json!([with(json!({"type": "panel", "elements": elements}), shown_if(panel_condition.as_ref()))])
            }
            None => json!(elements),
        };
        pages.push(with(
            json!({"name": format!("page{page}"), "elements": elements}),
            shown_if(page_condition.as_ref()),
        ));
    }
    let mut triggers = Vec::new();
    for _ in 0..draw.below(3) {
        let Some(tree) = expression(draw, &questions) else { continue };
        let last = variables(&tree).iter().filter_map(|name| page_of(&questions, name)).max().unwrap_or_default();
        let later: Vec<&Question> =
            questions.iter().filter(|question| question.page > last && question.kind != "html").collect();
        if draw.once_in(2) || later.is_empty() {
            triggers.push(("complete", tree, String::new()));
        } else {
            triggers.push(("skip", tree, name(draw.of(&later)).to_owned()));
        }
    }
    let endings: Vec<Json> = (0..draw.below(3)).filter_map(|_| expression(draw, &questions)).collect();
    let completed: Vec<Json> = endings
        .iter()
        .enumerate()
        .map(|(index, tree)| json!({"expression": written(tree), "html": format!("<p>end{index}</p>")}))
        .collect();
    let listed: Vec<Json> = triggers
        .iter()
        .map(|(kind, tree, goto)| json!({"type": kind, "expression": written(tree), "gotoName": goto}))
        .map(|trigger| {
            if trigger["gotoName"] == "" {
                json!({"type": "complete", "expression": trigger["expression"]})
            } else {
                trigger
            }
        })
        .collect();
    let survey = json!({"title": "Drawn", "pages": pages, "triggers": listed, "completedHtml": "<h3>done</h3>",
        "completedHtmlOnCondition": completed});
    Drawn { survey, questions, triggers, endings }
}

fn shown_if(tree: Option<&Json>) -> Json {
    tree.map_or(json!({}), |tree| json!({"visibleIf": written(tree)}))
}

fn question(draw: &mut Draw<'_>, index: usize, kind: &str) -> Json {
    let name = format!("q{index}");
    let is_required = draw.once_in(4);
    let base = |kind: &str| json!({"type": kind, "name": name, "title": "?", "isRequired": is_required});
    let choices = |draw: &mut Draw<'_>, kind: &str| {
        let extra = json!({"choices": ["red", {"value": "green", "text": "Green"}, 7], "showNoneItem": draw.once_in(2),
            "showOtherItem": kind != "dropdown" && draw.once_in(2)});
        with(base(kind), extra)
    };
    match kind {
        "number" => with(base("text"), json!({"inputType": "number"})),
        "nps" => with(base("rating"), json!({"rateMin": 0, "rateMax": 10})),
        "radiogroup" | "dropdown" | "checkbox" | "tagbox" => choices(draw, kind),
        "matrix" => json!({"type": "matrix", "name": name, "title": "?", "rows": ROWS, "columns": COLUMNS}),
        "html" => json!({"type": "html", "name": name, "html": "<b>?</b>"}),
        kind => base(kind),
    }
}

fn name(question: &Question) -> &str {
    question.json["name"].as_str().unwrap_or_default()
}

fn page_of(questions: &[Question], variable: &str) -> Option<usize> {
    let variable = variable.split('.').next()?;
    questions.iter().find(|question| name(question) == variable).map(|question| question.page)
}

/// A tree: an operator, and what it is applied to. None if there is nothing to ask for.
fn expression(draw: &mut Draw<'_>, questions: &[Question]) -> Option<Json> {
    let first = comparison(draw, questions)?;
    Some(match draw.below(5) {
        0 => json!(["and", first, comparison(draw, questions)?]),
        1 => json!(["or", first, comparison(draw, questions)?]),
        2 => json!(["not", first]),
        _ => first,
    })
}

fn comparison(draw: &mut Draw<'_>, questions: &[Question]) -> Option<Json> {
    let asked: Vec<&Question> = questions.iter().filter(|question| question.kind != "html").collect();
    if asked.is_empty() {
        return None;
    }
    let question = draw.of(&asked);
    let name = name(question).to_owned();
    if draw.once_in(4) {
        return Some(json!([draw.of(&["empty", "notempty"]), name]));
    }
    const ORDER: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
    Some(match question.kind {
        "rating" | "nps" | "number" => json!([draw.of(&ORDER), name, draw.below(6)]),
        "text" | "comment" => {
            json!([draw.of(&["=", "!=", "contains", "notcontains"]), name, draw.of(&["tea", "time", "x"])])
        }
        "boolean" => json!([draw.of(&["=", "!="]), name, draw.once_in(2)]),
        "radiogroup" | "dropdown" => match draw.of(&["=", "!=", "anyof", "noneof", "contains"]) {
            operator @ ("anyof" | "noneof") => json!([operator, name, draw.some(&ITEMS)]),
            operator => json!([operator, name, draw.of(&ITEMS)]),
        },
        "checkbox" | "tagbox" => {
            let has_none = question.json["showNoneItem"] == true;
            match draw.of(&["contains", "notcontains", "=", "!=", "anyof", "allof", "noneof"]) {
                operator @ ("contains" | "notcontains") if has_none => {
                    json!([operator, name, draw.of(&["red", "none"])])
                }
                operator @ ("contains" | "notcontains") => json!([operator, name, draw.of(&ITEMS)]),
                operator => json!([operator, name, draw.some(&ITEMS)]),
            }
        }
        _ => json!([draw.of(&["=", "!="]), format!("{name}.{}", draw.of(&ROWS)), draw.of(&COLUMNS)]),
    })
}

fn variables(tree: &Json) -> Vec<String> {
    match tree[0].as_str() {
        Some("and" | "or" | "not") => {
            tree.as_array().map_or(&[][..], |items| &items[1..]).iter().flat_map(variables).collect()
        }
        _ => vec![tree[1].as_str().unwrap_or_default().to_owned()],
    }
}

/// The tree as SurveyJS' text.
fn written(tree: &Json) -> String {
    let operator = tree[0].as_str().unwrap_or_default();
    let variable = || format!("{{{}}}", tree[1].as_str().unwrap_or_default());
    let fixed = |value: &Json| match value {
        Json::String(text) => format!("'{text}'"),
        other => other.to_string(),
    };
    match operator {
        "and" | "or" => format!("({} {operator} {})", written(&tree[1]), written(&tree[2])),
        "not" => format!("!({})", written(&tree[1])),
        "empty" | "notempty" => format!("{} {operator}", variable()),
        operator => match &tree[2] {
            Json::Array(items) => {
                let items: Vec<String> = items.iter().map(fixed).collect();
                format!("{} {operator} [{}]", variable(), items.join(", "))
            }
            value => format!("{} {operator} {}", variable(), fixed(value)),
        },
    }
}

/// A visitor.
struct Visit<'a> {
    drawn: &'a Drawn,
    data: Map<String, Json>,
    /// The index of the question; none at the end.
    at: Option<usize>,
}

impl<'a> Visit<'a> {
    fn new(drawn: &'a Drawn) -> Self {
        let mut visit = Self { drawn, data: Map::new(), at: None };
        visit.at = visit.first_from(0);
        visit
    }

    fn value(&self, variable: &str) -> Option<&Json> {
        match variable.split_once('.') {
            Some((name, row)) => self.data.get(name)?.get(row),
            None => self.data.get(variable),
        }
    }

    fn holds(&self, tree: &Json) -> bool {
        let operator = tree[0].as_str().unwrap_or_default();
        match operator {
            "and" => return self.holds(&tree[1]) && self.holds(&tree[2]),
            "or" => return self.holds(&tree[1]) || self.holds(&tree[2]),
            "not" => return !self.holds(&tree[1]),
            _ => {}
        }
        let left = self.value(tree[1].as_str().unwrap_or_default());
        let right = &tree[2];
        let is_empty = left.is_none_or(|left| match left {
            Json::Array(items) => items.is_empty(),
            Json::Object(fields) => fields.is_empty(),
            _ => false,
        });
        match operator {
            "empty" => is_empty,
            "notempty" => !is_empty,
            "=" => left.is_some_and(|left| equals(left, right)),
            "!=" => !left.is_some_and(|left| equals(left, right)),
            "<" => left.is_some_and(|left| number(left) < number(right)),
            "<=" => left.is_some_and(|left| number(left) <= number(right)),
            ">" => left.is_some_and(|left| number(left) > number(right)),
            ">=" => left.is_some_and(|left| number(left) >= number(right)),
            "contains" => left.is_some_and(|left| contains(left, right)),
            "notcontains" => left.is_none_or(|left| !contains(left, right)),
            "anyof" => left.is_some_and(|left| any_of(left, right)),
            "noneof" => !left.is_some_and(|left| any_of(left, right)),
            "allof" => left.is_some_and(|left| items(right).iter().all(|item| contains(left, item))),
            other => panic!("{other}"),
        }
    }

    fn is_shown(&self, index: usize) -> bool {
        self.drawn.questions[index].shown_by.iter().all(|tree| self.holds(tree))
    }

    fn first_from(&self, index: usize) -> Option<usize> {
        (index..self.drawn.questions.len()).find(|index| self.is_shown(*index))
    }

    /// Goes on after a question, whose value may have changed.
    fn go_on(&mut self, index: usize, has_changed: bool) {
        let questions = &self.drawn.questions;
        let page = questions[index].page;
        let mut goes_to = None;
        for (kind, tree, goto) in &self.drawn.triggers {
            let asks =
                variables(tree).iter().any(|variable| variable.split('.').next() == Some(name(&questions[index])));
            if *kind == "skip" && has_changed && asks && self.holds(tree) {
                let target = questions.iter().position(|question| name(question) == goto).expect("a question");
                if self.is_shown(target) && questions[target].page != page {
                    goes_to = Some(questions[target].page);
                }
            }
        }
        if let Some(page) = goes_to {
            let first = questions.iter().position(|question| question.page == page).expect("a page");
            self.at = self.first_from(first);
            return;
        }
        let next = self.first_from(index + 1);
        if next.is_some_and(|next| questions[next].page == page) {
            self.at = next;
            return;
        }
        let on_page = |variable: &String| {
            questions.iter().enumerate().any(|(index, question)| {
                question.page == page && variable.split('.').next() == Some(name(question)) && self.is_shown(index)
            })
        };
        let ends = self
            .drawn
            .triggers
            .iter()
            .any(|(kind, tree, _)| *kind == "complete" && variables(tree).iter().any(on_page) && self.holds(tree));
        self.at = next.filter(|_| !ends);
    }
}

fn number(value: &Json) -> f64 {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(f64::NAN)
}

fn items(value: &Json) -> &[Json] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn equals(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().all(|item| right.iter().any(|other| equals(item, other)))
        }
        (Json::Array(_), _) | (_, Json::Array(_)) => false,
        (Json::String(left), Json::String(right)) => left.to_lowercase() == right.to_lowercase(),
        (Json::Bool(_), _) | (_, Json::Bool(_)) => left == right,
        _ => number(left) == number(right),
    }
}

fn contains(left: &Json, right: &Json) -> bool {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_lowercase);
    match left {
        Json::Array(list) => items(right).iter().all(|item| list.iter().any(|known| equals(known, item))),
        left => text(left).contains(&text(right)),
    }
}

fn any_of(left: &Json, right: &Json) -> bool {
    match left {
        Json::Array(_) => items(right).iter().any(|item| contains(left, item)),
        left => items(right).iter().any(|item| equals(left, item)),
    }
}

impl Foreign for Visit<'_> {
    fn shown(&self) -> Shown {
        match self.at {
            Some(index) => Shown::Question(name(&self.drawn.questions[index]).to_owned()),
            None => {
                let ending = self.drawn.endings.iter().position(|tree| self.holds(tree));
                Shown::Ending(ending.map_or("done".to_owned(), |index| format!("end{index}")))
            }
        }
    }

    fn react(&mut self, draw: &mut Draw<'_>) -> Reaction {
        let index = self.at.expect("it isn’t over");
        let question = &self.drawn.questions[index];
        let is_skipped = question.kind == "html" || question.json["isRequired"] != true && draw.once_in(3);
        let has = |field: &str| question.json[field] == true;
        let mut choices = ITEMS.to_vec();
        choices.extend(has("showOtherItem").then_some("other"));
        choices.extend(has("showNoneItem").then_some("none"));
        let data = |item: &str| if item == "7" { json!(7) } else { json!(item) };
        let answer = |item: &str| if item == "other" { json!({"other": "mine"}) } else { json!(item) };
        let (value, reaction) = match question.kind {
            _ if is_skipped => (None, Reaction::Skip),
            "text" | "comment" => {
                let text = draw.of(&WORDS);
                (Some(json!(text)), Reaction::Answer(json!(text)))
            }
            "number" => {
                let number = draw.below(6);
                (Some(json!(number)), Reaction::Answer(json!(number.to_string())))
            }
            "rating" | "nps" => {
                let number = 1 + draw.below(5);
                (Some(json!(number)), Reaction::Answer(json!(number)))
            }
            "boolean" => {
                let is_yes = draw.once_in(2);
                (Some(json!(is_yes)), Reaction::Answer(json!(if is_yes { "yes" } else { "no" })))
            }
            "radiogroup" | "dropdown" => {
                let item = draw.of(&choices);
                (Some(data(item)), Reaction::Answer(answer(item)))
            }
            "checkbox" | "tagbox" => {
                let mut items = draw.some(&choices);
                if items == ["none"] {
                    (Some(json!(["none"])), Reaction::Answer(json!([])))
                } else {
                    items.retain(|item| *item != "none");
                    let value: Vec<Json> = items.iter().map(|item| data(item)).collect();
                    (Some(json!(value)), Reaction::Answer(items.iter().map(|item| answer(item)).collect()))
                }
            }
            _ => {
                let mut rows = json!({});
                for row in draw.some(&ROWS) {
                    rows[row] = json!(draw.of(&COLUMNS));
                }
                (Some(rows.clone()), Reaction::Answer(rows))
            }
        };
        let has_changed = value.is_some();
        if let Some(value) = value {
            self.data.insert(name(question).to_owned(), value);
        }
        self.go_on(index, has_changed);
        reaction
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn visitors_see_the_same(bytes in bytes()) {
        let mut draw = Draw(&bytes);
        let drawn = drawn(&mut draw);
        // A survey of messages alone is none.
        prop_assume!(drawn.questions.iter().any(|question| question.kind != "html"));
        let Some((converted, config)) = definition(Origin::Surveyjs, &drawn.survey) else {
            return Err(TestCaseError::fail("isn’t converted"));
        };
        let notes: Vec<_> = converted.notes.iter().map(ToString::to_string).collect();
        let is_harmless = |note: &String| {
            ["becomes a scale", "any text is taken", "becomes plain text"].iter().any(|part| note.contains(part))
        };
        // Questions that nobody can come to are left out, and with them what asks for them.
        let is_changed = |note: &String| ["is never", "too many", "too deeply"].iter().any(|part| note.contains(part));
        prop_assume!(!notes.iter().any(is_changed));
        prop_assert!(notes.iter().all(is_harmless), "{notes:?}\n{}", drawn.survey);
        for _ in 0..3 {
            let place = format!("{}\n{}\n{notes:?}", drawn.survey, converted.definition.to_json());
            walk(&mut Visit::new(&drawn), &config, &[], &mut draw, &place);
        }
    }
}
