//! HTML as plain text.

use html5gum::{Token, Tokenizer};

use super::text::tidy;

/// The text of an HTML fragment, and whether it loses something visible, such as a link or bold type.
pub(super) fn to_text(html: &str) -> (String, bool) {
    // By the HTML standard, a tag without an end is no text. In an export it is more likely that somebody typed a `<`.
    let end = html.rfind('<').filter(|&start| is_tag_start(&html[start..]) && !html[start..].contains('>'));
    let (html, rest) = html.split_at(end.unwrap_or(html.len()));
    let mut text = String::with_capacity(html.len());
    let mut is_lossy = false;
    for Ok(token) in Tokenizer::new(html) {
        let name = match &token {
            Token::String(string) => {
                text.push_str(&String::from_utf8_lossy(string));
                continue;
            }
            Token::StartTag(tag) => &tag.name,
            Token::EndTag(tag) => &tag.name,
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => continue,
        };
        match &name[..] {
            b"br" => text.push('\n'),
            b"p" | b"div" => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            b"span" => {}
            _ => is_lossy = true,
        }
    }
    text.push_str(rest);
    (tidy(&text), is_lossy)
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
