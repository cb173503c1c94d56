//! Texts of others as plain text that a definition takes.

use askwell_survey::limits;

/// A text without markup, and whether that lost something one could see.
pub(super) fn without_markup(html: &str) -> (String, bool) {
    let mut text = String::with_capacity(html.len());
    let mut lost = false;
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let here = &rest[at..];
        let taken = if here.starts_with('<') { tag(here, &mut text, &mut lost) } else { entity(here, &mut text) };
        let taken = taken.unwrap_or_else(|| {
            text.push_str(&here[..1]);
            1
        });
        rest = &here[taken..];
    }
    text.push_str(rest);
    (tidy(&text), lost)
}

/// Reads the tag at the beginning, and returns its length.
fn tag(html: &str, text: &mut String, lost: &mut bool) -> Option<usize> {
    let inner = &html[1..];
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!') {
        return None;
    }
    let end = html.find('>')?;
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match name.as_str() {
        "br" => text.push('\n'),
        "p" | "div" => {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
        }
        "span" => {}
        _ => *lost = true,
    }
    Some(end + 1)
}

/// Reads the character reference at the beginning, and returns its length.
fn entity(html: &str, text: &mut String) -> Option<usize> {
    let end = html.bytes().take(10).position(|byte| byte == b';')?;
    let character = match &html[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        number => {
            let digits = number.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    text.push(character);
    Some(end + 1)
}

/// A text without characters that no definition takes, its line breaks alike, and no blanks around it.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |character: &char| match character {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' => false,
        character => !character.is_control(),
    };
    text.chars().filter(kept).collect::<String>().trim().to_owned()
}

/// Braces that would be a place in a definition, and were none where they come from.
pub(super) fn without_places(text: &str) -> String {
    text.replace("{{", "{ {").replace("}}", "} }")
}

/// The text, or as much of it as a definition takes.
pub(super) fn shortened(text: &str, most: usize) -> Option<String> {
    if text.chars().count() <= most {
        return None;
    }
    let mut short: String = text.chars().take(most - 1).collect();
    if let Some(open) = short.rfind("{{").filter(|open| !short[*open..].contains("}}")) {
        short.truncate(open);
    }
    Some(short.trim_end().to_owned() + "…")
}

/// What a definition can call something that is called `wanted`: letters, digits, `-` and `_`.
pub(super) fn name(wanted: &str) -> String {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    let mut name = String::new();
    for character in wanted.trim().chars().take(limits::IDENTIFIER) {
        if fits(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// Names that are taken.
#[derive(Default)]
pub(super) struct Names {
    taken: Vec<String>,
    /// Whether they are those of answers, and of what ways lead to.
    of_answers: bool,
}

impl Names {
    /// Names of questions, endings, values and hidden answers.
    pub(super) fn of_answers() -> Self {
        Self { of_answers: true, ..Self::default() }
    }

    /// Takes `name` as it is.
    pub(super) fn keep(&mut self, name: &str) {
        self.taken.push(name.to_owned());
    }

    /// A name like `wanted` that is not taken yet, or like `otherwise` where nothing of that one can be used.
    pub(super) fn take(&mut self, wanted: &str, otherwise: &str) -> String {
        let wanted = name(wanted);
        let reserved = matches!(wanted.as_str(), "" | "__proto__" | "prototype" | "constructor")
            || self.of_answers && matches!(wanted.as_str(), "end" | "score");
        let wanted = if reserved { otherwise } else { &wanted };
        let mut free = wanted.to_owned();
        let mut number = 2;
        // Conditions compare texts without regard to case.
        while self.taken.iter().any(|taken| taken.eq_ignore_ascii_case(&free)) {
            let most = limits::IDENTIFIER - 4;
            free = format!("{}-{number}", &wanted[..wanted.len().min(most)]);
            number += 1;
        }
        self.taken.push(free.clone());
        free
    }
}

/// Whether a text is a language tag: one that a definition takes, and no language's name.
pub(super) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    text.len() <= 35
        && (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_line_breaks_or_nothing() {
        let table = [
            ("Why?", "Why?", false),
            ("<p class=\"x\" dir=\"ltr\"><span>One</span></p><p>Two<br/>Three</p>", "One\nTwo\nThree", false),
            ("<p>Read <a href=\"https://a.example\">this</a> <b>now</b></p>", "Read this now", true),
            ("R&amp;D &lt;3 &#39;x&#39; &#x2013; &nbsp;", "R&D <3 'x' –", false),
            ("a < b && c > d & e", "a < b && c > d & e", false),
            ("<unclosed", "<unclosed", false),
            ("<3 &;", "<3 &;", false),
            ("a\u{7}\u{202e}b\r\nc", "ab\nc", false),
        ];
        for (html, text, lost) in table {
            assert_eq!(without_markup(html), (text.to_owned(), lost), "{html}");
        }
    }

    #[test]
    fn names_are_made_to_fit_and_taken_once() {
        let mut names = Names::of_answers();
        let table = [
            ("reason", "reason"),
            ("Reason", "Reason-2"),
            ("Was war gut?", "Was-war-gut"),
            ("なぜ", "question-1"),
            ("end", "question-1-2"),
            ("__proto__", "question-1-3"),
        ];
        for (wanted, name) in table {
            assert_eq!(names.take(wanted, "question-1"), name, "{wanted}");
        }
    }

    #[test]
    fn long_texts_end_where_a_definition_ends_them_and_not_inside_a_place() {
        assert_eq!(shortened("short", 10), None);
        assert_eq!(shortened("a text too long", 10).as_deref(), Some("a text to…"));
        assert_eq!(shortened("word {{answer:x|y}}", 12).as_deref(), Some("word…"));
    }
}
