//! From when until when a survey is shown, and at which times of the week.

use super::rule::{Rules, UNTIL, ZONE};
use super::{Facts, LocalTime, Verdict};
use crate::{Date, Timestamp, Value};

/// The days of the week, from the first.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day in the schedule's zone, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(Date),
    /// A moment, the same everywhere.
    Instant(Timestamp),
}

impl Moment {
    /// Reads a day such as `2026-12-31`, or a moment such as `2026-12-31T18:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        Date::parse(text).map(Self::Day).or_else(|| Timestamp::parse(text).map(Self::Instant))
    }

    /// As it is read.
    pub fn to_text(self) -> String {
        match self {
            Self::Day(date) => date.to_text(),
            Self::Instant(moment) => moment.to_text(),
        }
    }

    /// Whether `until` is over before `from` begins, wherever one is.
    pub(super) fn are_crossed(from: Self, until: Self) -> bool {
        match (from, until) {
            (Self::Day(from), Self::Day(until)) => from > until,
            (Self::Instant(from), Self::Instant(until)) => from >= until,
            // A day begins and ends at another moment in every zone: texts compare up to the day.
            (from, until) => from.to_text().get(..10) > until.to_text().get(..10),
        }
    }
}

/// When a survey is shown. Nothing is given where it is always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Not before.
    pub from: Option<Moment>,
    /// Not after: a day is included, a moment isn't.
    pub until: Option<Moment>,
    /// On these days of the week, 0 for Monday.
    pub days: Vec<u8>,
    /// From the first to before the second, in minutes since midnight. Past midnight where the second is earlier.
    pub hours: Option<(u16, u16)>,
    /// The zone of days and hours by its IANA name. Default: the visitor's.
    pub zone: Option<String>,
}

impl Schedule {
    /// A rule for each part that is given.
    pub(super) fn judge(&self, facts: &dyn Facts, rules: &mut impl Rules) {
        let is_local = |moment: &Option<Moment>| matches!(moment, Some(Moment::Day(_)));
        let needs_local =
            is_local(&self.from) || is_local(&self.until) || !self.days.is_empty() || self.hours.is_some();
        let local = if needs_local { facts.local_time(self.zone.as_deref()) } else { None };
        if let (true, None, Some(zone)) = (needs_local, local, &self.zone) {
            rules.add(ZONE, Verdict::Never, || {
                (["The time zone ", zone, " is not known to this browser."].concat(), Value::Null)
            });
            return;
        }
        let verdict = |holds: bool| if holds { Verdict::Show } else { Verdict::Never };
        let reason = |now: &str, shown: &str, end: &str| {
            (["It is ", now, ", and the survey is shown ", shown, end].concat(), Value::from(now))
        };
        let now = facts.now();
        let at = |moment: Moment| match moment {
            Moment::Day(_) => local.map(|local| local.date.to_text()).unwrap_or_default(),
            Moment::Instant(_) => now.to_text(),
        };
        if let Some(from) = self.from {
            let holds = match from {
                Moment::Day(day) => local.is_some_and(|local| local.date >= day),
                Moment::Instant(moment) => now >= moment,
            };
            rules.add("from", verdict(holds), || reason(&at(from), &["from ", &from.to_text()].concat(), " on."));
        }
        if let Some(until) = self.until {
            let holds = match until {
                Moment::Day(day) => local.is_some_and(|local| local.date <= day),
                Moment::Instant(moment) => now < moment,
            };
            rules.add(UNTIL, verdict(holds), || reason(&at(until), &["until ", &until.to_text()].concat(), "."));
        }
        if let (false, Some(LocalTime { date, .. })) = (self.days.is_empty(), local) {
            let today = date.weekday();
            rules.add("days", verdict(self.days.contains(&today)), || {
                let name = |day: &u8| WEEKDAYS.get(usize::from(*day)).copied().unwrap_or_default();
                let days: Vec<&str> = self.days.iter().map(name).collect();
                reason(name(&today), &["on ", &days.join(", ")].concat(), ".")
            });
        }
        if let (Some((from, until)), Some(LocalTime { minute, .. })) = (self.hours, local) {
            let holds = if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until };
            rules.add("hours", verdict(holds), || {
                reason(&clock(minute), &["from ", &clock(from), " to ", &clock(until)].concat(), ".")
            });
        }
    }
}

/// Reads a time such as `09:30`; `24:00` is the end of a day.
pub(super) fn parse_clock(text: &str) -> Option<u16> {
    let [h0, h1, b':', m0, m1] = *text.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let (hour, minute) = (digit(h0)? * 10 + digit(h1)?, digit(m0)? * 10 + digit(m1)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// A time of day as it is read.
fn clock(minute: u16) -> String {
    let two = |number: u16| [char::from(b'0' + (number / 10 % 10) as u8), char::from(b'0' + (number % 10) as u8)];
    two(minute / 60).into_iter().chain([':']).chain(two(minute % 60)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_as_they_are_written() {
        let table = [
            ("09:30", Some(570)),
            ("00:00", Some(0)),
            ("24:00", Some(1_440)),
            ("24:01", None),
            ("9:30", None),
            ("09:60", None),
            ("0930", None),
            ("ab:cd", None),
            ("", None),
        ];
        for (text, minute) in table {
            assert_eq!(parse_clock(text), minute, "{text}");
            assert!(minute.is_none_or(|minute| clock(minute) == text));
        }
    }

    #[test]
    fn days_and_moments_are_told_apart() {
        let table = [
            ("2026-12-31", true),
            ("2026-12-31T18:00:00Z", true),
            ("2026-12-31T18:00Z", false),
            ("2026-12-31T18:00:00+01:00", false),
            ("2026-02-30", false),
            ("tomorrow", false),
        ];
        for (text, read) in table {
            assert_eq!(Moment::parse(text).map(Moment::to_text), read.then(|| text.to_owned()));
        }
    }

    #[test]
    fn an_end_before_the_beginning_is_found() {
        let table = [
            ("2026-12-01", "2026-12-01", false),
            ("2026-12-02", "2026-12-01", true),
            ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z", true),
            ("2026-12-01T10:00:00Z", "2026-12-01", false),
            ("2026-12-02", "2026-12-01T10:00:00Z", true),
        ];
        for (from, until, crossed) in table {
            let moment = |text| Moment::parse(text).unwrap();
            assert_eq!(Moment::are_crossed(moment(from), moment(until)), crossed, "{from} {until}");
        }
    }
}
