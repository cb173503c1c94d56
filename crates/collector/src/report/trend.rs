//! How the score goes over time.

use askwell_statistics::{Bucket, Window, rolling};
use askwell_survey::Tally;

use crate::day::Day;
use crate::names::name_of;
use crate::store::DayScore;

/// Up to this many days are shown one by one; up to so many more are put together by weeks, and beyond that by months.
const DAYS_APART: u64 = 31;
const WEEKS_APART: u64 = 371;
/// Answers that a point of the rolling score has at least.
const LEAST: u64 = 20;

/// How long a point of a trend lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
    Quarter,
}

impl Step {
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("day", Self::Day), ("week", Self::Week), ("month", Self::Month), ("quarter", Self::Quarter)];

    pub(crate) fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }

    /// The steps that a point of the rolling score has: a week of days, a month of weeks, a quarter of months, a year.
    pub(crate) fn rolling(self) -> usize {
        match self {
            Self::Day => 7,
            Self::Week | Self::Quarter => 4,
            Self::Month => 3,
        }
    }

    /// The first day of the one that `day` is in.
    fn first(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.monday(),
            Self::Month => day.first_of_month(0),
            Self::Quarter => day.first_of_quarter(),
        }
    }

    /// The last day of the one that begins on `first`.
    pub(crate) fn last(self, first: Day) -> Day {
        match self {
            Self::Day => first,
            Self::Week => first.plus(6),
            Self::Month => first.first_of_month(1).minus(1),
            Self::Quarter => first.first_of_month(3).minus(1),
        }
    }
}

/// The answers of one day, week, month or quarter, of which there is at least one.
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
    /// The trend of `scores`, which are in the order of their days; by steps that fit their number, unless one is asked for.
    pub(crate) fn of(scores: &[DayScore], asked: Option<Step>) -> Self {
        let first = scores.first().map_or(0, |score| score.day);
        let last = scores.last().map_or(0, |score| score.day);
        let step = asked.unwrap_or(match last - first {
            ..DAYS_APART => Step::Day,
            DAYS_APART..WEEKS_APART => Step::Week,
            _ => Step::Month,
        });
        let mut points: Vec<Point> = Vec::new();
        for of_day in scores {
            let from = step.first(Day::from_epoch(of_day.day));
            if points.last().is_none_or(|point| point.from != from) {
                points.push(Point { from, tally: Tally::default() });
            }
            if let Some(point) = points.last_mut() {
                point.tally.add_score(of_day.score, of_day.count);
            }
        }
        Self { step, points }
    }

    /// The score of the last few steps up to each, where these have enough answers.
    pub(crate) fn rolling(&self) -> Vec<Window<Day>> {
        let Some(last) = self.points.last() else { return Vec::new() };
        let mut points = self.points.iter().peekable();
        let mut steps = Vec::new();
        let mut from = self.points.first().map(|point| point.from);
        while let Some(day) = from.filter(|day| *day <= last.from) {
            let tally = points.next_if(|point| point.from == day).map_or_else(Tally::default, |point| point.tally);
            steps.push(Bucket { from: day, tally });
            from = Some(self.step.last(day).plus(1));
        }
        let windows = rolling(&steps, self.step.rolling());
        windows.into_iter().filter(|window| window.tally.total() >= LEAST).collect()
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
        let trend =
            Trend::of(&[given("2026-11-01", 10, 2), given("2026-11-01", 2, 1), given("2026-12-01", 9, 1)], None);
        assert_eq!(trend.step, Step::Day);
        assert_eq!(shown(&trend), [("2026-11-01".to_owned(), 3, 33), ("2026-12-01".to_owned(), 1, 100)]);
    }

    #[test]
    fn more_than_a_month_is_shown_by_weeks() {
        let trend =
            Trend::of(&[given("2026-11-01", 10, 1), given("2026-11-30", 0, 1), given("2026-12-06", 10, 1)], None);
        assert_eq!(trend.step, Step::Week);
        assert_eq!(shown(&trend), [("2026-10-26".to_owned(), 1, 100), ("2026-11-30".to_owned(), 2, 0)]);
    }

    #[test]
    fn more_than_a_year_is_shown_by_months() {
        let trend =
            Trend::of(&[given("2025-02-28", 10, 1), given("2026-02-01", 0, 1), given("2026-03-31", 10, 1)], None);
        assert_eq!(trend.step, Step::Month);
        assert_eq!(shown(&trend)[1..], [("2026-02-01".to_owned(), 1, -100), ("2026-03-01".to_owned(), 1, 100)]);
        assert_eq!(trend.step.last(Day::parse("2026-02-01").unwrap()).to_string(), "2026-02-28");
    }

    #[test]
    fn the_step_can_be_chosen() {
        let given = [given("2026-02-28", 10, 1), given("2026-03-31", 0, 1), given("2026-12-31", 10, 1)];
        let trend = Trend::of(&given, Some(Step::Quarter));
        assert_eq!(shown(&trend), [("2026-01-01".to_owned(), 2, 0), ("2026-10-01".to_owned(), 1, 100)]);
        assert_eq!(trend.step.last(trend.points[1].from).to_string(), "2026-12-31");
    }

    #[test]
    fn a_rolling_score_has_the_last_steps_with_those_without_answers() {
        let trend =
            Trend::of(&[given("2026-11-01", 10, 19), given("2026-11-03", 0, 1), given("2026-11-09", 0, 30)], None);
        let shown: Vec<_> =
            trend.rolling().iter().map(|window| (window.last.to_string(), window.tally.total())).collect();
        let expected = [(3, 20), (4, 20), (5, 20), (6, 20), (7, 20), (9, 31)];
        assert_eq!(shown, expected.map(|(day, total)| (format!("2026-11-{day:02}"), total)));
        assert!(Trend::of(&[], None).rolling().is_empty());
    }

    #[test]
    fn without_answers_there_is_nothing_to_show() {
        assert_eq!(Trend::of(&[], None), Trend { step: Step::Day, points: Vec::new() });
    }
}
