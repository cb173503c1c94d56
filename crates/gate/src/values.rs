//! Values from the page, and to it.

use askwell_survey::{Value, config, limits};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::page;

/// Reads a value of the page. What is no value is nothing: what a survey needs is read again, and complained of, by the
/// application.
pub(crate) fn read(value: &JsValue) -> Value {
    read_within(value, limits::DEPTH)
}

fn read_within(value: &JsValue, depth: usize) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        if number.abs() <= limits::LARGEST_NUMBER { Value::Number(number) } else { Value::Null }
    } else if let Some(truth) = value.as_bool() {
        Value::Bool(truth)
    } else if depth == 0 || !value.is_object() {
        Value::Null
    } else if Array::is_array(value) {
        Value::List(value.unchecked_ref::<Array>().iter().map(|item| read_within(&item, depth - 1)).collect())
    } else {
        let mut entries = Value::object();
        // Not `Object.keys`, which lets through what a proxy of the page's throws.
        for key in Reflect::own_keys(value).unwrap_or_default().iter() {
            if let Some(name) = key.as_string()
                && let Ok(value) = Reflect::get(value, &key)
            {
                entries.put(&name, read_within(&value, depth - 1));
            }
        }
        entries
    }
}

/// Reads a configuration, which attributes may spell: what is text is read as they are.
pub(crate) fn read_config(value: &JsValue) -> Value {
    let Value::Map(entries) = read(value) else { return Value::object() };
    let (texts, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, value)| value.as_text().is_some());
    let mut config = config::from_attributes_with(texts, &mut |_| {});
    config.merge(Value::Map(others));
    config
}

/// The value as the page sees it: plain objects and arrays.
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
                // Can't fail on an object of our own.
                let _ = Reflect::set(&object, &JsValue::from_str(name), &to_js(value));
            }
            object.into()
        }
    }
}

/// What stands at a path of names with dots between them.
pub(crate) fn at_path(value: &JsValue, path: &str) -> JsValue {
    path.split('.')
        .fold(value.clone(), |value, name| if value.is_object() { page::get(&value, name) } else { JsValue::UNDEFINED })
}
