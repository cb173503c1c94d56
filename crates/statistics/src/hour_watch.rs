//! Answers that are watched hour after hour: more detractors than usual, or no answers where some are expected.

use crate::count_watch::{silence_p, surge_p};

/// Hours of a day and of a week.
const DAY: usize = 24;
const WEEK: usize = 7 * DAY;
/// What is usual is read from this many days, and weeks.
const DAYS: usize = 28;
const WEEKS: usize = 4;
/// Windows in which detractors are counted, in hours.
const WINDOWS: [usize; 2] = [6, 24];
/// Fewer detractors are no surge.
const LEAST_DETRACTORS: u64 = 5;
/// A surge is less probable than this, and over when it is more probable than that.
const SURGE: f64 = 1e-6;
const OVER: f64 = 0.01;
/// Silence is less probable than this.
const SILENCE: f64 = 1e-8;
/// Standard errors that the share of detractors lies above the usual one: more answers alone are no surge.
const SHARE: f64 = 2.0;

/// The answers of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// All of them.
    pub answers: u64,
    /// Those with a score.
    pub scored: u64,
    /// Those of detractors.
    pub detractors: u64,
}

/// The answers of one survey by the hour.
///
/// A *surge* is a number of detractors, in the last 6 or 24 hours, that is improbable after the numbers in the same hours of
/// the 28 days before ([`surge_p`] below 10⁻⁶), where their share is higher as well. *Silence* is a time without answers that is
/// improbable after the same hours of the week in the four weeks before ([`silence_p`] below 10⁻⁸). Where several series are watched, they
/// share these probabilities equally. How many false alarms that makes in a year of hourly looks is measured in
/// `tests/measured.rs`, together with those of [`ScoreWatch`](crate::ScoreWatch).
#[derive(Clone, Debug)]
pub struct HourWatch {
    /// The sums before each hour, and of all.
    sums: Vec<Hour>,
}

/// More detractors than usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Surge {
    /// The hours that were counted.
    pub hours: usize,
    /// Detractors in them, and all scores.
    pub detractors: u64,
    /// All scores in them.
    pub scored: u64,
    /// Detractors in the same hours of an ordinary day.
    pub usual: f64,
    /// How probable so many are.
    pub p: f64,
}

/// No answers where some are expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// The index of the first hour without answers.
    pub since: usize,
    /// Answers that are usual in as long a time.
    pub usual: f64,
    /// How probable none are.
    pub p: f64,
}

impl Default for HourWatch {
    fn default() -> Self {
        Self { sums: vec![Hour::default()] }
    }
}

impl HourWatch {
    /// Adds an hour.
    pub fn push(&mut self, hour: Hour) {
        let all = self.sums.last().copied().unwrap_or_default();
        self.sums.push(Hour {
            answers: all.answers + hour.answers,
            scored: all.scored + hour.scored,
            detractors: all.detractors + hour.detractors,
        });
    }

    /// A surge in the last hours, where so many series are watched.
    pub fn surge(&self, series: usize) -> Option<Surge> {
        let found = WINDOWS.iter().filter_map(|hours| self.detractors(*hours));
        found.filter(|surge| surge.p < SURGE / series.max(1) as f64).min_by(|one, other| one.p.total_cmp(&other.p))
    }

    /// Whether there are no more detractors than usual in the last hours.
    pub fn is_calm(&self) -> bool {
        WINDOWS.iter().filter_map(|hours| self.detractors(*hours)).all(|surge| surge.p > OVER)
    }

    /// The index of the first hour from which on there are no answers: that of the coming hour, if there are some in the last.
    pub fn quiet_since(&self) -> usize {
        let all = self.sums.last().map_or(0, |sum| sum.answers);
        self.sums.partition_point(|sum| sum.answers < all)
    }

    /// Silence until now of at least so many hours, where so many series are watched.
    pub fn silence(&self, least_hours: usize, series: usize) -> Option<Silence> {
        let (end, since) = (self.sums.len() - 1, self.quiet_since());
        let gap = end.checked_sub(since).filter(|gap| *gap >= least_hours.max(1))?;
        // The weeks before the one in which it began.
        let weeks = gap.div_ceil(WEEK);
        let first = since.checked_sub((weeks + WEEKS - 1) * WEEK)?;
        let usual = (0..WEEKS).map(|week| first + week * WEEK).map(|from| self.between(from, from + gap).answers).sum();
        // What doesn't surprise even if all days are alike needn't be computed.
        if silence_p(usual, WEEKS as u32, 0.0) >= SILENCE {
            return None;
        }
        let p = silence_p(usual, WEEKS as u32, self.dispersion(first));
        (p < SILENCE / series.max(1) as f64).then(|| Silence { since, usual: usual as f64 / WEEKS as f64, p })
    }

    /// How much days of the four weeks from an hour on differ from their day of the week, beyond chance.
    fn dispersion(&self, from: usize) -> f64 {
        let (mut excess, mut squares) = (0.0, 0.0);
        for day in (0..7).map(|day| from + day * DAY) {
            let days =
                (0..WEEKS).map(|week| day + week * WEEK).map(|from| self.between(from, from + DAY).answers as f64);
            let mean = days.clone().sum::<f64>() / WEEKS as f64;
            let squared: f64 = days.map(|answers| (answers - mean).powi(2)).sum();
            // One of the four is spent on the mean.
            excess += WEEKS as f64 / (WEEKS - 1) as f64 * squared - WEEKS as f64 * mean;
            squares += WEEKS as f64 * mean * mean;
        }
        if squares > 0.0 { excess.max(0.0) / squares } else { 0.0 }
    }

    /// The detractors in the last hours; None if they are too few, or not more than usual.
    fn detractors(&self, hours: usize) -> Option<Surge> {
        let end = self.sums.len() - 1;
        let from = end.checked_sub(hours + DAYS * DAY)?;
        let now = self.between(end - hours, end);
        let month = self.between(from, end - hours);
        if now.detractors < LEAST_DETRACTORS || !is_higher(now, month) {
            return None;
        }
        let usual: Vec<_> =
            (0..DAYS).map(|day| from + day * DAY).map(|from| self.between(from, from + hours).detractors).collect();
        let mean = usual.iter().sum::<u64>() as f64 / DAYS as f64;
        // Not worth the computation.
        let is_usual = now.detractors as f64 <= mean + 2.0 * mean.sqrt();
        (!is_usual).then(|| Surge {
            hours,
            detractors: now.detractors,
            scored: now.scored,
            usual: mean,
            p: surge_p(now.detractors, &usual),
        })
    }

    fn between(&self, from: usize, to: usize) -> Hour {
        let (before, all) = (self.sums[from], self.sums[to]);
        Hour {
            answers: all.answers - before.answers,
            scored: all.scored - before.scored,
            detractors: all.detractors - before.detractors,
        }
    }
}

/// Whether the share of detractors is.
fn is_higher(now: Hour, usual: Hour) -> bool {
    let share = (usual.detractors as f64 + 1.0) / (usual.scored as f64 + 2.0);
    let error = (share * (1.0 - share) / now.scored.max(1) as f64).sqrt();
    now.detractors as f64 / now.scored.max(1) as f64 > share + SHARE * error
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five weeks with 6 answers in each hour of the day, of which one is a detractor's, and then `hours`.
    fn after_five_weeks(hours: &[Hour]) -> HourWatch {
        let mut watch = HourWatch::default();
        for hour in 0..5 * WEEK {
            let is_day = (8..20).contains(&(hour % DAY));
            watch.push(if is_day { Hour { answers: 6, scored: 6, detractors: 1 } } else { Hour::default() });
        }
        hours.iter().for_each(|hour| watch.push(*hour));
        watch
    }

    #[test]
    fn many_detractors_are_a_surge_and_many_answers_are_not() {
        let surge = after_five_weeks(
            &[vec![Hour::default(); 8], vec![Hour { answers: 12, scored: 12, detractors: 10 }; 4]].concat(),
        );
        let found = surge.surge(1).unwrap();
        assert_eq!((found.hours, found.detractors, found.scored), (6, 40, 48));
        assert!((found.usual - 4.0).abs() < 1e-9 && !surge.is_calm());
        let campaign = after_five_weeks(
            &[vec![Hour::default(); 8], vec![Hour { answers: 60, scored: 60, detractors: 10 }; 4]].concat(),
        );
        assert_eq!(campaign.surge(1), None);
        assert_eq!((after_five_weeks(&[]).surge(1), after_five_weeks(&[]).is_calm()), (None, true));
    }

    #[test]
    fn silence_counts_the_hours_that_usually_have_answers() {
        assert_eq!(after_five_weeks(&[Hour::default(); 8]).silence(6, 1), None, "the night");
        assert_eq!(after_five_weeks(&[Hour::default(); 11]).silence(6, 1), None, "three hours of the day");
        let found = after_five_weeks(&[Hour::default(); 14]).silence(6, 1).unwrap();
        assert_eq!((found.since, found.usual), (5 * WEEK - 4, 36.0));
        assert_eq!(after_five_weeks(&[Hour::default(); 14]).silence(24, 1), None, "too short");
        assert!(
            after_five_weeks(&vec![Hour::default(); 2 * WEEK]).silence(6, 1).is_none(),
            "its usual weeks are too early"
        );
        let answer = Hour { answers: 1, ..Hour::default() };
        assert_eq!(after_five_weeks(&[vec![Hour::default(); 20], vec![answer]].concat()).silence(6, 1), None);
    }
}
