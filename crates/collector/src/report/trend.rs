//! How the score goes over time, or the share that is measured instead.

use std::collections::BTreeMap;

use askwell_statistics::{Bucket, Window, rolling};
use askwell_survey::Tally;

use super::measure::Measure;
use super::segments::Sample;
use crate::day::Day;
use crate::names::name_of;
use crate::store::{By, DayScore, Filter, Snapshot, StoreError};

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
    pub(crate) sample: Sample,
}

/// What is measured over time, earliest first. What has no answer is left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trend {
    pub(crate) step: Step,
    pub(crate) points: Vec<Point>,
}

impl Trend {
    /// The trend of what is measured in the responses that fit.
    pub(super) async fn read(
        snapshot: &mut Snapshot,
        measure: &Measure,
        filter: &Filter,
        asked: Option<Step>,
    ) -> Result<Self, StoreError> {
        let mut days: BTreeMap<u64, Sample> = BTreeMap::new();
        let by = [By::Day, By::Question, By::Answer];
        for ([day, question, answer], count) in snapshot.counts(measure.scope(), filter, by).await? {
            if let Ok(day) = day.parse() {
                days.entry(day).or_insert_with(|| Sample::none(measure)).add(measure, &question, &answer, count);
            }
        }
        days.retain(|_, sample| sample.total() > 0);
        Ok(Self::of(&days.into_iter().collect::<Vec<_>>(), asked))
    }

    /// The trend of `scores`, which are in the order of their days.
    pub(crate) fn of_scores(scores: &[DayScore], asked: Option<Step>) -> Self {
        let sample = |of_day: &DayScore| {
            let mut tally = Tally::default();
            tally.add_score(of_day.score, of_day.count);
            (of_day.day, Sample::Scores(tally))
        };
        Self::of(&scores.iter().map(sample).collect::<Vec<_>>(), asked)
    }

    /// The trend of samples by day, in that order; by steps that fit their number, unless one is asked for.
    fn of(samples: &[(u64, Sample)], asked: Option<Step>) -> Self {
        let first = samples.first().map_or(0, |(day, _)| *day);
        let last = samples.last().map_or(0, |(day, _)| *day);
        let step = asked.unwrap_or(match last - first {
            ..DAYS_APART => Step::Day,
            DAYS_APART..WEEKS_APART => Step::Week,
            _ => Step::Month,
        });
        let mut points: Vec<Point> = Vec::new();
        for (day, sample) in samples {
            let from = step.first(Day::from_epoch(*day));
            match points.last_mut().filter(|point| point.from == from) {
                Some(point) => point.sample = point.sample + *sample,
                None => points.push(Point { from, sample: *sample }),
            }
        }
        Self { step, points }
    }

    /// The answers of the last few steps up to each, where these have enough.
    pub(crate) fn rolling(&self) -> Vec<Window<Day, Sample>> {
        let Some(last) = self.points.last() else { return Vec::new() };
        let mut points = self.points.iter().peekable();
        let mut steps = Vec::new();
        let mut from = self.points.first().map(|point| point.from);
        while let Some(day) = from.filter(|day| *day <= last.from) {
            let of_step = points.next_if(|point| point.from == day);
            let answers = of_step.map_or_else(|| last.sample.emptied(), |point| point.sample);
            steps.push(Bucket { from: day, answers });
            from = Some(self.step.last(day).plus(1));
        }
        let windows = rolling(&steps, self.step.rolling());
        windows.into_iter().filter(|window| window.answers.total() >= LEAST).collect()
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
        let point = |point: &Point| {
            let Sample::Scores(tally) = point.sample else { panic!("no scores") };
            (point.from.to_string(), tally.total(), tally.nps().unwrap().rounded())
        };
        trend.points.iter().map(point).collect()
    }

    #[test]
    fn a_month_is_shown_by_days() {
        let trend =
            Trend::of_scores(&[given("2026-11-01", 10, 2), given("2026-11-01", 2, 1), given("2026-12-01", 9, 1)], None);
        assert_eq!(trend.step, Step::Day);
        assert_eq!(shown(&trend), [("2026-11-01".to_owned(), 3, 33), ("2026-12-01".to_owned(), 1, 100)]);
    }

    #[test]
    fn more_than_a_month_is_shown_by_weeks() {
        let trend = Trend::of_scores(
            &[given("2026-11-01", 10, 1), given("2026-11-30", 0, 1), given("2026-12-06", 10, 1)],
            None,
        );
        assert_eq!(trend.step, Step::Week);
        assert_eq!(shown(&trend), [("2026-10-26".to_owned(), 1, 100), ("2026-11-30".to_owned(), 2, 0)]);
    }

    #[test]
    fn more_than_a_year_is_shown_by_months() {
        let trend = Trend::of_scores(
            &[given("2025-02-28", 10, 1), given("2026-02-01", 0, 1), given("2026-03-31", 10, 1)],
            None,
        );
        assert_eq!(trend.step, Step::Month);
        assert_eq!(shown(&trend)[1..], [("2026-02-01".to_owned(), 1, -100), ("2026-03-01".to_owned(), 1, 100)]);
        assert_eq!(trend.step.last(Day::parse("2026-02-01").unwrap()).to_string(), "2026-02-28");
    }

    #[test]
    fn the_step_can_be_chosen() {
        let given = [given("2026-02-28", 10, 1), given("2026-03-31", 0, 1), given("2026-12-31", 10, 1)];
        let trend = Trend::of_scores(&given, Some(Step::Quarter));
        assert_eq!(shown(&trend), [("2026-01-01".to_owned(), 2, 0), ("2026-10-01".to_owned(), 1, 100)]);
        assert_eq!(trend.step.last(trend.points[1].from).to_string(), "2026-12-31");
    }

    #[test]
    fn a_rolling_score_has_the_last_steps_with_those_without_answers() {
        let trend = Trend::of_scores(
            &[given("2026-11-01", 10, 19), given("2026-11-03", 0, 1), given("2026-11-09", 0, 30)],
            None,
        );
        let shown: Vec<_> =
            trend.rolling().iter().map(|window| (window.last.to_string(), window.answers.total())).collect();
        let expected = [(3, 20), (4, 20), (5, 20), (6, 20), (7, 20), (9, 31)];
        assert_eq!(shown, expected.map(|(day, total)| (format!("2026-11-{day:02}"), total)));
        assert!(Trend::of_scores(&[], None).rolling().is_empty());
    }

    #[test]
    fn without_answers_there_is_nothing_to_show() {
        assert_eq!(Trend::of_scores(&[], None), Trend { step: Step::Day, points: Vec::new() });
    }
}
