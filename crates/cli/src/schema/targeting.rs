//! When, where and to whom a survey is shown.

use super::condition::{self, Condition};
use super::scalar::{Identifier, Number, Tags, Title, Whole};
use askwell_survey::targeting::{Restraint, Trigger as Known, WEEKDAYS};
use askwell_survey::{VariableRef, limits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// When, where and to whom the survey is shown. Without `when`, the recommendation question waits for 30 seconds of visible time
/// or the third page view.
#[derive(JsonSchema)]
#[schemars(
    rename_all = "camelCase",
    deny_unknown_fields,
    example = json!({"if": {"page": "path", "startsWith": "/orders"}, "when": [{"scroll": 50}], "sample": 20})
)]
pub struct Targeting {
    /// Who is asked, and where.
    pub r#if: Option<OfTargeting>,
    /// Patterns for the URL, with spaces between them: one of them has to match, and none of those that begin with `!`.
    pub if_url: Option<Tags>,
    /// What has to happen first: any of it.
    pub when: Option<When>,
    /// Not before this day or moment.
    pub from: Option<Moment>,
    /// Not after this day, or from this moment on.
    pub until: Option<Moment>,
    /// On these days of the week.
    pub days: Option<Days>,
    /// At these times of the day; past midnight if `until` is earlier than `from`.
    pub hours: Option<Hours>,
    /// The time zone of days and hours, such as `Europe/Berlin`. Default: the visitor’s.
    #[schemars(regex(pattern = "^[A-Za-z0-9/_+-]+$"))]
    pub zone: Option<Identifier>,
    /// The share of visitors that is asked, in percent. Default: 100.
    pub sample: Option<Number<100>>,
    /// Which of several surveys is shown that are due at the same time: the one with the highest priority. Default: 0.
    pub priority: Option<Number<{ limits::PRIORITY }>>,
}

/// A text with short forms, or a list.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub enum When {
    /// Short forms with commas between them, such as `scroll 50%, exit`.
    Short(String),
    /// A list.
    List(#[schemars(length(min = 1, max = limits::TRIGGERS))] Vec<OneTrigger>),
}

/// A short form, or an object.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub enum OneTrigger {
    /// A short form, such as `scroll 50%`.
    Short(String),
    /// An object.
    Object(Trigger),
}

/// What a survey waits for: exactly one thing. `count`, `where` and `cancelledBy` are for events.
#[derive(JsonSchema)]
#[schemars(
    rename_all = "camelCase",
    deny_unknown_fields,
    transform = one_trigger,
    example = json!({"visible": 30}),
    example = json!({"event": "order", "where": {"property": "total", "atLeast": 50}, "cancelledBy": ["refund"]})
)]
pub struct Trigger {
    /// A page view, or the next route of a single-page application.
    #[schemars(extend("enum" = [true, null]))]
    pub view: Option<bool>,
    /// So many seconds since the page view began.
    pub delay: Option<Number<{ limits::DELAY }>>,
    /// So many seconds in which the page could be seen.
    pub visible: Option<Number<{ limits::DELAY }>>,
    /// So many page views.
    pub pages: Option<Whole<1, { limits::PAGES }>>,
    /// So many percent of the page scrolled.
    pub scroll: Option<Number<100>>,
    /// An element scrolled into view, by a CSS selector.
    pub scroll_to: Option<Title>,
    /// A click on an element, by a CSS selector.
    pub click: Option<Title>,
    /// Signs that the visitor is about to leave. Phones rarely notice.
    #[schemars(extend("enum" = [true, null]))]
    pub exit: Option<bool>,
    /// So many seconds without input, at least one.
    pub inactive: Option<Number<{ limits::DELAY }>>,
    /// Another route of a single-page application.
    #[schemars(extend("enum" = [true, null]))]
    pub route: Option<bool>,
    /// An event that the page tracks.
    #[schemars(length(max = 2 * limits::IDENTIFIER + 1))]
    pub event: Option<Title>,
    /// How many such events. Default: 1.
    pub count: Option<Whole<1, { limits::EVENTS as u32 }>>,
    /// What has to hold for the properties of each.
    pub r#where: Option<OfEvents>,
    /// Events after which those before don’t count any more.
    pub cancelled_by: Option<Tags>,
}

/// One trigger by itself. A `null` counts as absent.
fn one_trigger(schema: &mut Schema) {
    let one = |name: &str| {
        let mut known: Vec<_> = Known::NAMES.to_vec();
        if name == "event" {
            known.extend(["count", "where", "cancelledBy"]);
        }
        json!({
            "required": [name],
            "properties": {name: {"not": {"type": "null"}}},
            "propertyNames": {"enum": known},
        })
    };
    schema.insert("oneOf".to_owned(), Known::NAMES.map(one).to_vec().into());
}

/// From when until when.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub struct Hours {
    /// The first minute, such as `09:00`.
    pub from: Clock,
    /// The first minute that isn’t included, such as `17:30`.
    pub until: Clock,
}

/// One of several wordings, chosen by weight.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, example = json!({"name": "short", "config": {"followUps": {"passive": "What was missing?"}}}))]
pub struct Variant {
    /// Its name: the attribute `variant` of responses.
    pub name: Identifier,
    /// How often it is chosen, compared to the others. Default: 1.
    pub weight: Option<Weight>,
    /// What is different: laid over the configuration.
    pub config: Option<Overlay>,
}

/// A list of names, or names with spaces between them.
fn list_of(names: &[&str], least: usize) -> Schema {
    let pattern = format!("^ *(?:(?:{})(?: +|$)){}$", names.join("|"), if least > 0 { "+" } else { "*" });
    json_schema!({"anyOf": [
        {"type": "array", "minItems": least, "items": {"enum": names}},
        {"type": "string", "pattern": pattern},
    ]})
}

macro_rules! manual {
    ($($(#[$doc:meta])* $name:ident, $inline:literal, |$generator:pat_param| $schema:expr;)*) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl JsonSchema for $name {
                fn inline_schema() -> bool {
                    $inline
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                    $schema
                }
            }
        )*
    };
}

manual! {
    /// A day, or a moment in UTC.
    Moment, true, |_| json_schema!({
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$",
    });
    /// A time of day.
    Clock, true, |_| json_schema!({"type": "string", "pattern": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"});
    /// Days of the week.
    Days, true, |_| list_of(&WEEKDAYS, 1);
    /// Restraints.
    Interrupt, true, |_| list_of(&Restraint::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), 0);
    /// A weight.
    Weight, true, |_| json_schema!({"type": "number", "minimum": 0, "maximum": limits::WEIGHT});
    /// Fields of a configuration, laid over it. `id`, `variants`, `targeting` and `interrupt` are the same in all variants.
    Overlay, true, |_| json_schema!({"type": "object"});
    /// What has to be the case before a survey is shown.
    OfTargeting, false, |generator| conditions(
        generator,
        "OfTargeting",
        &[
            ("attribute", None, ""),
            ("person", None, ""),
            ("page", Some(&VariableRef::PAGE_OF_TARGETING), "Compares a fact of the page. `url` is the whole address."),
            ("parameter", None, "Compares a parameter of the address, such as `utm_source`."),
            ("element", None, "Whether the page has an element, by a CSS selector."),
            ("data", None, "Compares a value in the data layer by its path, such as `cart.total`."),
            ("visitor", Some(&VariableRef::VISITOR), "Compares a fact of the visitor or the device."),
            ("event", None, "Compares how often the event of this name was tracked."),
        ],
        "What has to be the case with a page view: `all`, `any` or `not` with further conditions, or a comparison of one thing \
            that is known. Without a comparison, an element has to be there, an event tracked, and a flag true.",
        &json!([{"visitor": "device", "isNot": "phone"}, {"element": "#cart"}]),
    );
    /// What has to be the case with an event.
    OfEvents, false, |generator| conditions(
        generator,
        "OfEvents",
        &[("property", None, "Compares the property of this name.")],
        "What has to be the case with an event: `all`, `any` or `not` with further conditions, or a comparison of a property.",
        &json!([{"property": "total", "atLeast": 50}]),
    );
}

/// A thing that conditions compare: its name, the words there are, and what to say of it if surveys don't have it.
type Head<'a> = (&'a str, Option<&'a [&'a str]>, &'a str);

/// Conditions as in surveys, about other things.
fn conditions(
    generator: &mut SchemaGenerator,
    name: &str,
    heads: &[Head<'_>],
    about: &str,
    examples: &Value,
) -> Schema {
    // The conditions in it may ask for the same: they are of this type too.
    let text = Condition::json_schema(generator).to_value().to_string();
    let own = text.replace("#/$defs/Condition", &["#/$defs/", name].concat());
    let mut schema: Value = serde_json::from_str(&own).unwrap_or_default();
    let mut properties: Map<String, Value> = schema["properties"].as_object().cloned().unwrap_or_default();
    let others = condition::SOURCES.iter().chain(&["group"]);
    others.filter(|other| heads.iter().all(|(head, ..)| head != *other)).for_each(|other| {
        properties.remove(*other);
    });
    for (head, words, about) in heads.iter().filter(|(.., about)| !about.is_empty()) {
        let longest = if *head == "element" { limits::LABEL } else { 2 * limits::IDENTIFIER + 1 };
        let mut property = match words {
            Some(words) => json!({"enum": words.iter().copied().map(Some).chain([None]).collect::<Vec<_>>()}),
            None => json!({"type": ["string", "number", "null"], "minLength": 1, "maxLength": longest}),
        };
        property["description"] = json!(about);
        properties.insert((*head).to_owned(), property);
    }
    schema["properties"] = Value::from(properties);
    let sources: Vec<&str> = heads.iter().map(|(head, ..)| *head).collect();
    schema["oneOf"] = condition::heads_without_group(&sources, &["element", "event", "visitor"]);
    schema["description"] = json!(about);
    schema["examples"] = examples.clone();
    Schema::try_from(schema).unwrap_or_default()
}

/// What a variant can't have: see the linter.
const SAME_IN_ALL: [&str; 4] = ["id", "variants", "targeting", "interrupt"];

/// Says which fields a variant can lay over the configuration: those of `document`, each as it is there.
pub(super) fn overlay(document: &mut Value) {
    let names: Vec<String> = document["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    let field = |name: &String| match SAME_IN_ALL.contains(&name.as_str()) {
        true => (name.clone(), json!({"type": "null"})),
        false => (name.clone(), json!({"$ref": format!("#/properties/{name}")})),
    };
    let fields: Map<String, Value> = names.iter().map(field).collect();
    let config = &mut document["$defs"]["Variant"]["properties"]["config"];
    config["properties"] = fields.into();
    config["additionalProperties"] = json!(false);
}
