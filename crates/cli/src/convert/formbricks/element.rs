//! Formbricks' questions, type by type.

use super::super::draft::object;
use super::super::node::Node;
use super::super::plain::{self, Names};
use super::words::Reader;
use askwell_survey::{Value, limits};
use serde_json::Value as Json;

/// The type of a question; `message` for a call to action that leads nowhere.
pub(super) fn kind(node: &Node<'_>) -> String {
    match node.text("type").unwrap_or_default() {
        "cta" if address(node).is_none() => "message".to_owned(),
        kind => kind.to_owned(),
    }
}

/// Where a call to action leads, if it leads anywhere but on.
fn address<'a>(node: &Node<'a>) -> Option<&'a str> {
    node.text("buttonUrl").filter(|_| node.flag("buttonExternal") == Some(true))
}

/// The question, called `name`, if there is one like it here.
pub(super) fn read(node: &Node<'_>, name: &str, reader: &Reader, scored: &mut bool) -> Option<Value> {
    node.pass_over(&["id", "isDraft", "logic", "logicFallback"]);
    let prompt = reader.words(node, "headline");
    let help = reader.joined(node, &["subheader", "html"]);
    let required = node.flag("required").unwrap_or_default();
    let mut own = Value::object();
    let kind = match node.text("type").unwrap_or_default() {
        "openText" => open_text(node, reader, &mut own),
        kind @ ("multipleChoiceSingle" | "multipleChoiceMulti") => choices(node, reader, kind, &mut own),
        "nps" => nps(node, reader, scored, &mut own),
        "rating" => rating(node, reader, &mut own),
        "cta" => call_to_action(node, reader, &mut own),
        "consent" => {
            own.put("label", reader.words(node, "label").unwrap_or_default());
            "consent"
        }
        "date" => {
            // Visitors see days as their browser writes them.
            node.pass_over(&["format"]);
            "date"
        }
        "matrix" => matrix(node, reader, &mut own),
        "ranking" => {
            ranking(node, reader, &mut own);
            "ranking"
        }
        "contactInfo" => contact(node, &mut own),
        "address" => {
            node.pass_over(&["addressLine1", "addressLine2", "city", "state", "zip", "country"]);
            node.note_all("asks for the address in one field: there is no question of type address");
            "text"
        }
        other => {
            node.pass_over(&node.names());
            node.note_all(format!("is left out: there is no question of type {other}"));
            return None;
        }
    };
    let asks = !matches!(kind, "message" | "link");
    let mut question = object([
        ("id", Some(Value::from(name))),
        ("type", Some(Value::from(kind))),
        ("prompt", prompt),
        ("help", help),
        ("required", (asks && required).then(|| Value::from(true))),
    ]);
    if let Value::Map(fields) = own {
        fields.into_iter().for_each(|(name, value)| question.put(&name, value));
    }
    Some(question)
}

fn put(own: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        own.put(name, value);
    }
}

fn open_text(node: &Node<'_>, reader: &Reader, own: &mut Value) -> &'static str {
    if node.flag("longAnswer") == Some(false) {
        own.put("lines", Value::from("one"));
    }
    // It asks for a summary of the answers, not of the visitor.
    node.pass_over(&["insightsEnabled"]);
    if let Some(kind) = node.text("inputType").filter(|kind| *kind != "text") {
        node.note("inputType", format!("any text is taken: answers are not checked to be of type {kind}"));
    }
    if let Some(limit) = node.node("charLimit").filter(|limit| limit.flag("enabled") == Some(true)) {
        for (from, to) in [("min", "minLength"), ("max", "maxLength")] {
            let number = limit.number(from).filter(|number| *number >= 1.0);
            put(own, to, number.map(|number| Value::from(number.min(limits::VERBATIM as f64))));
        }
        limit.finish();
    }
    put(own, "placeholder", reader.words(node, "placeholder"));
    "text"
}

/// A choice of the list, as `{id, label}` or as words alone.
struct Item {
    id: String,
    label: Option<Value>,
    place: usize,
}

/// The items of a list in a field.
fn items(node: &Node<'_>, reader: &Reader, field: &str) -> Vec<Item> {
    let list = node.get(field).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut names = Names::default();
    let item = |(place, item): (usize, &Json)| {
        let at = format!("{field}[{place}]");
        let label = reader.words_of(node, &at, item.get("label").unwrap_or(item));
        let id = name_of(&mut names, field, place, item);
        Item { id, label, place }
    };
    list.iter().enumerate().map(item).collect()
}

fn list(items: &[Item], pinned: impl Fn(&Item) -> bool) -> Value {
    let choice = |item: &Item| {
        let pinned = pinned(item).then(|| Value::from(true));
        object([("id", Some(Value::from(item.id.as_str()))), ("label", item.label.clone()), ("pinned", pinned)])
    };
    Value::List(items.iter().map(choice).collect())
}

/// What a choice is called here, by its name in the source.
pub(super) fn choice_id(id: &str) -> String {
    plain::name(id)
}

fn choices(node: &Node<'_>, reader: &Reader, kind: &str, own: &mut Value) -> &'static str {
    let mut items = items(node, reader, "choices");
    let mut special = |name: &str| {
        let at = items.iter().position(|item| item.id == name)?;
        let label = items.remove(at).label;
        Some(label.unwrap_or(Value::from(true)))
    };
    let (other, none) = (special("other"), special("none"));
    let several = kind == "multipleChoiceMulti";
    let shuffle = node.text("shuffleOption").unwrap_or("none");
    let dropdown = node.text("displayType") == Some("dropdown") && !several && other.is_none() && none.is_none();
    if node.text("displayType") == Some("dropdown") && !dropdown {
        node.note(
            "displayType",
            "the choices stand below each other: a list to unfold has neither several answers nor “other”",
        );
    }
    let last = items.last().map(|item| item.place);
    let keeps = shuffle == "exceptLast" && other.is_none() && none.is_none();
    own.put("choices", list(&items, |item| keeps && Some(item.place) == last));
    put(own, "other", other);
    match none {
        Some(none) if several => own.put("none", none),
        Some(none) => {
            // One of the choices, and nothing excludes another anyway.
            if let Value::Map(fields) = own
                && let Some((_, Value::List(choices))) = fields.iter_mut().find(|(name, _)| name == "choices")
            {
                choices.push(object([
                    ("id", Some(Value::from("none"))),
                    ("label", Some(none)),
                    ("pinned", Some(Value::from(true))),
                ]));
            }
        }
        None => {}
    }
    if shuffle != "none" && dropdown {
        node.note("shuffleOption", "is left out: a list to unfold stands in its order");
    } else if shuffle != "none" {
        own.put("shuffle", Value::from(true));
    }
    match (several, dropdown) {
        (true, _) => "choices",
        (_, true) => "dropdown",
        _ => "choice",
    }
}

fn ranking(node: &Node<'_>, reader: &Reader, own: &mut Value) {
    let items = items(node, reader, "choices");
    let shuffle = node.text("shuffleOption").unwrap_or("none");
    let last = items.last().map(|item| item.place);
    own.put("choices", list(&items, |item| shuffle == "exceptLast" && Some(item.place) == last));
    if shuffle != "none" {
        own.put("shuffle", Value::from(true));
    }
}

fn matrix(node: &Node<'_>, reader: &Reader, own: &mut Value) -> &'static str {
    let (rows, columns) = (items(node, reader, "rows"), items(node, reader, "columns"));
    let shuffle = node.text("shuffleOption").unwrap_or("none");
    let last = rows.last().map(|item| item.place);
    own.put("rows", list(&rows, |item| shuffle == "exceptLast" && Some(item.place) == last));
    own.put("columns", list(&columns, |_| false));
    if shuffle != "none" {
        own.put("shuffle", Value::from(true));
    }
    "matrix"
}

/// The names of a matrix's rows and columns, in their order.
pub(super) fn rows_and_columns(node: &Node<'_>) -> (Vec<String>, Vec<String>) {
    (names_of(node, "rows"), names_of(node, "columns"))
}

fn names_of(node: &Node<'_>, field: &str) -> Vec<String> {
    let mut names = Names::default();
    let list = node.get(field).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().enumerate().map(|(place, item)| name_of(&mut names, field, place, item)).collect()
}

/// What an item of a list is called.
fn name_of(names: &mut Names, field: &str, place: usize, item: &Json) -> String {
    let wanted = item.get("id").and_then(Json::as_str).unwrap_or_default();
    names.take(wanted, &format!("{}-{}", field.trim_end_matches('s'), place + 1))
}

fn labels(node: &Node<'_>, reader: &Reader, own: &mut Value) {
    put(own, "low", reader.words(node, "lowerLabel"));
    put(own, "high", reader.words(node, "upperLabel"));
}

fn nps(node: &Node<'_>, reader: &Reader, scored: &mut bool, own: &mut Value) -> &'static str {
    labels(node, reader, own);
    if !std::mem::replace(scored, true) {
        return "nps";
    }
    node.note_all("becomes a scale: a response has one score");
    own.put("min", Value::from(0.0));
    own.put("max", Value::from(10.0));
    "scale"
}

fn rating(node: &Node<'_>, reader: &Reader, own: &mut Value) -> &'static str {
    let range = node.number("range").unwrap_or(5.0);
    own.put("max", Value::from(range));
    let kind = match node.text("scale") {
        Some("star") => "stars",
        Some("smiley") if range == 3.0 || range == 5.0 => "emoji",
        Some("smiley") => {
            node.note("scale", "numbers are shown: there are three or five faces");
            "scale"
        }
        _ => "scale",
    };
    if kind == "scale" {
        labels(node, reader, own);
    }
    kind
}

/// A button that leads somewhere else is a link, one that only goes on needs no more than something to read.
fn call_to_action(node: &Node<'_>, reader: &Reader, own: &mut Value) -> &'static str {
    let Some(url) = address(node) else {
        // What they say is said by the card's own buttons.
        node.pass_over(&["buttonLabel", "ctaButtonLabel", "buttonUrl", "dismissButtonLabel"]);
        return "message";
    };
    let label = reader.words(node, "ctaButtonLabel").or_else(|| reader.words(node, "buttonLabel"));
    own.put("label", label.unwrap_or_else(|| Value::from(url)));
    own.put("url", Value::from(url));
    "link"
}

fn contact(node: &Node<'_>, own: &mut Value) -> &'static str {
    let asked = |field: &str| {
        let config = node.node(field)?;
        let (shown, required) = (config.flag("show").unwrap_or(true), config.flag("required").unwrap_or_default());
        if shown {
            config.finish();
        }
        shown.then_some(required)
    };
    let (first, last) = (asked("firstName"), asked("lastName"));
    if first.is_some() && last.is_some() {
        node.note("lastName", "is asked for together with firstName, as one name");
    }
    let name = match (first, last) {
        (Some(first), Some(last)) => Some(first || last),
        (first, last) => first.or(last),
    };
    for (field, required) in
        [("name", name), ("email", asked("email")), ("phone", asked("phone")), ("company", asked("company"))]
    {
        put(own, field, required.map(|required| Value::from(if required { "required" } else { "optional" })));
    }
    "contact"
}
