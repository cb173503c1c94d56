//! Days, as visitors name them.

/// A day of the Gregorian calendar: year, month, day, in an order in which earlier is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads a day of the years 0001 to 9999, as in `2026-11-21`.
    pub fn parse(text: &str) -> Option<Self> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits
                .iter()
                .try_fold(0, |number: u16, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
        };
        let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])? as u8, number(&[d0, d1])? as u8);
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (year > 0 && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The day of the week, 0 for Monday.
    ///
    /// Source: T. Sakamoto's method, <https://en.wikipedia.org/wiki/Determination_of_the_day_of_the_week#Sakamoto's_methods>.
    pub fn weekday(self) -> u8 {
        const SHIFTS: [u16; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = self.year - u16::from(self.month < 3);
        let shift = SHIFTS.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + u16::from(self.day)) % 7;
        ((from_sunday + 6) % 7) as u8
    }

    /// The day as in `2026-11-21`.
    pub fn to_text(self) -> String {
        let mut text = String::with_capacity(10);
        let mut push = |number: u16, places: &[u16], then: &str| {
            for place in places {
                text.push(char::from(b'0' + (number / place % 10) as u8));
            }
            text.push_str(then);
        };
        push(self.year, &[1000, 100, 10, 1], "-");
        push(self.month.into(), &[10, 1], "-");
        push(self.day.into(), &[10, 1], "");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_read() {
        let table = [
            ("2026-11-21", true),
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("1931-04-31", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-01-00", false),
            ("0000-01-01", false),
            ("2026-1-1", false),
            ("2026-11-2x", false),
            ("2026/11/21", false),
            ("", false),
        ];
        for (text, exists) in table {
            assert_eq!(Date::parse(text).map(Date::to_text), exists.then(|| text.to_owned()), "{text}");
        }
    }

    #[test]
    fn days_of_the_week_are_those_of_calendars() {
        let table = [
            ("2026-11-21", 5),
            ("2026-11-23", 0),
            ("2000-02-29", 1),
            ("1970-01-01", 3),
            ("0001-01-01", 0),
            ("9999-12-31", 4),
        ];
        for (text, weekday) in table {
            assert_eq!(Date::parse(text).map(Date::weekday), Some(weekday), "{text}");
        }
    }

    #[test]
    fn earlier_days_are_less() {
        let days = ["0001-12-31", "1999-01-31", "2026-01-02", "2026-02-01"].map(|text| Date::parse(text).unwrap());
        assert!(days.is_sorted());
    }
}
