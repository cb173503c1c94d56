//! Questions: what all have in common, and of each type what the tables of its fields say.

use super::condition::Condition;
use super::scalar::{Date, Flag, Name, SPELT, Text, Words, WordsOrTrue, address};
use askwell_survey::config::Config;
use askwell_survey::limits;
use askwell_survey::question::field::{FieldDefault, FieldSpec, Shape};
use askwell_survey::question::{Definition, TypeRegistry};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// One thing to choose: a text that is its own name, or a name and what it is called.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Choice {
    /// The same text in the response and on the card, at most 64 characters.
    Text(#[schemars(with = "super::Translated", length(max = limits::IDENTIFIER))] String),
    /// A name for the response, and words for the card.
    Described(DescribedChoice),
}

/// One thing to choose.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub struct DescribedChoice {
    /// Its name in the response.
    pub id: Name,
    /// What it is called.
    pub label: Words,
    /// Whether it keeps its place when the others are shuffled.
    pub pinned: Option<Flag>,
}

/// A way on, other than to the next question.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Branch {
    /// When it is taken. Default: always.
    pub r#if: Option<Condition>,
    /// A question’s name, an ending’s name, or `end`.
    #[schemars(length(max = limits::IDENTIFIER))]
    pub goto: Text,
}

/// What questions of all types have.
#[derive(JsonSchema)]
struct Common {
    /// The name of the answer in the response.
    #[expect(dead_code, reason = "the types of this module describe documents, and hold none")]
    id: Name,
    /// What is asked.
    #[expect(dead_code, reason = "the same")]
    prompt: Words,
    /// What stands below it.
    #[expect(dead_code, reason = "the same")]
    help: Option<Words>,
    /// When it is asked. Default: always.
    #[expect(dead_code, reason = "the same")]
    r#if: Option<Condition>,
    /// Ways on, other than to the next question: the first that holds is taken.
    #[expect(dead_code, reason = "the same")]
    #[schemars(length(max = limits::BRANCHES))]
    next: Option<Vec<Branch>>,
    /// Whether an answer is required. Default: it can be skipped.
    #[expect(dead_code, reason = "the same")]
    required: Option<Flag>,
}

/// One question: its type with what that needs to know, and what all types have.
pub struct Question;

impl JsonSchema for Question {
    fn schema_name() -> Cow<'static, str> {
        "Question".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = with_common(generator);
        schema.insert("description".to_owned(), "One question.".into());
        schema
    }
}

/// A question that follows up on a score: its default name is `reason`, its default type `text`, and it leads nowhere
/// but on.
pub struct FollowUpQuestion;

impl JsonSchema for FollowUpQuestion {
    fn schema_name() -> Cow<'static, str> {
        "FollowUpQuestion".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = with_common(generator);
        let description = "A question that follows up on a score. Default: its id is reason, and its type text.";
        schema.insert("description".to_owned(), description.into());
        for variant in variants(&mut schema) {
            let usual: &[&str] =
                if variant["properties"]["type"]["const"] == "text" { &["id", "type"] } else { &["id"] };
            if let Some(Value::Array(required)) = variant.get_mut("required") {
                required.retain(|name| !usual.iter().any(|usual| name == usual));
            }
            variant["properties"]["id"]["type"] = json!(["string", "integer", "null"]);
            variant["properties"]["next"] = json!({"type": ["array", "null"], "maxItems": 0});
        }
        schema
    }
}

/// What is asked of one group: the prompt of a question for words, a question, or several.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum FollowUp {
    /// The prompt of a question for words.
    Prompt(Words),
    /// A question.
    Question(FollowUpQuestion),
    /// Several, one after the other.
    Questions(#[schemars(length(max = limits::QUESTIONS))] Vec<FollowUpQuestion>),
}

/// The schema of each type, with what questions of all types have.
fn with_common(generator: &mut SchemaGenerator) -> Schema {
    let common = Common::json_schema(generator);
    let common = common.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let types = TypeRegistry::default();
    let variants: Vec<Value> =
        types.definitions().iter().map(|definition| variant(definition, &common, generator)).collect();
    json_schema!({"oneOf": variants})
}

/// The schema of one type.
fn variant(definition: &Definition, common: &Map<String, Value>, generator: &mut SchemaGenerator) -> Value {
    let mut properties = Map::new();
    properties.insert("type".to_owned(), json!({"type": "string", "const": definition.name}));
    let mut required = vec!["type", "id", "prompt"];
    for field in definition.fields {
        let spec = field.spec();
        if spec.default == FieldDefault::Required {
            required.push(spec.name);
        }
        properties.insert(spec.name.to_owned(), field_schema(&spec, generator));
    }
    // What has no answer can't be required.
    let expects_answer = expects_answer(definition);
    let common = common.iter().filter(|(name, _)| expects_answer || *name != "required");
    properties.extend(common.map(|(name, schema)| (name.clone(), schema.clone())));
    json!({
        "type": "object",
        "description": definition.description,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// Whether questions of a type expect an answer: its samples say.
fn expects_answer(definition: &Definition) -> bool {
    let document = |sample: &str| -> Option<askwell_survey::Value> {
        let mut question: Value = serde_json::from_str(sample).ok()?;
        question["id"] = json!("sample");
        question["type"] = json!(definition.name);
        question["prompt"] = json!("Sample");
        serde_json::from_value(json!({"endpoint": "/", "id": "sample", "questions": [question]})).ok()
    };
    let config = definition.samples.first().and_then(|sample| Config::read(&document(sample)?).ok());
    config.is_none_or(|config| config.survey.questions.iter().all(|question| question.question_type.expects_answer()))
}

/// The schema of one field. One that isn't required may be `null`, which counts as absent.
fn field_schema(spec: &FieldSpec, generator: &mut SchemaGenerator) -> Value {
    let shape = shape_schema(&spec.shape, generator);
    let mut schema = json!({"description": spec.description});
    let default = match spec.default {
        FieldDefault::Required | FieldDefault::Nothing | FieldDefault::Message(_) => None,
        FieldDefault::Number(number) => Some(json!(number)),
        FieldDefault::Word(word) => Some(json!(word)),
        FieldDefault::Flag(flag) => Some(json!(flag)),
    };
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema["anyOf"] = match spec.default {
        FieldDefault::Required => json!([shape]),
        _ => json!([shape, {"type": "null"}]),
    };
    schema
}

/// What a field takes. Attributes spell numbers, so a text with digits passes for one.
fn shape_schema(shape: &Shape, generator: &mut SchemaGenerator) -> Schema {
    match shape {
        Shape::Text => generator.subschema_for::<Words>(),
        Shape::TextList { max } => {
            json_schema!({"type": "array", "maxItems": max, "items": generator.subschema_for::<Words>()})
        }
        Shape::TextOrTrue => generator.subschema_for::<WordsOrTrue>(),
        Shape::Flag => generator.subschema_for::<Flag>(),
        Shape::Whole { min, max } => json_schema!({"anyOf": [
            {"type": "integer", "minimum": min, "maximum": max},
            {"type": "string", "pattern": SPELT},
        ]}),
        Shape::Integer { min, max } => json_schema!({"type": "integer", "minimum": min, "maximum": max}),
        Shape::Numbers(numbers) => json_schema!({"anyOf": [{"enum": numbers}, {"type": "string", "pattern": SPELT}]}),
        Shape::OneOf(words) => json_schema!({"type": "string", "enum": words}),
        Shape::Day => generator.subschema_for::<Date>(),
        Shape::Url(schemes) => address(&[&["https", "http"], *schemes].concat()),
        Shape::Choices { min, max } => json_schema!({
            "type": "array", "minItems": min, "maxItems": max, "items": generator.subschema_for::<Choice>(),
        }),
    }
}

fn variants(schema: &mut Schema) -> &mut [Value] {
    schema.get_mut("oneOf").and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}
