//! `application/x-www-form-urlencoded`, as forms and query strings have it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::template::written;
use crate::Value;

/// The fields of a form: an entry of an object inside is called `a[b]`, and a list repeats its name.
pub(super) fn encode(form: &Value) -> String {
    let mut fields = String::new();
    write(form, "", &mut fields);
    fields
}

fn write(value: &Value, name: &str, fields: &mut String) {
    match value {
        Value::Null => {}
        Value::List(list) => {
            for item in list {
                write(item, name, fields);
            }
        }
        Value::Map(entries) => {
            for (entry, value) in entries {
                let inside = [name, "[", entry, "]"].concat();
                write(value, if name.is_empty() { entry } else { &inside }, fields);
            }
        }
        value => {
            let and = if fields.is_empty() { "" } else { "&" };
            fields.push_str(&[and, &encoded(name), "=", &encoded(&written(value))].concat());
        }
    }
}

/// A name or a text in a form: a space is `+`.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// One part of an address, between its slashes or in its query.
pub(super) fn component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// What doesn't stay as it is in a part of an address: everything but the unreserved characters of RFC 3986, 2.3.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_encoded_as_browsers_encode_it() {
        let form = serde_json::from_str(
            r#"{"a": "x y&z=ü\n", "b": 9, "c": ["1", true], "d": {"e": {"f": "*"}}, "g": null, "h": "~"}"#,
        );
        assert_eq!(encode(&form.unwrap()), "a=x+y%26z%3D%C3%BC%0A&b=9&c=1&c=true&d%5Be%5D%5Bf%5D=*&h=%7E");
    }

    #[test]
    fn a_part_of_an_address_ends_nowhere_else() {
        assert_eq!(component("../a b?c#d/é~"), "..%2Fa%20b%3Fc%23d%2F%C3%A9~");
    }
}
