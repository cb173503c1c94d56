//! Placeholders in texts: `{{product|us}}`.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text that stays as it is.
    Text(&'a str),
    /// What stands between `{{` and `}}`.
    Placeholder {
        /// The name of what is to stand there.
        name: &'a str,
        /// What stands there if that isn't known: what comes after a bar.
        fallback: Option<&'a str>,
    },
    /// `{{` that isn't closed, or not before the next `{{`. It stays as it is.
    Unclosed,
}

/// The parts of `text`, in order.
pub fn placeholders(text: &str) -> Placeholders<'_> {
    Placeholders(text)
}

/// An iterator over the parts of a text: see [`placeholders`].
pub struct Placeholders<'a>(&'a str);

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

impl<'a> Iterator for Placeholders<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let text = self.0;
        let open = position(text, b'{').unwrap_or(text.len());
        if open > 0 {
            let (before, rest) = text.split_at_checked(open)?;
            self.0 = rest;
            return Some(Segment::Text(before));
        }
        let inside = text.get(OPEN.len()..)?;
        let next = position(inside, b'{').unwrap_or(inside.len());
        let close = position(inside, b'}').filter(|close| close + CLOSE.len() <= next);
        let Some((inside, rest)) = close.and_then(|close| inside.split_at_checked(close)) else {
            self.0 = inside;
            return Some(Segment::Unclosed);
        };
        self.0 = rest.strip_prefix(CLOSE).unwrap_or(rest);
        let (name, fallback) = inside.split_once('|').map_or((inside, None), |(name, text)| (name, Some(text)));
        Some(Segment::Placeholder { name: name.trim_ascii(), fallback })
    }
}

/// Where this byte of ASCII stands twice in a row: no character is cut in two there.
pub(crate) fn position(text: &str, byte: u8) -> Option<usize> {
    text.as_bytes().windows(2).position(|pair| pair == [byte, byte])
}

/// Fills the placeholders in `text`: each becomes what `find` has under its name, or its fallback, or nothing.
pub fn interpolate(text: &str, find: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for segment in placeholders(text) {
        match segment {
            Segment::Text(text) => out.push_str(text),
            Segment::Unclosed => out.push_str(OPEN),
            Segment::Placeholder { name, fallback } => match find(name).filter(|found| !found.is_empty()) {
                Some(found) => out.push_str(&found),
                None => out.push_str(fallback.unwrap_or_default()),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn placeholders_are_filled_or_fall_back() {
        let find = |name: &str| match name {
            "product" => Some("Lindenhof".to_owned()),
            "empty" => Some(String::new()),
            "tricky" => Some("{{product}}".to_owned()),
            _ => None,
        };
        let table = [
            ("recommend {{product|us}}?", "recommend Lindenhof?"),
            ("recommend {{ nobody |us}}?", "recommend us?"),
            ("{{empty|us}}{{nobody}}", "us"),
            ("{{tricky}}", "{{product}}"),
            ("{{product", "{{product"),
            ("a }} b {{product}}", "a }} b Lindenhof"),
            ("{{a {{product}}", "{{a Lindenhof"),
            ("", ""),
        ];
        for (text, filled) in table {
            assert_eq!(interpolate(text, &find), filled, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_of_a_text_are_the_text(text in "([{}|a ü]|\\{\\{|\\}\\})*") {
            let written = |segment: Segment<'_>| match segment {
                Segment::Text(text) => text.len(),
                Segment::Unclosed => 2,
                Segment::Placeholder { name, fallback } => {
                    assert!(!name.contains("{{") && !name.contains("}}") && !name.contains('|'));
                    name.len() + fallback.map_or(0, |fallback| fallback.len() + 1) + 4
                }
            };
            // Blanks around names don't count.
            let length: usize = placeholders(&text).map(written).sum();
            prop_assert!(length <= text.len() && length + text.matches(' ').count() >= text.len());
        }
    }
}
