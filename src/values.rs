//! What the page says of its surveys: configurations, persons, attributes. `crates/page` reads its values.

use askwell_page::values::{self, Reading};
pub(crate) use askwell_page::values::{get, set, to_js};
use askwell_survey::{Diagnostics, Value, config};
use js_sys::{Function, JSON, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

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

/// Reads a value of the page in which some functions are allowed: `name` gets the path of each, and names those that it
/// takes. The name stands in the function's place.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_with_functions(
    value: &JsValue,
    name: &dyn Fn(&str, &Function) -> Option<String>,
) -> Result<Value, ApiError> {
    let Reading { value, errors, warnings } = values::read_with_functions(value, name);
    warn(&warnings);
    errors.or(Some(value)).map_err(ApiError::config)
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

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn eval(code: &str) -> JsValue {
        js_sys::eval(code).expect("the test's own code runs")
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
