//! Days, in UTC: what reports are asked for by, and what trends are drawn over. The calendar is jiff's.

use std::fmt;

use askwell_survey::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(Date);

impl Day {
    /// The day `moment` falls on.
    pub(crate) fn of(moment: Timestamp) -> Self {
        Self(in_utc(moment).date())
    }

    /// The day that is `days` after 1970-01-01.
    pub(crate) fn from_epoch(days: u64) -> Self {
        Self::of(Timestamp::default()).plus(days)
    }

    /// Its year and its month.
    pub(crate) fn month(self) -> (i16, i8) {
        (self.0.year(), self.0.month())
    }

    /// How many days it is after 1970-01-01.
    pub(crate) fn since_epoch(self) -> u64 {
        self.start().millis() / 86_400_000
    }

    /// Reads `2026-11-21`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let date = Date::strptime("%Y-%m-%d", text).ok().filter(|date| (1970..=9999).contains(&date.year()))?;
        // The parser takes more than what is written here.
        (date.to_string() == text).then_some(Self(date))
    }

    /// Its first moment.
    pub(crate) fn start(self) -> Timestamp {
        let moment = Offset::UTC.to_timestamp(self.0.to_datetime(jiff::civil::Time::midnight()));
        Timestamp::from_millis(moment.map_or(0, |moment| moment.as_millisecond()).max(0) as f64)
    }

    /// The day `days` later.
    pub(crate) fn plus(self, days: u64) -> Self {
        Self(self.0.saturating_add(SignedDuration::from_hours(24 * days.min(4_000_000) as i64)))
    }

    /// The day `days` earlier.
    pub(crate) fn minus(self, days: u64) -> Self {
        Self(self.0.saturating_sub(SignedDuration::from_hours(24 * days.min(4_000_000) as i64)))
    }

    /// The Monday of its week.
    pub(crate) fn monday(self) -> Self {
        Self(self.0.saturating_sub(i64::from(self.0.weekday().to_monday_zero_offset()).days()))
    }

    /// The Monday of the week that is so many weeks after the one that 1970-01-01 is in.
    pub(crate) fn of_week(weeks: u64) -> Self {
        Self::from_epoch(7 * weeks).monday()
    }

    /// The first day of the month that is so many later, or earlier.
    pub(crate) fn first_of_month(self, later: i32) -> Self {
        Self(self.0.first_of_month().saturating_add(later.months()))
    }

    /// The first day of its quarter.
    pub(crate) fn first_of_quarter(self) -> Self {
        self.first_of_month(-i32::from((self.0.month() - 1) % 3))
    }

    /// The first day of its year.
    pub(crate) fn first_of_year(self) -> Self {
        Self(self.0.first_of_year())
    }

    /// The same day a year earlier; of 29 February, 28 February.
    pub(crate) fn a_year_earlier(self) -> Self {
        Self(self.0.saturating_sub(1.year()))
    }

    /// As people write it: `21 Nov 2026`.
    pub(crate) fn to_words(self) -> String {
        self.0.strftime("%-d %b %Y").to_string()
    }
}

/// As computers write it: `2026-11-21`.
impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A moment as people write it: `21 Nov 2026, 10:05 UTC`.
pub(crate) fn moment_in_words(moment: Timestamp) -> String {
    in_utc(moment).strftime("%-d %b %Y, %H:%M UTC").to_string()
}

/// Reads a moment as RFC 3339 has it: with fractions, and with any offset.
pub(crate) fn parse_moment(text: &str) -> Option<Timestamp> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    let millis = moment.as_millisecond();
    (millis >= 0).then(|| Timestamp::from_millis(millis as f64))
}

fn in_utc(moment: Timestamp) -> DateTime {
    let moment = jiff::Timestamp::from_millisecond(moment.millis() as i64).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        let day = Day::parse("2026-11-21").unwrap();
        assert_eq!((day.to_string().as_str(), day.to_words().as_str()), ("2026-11-21", "21 Nov 2026"));
        assert_eq!(moment_in_words(Timestamp::parse("2026-01-05T09:07:59Z").unwrap()), "5 Jan 2026, 09:07 UTC");
        assert_eq!(Day::from_epoch(day.since_epoch()), day);
        for text in ["2026-02-30", "21.11.2026", "2026-1-1", "", "2026-11-21T00:00:00Z", "1969-12-31"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        let monday = Day::parse("2026-11-16").unwrap();
        for days in 0..7 {
            assert_eq!(monday.plus(days).monday(), monday, "{days}");
        }
        assert_eq!(monday.minus(1).monday(), monday.minus(7));
        assert_eq!(Day::of_week((monday.since_epoch() + 3) / 7), monday);
    }

    #[test]
    fn quarters_and_years_begin_with_their_first_day() {
        let first = |day: &str| {
            let day = Day::parse(day).unwrap();
            [day.first_of_quarter(), day.first_of_year(), day.a_year_earlier()].map(|day| day.to_string())
        };
        assert_eq!(first("2026-11-21"), ["2026-10-01", "2026-01-01", "2025-11-21"]);
        assert_eq!(first("2024-02-29"), ["2024-01-01", "2024-01-01", "2023-02-28"]);
        assert_eq!(first("2026-06-30")[0], "2026-04-01");
    }

    #[test]
    fn a_moment_is_read_as_everybody_writes_it() {
        let moment = Timestamp::parse("2026-11-21T10:00:05Z").unwrap();
        for text in
            ["2026-11-21T10:00:05Z", "2026-11-21T11:00:05+01:00", "2026-11-21t10:00:05z", "2026-11-21 10:00:05Z"]
        {
            assert_eq!(parse_moment(text), Some(moment), "{text}");
        }
        assert_eq!(parse_moment("2026-11-21T10:00:05.123Z").unwrap().millis(), moment.millis() + 123);
        for text in ["2026-11-21", "2026-11-21T10:00:05", "today", "", "1969-12-31T23:59:59Z"] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
