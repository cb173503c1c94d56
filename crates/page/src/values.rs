//! Values from the page, and to it.

use askwell_survey::{Diagnostics, Value, digits, limits};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

/// What was read of a value of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The value. What is none is `null`.
    pub value: Value,
    /// What is no JSON, with its path: functions, bigints, numbers that aren't finite, getters that throw, nesting without end.
    pub errors: Diagnostics,
    /// The same of what a page says of a person or an answer, which can be left out.
    pub warnings: Diagnostics,
}

/// Reads a value of the page.
pub fn read(value: &JsValue) -> Reading {
    read_with_functions(value, &|_, _| None)
}

/// Reads a value of the page in which some functions are allowed: `name` gets the path of each, and names those that it
/// takes. The name stands in the function's place.
pub fn read_with_functions(value: &JsValue, name: &dyn Fn(&str, &Function) -> Option<String>) -> Reading {
    let mut reader = Reader { name, errors: Diagnostics::default(), warnings: Diagnostics::default() };
    let value = reader.value(value, "", limits::DEPTH);
    Reading { value, errors: reader.errors, warnings: reader.warnings }
}

/// Whether what stands at this path is a trait of a person, or an attribute of an answer.
fn is_label(path: &str) -> bool {
    path.starts_with("person.") || path.starts_with("attributes.")
}

#[wasm_bindgen]
extern "C" {
    /// js-sys expects it never to throw, which it does for a proxy of the page's that throws.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// Reads by hand what serde-wasm-bindgen could read: its call of `Object.entries` would let through what a getter of the
/// page's throws, its errors have no paths, and their texts bring the writing of floats with them, 5 kB of the download.
struct Reader<'n> {
    name: &'n dyn Fn(&str, &Function) -> Option<String>,
    errors: Diagnostics,
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
        let Ok(keys) = keys(object) else { return self.report(path, "can’t be read") };
        let mut entries = Vec::new();
        for key in keys.iter() {
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
        let list = if is_label(path) { &mut self.warnings } else { &mut self.errors };
        list.add(path, message);
        Value::Null
    }
}

/// The value as the page sees it: plain objects and arrays. By hand like the reading: nothing here can fail.
pub fn to_js(value: &Value) -> JsValue {
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

/// Sets a property of an object of our own.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    // Can only fail on frozen objects and proxies, and ours are neither.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A property; `undefined` where there is none, or no object that could have one.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn eval(code: &str) -> Reading {
        read(&js_sys::eval(code).expect("the test's own code runs"))
    }

    #[wasm_bindgen_test]
    fn plain_values_are_read_and_returned_as_they_are() {
        let json = r#"{"text":"ü","numbers":[-1,0.5,9007199254740991],"truth":true,"nothing":null,"object":{"":{}}}"#;
        let reading = eval(&format!("({json})"));
        assert_eq!((reading.value.to_json(), reading.errors.text()), (json.to_owned(), String::new()));
        assert_eq!(js_sys::JSON::stringify(&to_js(&reading.value)).expect("it is JSON"), json);
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
            ("({ a: new Proxy({}, { ownKeys() { throw new Error('no'); } }) })", "a: can’t be read"),
        ];
        for (code, message) in table {
            assert_eq!(eval(code).errors.text(), message, "{code}");
        }
        let round = eval("(() => { const round = []; round.push(round); return round; })()");
        assert!(round.errors.text().ends_with("[0]: is nested too deeply"));
    }

    #[wasm_bindgen_test]
    fn what_a_framework_hides_in_an_object_is_left_there() {
        let code = "Object.defineProperty({ topic: 'a' }, '__ob__', { value: { dep: () => {} } })";
        let reading = eval(code);
        assert_eq!((reading.value.to_json(), reading.errors.text()), (r#"{"topic":"a"}"#.to_owned(), String::new()));
    }

    #[wasm_bindgen_test]
    fn a_trait_that_is_no_value_costs_a_warning() {
        let reading = eval("({ person: { id: 1n, name: 'a' } })");
        assert_eq!(reading.value.to_json(), r#"{"person":{"id":null,"name":"a"}}"#);
        assert!(reading.errors.text().is_empty() && reading.warnings.text().starts_with("person.id: "));
    }
}
