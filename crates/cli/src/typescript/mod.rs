//! TypeScript declarations of everything a page can say to the widget, and hear from it.
//!
//! What configurations have is taken from the JSON Schema, the names of errors, events and attributes from the crate
//! that has them. Calls, the details of events and responses stand in `api.d.ts`.

mod from_schema;

use crate::schema::schema;
use askwell_survey::api::ERROR_CODES;
use askwell_survey::config::{ATTRIBUTES, OF_REPORTS};

/// The name under which the declarations are published beside the widget.
pub const FILE: &str = "askwell.d.ts";

/// What isn't made of tables.
const API: &str = include_str!("api.d.ts");
/// Attributes of the tag that elements don't have: `id` is HTML's there, and they always stand in the flow of the page.
const OF_TAG: [&str; 5] = ["id", "survey", "display", "container", "position"];
/// What names of attributes begin with that end as the page likes.
const PREFIXES: [&str; 4] = ["attribute", "hidden", "parameter", "person"];

/// The declarations as one module, which also declares what is global.
pub fn declarations() -> String {
    [API, &error_codes(), &attributes(), &from_schema::types("Config", &schema())].join("\n")
}

/// The codes of errors, each with its meaning.
fn error_codes() -> String {
    let lines = ERROR_CODES.map(|(code, meaning)| format!("  /** {meaning} */\n  | \"{code}\"\n"));
    format!("/** Why a call can't be done. */\nexport type ErrorCode =\n{};\n", lines.concat().trim_end())
}

/// What the elements' attributes are called.
fn attributes() -> String {
    let of_elements = ATTRIBUTES.iter().filter(|name| !OF_TAG.contains(name));
    let all = of_elements.chain(&OF_REPORTS).chain(&["survey", "src"]);
    let mut lines: Vec<_> = all.map(|name| format!("  \"{}\"?: Attribute;\n", kebab_case(name))).collect();
    lines.sort();
    let prefixes = PREFIXES.map(|prefix| format!("`{prefix}-${{string}}`")).join(" | ");
    lines.push(format!("  [name: {prefixes}]: Attribute;\n"));
    format!(
        "/** The attributes of `<askwell-survey>` and `<askwell-rating>`. */\nexport interface SurveyAttributes {{\n{}}}\n",
        lines.concat()
    )
}

fn kebab_case(name: &str) -> String {
    name.chars().fold(String::new(), |mut kebab, letter| {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
        kebab
    })
}

/// The names of the members of an interface, in their order.
pub fn members(declarations: &str, interface: &str) -> Vec<String> {
    let begin = format!("export interface {interface} {{\n");
    let body =
        declarations.split_once(&begin).and_then(|(_, rest)| rest.split_once("\n}")).map_or("", |(body, _)| body);
    let lines = body.lines().filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()));
    names.map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::api::EVENTS;
    use askwell_survey::targeting;

    #[test]
    fn every_event_has_a_detail() {
        let mut names = members(API, "EventDetails");
        names.sort();
        let mut events = EVENTS.map(|(name, _)| name);
        events.sort_unstable();
        assert_eq!(names, events);
    }

    #[test]
    fn every_option_and_attribute_is_declared() {
        let declarations = declarations();
        let of_targeting = |name: &str| targeting::ATTRIBUTES.contains(&name);
        for name in ATTRIBUTES.iter().filter(|name| **name != "survey" && !of_targeting(name)) {
            assert!(declarations.contains(&format!("\n  {name}?: ")), "{name}");
        }
        assert!(declarations.contains("\n  \"recommend-url\"?: Attribute;\n"));
        assert!(declarations.contains("\n  \"if-url\"?: Attribute;\n"));
    }
}
