//! A response as the store keeps it: what reports ask for in columns of its own, and the whole document.

use askwell_survey::{Kind, Timestamp, Value};

use crate::contact::ContactKey;
use crate::counted::Counted;
use crate::document::Document;
use crate::follow_up::{NewFollowUp, Reason};
use crate::personal;
use crate::store::Mark;

/// How long an answer may wait in a visitor's browser before it is sent, and its clock be believed.
const BELIEVED_DAYS: f64 = 14.0;

/// One row of the table `responses`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) revision: u32,
    pub(crate) status: &'static str,
    pub(crate) survey: String,
    pub(crate) survey_version: u32,
    pub(crate) kind: Kind,
    pub(crate) score: Option<u8>,
    pub(crate) group: Option<&'static str>,
    pub(crate) helpful: Option<&'static str>,
    pub(crate) comment: Option<String>,
    pub(crate) topic: Option<String>,
    pub(crate) locale: String,
    pub(crate) layout: &'static str,
    pub(crate) page_path: String,
    pub(crate) attributes: String,
    pub(crate) document: String,
    pub(crate) counted_at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) mark: Option<Mark>,
    pub(crate) person: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) personal: bool,
    pub(crate) counted: Counted,
    /// None if nobody needs to do anything about it.
    pub(crate) follow_up: Option<NewFollowUp>,
}

impl Row {
    /// The row of `document`, which arrived at `received_at`.
    /// With a key, what is personal in it is sealed.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn of(
        document: &Document,
        received_at: Timestamp,
        mark: Option<Mark>,
        key: Option<&ContactKey>,
    ) -> Result<Self, String> {
        let response = &document.response;
        let answer = |name| find(&response.answers, name).filter(|answer| !personal::is_personal(name, answer));
        let text = |name| answer(name).and_then(Value::as_text).map(str::trim);
        let context = &response.context;
        let id = response.id.to_string();
        let mut stored = document.value.clone();
        let person = find(&context.person, "id").map(plain).filter(|id| !id.is_empty());
        let addresses = personal::addresses(&stored);
        let is_personal = personal::take(&mut stored.clone()) != Value::object();
        if let Some(key) = key {
            key.seal(&id, &mut stored)?;
        }
        let hashes = |key: &ContactKey| addresses.iter().map(|address| key.hash(address)).collect::<Vec<_>>().join(" ");
        Ok(Self {
            id,
            revision: response.revision,
            status: response.status.name(),
            survey: storable(&response.survey.id),
            survey_version: response.survey.version,
            kind: response.survey.kind,
            score: response.score.map(|score| score.points()),
            group: response.group().map(|group| group.as_str()),
            helpful: text("helpful").and_then(|answer| ["yes", "no"].into_iter().find(|known| *known == answer)),
            comment: text("reason").or(text("missing")).filter(|text| !text.is_empty()).map(storable),
            topic: find(&context.attributes, "topic").map(plain).filter(|topic| !topic.is_empty()),
            locale: storable(&context.locale),
            layout: context.layout.name(),
            page_path: storable(path(&context.page.url)),
            attributes: Value::Map(context.attributes.clone()).to_json(),
            document: stored.to_json(),
            counted_at: counted_at(response.answered_at, received_at),
            received_at,
            mark,
            person: person.map(|person| key.map_or_else(|| person.clone(), |key| key.hash(&person))),
            email: key.map(hashes).filter(|hashes| !hashes.is_empty()),
            personal: is_personal,
            counted: Counted::of(response, key.is_none()),
            follow_up: Reason::of(response.group(), &response.answers)
                .map(|reason| NewFollowUp::arrived(reason, received_at)),
        })
    }
}

fn find<'a>(entries: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// A label as text: `returns` for `"returns"`, `17` for `17`.
fn plain(value: &Value) -> String {
    value.as_text().map_or_else(|| value.to_json(), |text| storable(text.trim()))
}

/// PostgreSQL stores every character but one. In the document it is escaped, and stays.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The moment an answer counts under: when it was answered, as the visitor's clock has it, if that lies within the
/// two weeks before it arrived, and otherwise when it arrived. So an answer given offline counts on its day, and a
/// broken clock spoils no trend.
fn counted_at(answered_at: Timestamp, received_at: Timestamp) -> Timestamp {
    let believed = answered_at <= received_at && received_at <= answered_at.after_days(BELIEVED_DAYS);
    if believed { answered_at } else { received_at }
}

/// The path of an address, without host, query and fragment; empty if there is no address.
pub(crate) fn path(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = after_scheme.find(['?', '#']).unwrap_or(after_scheme.len());
    let without_query = &after_scheme[..end];
    match without_query.find('/') {
        Some(start) => &without_query[start..],
        None if url.is_empty() => "",
        None => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_path_of_a_page_is_kept_beside_the_document() {
        let table = [
            ("https://shop.example/a/b?c=/d#e", "/a/b"),
            ("https://shop.example", "/"),
            ("https://shop.example?x=1", "/"),
            ("/thanks#top", "/thanks"),
            ("", ""),
        ];
        for (url, expected) in table {
            assert_eq!(path(url), expected, "{url}");
        }
    }

    #[test]
    fn a_late_answer_counts_on_its_day_and_a_broken_clock_on_arrival() {
        let received = Timestamp::parse("2026-11-21T10:00:00Z").unwrap();
        let table = [
            ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"),
            ("2026-11-18T08:00:00Z", "2026-11-18T08:00:00Z"),
            ("2026-11-07T10:00:00Z", "2026-11-07T10:00:00Z"),
            ("2026-11-07T09:59:59Z", "2026-11-21T10:00:00Z"),
            ("2026-11-21T10:00:01Z", "2026-11-21T10:00:00Z"),
            ("1970-01-01T00:00:00Z", "2026-11-21T10:00:00Z"),
        ];
        for (answered, counted) in table {
            assert_eq!(counted_at(Timestamp::parse(answered).unwrap(), received).to_text(), counted, "{answered}");
        }
    }
}
