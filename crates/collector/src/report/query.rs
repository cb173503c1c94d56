//! What a report is asked for by: `survey`, `version`, `kind`, `since`, `until` (days, both included), `segment` (a name and a value,
//! several times for several of them), `marked` (what is left out otherwise), `after` (a cursor).

use askwell_survey::decode::ObjectReader;
use askwell_survey::{Diagnostics, Group, Kind, ResponseId, Timestamp, Value, limits};

use crate::day::Day;
use crate::follow_up::{InboxOwner, InboxStatus, Reason};
use crate::store::{Cursor, Filter, Mark};

/// The parameter that can be given several times.
const SEGMENT: &str = "segment";
/// How often.
const SEGMENTS: usize = 8;

/// Characters that are looked for at most.
const CONTAINED: usize = 100;
const GROUPS: &[(&str, Group)] =
    &[("detractor", Group::Detractor), ("passive", Group::Passive), ("promoter", Group::Promoter)];

/// Which report is wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ReportQuery {
    pub(crate) survey: Option<String>,
    pub(crate) version: Option<u32>,
    pub(crate) kind: Option<Kind>,
    /// The first day that counts.
    pub(crate) since: Option<Day>,
    /// The last day that counts.
    pub(crate) until: Option<Day>,
    /// Responses with this mark, instead of those that count.
    pub(crate) mark: Option<Mark>,
    /// Responses in all of these segments: names with a value each.
    pub(crate) segments: Vec<(String, String)>,
    /// Segments of this name alone.
    pub(crate) by: Option<String>,
    /// Answers to this question.
    pub(crate) question: Option<String>,
    /// Answers in words with this in them.
    pub(crate) contains: Option<String>,
    /// Answers of this group.
    pub(crate) group: Option<Group>,
    /// Follow-ups in this status; without one, those that haven't ended.
    pub(crate) status: Option<InboxStatus>,
    /// Follow-ups of whoever asks, or of nobody.
    pub(crate) owner: Option<InboxOwner>,
    /// Follow-ups for this reason.
    pub(crate) reason: Option<Reason>,
    /// What comes after this entry of a list only.
    pub(crate) after: Option<Cursor>,
    /// Whether whoever asks may follow up. It isn't part of the address: pages lead only to where they may go.
    pub(crate) follows_up: bool,
}

impl ReportQuery {
    /// Reads a query string. Empty fields count as absent: forms send them.
    pub(crate) fn read(query: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut given: Vec<(String, Value)> = Vec::new();
        let mut segments = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name == SEGMENT {
                read_segment(&value, &mut segments, &mut problems);
            } else if given.iter().any(|(earlier, _)| *earlier == name) {
                problems.add(&name, "is given twice");
            } else {
                let value = if value.is_empty() { Value::Null } else { Value::from(value.as_ref()) };
                given.push((name.into_owned(), value));
            }
        }
        let given = Value::Map(given);
        let mut fields = ObjectReader::of(&given, "", &mut problems);
        let query = Self {
            survey: fields.identifier("survey"),
            version: number(&mut fields, "version"),
            kind: fields.one_of("kind", Kind::NAMES),
            since: day(&mut fields, "since"),
            until: day(&mut fields, "until"),
            mark: fields.one_of("marked", Mark::NAMES),
            segments,
            by: fields.text("by", limits::LABEL),
            question: fields.text("question", limits::IDENTIFIER),
            contains: fields.text("contains", CONTAINED),
            group: fields.one_of("group", GROUPS),
            status: fields.one_of("status", InboxStatus::NAMES),
            owner: fields.one_of("owner", InboxOwner::NAMES),
            reason: fields.one_of("reason", Reason::NAMES),
            after: after(&mut fields),
            follows_up: false,
        };
        if let (Some(since), Some(until)) = (query.since, query.until)
            && until < since
        {
            fields.invalid("until", "needs to be the same day as since, or a later one");
        }
        fields.finish();
        problems.or(Some(query))
    }

    /// Whether nothing is left out.
    pub(crate) fn is_everything(&self) -> bool {
        self.to_query().is_empty()
    }

    /// The query string that asks the same.
    pub(crate) fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs_without(&[])).finish()
    }

    /// The names and values of the query string, but for these.
    pub(crate) fn pairs_without(&self, names: &[&str]) -> Vec<(&'static str, String)> {
        let pairs = [
            ("survey", self.survey.clone()),
            ("version", self.version.map(|version| version.to_string())),
            ("kind", self.kind.map(|kind| kind.name().to_owned())),
            ("since", self.since.map(|day| day.to_string())),
            ("until", self.until.map(|day| day.to_string())),
            ("marked", self.mark.map(|mark| mark.name().to_owned())),
            ("by", self.by.clone()),
            ("question", self.question.clone()),
            ("contains", self.contains.clone()),
            ("group", self.group.map(|group| group.as_str().to_owned())),
            ("status", self.status.map(|status| status.name().to_owned())),
            ("owner", self.owner.map(|owner| owner.name().to_owned())),
            ("reason", self.reason.map(|reason| reason.name().to_owned())),
            ("after", self.after.as_ref().map(write_cursor)),
        ];
        let given = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let segments = self.segments.iter().map(|(name, value)| (SEGMENT, format!("{name}={value}")));
        given.chain(segments).filter(|(name, _)| !names.contains(name)).collect()
    }

    /// The days before the period, as many as it has until `today`; None for a period without a beginning.
    pub(super) fn before(&self, today: Day) -> Option<(Day, Day)> {
        let since = self.since?;
        let until = self.until.unwrap_or(today).max(since);
        let days = until.since_epoch() - since.since_epoch() + 1;
        Some((since.minus(days), since.minus(1)))
    }

    pub(super) fn filter(&self) -> Filter {
        Filter {
            survey: self.survey.clone(),
            version: self.version,
            kind: self.kind,
            since: self.since.map(Day::start),
            before: self.until.map(|day| day.plus(1).start()),
            mark: self.mark,
            segments: self.segments.clone(),
        }
    }
}

/// Reads `attribute:team=logistics`. One that is empty counts as absent.
fn read_segment(given: &str, segments: &mut Vec<(String, String)>, problems: &mut Diagnostics) {
    if given.is_empty() {
        return;
    }
    match given.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() && segments.len() < SEGMENTS => {
            let segment = (name.to_owned(), value.to_owned());
            if !segments.contains(&segment) {
                segments.push(segment);
            }
        }
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            problems.add(SEGMENT, &format!("is given more than {SEGMENTS} times"));
        }
        _ => problems.add(SEGMENT, "needs to be a name and a value, such as attribute:team=logistics"),
    }
}

fn number(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<u32> {
    let number = fields.text(name, 10)?.parse().ok().filter(|number| *number > 0);
    if number.is_none() {
        fields.invalid(name, "needs to be a whole number from 1 on");
    }
    number
}

fn day(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Day> {
    let text = fields.text(name, 10)?;
    let day = Day::parse(&text);
    if day.is_none() {
        fields.invalid(name, "needs to be a day such as 2026-11-21");
    }
    day
}

fn after(fields: &mut ObjectReader<'_, '_>) -> Option<Cursor> {
    let text = fields.text("after", 64)?;
    let cursor = read_cursor(&text);
    if cursor.is_none() {
        fields.invalid("after", "needs to be what the report before gave as next");
    }
    cursor
}

/// Writes where a list of comments goes on: `1795255200000_0192…`.
pub(super) fn write_cursor(cursor: &Cursor) -> String {
    format!("{}_{}", cursor.at.millis(), cursor.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    let at = at.parse::<u64>().ok().filter(|at| *at <= 1 << 53)?;
    Some(Cursor { at: Timestamp::from_millis(at as f64), id: ResponseId::parse(id)?.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_as_it_was_written() {
        let query = ReportQuery {
            survey: Some("shop&co".to_owned()),
            version: Some(3),
            kind: Some(Kind::Transactional),
            since: Day::parse("2026-11-01"),
            until: Day::parse("2026-11-30"),
            mark: Some(Mark::Test),
            segments: vec![("attribute:team".to_owned(), "a=b & c".to_owned()), ("locale".to_owned(), "de".to_owned())],
            by: Some("attribute:team".to_owned()),
            question: Some("reason".to_owned()),
            contains: Some("50 % & more".to_owned()),
            group: Some(Group::Passive),
            status: Some(InboxStatus::InProgress),
            owner: Some(InboxOwner::Nobody),
            reason: Some(Reason::Contact),
            after: Some(Cursor {
                at: Timestamp::from_millis(1_795_255_200_999.0),
                id: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f".to_owned(),
            }),
            follows_up: false,
        };
        assert_eq!(ReportQuery::read(&query.to_query()).unwrap(), query);
        assert_eq!(ReportQuery::read("survey=&since=&until=&kind=&segment=").unwrap(), ReportQuery::default());
    }

    #[test]
    fn every_mistake_is_named() {
        let query = "kind=all&since=21.11.2026&after=x&surve=shop&until=2026-11-01&until=2026-11-02&survey=a+b";
        assert_eq!(
            ReportQuery::read(query).unwrap_err().to_string(),
            "until: is given twice\n\
             survey: needs to be one word, without spaces\n\
             kind: needs to be one of: relational, transactional, rating\n\
             since: needs to be a day such as 2026-11-21\n\
             after: needs to be what the report before gave as next\n\
             surve: is not known; did you mean survey?"
        );
        let backwards = ReportQuery::read("since=2026-11-02&until=2026-11-01").unwrap_err().to_string();
        assert_eq!(backwards, "until: needs to be the same day as since, or a later one");
    }
}
