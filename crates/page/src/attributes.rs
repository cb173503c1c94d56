//! Configurations that attributes spell.

use askwell_survey::{Diagnostics, Layout, Preset, Value, config};
use web_sys::Element;

/// Attributes of HTML that say nothing about the survey, though some are called as what does.
const OF_HTML: [&str; 10] = ["src", "id", "class", "style", "hidden", "slot", "part", "title", "role", "dir"];

/// The configuration that an element's attributes spell: `recommend-url` is `recommendUrl`, and `survey` the
/// survey's identifier, since `id` is the element's.
pub fn of(element: &Element) -> (Value, Diagnostics) {
    let mut attributes = Value::object();
    for name in element.get_attribute_names() {
        let name = name.as_string().unwrap_or_default();
        if let Some(text) = element.get_attribute(&name) {
            attributes.put(&name, Value::from(text));
        }
    }
    from_attributes(attributes)
}

/// The same from an object of attributes.
pub fn from_attributes(attributes: Value) -> (Value, Diagnostics) {
    let mut given = Vec::new();
    for (name, text) in entries(attributes) {
        let of_html = OF_HTML.contains(&name.as_str()) || name.starts_with("aria-") || name.starts_with("data-");
        if !of_html {
            given.push((if name == "survey" { "id".to_owned() } else { camel_case(&name) }, text));
        }
    }
    config::from_attributes(given)
}

/// What an element says of its survey: it stands there, and one of this name may have a preset of its own.
pub fn inline(mut given: Value, element: &str) -> Value {
    given.set("display", Value::from(Layout::Inline.name()));
    if element == "askwell-rating" {
        given.set("preset", Value::from(Preset::Helpful.name()));
    }
    given
}

/// The configuration in a `dataset`, whose names the browser has put in camel case already.
pub fn from_dataset(dataset: Value) -> (Value, Diagnostics) {
    config::from_attributes(entries(dataset))
}

fn entries(object: Value) -> Vec<(String, Value)> {
    if let Value::Map(entries) = object { entries } else { Vec::new() }
}

fn camel_case(name: &str) -> String {
    let mut out = String::new();
    let mut after_hyphen = false;
    for character in name.chars() {
        if character == '-' {
            after_hyphen = true;
        } else {
            out.push(if after_hyphen { character.to_ascii_uppercase() } else { character });
            after_hyphen = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::camel_case;

    #[test]
    fn attribute_names_become_those_of_the_configuration() {
        for (attribute, name) in
            [("topic", "topic"), ("recommend-url", "recommendUrl"), ("person-id", "personId"), ("a--b-", "aB")]
        {
            assert_eq!(camel_case(attribute), name);
        }
    }
}
