//! Values inside texts: `{{product|us}}`.

/// Fills the places in `text`: `{{name}}` and `{{name|fallback}}` become what `find` has under the name, or the
/// fallback, or nothing. Braces that aren't closed stay as they are.
pub fn interpolate(text: &str, find: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = split_at_pair(rest, b'{') {
        let Some((place, after)) = split_at_pair(after, b'}') else { break };
        let bar = place.bytes().position(|byte| byte == b'|');
        let (name, fallback) = bar.map_or((place, ""), |at| (&place[..at], &place[at + 1..]));
        out.push_str(before);
        match find(name.trim_ascii()).filter(|found| !found.is_empty()) {
            Some(found) => out.push_str(&found),
            None => out.push_str(fallback),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands before and after the first two braces in a row. The standard library's search for a string takes
/// three kilobytes of the widget; braces are single bytes.
fn split_at_pair(text: &str, brace: u8) -> Option<(&str, &str)> {
    let at = text.as_bytes().windows(2).position(|pair| pair == [brace, brace])?;
    Some((&text[..at], &text[at + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_or_fall_back() {
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
            ("", ""),
        ];
        for (text, filled) in table {
            assert_eq!(interpolate(text, &find), filled);
        }
    }
}
