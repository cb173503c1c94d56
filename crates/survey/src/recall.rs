//! Values inside texts: `{{product|us}}`.

/// Fills the places in `text`: `{{name}}` and `{{name|fallback}}` become what `find` has under the name, or the
/// fallback, or nothing. Braces that aren't closed stay as they are.
pub fn recall(text: &str, find: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((place, after)) = after.split_once("}}") else { break };
        let (name, fallback) = place.split_once('|').unwrap_or((place, ""));
        out.push_str(before);
        match find(name.trim()).filter(|found| !found.is_empty()) {
            Some(found) => out.push_str(&found),
            None => out.push_str(fallback),
        }
        rest = after;
    }
    out.push_str(rest);
    out
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
            assert_eq!(recall(text, &find), filled);
        }
    }
}
