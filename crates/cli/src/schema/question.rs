//! Questions, type by type.

use super::condition::Condition;
use super::scalar::{ContactAddress, Date, Flag, Name, Point, Text, Whole, Words, WordsOrTrue};
use askwell_survey::limits;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// How a question is answered, and what its type needs to know.
#[derive(JsonSchema)]
#[schemars(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Type {
    /// The recommendation question: 0 to 10. One is asked per visit.
    Nps {
        /// What 0 means.
        low: Option<Words>,
        /// What 10 means.
        high: Option<Words>,
    },
    /// A number on a scale of at most 21 points.
    Scale {
        /// The lowest point; 1 unless given.
        min: Option<Point>,
        /// The highest point; 5 unless given.
        max: Option<Point>,
        /// What the lowest point means.
        low: Option<Words>,
        /// What the highest point means.
        high: Option<Words>,
        /// What each point means. Then they stand below each other.
        #[schemars(length(max = 21))]
        labels: Option<Vec<Words>>,
    },
    /// Stars: 1 to this many.
    Stars {
        /// How many; 5 unless given.
        max: Option<Whole<3, 10>>,
    },
    /// Faces, from sad to happy.
    Emoji {
        /// How many, 3 or 5; 5 unless given.
        #[schemars(extend("not" = {"const": 4}))]
        max: Option<Whole<3, 5>>,
    },
    /// Yes or no, as thumbs.
    Thumbs {
        /// What yes is called.
        yes: Option<Words>,
        /// What no is called.
        no: Option<Words>,
    },
    /// Satisfaction: five labelled points.
    Csat {},
    /// Effort: seven labelled points, from disagreement to agreement.
    Ces {},
    /// One of several.
    Choice {
        /// What can be chosen.
        #[schemars(length(min = 2, max = limits::CHOICES))]
        choices: Vec<Choice>,
        /// A choice of something else, with a field for it: `true`, or what it is called.
        other: Option<WordsOrTrue>,
        /// Whether every visitor sees them in another order.
        shuffle: Option<Flag>,
    },
    /// Some of several.
    Choices {
        /// What can be chosen.
        #[schemars(length(min = 2, max = limits::CHOICES))]
        choices: Vec<Choice>,
        /// A choice of something else, with a field for it: `true`, or what it is called.
        other: Option<WordsOrTrue>,
        /// A choice of none of these, which excludes the others: `true`, or what it is called.
        none: Option<WordsOrTrue>,
        /// Whether every visitor sees them in another order.
        shuffle: Option<Flag>,
        /// How many have to be chosen at least.
        min: Option<Whole<1, 101>>,
        /// How many can be chosen at most.
        max: Option<Whole<1, 101>>,
    },
    /// One of many, in a list to unfold.
    Dropdown {
        /// What can be chosen.
        #[schemars(length(min = 2, max = limits::CHOICES))]
        choices: Vec<Choice>,
    },
    /// All of several, in order.
    Ranking {
        /// What is put in order.
        #[schemars(length(min = 2, max = limits::RANKED))]
        choices: Vec<Choice>,
        /// Whether every visitor begins with another order.
        shuffle: Option<Flag>,
    },
    /// One column for each row.
    Matrix {
        /// What is judged.
        #[schemars(length(min = 1, max = limits::ROWS))]
        rows: Vec<Choice>,
        /// What can be said of each row.
        #[schemars(length(min = 2, max = limits::COLUMNS))]
        columns: Vec<Choice>,
        /// Whether every visitor sees the rows in another order.
        shuffle: Option<Flag>,
    },
    /// Words of the visitor’s own.
    Text {
        /// One line, or many; many unless given.
        lines: Option<Lines>,
        /// Characters at least, where something is written.
        min_length: Option<Whole<1, 5000>>,
        /// Characters at most; 5000 unless given.
        max_length: Option<Whole<1, 5000>>,
        /// An example of what to write.
        placeholder: Option<Words>,
    },
    /// Ways to reach the visitor, and the permission to use them. An email address, unless a field is named.
    Contact {
        /// Whether a name is asked for.
        name: Option<Presence>,
        /// Whether an email address is asked for.
        email: Option<Presence>,
        /// Whether a phone number is asked for.
        phone: Option<Presence>,
        /// Whether a company is asked for.
        company: Option<Presence>,
        /// What happens with what is given: the sentence above the button.
        consent: Option<Words>,
    },
    /// A permission, given or not.
    Consent {
        /// What is permitted.
        label: Words,
    },
    /// A day.
    Date {
        /// The first that is possible.
        min: Option<Date>,
        /// The last.
        max: Option<Date>,
    },
    /// Something to read, without an answer.
    Message {},
    /// A link to follow.
    Link {
        /// What it says.
        label: Words,
        /// Where it leads.
        url: ContactAddress,
    },
}

/// How many lines a field for words has.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
pub enum Lines {
    /// A single line.
    One,
    /// Several.
    Many,
}

/// Whether something is asked for.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
pub enum Presence {
    /// It is, and can be left empty.
    Optional,
    /// It is, and has to be filled in.
    Required,
}

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
pub struct Jump {
    /// When it is taken; always unless given.
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
    /// When it is asked; always unless given.
    #[expect(dead_code, reason = "the same")]
    r#if: Option<Condition>,
    /// Ways on, other than to the next question: the first that holds is taken.
    #[expect(dead_code, reason = "the same")]
    #[schemars(length(max = limits::JUMPS))]
    next: Option<Vec<Jump>>,
    /// Whether it can’t be skipped; it can, unless given.
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

/// A question that follows up on a score: its name is `reason` and its type `text` unless given, and it leads nowhere
/// but on.
pub struct FollowUpQuestion;

impl JsonSchema for FollowUpQuestion {
    fn schema_name() -> Cow<'static, str> {
        "FollowUpQuestion".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = with_common(generator);
        let description = "A question that follows up on a score. Unless given, its id is reason and its type text.";
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
    let properties = |of: &Schema| of.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let common: Map<String, Value> = properties(&common);
    let mut schema = Type::json_schema(generator);
    for variant in variants(&mut schema) {
        let asks = !matches!(variant["properties"]["type"]["const"].as_str(), Some("message" | "link"));
        for (name, value) in &common {
            // What has no answer can't be required.
            if asks || name != "required" {
                variant["properties"][name] = value.clone();
            }
        }
        if let Some(Value::Array(required)) = variant.get_mut("required") {
            required.extend([json!("id"), json!("prompt")]);
        }
    }
    if schema.get("oneOf").is_none() { json_schema!(false) } else { schema }
}

fn variants(schema: &mut Schema) -> &mut [Value] {
    schema.get_mut("oneOf").and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}
