//! Writing JSON.
//!
//! By hand and the same everywhere, so that the page, the outbox and the collector write the same text. The page's
//! `JSON.stringify` won't do: Prototype.js up to 1.6 puts a `toJSON` on arrays, and the page's writes a string in place
//! of a list. Nor will serde_json in the page: it writes floats with larger tables.

use crate::Value;
use crate::limits::LARGEST_NUMBER;

impl Value {
    /// This value as JSON text. Reading it gives the same value.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write(self, &mut out);
        out
    }
}

/// A number as JSON has it.
pub fn number_text(number: f64) -> String {
    let mut out = String::new();
    write_number(number, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(*number, out),
        Value::Text(text) => write_text(text, out),
        Value::List(list) => {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (index, (name, value)) in map.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // U+2028 and U+2029 are escaped so that the text can stand in a script as well.
            '\0'..='\x1f' | '\x7f' | '\u{2028}' | '\u{2029}' => {
                let code = character as u32;
                out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    out.extend(char::from_digit(code >> shift & 15, 16));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// Writes a number with as few digits as tell it from all others, and small ones without an exponent. Zero has no sign.
///
/// Not by the standard library, which brings a second way, for a given number of digits, and the arithmetic for both: 8 kB
/// of the widget.
fn write_number(number: f64, out: &mut String) {
    if number < 0.0 {
        out.push('-');
    }
    let number = number.abs();
    if number.fract() == 0.0 && number <= LARGEST_NUMBER {
        return out.push_str(&digits(number as u64));
    }
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(number);
    let small = text.split_once('e').and_then(|(written, exponent)| Some((written, exponent.strip_prefix('-')?)));
    let Some((written, places)) = small else { return out.push_str(text) };
    out.push_str("0.");
    out.extend((1..places.parse().unwrap_or(1)).map(|_| '0'));
    out.extend(written.chars().filter(char::is_ascii_digit));
}

/// A whole number in decimal digits.
pub fn digits(number: u64) -> String {
    number.to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(number: f64) -> String {
        let mut out = String::new();
        write_number(number, &mut out);
        out
    }

    #[test]
    fn numbers_are_written_shortly_and_exactly() {
        let table = [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (3.1, "3.1"),
            (-12.5, "-12.5"),
            (0.05, "0.05"),
            (1e-9, "0.000000001"),
            (1e-12, "0.000000000001"),
            (-1e-12, "-0.000000000001"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1234567.891, "1234567.891"),
        ];
        for (number, text) in table {
            assert_eq!(written(number), text);
        }
    }

    #[test]
    fn control_characters_and_quotes_are_escaped() {
        let text = Value::from("a\"\\\n\u{1}\u{2028}ü🙂").to_json();
        assert_eq!(text, "\"a\\\"\\\\\\n\\u0001\\u2028ü🙂\"");
    }

    pub(crate) fn any_value() -> impl Strategy<Value = Value> {
        let number = (-1e9..1e9f64).prop_map(|number| Value::Number((number * 1e6).round() / 1e6));
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            number,
            any::<String>().prop_map(Value::Text)
        ];
        leaf.prop_recursive(3, 24, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_itself(value in any_value()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&value.to_json()).unwrap(), value);
        }

        #[test]
        fn every_number_reads_back_as_itself(number in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
            prop_assert_eq!(written(number).parse::<f64>().unwrap(), number);
        }
    }
}
