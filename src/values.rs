//! Values from the page, and to it. Nothing else decodes what a page hands over.

use askwell_survey::{Diagnostics, Layout, Preset, Value, config, digits, limits};
use js_sys::{Array, Function, JSON, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::browser;
use crate::error::ApiError;

/// Reads a value of the page.
///
/// # Errors
/// `config`, with the path of everything that is no JSON: functions, bigints, numbers that aren't finite, getters that
/// throw, nesting without end. What is said of a person or an answer is left out instead, with a warning on the console.
pub(crate) fn read(value: &JsValue) -> Result<Value, ApiError> {
    read_with_functions(value, &|_, _| None)
}

/// Reads the traits of a person.
///
/// # Errors
/// Where it is no object.
pub(crate) fn read_person(person: &JsValue) -> Result<Vec<(String, Value)>, ApiError> {
    let whole = Object::new();
    set(&whole, "person", person);
    let person = read(&whole)?.get("person").cloned().unwrap_or_default();
    let (traits, warnings) = config::read_person(person).map_err(ApiError::config)?;
    warn(&warnings);
    Ok(traits)
}

/// Writes warnings to the page's console.
pub(crate) fn warn(warnings: &Diagnostics) {
    if !warnings.0.is_empty() {
        browser::log_warning(&warnings.text());
    }
}

/// Whether what stands at this path is a trait of a person, or an attribute of an answer.
fn is_label(path: &str) -> bool {
    path.starts_with("person.") || path.starts_with("attributes.")
}

/// Reads a value of the page in which some functions are allowed: `name` gets the path of each, and names those that it
/// takes. The name stands in the function's place.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_with_functions(
    value: &JsValue,
    name: &dyn Fn(&str, &Function) -> Option<String>,
) -> Result<Value, ApiError> {
    let mut reader = Reader { name, diagnostics: Diagnostics::default(), warnings: Diagnostics::default() };
    let read = reader.value(value, "", limits::DEPTH);
    warn(&reader.warnings);
    reader.diagnostics.or(Some(read)).map_err(ApiError::config)
}

/// Reads by hand what serde-wasm-bindgen could read: its call of `Object.entries` would let through what a getter of the
/// page's throws, its errors have no paths, and their texts bring the writing of floats with them, 5 kB of the download.
struct Reader<'n> {
    name: &'n dyn Fn(&str, &Function) -> Option<String>,
    diagnostics: Diagnostics,
    warnings: Diagnostics,
}

impl Reader<'_> {
    fn value(&mut self, value: &JsValue, path: &str, depth: usize) -> Value {
        if Array::is_array(value) || value.is_object() {
            if depth == 0 {
                return self.report(path, "is nested too deeply");
            }
            return if Array::is_array(value) {
                self.list(value.unchecked_ref(), path, depth)
            } else {
                self.object(value, path, depth)
            };
        }
        if let Some(function) = value.dyn_ref::<Function>()
            && let Some(name) = (self.name)(path, function)
        {
            return Value::from(name);
        }
        if let Some(text) = value.as_string() {
            Value::Text(text)
        } else if let Some(number) = value.as_f64() {
            if number.abs() <= limits::LARGEST_NUMBER {
                Value::Number(number)
            } else {
                self.report(path, "is not finite, or too large to be exact")
            }
        } else if let Some(truth) = value.as_bool() {
            Value::Bool(truth)
        } else if value.is_null() || value.is_undefined() {
            Value::Null
        } else {
            self.report(path, "needs to be text, a number, true, false, null, a list or an object")
        }
    }

    fn list(&mut self, items: &Array, path: &str, depth: usize) -> Value {
        let items = items.iter().enumerate();
        Value::List(
            items
                .map(|(index, item)| self.value(&item, &[path, "[", &digits(index as u64), "]"].concat(), depth - 1))
                .collect(),
        )
    }

    fn object(&mut self, object: &JsValue, path: &str, depth: usize) -> Value {
        let mut entries = Vec::new();
        for key in Object::keys(object.unchecked_ref::<Object>()) {
            let name = key.as_string().unwrap_or_default();
            let path = if path.is_empty() { name.clone() } else { [path, ".", &name].concat() };
            let value = match Reflect::get(object, &key) {
                Ok(value) => self.value(&value, &path, depth - 1),
                // A getter of the page's threw.
                Err(_) => self.report(&path, "can’t be read"),
            };
            entries.push((name, value));
        }
        Value::Map(entries)
    }

    fn report(&mut self, path: &str, message: &str) -> Value {
        let list = if is_label(path) { &mut self.warnings } else { &mut self.diagnostics };
        list.add(path, message);
        Value::Null
    }
}

/// Reads JSON text of the page or of its storage.
///
/// # Errors
/// `config` if it is no JSON.
pub(crate) fn parse(json: &str) -> Result<Value, ApiError> {
    match JSON::parse(json) {
        Ok(value) => read(&value),
        Err(_) => Err(ApiError::new("config", "needs to be JSON")),
    }
}

/// The value as the page sees it: plain objects and arrays. By hand like the reading: nothing here can fail.
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => JsValue::from_bool(*truth),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Text(text) => JsValue::from_str(text),
        Value::List(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Map(entries) => {
            let object = Object::new();
            for (name, value) in entries {
                set(&object, name, &to_js(value));
            }
            object.into()
        }
    }
}

/// The value that anything serde can serialise amounts to, such as a Leptos application's own types.
///
/// # Errors
/// `config` if it can't be serialised, or is no value.
pub(crate) fn from_serialize(value: &impl Serialize) -> Result<Value, ApiError> {
    match value.serialize(&Serializer::json_compatible()) {
        Ok(value) => read(&value),
        Err(error) => Err(ApiError::new("config", &error.to_string())),
    }
}

/// Sets a property of an object of our own.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    // Can only fail on frozen objects and proxies, and ours are neither.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A property, `undefined` where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Attributes of HTML that say nothing about the survey, though some are called as what does.
const OF_HTML: [&str; 10] = ["src", "id", "class", "style", "hidden", "slot", "part", "title", "role", "dir"];

/// The configuration that an element's attributes spell: `recommend-url` is `recommendUrl`, and `survey` the
/// survey's identifier, since `id` is the element's.
pub(crate) fn attributes(element: &Element) -> (Value, Diagnostics) {
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
pub(crate) fn from_attributes(attributes: Value) -> (Value, Diagnostics) {
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
pub(crate) fn inline(mut given: Value, element: &str) -> Value {
    given.set("display", Value::from(Layout::Inline.name()));
    if element == "askwell-rating" {
        given.set("preset", Value::from(Preset::Helpful.name()));
    }
    given
}

/// The configuration in a `dataset`, whose names the browser has put in camel case already.
pub(crate) fn from_dataset(dataset: Value) -> (Value, Diagnostics) {
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

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn eval(code: &str) -> JsValue {
        js_sys::eval(code).expect("the test's own code runs")
    }

    #[wasm_bindgen_test]
    fn plain_values_are_read_and_returned_as_they_are() {
        let json = r#"{"text":"ü","numbers":[-1,0.5,9007199254740991],"truth":true,"nothing":null,"object":{"":{}}}"#;
        let read = read(&eval(&format!("({json})"))).expect("it is plain");
        assert_eq!(read.to_json(), json);
        assert_eq!(js_sys::JSON::stringify(&to_js(&read)).expect("it is JSON"), json);
    }

    #[wasm_bindgen_test]
    fn what_is_no_value_is_reported_with_its_path() {
        let table = [
            ("Symbol('a')", "needs to be text, a number, true, false, null, a list or an object"),
            ("({ delay() {} })", "delay: needs to be text, a number, true, false, null, a list or an object"),
            ("({ a: [1n] })", "a[0]: needs to be text, a number, true, false, null, a list or an object"),
            (
                "({ a: { b: [0, Infinity] }, c: NaN })",
                "a.b[1]: is not finite, or too large to be exact\nc: is not finite, or too large to be exact",
            ),
            (
                "({ get a() { throw new Error('no'); }, get b() { return 2 ** 53; } })",
                "a: can’t be read\nb: is not finite, or too large to be exact",
            ),
        ];
        for (code, message) in table {
            assert_eq!(read(&eval(code)).expect_err(code).message, message);
        }
        let round = read(&eval("(() => { const round = []; round.push(round); return round; })()"));
        assert!(round.expect_err("it has no end").message.ends_with("[0]: is nested too deeply"));
    }

    #[wasm_bindgen_test]
    fn functions_are_read_where_they_are_allowed() {
        let config = eval("({ beforeSend() {}, endpoints: [{ callback: () => {} }] })");
        let read = crate::endpoints::read_config(&config).expect("these may be functions");
        let names = r##"{"beforeSend":"#0","endpoints":[{"callback":"#1"}]}"##;
        assert_eq!(read.to_json(), names);
        let wrong = crate::endpoints::read_config(&eval("({ endpoints: [{ url() {} }] })"));
        assert!(wrong.expect_err("this may not").message.starts_with("endpoints[0].url: "));
    }
}
