//! Where responses go besides one address that takes them as they are.

use super::condition::{self, Condition};
use super::scalar::{Address, Flag, Labels, Whole};
use askwell_survey::endpoint::{self, Receiver};
use askwell_survey::{VariableRef, limits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// One of the places that answers go to: a `receiver` by its name, the `url` of any other, or a `callback`.
#[derive(JsonSchema)]
#[schemars(
    rename_all = "camelCase",
    deny_unknown_fields,
    transform = one_way,
    transform = with_parameters,
    example = json!({"receiver": "formspree", "parameters": {"form": "xayzwvqr"}, "if": {"group": "detractor"}}),
    example = json!({"url": "https://desk.example/api/tickets", "revisions": "last", "body": {"title": "Score {{score}}"}}),
)]
pub struct Endpoint {
    /// A service by its name: then only what is to be different from its usual form is said here.
    pub receiver: Option<ReceiverName>,
    /// What the `receiver` needs to know.
    pub parameters: Option<Parameters>,
    /// The name of a function of the page, such as `shop.answered`, that is called with each response.
    pub callback: Option<FunctionName>,
    /// The address. After the host it may recall something, as in `{{response:id}}`.
    pub url: Option<Address>,
    /// The method. Default: `POST`. `GET` puts the body into the query.
    pub method: Option<Method>,
    /// How the body is written. Default: `json`.
    pub format: Option<Format>,
    /// Headers. Their values may recall score and group, and id, revision, status and times of the response.
    pub headers: Option<Labels>,
    /// Whether cookies go along. Default: to the same site.
    pub credentials: Option<Credentials>,
    /// Seconds until an answer is given up. Default: 30.
    pub timeout: Option<Seconds>,
    /// Whether redirections are followed. Default: they are refused.
    pub redirects: Option<Redirects>,
    /// `false` where no page may read the answers: then whatever comes back counts as delivered.
    pub acknowledges: Option<Flag>,
    /// Which revisions of a response it gets. Default: `all`.
    pub revisions: Option<Revisions>,
    /// Which responses it gets. Default: all.
    pub r#if: Option<OfResponses>,
    /// Characters that a text in the body may have that recalls something. What is longer is cut.
    pub longest: Option<Whole<10, { limits::TEMPLATE as u32 }>>,
    /// What it gets: any JSON, whose texts recall what is known, as in `{{score}}`, `{{answer:reason|none}}`,
    /// `{{response:survey.id}}` or `{{response}}`. Default: the response as it is.
    pub body: Option<Value>,
}

/// A receiver, a callback or an address. A `null` counts as absent.
fn one_way(schema: &mut Schema) {
    let given = |name: &str| json!({"required": [name], "properties": {name: {"not": {"type": "null"}}}});
    let absent = |names: &[&str]| -> Value {
        names.iter().map(|name| ((*name).to_owned(), json!({"type": "null"}))).collect::<Map<_, _>>().into()
    };
    let receiver = json!({"allOf": [given("receiver")], "properties": absent(&["callback"])});
    let callback = json!({
        "allOf": [given("callback")],
        "properties": absent(&["receiver"]),
        "propertyNames": {"enum": ["receiver", "callback", "revisions", "if"]},
    });
    let own = json!({
        "allOf": [given("url")],
        "properties": absent(&["receiver", "callback"]),
        "not": {"required": ["parameters"]},
    });
    schema.insert("oneOf".to_owned(), json!([receiver, callback, own]));
}

/// Each receiver has parameters of its own.
pub(super) fn with_parameters(schema: &mut Schema) {
    schema.insert("allOf".to_owned(), json!([{"$ref": "#/$defs/Rules"}]));
}

/// The receivers that a page may name: not those whose secret everybody could read in it.
fn receivers() -> impl Iterator<Item = (&'static str, Receiver)> {
    let found = |&name: &&'static str| Some((name, Receiver::find(name, &endpoint::receiver_file)?));
    endpoint::RECEIVERS.iter().filter(|name| endpoint::receiver_secret(name).is_none()).filter_map(found)
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
    /// The name of a service.
    ReceiverName, true, |_| {
        let name = |(name, receiver): (&str, Receiver)| json!({"const": name, "description": receiver.title()});
        json_schema!({"oneOf": receivers().map(name).collect::<Vec<_>>()})
    };
    /// What a receiver needs to know, by the parameters’ names; `Rules` says which there are.
    Parameters, true, |generator| {
        generator.subschema_for::<Rules>();
        json_schema!({"type": "object"})
    };
    /// A function of the page: words with dots between them.
    FunctionName, true, |_| json_schema!({
        "type": ["string", "number"], "minimum": 0, "maxLength": limits::LABEL,
        "pattern": "^[A-Za-z0-9_$#]+(?:\\.[A-Za-z0-9_$#]+)*$",
    });
    /// Seconds, from 1 to 120.
    Seconds, true, |_| json_schema!({"anyOf": [
        {"type": "number", "minimum": 1, "maximum": 120},
        {"type": "string", "pattern": super::scalar::SPELT},
    ]});
    /// What a receiver needs to know: a rule for each, over the object that names it.
    Rules, false, |_| {
        let rule = |(name, receiver): (&str, Receiver)| json!({
            "if": {"required": ["receiver"], "properties": {"receiver": {"const": name}}},
            "then": parameters(&receiver),
        });
        json_schema!({"allOf": receivers().map(rule).collect::<Vec<_>>()})
    };
    /// What has to be the case with a response: the same as in surveys, and `response` with the path of something in it.
    OfResponses, false, |generator| {
        // The conditions in it may ask for the same: they are of this type too.
        let text = Condition::json_schema(generator).to_value().to_string();
        let own = text.replace("#/$defs/Condition", "#/$defs/OfResponses");
        let mut schema: Value = serde_json::from_str(&own).unwrap_or_default();
        let paths = ["survey", "seconds"].iter().chain(&VariableRef::RESPONSE).map(|path| path.replace('.', "\\."));
        schema["properties"]["response"] = json!({
            "type": ["string", "null"], "maxLength": 2 * limits::IDENTIFIER + 1,
            "pattern": format!("^(?:{})(?:\\..*)?$", paths.collect::<Vec<_>>().join("|")),
            "description": "Compares something in the response, such as `status`, `ending` or `survey.id`.",
        });
        schema["oneOf"] = condition::heads(&[condition::SOURCES.as_slice(), &["response"]].concat());
        schema["description"] = json!("What has to be the case with a response: a condition as in surveys, where `response` \
            compares anything in it by its path.");
        schema["examples"] = json!([{"group": "detractor"}, {"response": "status", "is": "complete"}]);
        Schema::try_from(schema).unwrap_or_default()
    };
}

/// What has to hold for an object that names the receiver.
fn parameters(receiver: &Receiver) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, is_optional) in receiver.parameters() {
        properties.insert(name.to_owned(), parameter(receiver, name, is_optional));
        if !is_optional {
            required.push(name);
        }
    }
    let object = json!({"properties": properties, "required": required, "additionalProperties": false});
    let needed = if required.is_empty() { Vec::new() } else { vec!["parameters"] };
    let is_null = if required.is_empty() { json!(["object", "null"]) } else { json!("object") };
    json!({"required": needed, "properties": {"parameters": {"type": is_null, "allOf": [object]}}})
}

fn parameter(receiver: &Receiver, name: &str, is_optional: bool) -> Value {
    let (pattern, longest) = match receiver.pattern(name) {
        "digits" => ("^[0-9]+$", limits::LABEL),
        "word" => ("^[A-Za-z0-9._-]+$", limits::LABEL),
        "url" => ("^(?:https?://|/)", limits::URL),
        _ => ("", limits::LABEL),
    };
    let mut schema = json!({"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern});
    let number = match receiver.pattern(name) {
        "digits" => Some(json!({"type": "integer", "minimum": 0})),
        "url" => None,
        _ => Some(json!({"type": "number"})),
    };
    let absent = is_optional.then(|| json!({"enum": ["", null]}));
    if number.is_some() || absent.is_some() {
        let ways: Vec<_> = [schema].into_iter().chain(number).chain(absent).collect();
        schema = json!({"anyOf": ways});
    }
    schema["description"] = json!(receiver.about(name));
    schema
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $case:literal { $($(#[$about:meta])* $word:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(JsonSchema)]
            #[schemars(rename_all = $case, inline)]
            pub enum $name { $($(#[$about])* $word,)* }
        )*
    };
}

words! {
    /// How an endpoint is asked.
    Method: "UPPERCASE" {
        /// What makes something new.
        Post,
        /// What puts something in its place.
        Put,
        /// What changes something.
        Patch,
        /// With everything in the query.
        Get,
    }
    /// How a body is written.
    Format: "kebab-case" {
        /// As JSON.
        Json,
        /// As a form: nested entries are called `a[b]`.
        Form,
        /// As JSON that browsers send without asking first, or as the text that the body is.
        Text,
    }
    /// Whether cookies go along.
    Credentials: "kebab-case" {
        /// Never.
        Omit,
        /// To the page’s own site.
        SameOrigin,
        /// Everywhere.
        Include,
    }
    /// What is done with a redirection.
    Redirects: "kebab-case" {
        /// It is refused.
        Refuse,
        /// It is followed.
        Follow,
    }
    /// Which revisions of a response are sent.
    Revisions: "kebab-case" {
        /// Each as it comes.
        All,
        /// Complete and abandoned ones, and a partial one that nothing follows for half an hour.
        Last,
    }
}
