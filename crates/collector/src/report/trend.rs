//! How the score goes over time.

use askwell_survey::Tally;

use crate::day::Day;
use crate::store::DayScore;

/// Up to this many days are shown one by one; up to so many more are put together by weeks, and beyond that by months.
const DAYS_APART: u64 = 31;
const WEEKS_APART: u64 = 371;

/// How long a point of a trend lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
}

impl Step {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The first day of the one that `day` is in.
    fn first(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.monday(),
            Self::Month => day.first_of_month(0),
        }
    }

    /// The last day of the one that begins on `first`.
    pub(crate) fn last(self, first: Day) -> Day {
        match self {
            Self::Day => first,
            Self::Week => first.plus(6),
            Self::Month => first.first_of_month(1).minus(1),
        }
    }
}

/// The answers of one day, week or month, of which there is at least one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Its first day; a week's is a Monday.
    pub(crate) from: Day,
    pub(crate) tally: Tally,
}

/// Scores over time, earliest first. What has no answer is left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trend {
    pub(crate) step: Step,
    pub(crate) points: Vec<Point>,
}

impl Trend {
    /// The trend of `scores`, which are in the order of their days.
    pub(crate) fn of(scores: &[DayScore]) -> Self {
        let first = scores.first().map_or(0, |score| score.day);
        let last = scores.last().map_or(0, |score| score.day);
        let step = match last - first {
            ..DAYS_APART => Step::Day,
            DAYS_APART..WEEKS_APART => Step::Week,
            _ => Step::Month,
        };
        let mut points: Vec<Point> = Vec::new();
        for of_day in scores {
            let from = step.first(Day::from_epoch(of_day.day));
            if points.last().is_none_or(|point| point.from != from) {
                points.push(Point { from, tally: Tally::default() });
            }
            if let Some(point) = points.last_mut() {
                point.tally.add(of_day.score, of_day.count);
            }
        }
        Self { step, points }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Score;

    fn given(day: &str, points: u8, count: u64) -> DayScore {
        DayScore { day: Day::parse(day).unwrap().since_epoch(), score: Score::new(points).unwrap(), count }
    }

    fn shown(trend: &Trend) -> Vec<(String, u64, i64)> {
        let point = |point: &Point| (point.from.to_string(), point.tally.total(), point.tally.nps().unwrap().rounded());
        trend.points.iter().map(point).collect()
    }

    #[test]
    fn a_month_is_shown_by_days() {
        let trend = Trend::of(&[given("2026-11-01", 10, 2), given("2026-11-01", 2, 1), given("2026-12-01", 9, 1)]);
        assert_eq!(trend.step, Step::Day);
        assert_eq!(shown(&trend), [("2026-11-01".to_owned(), 3, 33), ("2026-12-01".to_owned(), 1, 100)]);
    }

    #[test]
    fn more_than_a_month_is_shown_by_weeks() {
        let trend = Trend::of(&[given("2026-11-01", 10, 1), given("2026-11-30", 0, 1), given("2026-12-06", 10, 1)]);
        assert_eq!(trend.step, Step::Week);
        assert_eq!(shown(&trend), [("2026-10-26".to_owned(), 1, 100), ("2026-11-30".to_owned(), 2, 0)]);
    }

    #[test]
    fn more_than_a_year_is_shown_by_months() {
        let trend = Trend::of(&[given("2025-02-28", 10, 1), given("2026-02-01", 0, 1), given("2026-03-31", 10, 1)]);
        assert_eq!(trend.step, Step::Month);
        assert_eq!(shown(&trend)[1..], [("2026-02-01".to_owned(), 1, -100), ("2026-03-01".to_owned(), 1, 100)]);
        assert_eq!(trend.step.last(Day::parse("2026-02-01").unwrap()).to_string(), "2026-02-28");
    }

    #[test]
    fn without_answers_there_is_nothing_to_show() {
        assert_eq!(Trend::of(&[]), Trend { step: Step::Day, points: Vec::new() });
    }
}
