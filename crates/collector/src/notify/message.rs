//! What a notice is in each channel.
//!
//! Titles and lines may repeat what visitors send, such as the name of a survey. So they are text everywhere: without
//! markup, mentions, links, line breaks and characters that turn the direction.

use askwell_survey::Timestamp;
use maud::{DOCTYPE, html};
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::notice::{Notice, Occasion};

/// Characters of a title at most: Slack’s headers take no more.
const TITLE: usize = 150;
/// Characters of a line, and lines: Teams takes messages of 28 kB.
const LINE: usize = 400;
const LINES: usize = 40;
/// What leads to the dashboard.
const LINK: &str = "Open the dashboard";

/// A notice as people read it.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) title: String,
    lines: Vec<String>,
    link: Option<String>,
}

impl Message {
    pub(super) fn of(notice: &Notice, public_url: Option<&Url>) -> Self {
        let lines = notice.lines.iter().take(LINES).map(|text| line(text, LINE)).collect();
        let link = public_url.and_then(|public_url| link(public_url, &notice.path));
        Self { title: line(&notice.title, TITLE), lines, link }
    }

    /// Plain text.
    pub(super) fn body(&self) -> String {
        let mut text = format!("{}\n\n", self.title);
        self.lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        if let Some(link) = &self.link {
            text.push_str(&format!("\n{LINK}: {link}\n"));
        }
        text
    }

    /// The same as an e-mail; `reason` says why somebody gets it.
    pub(super) fn text(&self, reason: &str) -> String {
        format!("{}\n--\n{reason}\n", self.body())
    }

    /// A page.
    pub(super) fn html(&self, reason: &str) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head { meta charset="utf-8"; title { (self.title) } }
                body style="margin:0;padding:24px;font:16px/1.5 sans-serif" {
                    h1 style="margin:0 0 16px;font-size:20px" { bdi { (self.title) } }
                    @for line in &self.lines { p style="margin:0 0 8px" { bdi { (line) } } }
                    @if let Some(link) = &self.link { p style="margin:16px 0" { a href=(link) { (LINK) } } }
                    p style="margin:24px 0 0;font-size:13px;opacity:.75" { (reason) }
                }
            }
        };
        page.into_string()
    }

    /// What an incoming webhook of Slack takes. Blocks of `plain_text` have no markup; the text beside them, for
    /// notifications, has none either.
    pub(super) fn slack(&self) -> Value {
        let plain = |text: &str| json!({ "type": "plain_text", "text": escaped(text), "emoji": false });
        let mut blocks = vec![json!({ "type": "header", "text": plain(&self.title) })];
        blocks.extend(self.lines.iter().map(|line| json!({ "type": "section", "text": plain(line) })));
        if let Some(link) = &self.link {
            let link = escaped(&link.replace('|', "%7C"));
            let text = json!({ "type": "mrkdwn", "text": format!("<{link}|{LINK}>"), "verbatim": true });
            blocks.push(json!({ "type": "section", "text": text }));
        }
        json!({
            "text": escaped(&self.title), "blocks": blocks, "mrkdwn": false, "parse": "none", "link_names": false,
            "unfurl_links": false, "unfurl_media": false,
        })
    }

    /// What a workflow of Teams takes: a card. Its `TextRun` knows no Markdown, which `TextBlock` does.
    pub(super) fn teams(&self) -> Value {
        let run = |text: &str, is_title: bool| {
            let (size, weight) = if is_title { ("Medium", "Bolder") } else { ("Default", "Default") };
            let run = json!({ "type": "TextRun", "text": text, "size": size, "weight": weight });
            json!({ "type": "RichTextBlock", "inlines": [run] })
        };
        let body: Vec<_> =
            std::iter::once(run(&self.title, true)).chain(self.lines.iter().map(|line| run(line, false))).collect();
        let open = |link: &String| json!({ "type": "Action.OpenUrl", "title": LINK, "url": link });
        let actions: Vec<_> = self.link.iter().map(open).collect();
        json!({ "type": "message", "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
                "version": "1.4", "body": body, "actions": actions,
            },
        }] })
    }

    /// What a webhook gets.
    pub(super) fn webhook(&self, occasion: Occasion, since: Timestamp) -> Value {
        json!({
            "type": format!("askwell.{}", occasion.name()),
            "timestamp": since.to_text(),
            "data": { "title": self.title, "lines": self.lines, "url": self.link },
        })
    }
}

/// What names a message wherever it is sent again: the same for the same notice and recipient.
pub(super) fn id(key: &str, recipient: &str) -> String {
    hex::encode(&Sha256::digest(format!("{recipient}\n{key}"))[..16])
}

/// The address of a page of the dashboard; None if the path leads elsewhere.
fn link(public_url: &Url, path: &str) -> Option<String> {
    is_own_path(path).then(|| public_url.join(path).ok()).flatten().map(|url| url.to_string())
}

/// Whether a path leads to a page of the same server.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.contains(char::is_control)
}

/// One line of text of at most so many characters.
fn line(text: &str, most: usize) -> String {
    let turns =
        |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let letters = text.chars().filter(|letter| !turns(*letter));
    let mut letters = letters.map(|letter| if breaks(letter) { ' ' } else { letter });
    let mut line: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        line.pop();
        line.push('…');
    }
    line.trim().to_owned()
}

/// As Slack wants text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_of_text_that_is_not_too_long() {
        let table = [
            ("a\r\nBcc: b@example.org", "a  Bcc: b@example.org"),
            ("a\u{202e}b\u{2028}c", "ab c"),
            ("0123456789012345678901234567890", "01234567890123456789012345678…"),
        ];
        for (text, expected) in table {
            assert_eq!(line(text, 30), expected);
        }
    }

    #[test]
    fn a_link_stays_on_the_dashboard() {
        let public_url = Url::parse("https://answers.example").unwrap();
        let table = [
            ("/report/changes?survey=a b", Some("https://answers.example/report/changes?survey=a%20b")),
            ("//other.example/x", None),
            ("https://other.example/x", None),
            ("/\\other.example/x", None),
            ("report", None),
        ];
        for (path, expected) in table {
            assert_eq!(link(&public_url, path).as_deref(), expected, "{path}");
        }
    }
}
