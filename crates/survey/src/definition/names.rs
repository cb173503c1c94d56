//! What can name something, and what characters a text may have.

use crate::decode::{Code, ObjectReader};
use crate::{digits, limits};

/// What a name has to be.
pub(crate) fn name_rule() -> String {
    ["needs to be a name of 1 to ", &digits(limits::IDENTIFIER as u64), " letters a to z, digits, - and _"].concat()
}

/// Whether `text` can name a question, a choice or a value: it is the name of a field in responses, of a column in
/// exports, and part of conditions. What JavaScript's objects have already is no name.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=limits::IDENTIFIER).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !is_reserved(text)
}

/// What JavaScript's objects have already.
pub(crate) fn is_reserved(text: &str) -> bool {
    matches!(text, "__proto__" | "prototype" | "constructor")
}

/// Whether `text` can be a language tag: two to eight letters, and further parts of letters and digits.
pub(crate) fn is_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or_default();
    first.len() > 1
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && text.split('-').all(part)
        && text.len() <= 35
}

/// Reports invisible characters. Returns whether there are none.
pub(crate) fn is_clean(fields: &mut ObjectReader<'_, '_>, name: &str, text: &str) -> bool {
    let odd = text.chars().find(|character| is_odd(*character));
    if let Some(odd) = odd {
        fields.report(name, Code::Characters, odd_message(odd));
    }
    odd.is_none()
}

fn is_odd(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' => true,
        _ => character.is_control(),
    }
}

fn odd_message(character: char) -> &'static str {
    match character {
        '\u{fffd}' => "has a character that could not be read (half of a surrogate pair, or a wrong encoding)",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "has an invisible character that turns the direction of the words around it"
        }
        _ => "has a control character",
    }
}
