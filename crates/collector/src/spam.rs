//! Responses that look as if no visitor had sent them. They are marked, stored, and left out of scores; nothing is dropped.

use std::time::Duration;

use askwell_survey::Value;

use crate::client;
use crate::document::Document;
use crate::limiter::Limiter;

/// A field that no form shows: programs that fill in every field fill in this one.
const HONEYPOT: &str = "honeypot";
/// The widget takes no answer to a question that was there for less than 150 ms, and rounds down to tenths of seconds.
const FASTEST: f64 = 0.1;
/// Responses of one address in [`WINDOW`] that may be people's.
const FROM_ADDRESS: u32 = 30;
/// Times that the same long comment may come in [`WINDOW`].
const SAME_COMMENT: u32 = 5;
/// Characters from which on two people hardly write the same.
const LONG_COMMENT: usize = 25;
pub(crate) const WINDOW: Duration = Duration::from_mins(10);

/// Counts what floods consist of. What is counted is hashed with a seed that changes with the window, and forgotten with it.
#[derive(Debug)]
pub(crate) struct SpamFilter {
    addresses: Limiter,
    comments: Limiter,
}

impl SpamFilter {
    pub(crate) fn new() -> Self {
        Self { addresses: Limiter::new(FROM_ADDRESS, WINDOW), comments: Limiter::new(SAME_COMMENT, WINDOW) }
    }

    /// Whether `document`, which came from `address`, looks like that. Later revisions of a response count once.
    pub(crate) fn is_spam(&self, document: &Document, address: std::net::IpAddr) -> bool {
        let response = &document.response;
        let filled = |value: Option<&Value>| match value {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::Text(text)) => !text.is_empty(),
            Some(_) => true,
        };
        let answers = document.value.get("answers");
        let trapped = filled(document.value.get(HONEYPOT)) || filled(answers.and_then(|answers| answers.get(HONEYPOT)));
        let hasty = response.seconds.iter().any(|(name, seconds)| name == "score" && *seconds < FASTEST);
        let flooded = response.revision == 1
            && !client::may_be_many(address)
            && self.addresses.count(client::network(address)).is_err();
        let comment = response.answers.iter().find(|(name, _)| name == "reason").and_then(|(_, text)| text.as_text());
        let repeated = comment
            .map(str::trim)
            .filter(|comment| comment.chars().count() >= LONG_COMMENT)
            .is_some_and(|comment| self.comments.count((comment, response.revision)).is_err());
        trapped || hasty || flooded || repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::{ResponseId, Timestamp};

    fn document(number: u8, extra: &str) -> Document {
        let now = Timestamp::parse("2026-11-21T10:00:00Z").unwrap();
        let id = ResponseId::new(now, [number; 10]);
        let json =
            format!(r#"{{"schema":"askwell.response/1","id":"{id}","survey":{{"id":"shop"}},"score":9{extra}}}"#);
        Document::read(serde_json::from_str(&json).unwrap(), now).unwrap()
    }

    #[test]
    fn programs_give_themselves_away() {
        let address = "203.0.113.7".parse().unwrap();
        let table = [
            ("", false),
            (r#","honeypot":"""#, false),
            (r#","honeypot":"x""#, true),
            (r#","answers":{"honeypot":"x"}"#, true),
            (r#","seconds":{"score":0}"#, true),
            (r#","seconds":{"score":0.1}"#, false),
        ];
        for (extra, expected) in table {
            assert_eq!(SpamFilter::new().is_spam(&document(1, extra), address), expected, "{extra}");
        }
    }

    #[test]
    fn a_flood_of_one_address_is_told_from_a_crowd_behind_a_proxy() {
        let filter = SpamFilter::new();
        for (address, expected) in [("203.0.113.7", true), ("127.0.0.1", false), ("10.0.0.7", false)] {
            let address = address.parse().unwrap();
            let marked = (0..40).filter(|number| filter.is_spam(&document(*number, ""), address)).count();
            assert_eq!(marked > 0, expected, "{address}");
            assert!(marked <= 10, "the first thirty may be people");
        }
    }

    #[test]
    fn the_same_long_comment_over_and_over_is_marked_and_a_short_one_is_not() {
        let filter = SpamFilter::new();
        for (comment, expected) in [("Great!", 0), ("Buy cheap watches at our new shop today", 3)] {
            let extra = format!(r#","answers":{{"reason":"{comment}"}}"#);
            let marked = (0..8_u8)
                .filter(|number| {
                    let address = format!("203.0.{number}.7").parse().unwrap();
                    filter.is_spam(&document(*number, &extra), address)
                })
                .count();
            assert_eq!(marked, expected, "{comment}");
        }
    }
}
