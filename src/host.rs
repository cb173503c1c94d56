//! Values from the page, and to it. Nothing else decodes what a page hands over.

#[cfg(feature = "widget")]
use askwell_survey::config;
use askwell_survey::{Problems, Value, digits, limits};
use js_sys::{Array, Error, Object, Reflect};
use wasm_bindgen::prelude::*;
#[cfg(feature = "widget")]
use web_sys::Element;

/// The code by which the small build says that it can't read a configuration; `www/boot.js` then asks the full one.
pub(crate) const UNREAD: &str = "unread";

/// Why a call was refused.
pub(crate) struct Refusal {
    /// A word of a closed set, for programs.
    pub(crate) code: &'static str,
    /// A sentence, for people.
    pub(crate) message: String,
    /// What is wrong where, if the call carried a document.
    pub(crate) problems: Problems,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: &str) -> Self {
        Self { code, message: message.to_owned(), problems: Problems::default() }
    }

    /// A configuration that can't be used.
    pub(crate) fn config(problems: Problems) -> Self {
        let code = if cfg!(any(feature = "full", feature = "endpoints")) { "config" } else { UNREAD };
        Self { code, message: problems.text(), problems }
    }

    /// What is wrong where, as a list of `{path, message}`.
    pub(crate) fn details(&self) -> Value {
        let mut details = Vec::new();
        for problem in &self.problems.0 {
            let mut detail = Value::object();
            detail.put("path", Value::from(problem.path.as_str()));
            detail.put("message", Value::from(problem.message()));
            details.push(detail);
        }
        Value::List(details)
    }

    /// An `Error` with a `code` and, for a document, its `problems`.
    pub(crate) fn into_js(self) -> JsValue {
        let error = Error::new(&["askwell: ", &self.message].concat());
        set(&error, "code", &JsValue::from_str(self.code));
        set(&error, "problems", &to_js(&self.details()));
        error.into()
    }
}

/// Sets a property of an object of our own.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    // Can only fail on frozen objects and proxies, and ours are neither.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A property, `undefined` where there is none.
#[cfg(feature = "widget")]
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Reads a value of the page.
///
/// Walked by hand into the dynamic value, and not through serde: its complaints can name any number, and formatting
/// floats for them is seven kilobytes of the widget. This way a function in a configuration is named by its path.
pub(crate) fn read(value: &JsValue) -> Result<Value, Refusal> {
    let mut problems = Problems::default();
    let read = walk(value, "", limits::DEPTH, &mut problems);
    problems.or(Some(read)).map_err(Refusal::config)
}

fn walk(value: &JsValue, path: &str, depth: usize, problems: &mut Problems) -> Value {
    let below = |step: &str| if path.is_empty() { step.to_owned() } else { [path, ".", step].concat() };
    let wrong = if value.is_null() || value.is_undefined() {
        return Value::Null;
    } else if let Some(truth) = value.as_bool() {
        return Value::Bool(truth);
    } else if let Some(text) = value.as_string() {
        return Value::Text(text);
    } else if let Some(number) = value.as_f64() {
        if number.abs() <= limits::LARGEST_NUMBER {
            return Value::Number(number);
        }
        "is not finite, or too large to be exact"
    } else if depth == 0 {
        "is nested too deeply"
    } else if Array::is_array(value) {
        let mut list = Vec::new();
        for item in Array::from(value) {
            list.push(walk(&item, &below(&digits(list.len() as u64)), depth - 1, problems));
        }
        return Value::List(list);
    } else if value.is_object() && !value.is_function() {
        let mut map = Vec::new();
        for key in Object::keys(value.unchecked_ref::<Object>()) {
            let name = key.as_string().unwrap_or_default();
            let path = below(&name);
            match Reflect::get(value, &key) {
                Ok(value) => map.push((name, walk(&value, &path, depth - 1, problems))),
                // A getter of the page's threw. Not caught, that would leave the call without an answer.
                Err(_) => problems.add(&path, "can’t be read"),
            }
        }
        return Value::Map(map);
    } else {
        "needs to be text, a number, true, false, null, a list or an object"
    };
    problems.add(path, wrong);
    Value::Null
}

/// Reads JSON text of the page or of its storage.
pub(crate) fn parse(json: &str) -> Result<Value, Refusal> {
    match js_sys::JSON::parse(json) {
        Ok(value) => read(&value),
        Err(_) => Err(Refusal::new("config", "needs to be JSON")),
    }
}

/// The value as the page sees it: plain objects and arrays.
pub(crate) fn to_js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_json()).unwrap_or_default()
}

/// Attributes that belong to the page on any element, and say nothing about the survey.
#[cfg(feature = "widget")]
const OF_HTML: [&str; 10] = ["src", "id", "class", "style", "hidden", "slot", "part", "title", "role", "dir"];

/// The configuration that an element's attributes spell: `recommend-url` is `recommendUrl`, and `survey` the
/// survey's identifier, since `id` is the element's.
#[cfg(feature = "widget")]
pub(crate) fn attributes(element: &Element) -> Value {
    let mut given = Vec::new();
    for name in element.get_attribute_names() {
        let name = name.as_string().unwrap_or_default();
        let of_html = OF_HTML.contains(&name.as_str()) || name.starts_with("aria-") || name.starts_with("data-");
        if !of_html && let Some(text) = element.get_attribute(&name) {
            given.push((if name == "survey" { "id".to_owned() } else { camel_case(&name) }, text));
        }
    }
    config::from_attributes(given)
}

/// The configuration in a `dataset`, whose names the browser has put in camel case already.
#[cfg(feature = "widget")]
pub(crate) fn dataset(dataset: &JsValue) -> Value {
    let mut given = Vec::new();
    if let Ok(Value::Map(entries)) = read(dataset) {
        for (name, value) in entries {
            if let Value::Text(text) = value {
                given.push((name, text));
            }
        }
    }
    config::from_attributes(given)
}

#[cfg(feature = "widget")]
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

#[cfg(all(test, feature = "widget"))]
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
