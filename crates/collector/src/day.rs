//! Days, in UTC: what reports are asked for by, and what trends are drawn over.

use std::fmt;

use askwell_survey::Timestamp;

/// Milliseconds of a day.
const MILLISECONDS: u64 = 86_400_000;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) u64);

impl Day {
    /// The day `moment` falls on.
    pub(crate) fn of(moment: Timestamp) -> Self {
        Self(moment.millis() / MILLISECONDS)
    }

    /// Reads `2026-11-21`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Timestamp::parse(&format!("{text}T00:00:00Z")).map(Self::of)
    }

    /// Its first moment.
    pub(crate) fn start(self) -> Timestamp {
        Timestamp::from_millis((self.0 * MILLISECONDS) as f64)
    }

    /// The day `days` later.
    pub(crate) fn plus(self, days: u64) -> Self {
        Self(self.0 + days)
    }

    /// The day `days` earlier.
    pub(crate) fn minus(self, days: u64) -> Self {
        Self(self.0.saturating_sub(days))
    }

    /// The Monday of its week. 1970-01-01 was a Thursday.
    pub(crate) fn monday(self) -> Self {
        Self((self.0 + 3) / 7 * 7).minus(3)
    }

    /// As people write it: `21 Nov 2026`.
    pub(crate) fn to_words(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let iso = self.to_string();
        let mut parts = iso.split('-').map(|part| part.parse().unwrap_or(0));
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let month = month.and_then(|month: usize| MONTHS.get(month.checked_sub(1)?)).unwrap_or(&"");
        format!("{} {month} {}", day.unwrap_or_default(), year.unwrap_or_default())
    }
}

/// As computers write it: `2026-11-21`.
impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.start().to_text().split('T').next().unwrap_or_default())
    }
}

/// A moment as people write it: `21 Nov 2026, 10:05 UTC`.
pub(crate) fn moment_in_words(moment: Timestamp) -> String {
    let text = moment.to_text();
    format!("{}, {} UTC", Day::of(moment).to_words(), text.get(11..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        let day = Day::parse("2026-11-21").unwrap();
        assert_eq!((day.to_string().as_str(), day.to_words().as_str()), ("2026-11-21", "21 Nov 2026"));
        assert_eq!(moment_in_words(Timestamp::parse("2026-01-05T09:07:59Z").unwrap()), "5 Jan 2026, 09:07 UTC");
        for text in ["2026-02-30", "21.11.2026", "2026-1-1", "", "2026-11-21T00:00:00Z"] {
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
    }
}
