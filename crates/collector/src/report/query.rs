//! What a report is asked for by: `survey`, `version`, `kind`, `since`, `until` (days, both included), `segment` (a name and a value,
//! several times for several of them), `marked` (what is left out otherwise), `after` (a cursor). The same names with `with_` in
//! front say what it is compared with on the page for that.

use askwell_survey::decode::ObjectReader;
use askwell_survey::{Diagnostics, Group, Kind, ResponseId, Score, Timestamp, Value, limits};

use super::trend::Step;
use crate::day::Day;
use crate::follow_up::{InboxOwner, InboxStatus, Reason};
use crate::names::name_of;
use crate::pairs;
use crate::store::{By, Cursor, Filter, Mark, ResponseSource, Scope, Store, StoreError};

/// The parameter that can be given several times.
const SEGMENT: &str = "segment";
/// In front of the parameters of what is compared.
const WITH: &str = "with_";
/// The parameters of what is compared.
const COMPARED: [&str; 5] = ["survey", "version", "since", "until", SEGMENT];
/// How often.
const SEGMENTS: usize = 8;

/// Characters that are looked for at most.
const CONTAINED: usize = 100;
const GROUPS: &[(&str, Group)] =
    &[("detractor", Group::Detractor), ("passive", Group::Passive), ("promoter", Group::Promoter)];

/// With which days a period is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// With as many days as it has, right before it.
    #[default]
    Before,
    /// With the same days a year earlier.
    Year,
}

impl Comparison {
    pub(crate) const ALL: [Self; 2] = [Self::Before, Self::Year];
    const NAMES: &[(&str, Self)] = &[("before", Self::Before), ("year", Self::Year)];

    fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }

    /// The days that the period from `since` to `until` is compared with.
    pub(super) fn period(self, (since, until): (Day, Day)) -> (Day, Day) {
        match self {
            Self::Before => {
                let days = until.since_epoch() - since.since_epoch() + 1;
                (since.minus(days), since.minus(1))
            }
            Self::Year => (since.a_year_earlier(), until.a_year_earlier()),
        }
    }
}

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
    /// With what the period is compared.
    pub(crate) compare: Option<Comparison>,
    /// How long a point of the trend lasts.
    pub(crate) step: Option<Step>,
    /// Amounts in this currency.
    pub(crate) currency: Option<String>,
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
    /// What this is compared with.
    pub(crate) with: Option<Box<Self>>,
}

impl ReportQuery {
    /// Reads a query string. Empty fields count as absent: forms send them.
    pub(crate) fn read(query: &str) -> Result<Self, Diagnostics> {
        let (compared, own) = pairs::read(query.as_bytes())
            .into_iter()
            .partition::<Vec<_>, _>(|(name, _)| name.strip_prefix(WITH).is_some_and(|name| COMPARED.contains(&name)));
        let mut query = Self::of(own, "")?;
        if !compared.is_empty() {
            let named = compared.into_iter().map(|(name, value)| (name[WITH.len()..].to_owned(), value)).collect();
            query.with = Some(Box::new(Self::of(named, "with")?));
        }
        Ok(query)
    }

    /// Reads parameters; `path` stands in front of the names of those that are wrong.
    fn of(pairs: Vec<(String, String)>, path: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut given: Vec<(String, Value)> = Vec::new();
        let mut segments = Vec::new();
        for (name, value) in pairs {
            if name == SEGMENT {
                read_segment(&value, &mut segments, &mut problems);
            } else if given.iter().any(|(earlier, _)| *earlier == name) {
                problems.add(&name, "is given twice");
            } else {
                let value = if value.is_empty() { Value::Null } else { Value::from(value.as_str()) };
                given.push((name, value));
            }
        }
        let given = Value::Map(given);
        let mut fields = ObjectReader::of(&given, path, &mut problems);
        let query = Self {
            survey: fields.identifier("survey"),
            version: number(&mut fields, "version"),
            kind: fields.one_of("kind", Kind::NAMES),
            since: day(&mut fields, "since"),
            until: day(&mut fields, "until"),
            mark: fields.one_of("marked", Mark::NAMES),
            segments,
            compare: fields.one_of("compare", Comparison::NAMES),
            step: fields.one_of("step", Step::NAMES),
            currency: fields.text("currency", 3),
            by: fields.text("by", limits::LABEL),
            question: fields.text("question", limits::IDENTIFIER),
            contains: fields.text("contains", CONTAINED),
            group: fields.one_of("group", GROUPS),
            status: fields.one_of("status", InboxStatus::NAMES),
            owner: fields.one_of("owner", InboxOwner::NAMES),
            reason: fields.one_of("reason", Reason::NAMES),
            after: after(&mut fields),
            with: None,
        };
        if let (Some(since), Some(until)) = (query.since, query.until)
            && until < since
        {
            fields.invalid("until", "needs to be the same day as since, or a later one");
        }
        fields.finish();
        problems.or(Some(query))
    }

    /// The same for responses themselves, with parameters of their own, which are returned as they are. What chooses among the
    /// figures of a page chooses no responses.
    pub(crate) fn read_with(query: &str, own: &[&str]) -> Result<(Self, Vec<(String, String)>), Diagnostics> {
        let pairs = pairs::read(query.as_bytes()).into_iter();
        let (own, shared): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| own.contains(&name.as_str()));
        let query = Self::read(&form_urlencoded::Serializer::new(String::new()).extend_pairs(shared).finish())?;
        let mut problems = Diagnostics::default();
        let chosen = Self { group: query.group, ..query.selected() }.pairs_without(&[]);
        for (name, _) in
            query.pairs_without(&[]).into_iter().filter(|(name, _)| chosen.iter().all(|(known, _)| known != name))
        {
            problems.add(&name, "chooses no responses");
        }
        problems.or(Some((query, own)))
    }

    /// The responses that are meant.
    pub(crate) fn responses(&self) -> ResponseSource {
        ResponseSource::Fitting(self.filter(), self.group)
    }

    /// How many these are.
    pub(crate) async fn count(&self, store: &Store) -> Result<u64, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let counts = snapshot.counts(Scope::Total, &self.filter(), [By::Answer]).await?;
        snapshot.finish().await?;
        let is_of =
            |score: &str, group| score.parse().ok().and_then(Score::new).is_some_and(|score| score.group() == group);
        let fits = |answer: &str| self.group.map_or(answer.is_empty(), |group| is_of(answer, group));
        Ok(counts.iter().filter(|([answer], _)| fits(answer)).map(|(_, count)| count).sum())
    }

    /// The query string that asks the same.
    pub(crate) fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs_without(&[])).finish()
    }

    /// The names and values of the query string, but for these.
    pub(crate) fn pairs_without(&self, names: &[&str]) -> Vec<(String, String)> {
        let pairs = [
            ("survey", self.survey.clone()),
            ("version", self.version.map(|version| version.to_string())),
            ("kind", self.kind.map(|kind| kind.name().to_owned())),
            ("since", self.since.map(|day| day.to_string())),
            ("until", self.until.map(|day| day.to_string())),
            ("marked", self.mark.map(|mark| mark.name().to_owned())),
            ("compare", self.compare.map(|compare| compare.name().to_owned())),
            ("step", self.step.map(|step| step.name().to_owned())),
            ("currency", self.currency.clone()),
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
        let own = given.chain(segments).filter(|(name, _)| !names.contains(name));
        let own = own.map(|(name, value)| (name.to_owned(), value));
        let compared = self.with.iter().flat_map(|with| with.pairs_without(&[]));
        own.chain(compared.map(|(name, value)| (format!("{WITH}{name}"), value))).collect()
    }

    /// The responses that all pages are about, without what is asked for on one page alone.
    pub(crate) fn selected(&self) -> Self {
        Self {
            survey: self.survey.clone(),
            version: self.version,
            kind: self.kind,
            since: self.since,
            until: self.until,
            mark: self.mark,
            segments: self.segments.clone(),
            ..Self::default()
        }
    }

    /// The first and the last day of the period, which ends with `today`; None for a period without a beginning.
    pub(crate) fn period(&self, today: Day) -> Option<(Day, Day)> {
        let since = self.since?;
        Some((since, self.until.unwrap_or(today).max(since)))
    }

    /// The days with which the period is compared; None for a period without a beginning.
    pub(super) fn compared(&self, today: Day) -> Option<(Day, Day)> {
        Some(self.compare.unwrap_or_default().period(self.period(today)?))
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
            currency: Some("EUR".to_owned()),
            by: Some("attribute:team".to_owned()),
            question: Some("reason".to_owned()),
            compare: Some(Comparison::Year),
            step: Some(Step::Quarter),
            contains: Some("50 % & more".to_owned()),
            group: Some(Group::Passive),
            status: Some(InboxStatus::InProgress),
            owner: Some(InboxOwner::Nobody),
            reason: Some(Reason::Contact),
            after: Some(Cursor {
                at: Timestamp::from_millis(1_795_255_200_999.0),
                id: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f".to_owned(),
            }),
            with: Some(Box::new(ReportQuery {
                since: Day::parse("2025-11-01"),
                segments: vec![("attribute:team".to_owned(), "billing".to_owned())],
                ..ReportQuery::default()
            })),
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
        let compared = ReportQuery::read("with_since=x&with_kind=rating").unwrap_err().to_string();
        assert_eq!(compared, "with_kind: is not known");
        let compared = ReportQuery::read("with_since=x").unwrap_err().to_string();
        assert_eq!(compared, "with.since: needs to be a day such as 2026-11-21");
        let backwards = ReportQuery::read("since=2026-11-02&until=2026-11-01").unwrap_err().to_string();
        assert_eq!(backwards, "until: needs to be the same day as since, or a later one");
    }
}
