//! Writing JSON.
//!
//! The widget writes JSON itself instead of through the page's `JSON.stringify`, because Prototype.js up to 1.6 puts
//! a `toJSON` on arrays that makes the page's write a string in place of a list.

use crate::Value;

impl Value {
    /// This value as JSON text.
    ///
    /// Numbers are written with up to nine decimals; one that needs more is rounded, once: reading it back and
    /// writing it again changes nothing.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write(self, &mut out);
        out
    }
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

/// Decimals a number is written with at most.
const DECIMALS: u32 = 9;
/// Below this, a decimal survives being read as a double and written again.
const FIFTEEN_DIGITS: f64 = 1e15;

/// Writes a number by way of integers: the standard library's float formatting would be a tenth of the widget.
pub(crate) fn write_number(number: f64, out: &mut String) {
    let (mut scale, mut decimals) = (1.0, 0);
    let mut scaled = number.abs().round();
    // Dividing by a power of ten is rounded correctly, so the first match is the number itself, read back.
    while decimals < DECIMALS && scaled / scale != number.abs() {
        let next = (number.abs() * scale * 10.0).round();
        if next >= FIFTEEN_DIGITS {
            break;
        }
        (scale, decimals, scaled) = (scale * 10.0, decimals + 1, next);
    }
    if number < 0.0 && scaled > 0.0 {
        out.push('-');
    }
    let (scaled, scale) = (scaled as u64, scale as u64);
    out.push_str(&digits(scaled / scale));
    let mut fraction = scaled % scale;
    if fraction > 0 {
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            decimals -= 1;
        }
        let digits = digits(fraction);
        out.push('.');
        for _ in digits.len()..decimals as usize {
            out.push('0');
        }
        out.push_str(&digits);
    }
}

/// A whole number in decimal digits. What `to_string` brings along for any number is two kilobytes of the widget.
pub fn digits(number: u64) -> String {
    let mut digits = if number < 10 { String::new() } else { digits(number / 10) };
    digits.push(char::from(b'0' + (number % 10) as u8));
    digits
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
            (1e-12, "0"),
            (-1e-12, "0"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (0.1 + 0.2, "0.3"),
            (1234567.891, "1234567.891"),
        ];
        for (number, text) in table {
            assert_eq!(written(number), text);
        }
    }

    #[test]
    fn whole_numbers_are_written_in_digits() {
        for number in [0, 9, 10, 1_000_000, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
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
        fn writing_what_was_read_back_changes_nothing(number in -1e15..1e15f64) {
            let text = written(number);
            prop_assert_eq!(written(text.parse().unwrap()), text);
        }
    }
}
