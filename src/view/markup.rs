//! A notation for elements: one line each, nested by its indentation.
//!
//! ```text
//! form novalidate=
//!  h2#question tabindex=-1 {detractor.prompt}
//!  button.quiet.back type=button data-do=back {action.back}
//! ```
//!
//! A name with `.classes` and an `#id` (a `div` where the name is left out), attributes without quotes in whose values
//! `+` stands for a space, and the key of a text in braces, as an attribute's value or for what is inside. Texts come in by their keys alone, so nothing that a site
//! or a visitor wrote is ever read as notation; and nothing goes through the page's HTML parser, which pages that
//! require Trusted Types forbid.
//!
//! Why not Leptos' own builders: they give each element a type of its own, and compile making, updating and erasing
//! it anew each time. For this card that was 40 kB of compressed WebAssembly; the notation takes two.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::browser::document;

/// One line, taken apart.
#[derive(Debug, PartialEq)]
struct Line<'a> {
    depth: usize,
    name: &'a str,
    classes: String,
    id: &'a str,
    /// What follows the name: attributes and perhaps a text.
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let text = line.trim_ascii_start();
        let (head, rest) = cut(text, b' ');
        let (head, id) = cut(head, b'#');
        let (name, classes) = cut(head, b'.');
        let name = if name.is_empty() { "div" } else { name };
        Self { depth: line.len() - text.len(), name, classes: with_spaces(classes, b'.'), id, rest }
    }
}

/// What stands before and after the first `mark`; nothing after it where there is none.
fn cut(text: &str, mark: u8) -> (&str, &str) {
    match text.bytes().position(|byte| byte == mark) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

fn with_spaces(text: &str, mark: u8) -> String {
    let mut out = String::new();
    for character in text.chars() {
        out.push(if character == char::from(mark) { ' ' } else { character });
    }
    out
}

/// An element of that name.
pub(crate) fn create(name: &str) -> HtmlElement {
    // Fails only for what is no name.
    document().create_element(name).unwrap_throw().unchecked_into()
}

/// Appends the elements that `markup` notes to `parent`; `text` has the texts by their keys.
pub(super) fn append(parent: &Element, markup: &str, text: &dyn Fn(&str) -> String) {
    let mut open = vec![parent.clone()];
    let mut rest = markup;
    while !rest.is_empty() {
        let (line, after) = cut(rest, b'\n');
        rest = after;
        let line = Line::read(line);
        let element = create(line.name);
        let set = |name: &str, value: &str| {
            let _ = element.set_attribute(name, value);
        };
        if !line.classes.is_empty() {
            set("class", &line.classes);
        }
        if !line.id.is_empty() {
            set("id", line.id);
        }
        let mut rest = line.rest;
        while !rest.is_empty() {
            let (word, after) = cut(rest, b' ');
            rest = after;
            if word.as_bytes()[0] == b'{' {
                element.set_text_content(Some(&text(&word[1..word.len() - 1])));
            } else {
                let (name, value) = cut(word, b'=');
                let keyed = value.as_bytes().first() == Some(&b'{');
                set(name, &if keyed { text(&value[1..value.len() - 1]) } else { with_spaces(value, b'+') });
            }
        }
        open.truncate(line.depth + 1);
        let _ = open[line.depth].append_child(&element);
        open.push(element.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart() {
        let line = Line::read("  button.quiet.back#b type=button {action.back}");
        let rest = "type=button {action.back}";
        assert_eq!(line, Line { depth: 2, name: "button", classes: "quiet back".to_owned(), id: "b", rest });
        let plain = Line::read(".scale");
        assert_eq!(plain, Line { depth: 0, name: "div", classes: "scale".to_owned(), id: "", rest: "" });
        assert_eq!(Line::read("h2#question").id, "question");
    }
}
