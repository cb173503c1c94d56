//! When a question is asked, a way taken, an ending reached.

use super::scalar::{Flag, Groups, Plain, Text};
use askwell_survey::limits;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// What has to be the case: `all`, `any` or `not` with further conditions, a `group`, or a comparison of one thing that
/// is known (`answer`, `score`, `attribute`, `person`, `page`, `hidden`, `value`). Several comparisons in one condition
/// have to hold together. What isn't known is empty: then `isNot`, `notIn`, `containsNot` and `empty` hold, and no other.
#[derive(JsonSchema)]
#[schemars(
    rename_all = "camelCase",
    deny_unknown_fields,
    transform = one_head,
    example = json!({"group": "detractor"}),
    example = json!({"answer": "reason", "is": "delivery"}),
    example = json!({"all": [{"score": true, "atLeast": 9}, {"person": "role", "in": ["buyer", "admin"]}]})
)]
pub struct Condition {
    /// All of these hold.
    #[schemars(length(min = 1, max = limits::COMPARISONS))]
    pub all: Option<Vec<Condition>>,
    /// At least one of these holds.
    #[schemars(length(min = 1, max = limits::COMPARISONS))]
    pub any: Option<Vec<Condition>>,
    /// This doesn't hold.
    pub not: Option<Box<Condition>>,
    /// The score puts the visitor in this group, or in one of these.
    pub group: Option<Groups>,
    /// Compares the answer to the question of this name, or one field of it, as in `contact.email`.
    #[schemars(with = "Option<NameOf>")]
    pub answer: Option<Text>,
    /// Compares the score: `true`, beside a comparison.
    #[schemars(extend("enum" = [true, "true", null]))]
    pub score: Option<Flag>,
    /// Compares the attribute of this name.
    #[schemars(with = "Option<NameOf>")]
    pub attribute: Option<Text>,
    /// Compares the person’s trait of this name.
    #[schemars(with = "Option<NameOf>")]
    pub person: Option<Text>,
    /// Compares a fact of the page.
    pub page: Option<Fact>,
    /// Compares the hidden answer of this name.
    #[schemars(with = "Option<NameOf>")]
    pub hidden: Option<Text>,
    /// Compares the computed value of this name.
    #[schemars(with = "Option<NameOf>")]
    pub value: Option<Text>,
    /// It is this; a list has this. Texts are compared without regard to case.
    pub is: Option<Plain>,
    /// It is not this; a list doesn’t have it.
    pub is_not: Option<Plain>,
    /// It is one of these.
    #[schemars(length(min = 1, max = limits::CHOICES))]
    pub r#in: Option<Vec<Plain>>,
    /// It is none of these.
    #[schemars(length(min = 1, max = limits::CHOICES))]
    pub not_in: Option<Vec<Plain>>,
    /// It is greater.
    pub above: Option<f64>,
    /// It is as great, or greater.
    pub at_least: Option<f64>,
    /// It is less.
    pub below: Option<f64>,
    /// It is as great, or less.
    pub at_most: Option<f64>,
    /// The text has this in it.
    pub contains: Option<Text>,
    /// The text doesn’t have this in it.
    pub contains_not: Option<Text>,
    /// The text starts with this.
    pub starts_with: Option<Text>,
    /// The text ends with this.
    pub ends_with: Option<Text>,
    /// The text is like this, where `*` stands for any text.
    pub matches: Option<Text>,
    /// The list has this, or all of these.
    pub includes: Option<Several>,
    /// The list has one of these.
    pub includes_any: Option<Several>,
    /// Whether nothing is known.
    pub empty: Option<Flag>,
}

/// One text, or a list.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub enum Several {
    /// One.
    One(String),
    /// Several.
    List(#[schemars(length(min = 1, max = limits::CHOICES))] Vec<Plain>),
}

/// A fact of the page.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
pub enum Fact {
    /// Its address, without query parameters other than those in `keepQuery`.
    Url,
    /// Its title.
    Title,
    /// Where the visitor came from.
    Referrer,
    /// Its language.
    Language,
}

/// The name of something that is known.
#[derive(JsonSchema)]
#[schemars(inline)]
pub struct NameOf(#[schemars(with = "Text", length(min = 1, max = 2 * limits::IDENTIFIER + 1))] pub Text);

const GROUPS: [&str; 4] = ["all", "any", "not", "group"];
pub(super) const SOURCES: [&str; 7] = ["answer", "score", "attribute", "person", "page", "hidden", "value"];

/// One condition asks about one thing, and compares it if it is something known. A `null` counts as absent.
fn one_head(schema: &mut Schema) {
    schema.insert("oneOf".to_owned(), heads(&SOURCES));
}

/// Every way for a condition to ask about one thing, if these are what is known.
pub(super) fn heads(sources: &[&str]) -> Value {
    heads_of(&GROUPS, sources, &[])
}

/// The same where there is no score yet, and some things are asked for without a comparison.
pub(super) fn heads_without_group(sources: &[&str], alone: &[&str]) -> Value {
    heads_of(&GROUPS[..3], sources, alone)
}

fn heads_of(groups: &[&str], sources: &[&str], alone: &[&str]) -> Value {
    let given = |name: &str| json!({"required": [name], "properties": {name: {"not": {"type": "null"}}}});
    let mut heads = Vec::new();
    let all_heads = [groups, sources].concat();
    for name in groups {
        let mut head = given(name);
        head["propertyNames"] = json!({"enum": all_heads});
        heads.push(head);
    }
    for name in sources {
        let mut head = given(name);
        if !alone.contains(name) {
            head["minProperties"] = json!(2);
        }
        heads.push(head);
    }
    Value::from(heads)
}

/// How a value is computed: exactly one of `sum`, `mean` and `assign`.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields, transform = one_way)]
pub struct Computation {
    /// The sum of what is a number among these answers and earlier values.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    pub sum: Option<Vec<String>>,
    /// Their mean.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    pub mean: Option<Vec<String>>,
    /// This.
    pub assign: Option<Given>,
}

/// A way to compute a value, and when it is the one: the first of a list is taken that holds.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields, transform = one_way)]
pub struct ConditionalComputation {
    /// When it is computed so. Default: always.
    pub r#if: Option<Condition>,
    /// The sum of what is a number among these answers and earlier values.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    pub sum: Option<Vec<String>>,
    /// Their mean.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    pub mean: Option<Vec<String>>,
    /// This.
    pub assign: Option<Given>,
}

/// A text of at most 500 characters, a number, true or false.
#[derive(JsonSchema)]
#[schemars(inline)]
pub struct Given(
    #[schemars(with = "Plain", length(max = limits::LABEL), regex(pattern = super::scalar::CLEAN))] pub Plain,
);

fn one_way(schema: &mut Schema) {
    let given = |name: &str| json!({"required": [name], "properties": {name: {"not": {"type": "null"}}}});
    schema.insert("oneOf".to_owned(), ["sum", "mean", "assign"].map(given).to_vec().into());
}
