//! HTML as plain text.

use html5gum::{Token, Tokenizer};

use super::text::tidy;

/// Elements that stand on lines of their own.
const BLOCKS: [&[u8]; 33] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"center",
    b"dd",
    b"details",
    b"div",
    b"dl",
    b"dt",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"html",
    b"li",
    b"main",
    b"ol",
    b"p",
    b"section",
    b"summary",
    b"table",
    b"tr",
    b"ul",
];

/// The text of an HTML fragment, and whether it loses something visible, such as a link or bold type.
pub(super) fn to_text(html: &str) -> (String, bool) {
    // By the HTML standard, a tag without an end is no text. In an export it is more likely that somebody typed a `<`.
    let end = html.rfind('<').filter(|&start| is_tag_start(&html[start..]) && !html[start..].contains('>'));
    let (html, rest) = html.split_at(end.unwrap_or(html.len()));
    let mut text = Lines::default();
    let mut is_lossy = false;
    let mut has_tags = false;
    // The element whose content is no text.
    let mut invisible: Option<Vec<u8>> = None;
    for Ok(token) in Tokenizer::new(html) {
        let (name, is_start) = match &token {
            Token::String(string) if invisible.is_none() => {
                text.push(&String::from_utf8_lossy(string));
                continue;
            }
            Token::StartTag(tag) => (&tag.name[..], !tag.self_closing),
            Token::EndTag(tag) => (&tag.name[..], false),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => continue,
        };
        has_tags = true;
        match name {
            b"script" | b"style" | b"template" => invisible = is_start.then(|| name.to_vec()),
            b"br" => text.break_line(true),
            b"td" | b"th" => text.push(" "),
            b"span" | b"tbody" | b"thead" => {}
            name if BLOCKS.contains(&name) => text.break_line(false),
            _ => is_lossy = true,
        }
    }
    text.push(rest);
    let text = if has_tags { text.finish() } else { text.raw };
    (tidy(&text), is_lossy)
}

/// Text as a browser shows it: blanks in a row are one, and lines end where elements do.
#[derive(Default)]
struct Lines {
    /// Everything that was pushed.
    raw: String,
    lines: Vec<String>,
    line: String,
}

impl Lines {
    fn push(&mut self, text: &str) {
        self.raw.push_str(text);
        for character in text.chars() {
            let is_blank = character.is_ascii_whitespace();
            if !is_blank || !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(if is_blank { ' ' } else { character });
            }
        }
    }

    /// Ends the line. Blocks end only lines with text, and `br` any.
    fn break_line(&mut self, is_br: bool) {
        let line = std::mem::take(&mut self.line);
        if is_br || !line.trim().is_empty() {
            self.lines.push(line.trim().to_owned());
        }
    }

    fn finish(mut self) -> String {
        self.break_line(false);
        self.lines.join("\n")
    }
}

fn is_tag_start(html: &str) -> bool {
    html[1..].trim_start_matches('/').starts_with(|first: char| first.is_ascii_alphabetic() || first == '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_line_breaks_or_is_dropped() {
        let table = [
            ("Why?", "Why?", false),
            ("<p class=\"x\" dir=\"ltr\"><span>One</span></p><p>Two<br/>Three</p>", "One\nTwo\nThree", false),
            ("<p>Read <a href=\"https://a.example\">this</a> <b>now</b></p>", "Read this now", true),
            ("<h2>One</h2><ul>\n  <li>Two</li>\n  <li>Three\nfour</li></ul>five", "One\nTwo\nThree four\nfive", false),
            ("<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>", "a b\nc", false),
            ("One<br><br>Two<style>.x {}</style><hr>Three", "One\n\nTwo\nThree", false),
            ("One\n  two", "One\n  two", false),
            ("R&amp;D &lt;3 &#39;x&#39; &#x2013; &nbsp;", "R&D <3 'x' –", false),
            ("&eacute;&hellip;<!-- a note -->", "é…", false),
            ("a < b && c > d & e", "a < b && c > d & e", false),
            ("<unclosed", "<unclosed", false),
            ("<3 &;", "<3 &;", false),
            ("a\u{7}\u{202e}b\r\nc", "ab\nc", false),
        ];
        for (html, text, is_lossy) in table {
            assert_eq!(to_text(html), (text.to_owned(), is_lossy), "{html}");
        }
    }
}
