//! Values that stand by themselves: names, texts, numbers, addresses.
//!
//! Pages give configurations as attributes too, where everything is text. So the reader takes `"5"` for 5 and 17 for
//! `"17"` in most places, and the schema lets them pass.

use askwell_survey::limits;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A value whose schema is written out where it is used.
macro_rules! scalars {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl JsonSchema for $name {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    $schema
                }
            }
        )*
    };
}

/// What a name is made of, apart from those that JavaScript's objects have already.
const NAME: &str = "^(?!(?:__proto__|prototype|constructor)$)[A-Za-z0-9_-]{1,64}$";
/// Parts of letters and digits, the first of two to eight letters.
const TAG: &str = "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$";
/// Words: something other than blanks, and no character that can't be shown or that turns those around it.
const WORDS: &str = "^[ \\t\\n]*[^ \\t\\n\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uFFFD]\
                     [^\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uFFFD]*$";
/// No character that can't be shown or that turns those around it.
pub(super) const CLEAN: &str =
    "^[^\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uFFFD]*$";
/// Something other than blanks, and no control character.
const TITLE: &str = "^ *[^\\u0000-\\u0020\\u007F][^\\u0000-\\u001F\\u007F]*$";
/// Digits with at most one point among them, and blanks around.
pub(crate) const SPELT: &str = "^[ \\t\\n\\r\\f]*(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[ \\t\\n\\r\\f]*$";

/// An address with one of these schemes, or without any; blanks around it don't count. `&` would begin a character
/// reference that can spell a scheme.
pub(super) fn address(schemes: &[&str]) -> Schema {
    let any_case = |scheme: &&str| -> String {
        scheme.chars().map(|letter| format!("[{letter}{}]", letter.to_ascii_uppercase())).collect()
    };
    let schemes = schemes.iter().map(any_case).collect::<Vec<_>>().join("|");
    let pattern = format!(
        "^[\\s\\u0085]*(?:(?:{schemes}):[^\\u0000-\\u0020\\u007F]*\
         |[^\\u0000-\\u0020\\u007F&:/?#]+(?:[/?#][^\\u0000-\\u0020\\u007F]*)?\
         |[/?#][^\\u0000-\\u0020\\u007F]*)[\\s\\u0085]*$"
    );
    json_schema!({"type": ["string", "number"], "maxLength": limits::URL, "pattern": pattern})
}

/// Names as keys of an object; `score` is the recommendation question's.
pub(super) fn names() -> serde_json::Value {
    serde_json::json!({"pattern": NAME, "not": {"const": "score"}})
}

scalars! {
    /// A name of 1 to 64 letters a to z, digits, `-` and `_`.
    Name = json_schema!({"type": ["string", "integer"], "pattern": NAME});
    /// One word, without spaces.
    Identifier = json_schema!({
        "type": ["string", "number"], "maxLength": limits::IDENTIFIER, "pattern": "^[^\\u0000-\\u0020\\u007F]+$",
    });
    /// Any text on one line of at most 500 characters.
    Title = json_schema!({"type": ["string", "number"], "maxLength": limits::LABEL, "pattern": TITLE});
    /// Any text of at most 500 characters.
    Text = json_schema!({"type": ["string", "number"], "maxLength": limits::LABEL});
    /// What is said in one language: 1 to 1000 characters.
    Translated = json_schema!({"type": "string", "minLength": 1, "maxLength": limits::WORDS, "pattern": WORDS});
    /// True or false.
    Flag = json_schema!({"enum": [true, false, "true", "false"]});
    /// A text, a number, true or false.
    Plain = json_schema!({"type": ["string", "number", "boolean"]});
    /// A web address: `https:`, `http:`, or a path on the site.
    Address = address(&["https", "http"]);
    /// A web address, or one that starts with `mailto:` or `tel:`.
    ContactAddress = address(&["https", "http", "mailto", "tel"]);
    /// A day, as in `2026-11-21`.
    Date = json_schema!({"type": "string", "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"});
    /// A language tag, as in `de` or `pt-BR`.
    Tag = json_schema!({"type": "string", "maxLength": 35, "pattern": TAG});
    /// Language tags.
    Languages = json_schema!({"anyOf": [
        {"type": "array", "maxItems": limits::LANGUAGES, "uniqueItems": true,
         "items": {"type": "string", "maxLength": 35, "pattern": TAG}},
        {"type": "string"},
    ]});
    /// Words, in a list or with spaces between them.
    Tags = json_schema!({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]});
    /// Names with a text of at most 500 characters, a number, true or false each.
    Labels = json_schema!({
        "type": "object",
        "maxProperties": limits::ENTRIES,
        "propertyNames": {"minLength": 1, "maxLength": limits::IDENTIFIER},
        "additionalProperties": {"type": ["string", "number", "boolean", "null"], "maxLength": limits::LABEL},
    });
    /// Groups of a score, in a list or with spaces between them.
    Groups = json_schema!({"anyOf": [
        {"enum": ["detractor", "passive", "promoter"]},
        {"type": "array", "minItems": 1, "items": {"enum": ["detractor", "passive", "promoter"]}},
        {"type": "string", "pattern": "^ *(?:(?:detractor|passive|promoter)(?: +|$))+$"},
    ]});
}

/// A whole number in these bounds.
pub struct Whole<const MIN: u32, const MAX: u32>;

impl<const MIN: u32, const MAX: u32> JsonSchema for Whole<MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [
            {"type": "integer", "minimum": MIN, "maximum": MAX},
            {"type": "string", "pattern": SPELT},
        ]})
    }
}

/// A number from 0 to this.
pub struct Number<const MAX: u32>;

impl<const MAX: u32> JsonSchema for Number<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("NumberTo{MAX}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [
            {"type": "number", "minimum": 0, "maximum": MAX},
            {"type": "string", "pattern": SPELT},
        ]})
    }
}

/// Which group a score belongs to.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
pub enum Group {
    /// 0 to 6.
    Detractor,
    /// 7 and 8.
    Passive,
    /// 9 and 10.
    Promoter,
}

/// What a survey says: a text for every language, or a text for each. In it, `{{answer:reason|your reason}}` stands for
/// what is known of `product`, `score`, `group`, `answer:ID`, `attribute:NAME`, `person:NAME`, `hidden:NAME`,
/// `value:NAME` or `page:url|title|referrer|language`, and after the bar for what stands there otherwise.
pub struct Words;

impl JsonSchema for Words {
    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Translated>();
        json_schema!({
            "description": "What a survey says: a text for every language, or a text for each. In it, \
                {{answer:reason|your reason}} stands for what is known of product, score, group, answer:ID, \
                attribute:NAME, person:NAME, hidden:NAME, value:NAME or page:url|title|referrer|language, and after the \
                bar for what stands there otherwise.",
            "anyOf": [
                text,
                {"type": "object", "minProperties": 1, "propertyNames": {"maxLength": 35, "pattern": TAG},
                 "additionalProperties": text},
            ],
            "examples": ["What went wrong?", {"en": "What went wrong?", "de": "Was lief schief?"}],
        })
    }
}

/// True for the usual words, or words.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub enum WordsOrTrue {
    /// What is usual, or nothing.
    Usual(bool),
    /// These words.
    Own(Words),
}
