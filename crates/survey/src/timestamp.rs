//! Moments, to the second, as responses write them.
//!
//! By hand: one format in UTC needs neither time zones nor a general parser, which a library such as jiff would add to
//! the download of every visitor who is asked.

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

/// The last second of the year 9999, beyond which four digits don't reach.
const LAST: u64 = 253_402_300_799_999;
const DAY: u64 = 86_400_000;

impl Timestamp {
    /// The moment `milliseconds` after the epoch. What a broken clock may say (not a number, negative, beyond the
    /// year 9999) becomes the nearest moment that can be written.
    pub fn from_millis(milliseconds: f64) -> Self {
        Self((milliseconds as u64).min(LAST))
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// The moment so many milliseconds later.
    pub fn after_millis(self, millis: f64) -> Self {
        Self::from_millis(self.0 as f64 + millis)
    }

    /// The moment `days` later.
    pub fn after_days(self, days: f64) -> Self {
        self.after_millis(days * DAY as f64)
    }

    /// Whether something of this moment is still to be had at `now`, if it is kept for so many days. A clock that was wrong
    /// then may have set it in the future, where it would stay for ever.
    pub fn is_within_days(self, days: f64, now: Self) -> bool {
        now.after_days(-days) < self && self <= now.after_days(days)
    }

    /// Seconds since `earlier`, to a tenth; none if the clock went backwards.
    pub fn tenths_since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0) / 100).unwrap_or(u32::MAX)
    }

    /// As in RFC 3339, in UTC and to the second: `2026-11-21T10:00:00Z`.
    pub fn to_text(self) -> String {
        let (year, month, day) = date_of(self.0 / DAY);
        let second = self.0 % DAY / 1000;
        let mut text = String::with_capacity(20);
        let mut push = |number: u64, digits: u32, then: char| {
            for place in (0..digits).rev() {
                text.push(char::from(b'0' + (number / 10u64.pow(place) % 10) as u8));
            }
            text.push(then);
        };
        push(year, 4, '-');
        push(month, 2, '-');
        push(day, 2, 'T');
        push(second / 3600, 2, ':');
        push(second / 60 % 60, 2, ':');
        push(second % 60, 2, 'Z');
        text
    }

    /// Reads what [`Timestamp::to_text`] writes, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| -> Option<u64> {
            let digit = |byte: u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
            text.get(from..to)?.bytes().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
        };
        let days = days_to(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
        let moment = Self(days * DAY + (number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?) * 1000);
        // Writing it again checks the separators and the ranges in one go.
        (moment.to_text() == text).then_some(moment)
    }
}

/// Year, month and day of a day counted from 1970-01-01.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
/// <https://howardhinnant.github.io/date_algorithms.html>
const fn date_of(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let era = day / 146_097;
    let of_era = day % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + (month <= 2) as u64, month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// The inverse of [`date_of`], for dates from 1970 on.
fn days_to(year: u64, month: u64, day: u64) -> Option<u64> {
    let shifted = if month > 2 { month.checked_sub(3)? } else { month + 9 };
    let year = year.checked_sub(u64::from(month <= 2))?;
    let of_year = (153 * shifted + 2) / 5 + day.checked_sub(1)?;
    let of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year;
    (year / 400 * 146_097 + of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments_are_written_as_such() {
        let table = [
            (0.0, "1970-01-01T00:00:00Z"),
            (951_782_400_000.0, "2000-02-29T00:00:00Z"),
            (1_795_255_200_999.0, "2026-11-21T10:00:00Z"),
            (f64::NAN, "1970-01-01T00:00:00Z"),
            (-5.0, "1970-01-01T00:00:00Z"),
            (1e300, "9999-12-31T23:59:59Z"),
        ];
        for (millis, text) in table {
            assert_eq!(Timestamp::from_millis(millis).to_text(), text);
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let table = [
            "",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21 10:00:00Z",
            "2026-11-21T10:00:00+01:00",
            "1969-12-31T23:59:59Z",
            "2026-11-21T10:00:00.5Z",
            "2026-00-10T00:00:00Z",
            "２026-11-21T10:00:00Z",
        ];
        for text in table {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(second in 0u64..=LAST / 1000) {
            let moment = Timestamp(second * 1000);
            prop_assert_eq!(Timestamp::parse(&moment.to_text()), Some(moment));
        }
    }
}
