//! Types of TypeScript from a JSON Schema. What needs several fields together, or is about the characters of a text, is the
//! linter's alone.

use crate::schema::SPELT;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Definitions that say what several fields have to be together, and are no type.
const RULES: &str = "Rules";
/// What a page may give as a function as well as by name, and the types that `api.d.ts` has for it.
const FUNCTIONS: [(&str, &str); 2] = [("beforeSend", "BeforeSend"), ("callback", "Callback")];

/// The types of a schema: the document is called `name`, and its definitions as they are.
pub(super) fn types(name: &str, schema: &Value) -> String {
    let document = format!("{}export interface {name} {}\n", comment(schema, ""), object(name, schema, ""));
    let definitions = schema["$defs"].as_object().into_iter().flatten().filter(|(name, _)| *name != RULES);
    let definitions = definitions
        .map(|(own, schema)| format!("\n{}export type {own} = {};\n", comment(schema, ""), of(name, schema, "")));
    std::iter::once(document).chain(definitions).collect()
}

/// The type of a schema. `document` is what the whole document is called.
fn of(document: &str, schema: &Value, indent: &str) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return match reference.rsplit_once('/') {
            Some(("#/properties", name)) => format!("{document}[\"{name}\"]"),
            Some((_, name)) => name.to_owned(),
            None => document.to_owned(),
        };
    }
    if let Some(constant) = schema.get("const") {
        return constant.to_string();
    }
    if let Some(values) = schema["enum"].as_array() {
        return union(values.iter().map(Value::to_string));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => {
            let choices = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
            return choices.map_or_else(
                || "unknown".to_owned(),
                |choices| union(choices.iter().map(|choice| of(document, choice, indent))),
            );
        }
    };
    union(types.into_iter().map(|name| match name {
        "integer" | "number" => "number".to_owned(),
        "string" if schema["pattern"] == SPELT => "`${number}`".to_owned(),
        "array" => format!("readonly ({})[]", of(document, &schema["items"], indent)),
        "object" => object(document, schema, indent),
        other => other.to_owned(),
    }))
}

/// One of these, each once.
fn union(types: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    types.filter(|one| seen.insert(one.clone())).collect::<Vec<_>>().join(" | ")
}

fn object(document: &str, schema: &Value, indent: &str) -> String {
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
    let inner = format!("{indent}  ");
    let mut lines: Vec<String> = properties
        .iter()
        .map(|(name, property)| {
            let function = FUNCTIONS.iter().find(|(known, _)| known == name).map(|(_, own)| (*own).to_owned());
            let own = function.unwrap_or_else(|| of(document, property, &inner));
            let mark = if required.iter().any(|required| *required == name) { "" } else { "?" };
            let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_$".contains(letter));
            let name = if plain { name.clone() } else { format!("{name:?}") };
            format!("{}{inner}{name}{mark}: {own};\n", comment(property, &inner))
        })
        .collect();
    match &schema["additionalProperties"] {
        Value::Object(others) => {
            let others = of(document, &Value::from(others.clone()), &inner);
            lines.push(format!("{inner}[name: string]: {others};\n"));
        }
        Value::Bool(false) => {}
        _ if properties.is_empty() => lines.push(format!("{inner}[name: string]: unknown;\n")),
        _ => {}
    }
    format!("{{\n{}{indent}}}", lines.concat())
}

/// What the schema says about a type, as editors show it.
fn comment(schema: &Value, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(schema["description"].as_str().map(|text| text.replace('\n', " ").replace("*/", "* /")));
    lines.extend(schema.get("default").map(|default| format!("@default {default}")));
    if lines.is_empty() { String::new() } else { format!("{indent}/** {} */\n", lines.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::{of, types};
    use serde_json::json;

    #[test]
    fn schemas_become_types() {
        let table = [
            (json!({}), "unknown"),
            (json!({"type": ["string", "null"]}), "string | null"),
            (json!({"type": "integer", "minimum": 1}), "number"),
            (json!({"enum": ["a", 1, null]}), r#""a" | 1 | null"#),
            (json!({"oneOf": [{"const": "a"}, {"const": "b"}]}), r#""a" | "b""#),
            (json!({"anyOf": [{"type": "string"}, {"type": "string"}]}), "string"),
            (json!({"type": "string", "pattern": crate::schema::SPELT}), "`${number}`"),
            (json!({"type": "array", "items": {"$ref": "#/$defs/One"}}), "readonly (One)[]"),
            (json!({"$ref": "#/properties/theme"}), r#"Config["theme"]"#),
            (json!({"type": "object"}), "{\n  [name: string]: unknown;\n}"),
            (json!({"type": "object", "additionalProperties": {"type": "number"}}), "{\n  [name: string]: number;\n}"),
        ];
        for (schema, expected) in table {
            assert_eq!(of("Config", &schema, ""), expected, "{schema}");
        }
    }

    #[test]
    fn a_document_becomes_an_interface_and_its_definitions_types() {
        let schema = json!({
            "description": "A survey.", "type": "object", "required": ["id"], "additionalProperties": false,
            "properties": {"id": {"type": "string"}, "delay": {"type": "number", "description": "In seconds.", "default": 1}},
            "$defs": {"Name": {"type": "string"}, "Rules": {"allOf": []}},
        });
        let expected = "/** A survey. */\nexport interface Config {\n  /** In seconds. @default 1 */\n  delay?: number;\n  id: string;\n}\n\
            \nexport type Name = string;\n";
        assert_eq!(types("Config", &schema), expected);
    }
}
