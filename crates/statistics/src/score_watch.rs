//! A score that is watched day after day: whether it has fallen or risen, corrected for looking so often.

use askwell_survey::Tally;

use crate::MIN_ANSWERS;

/// Days before a window that it is compared with, at most.
const BASELINE: usize = 365;
/// Answers that a baseline needs.
const LEAST_BASELINE: u64 = 100;
/// Windows in days, and how many standard errors a fall needs in each. Short ones find what is large at once; that of 20 days
/// has most of the false alarms that are allowed, for a fall of 10 points at 50 answers a day.
const WINDOWS: [(usize, f64); 6] = [(1, 4.8), (3, 4.6), (7, 4.3), (14, 3.9), (20, 3.46), (60, 4.0)];
/// How many standard errors a rise needs beyond that: good news can wait, and then falls are found earlier.
const RISE: f64 = 0.8;

/// Daily answers of one series, and what they are compared with.
///
/// On each day the latest answers, in windows of 1 to 60 days, are compared with those of up to 365 days before the window
/// (or since the last change that was found: see [`restart`](Self::restart)). So the season of the year before is part of the
/// baseline, and what drifts slowly is found when the latest weeks leave it by more than chance.
///
/// The comparison is a signed root of the likelihood ratio, which is nearly normal also for few answers and lopsided groups.
/// With the shares d, q, p of detractors, passives and promoters in the baseline (¾, 1½ and ¾ answers added) and the mean m of
/// n answers in the window (−1, 0, 1), the least relative entropy of shares with that mean is I = m ln y − ln(d/y + q + py),
/// where y = (mq + √(m²q² + 4(1 − m²)pd)) / (2(1 − m)p), and z = ±√(2nI / (1 + n/N)); n/N counts the baseline's own error.
///
/// Thresholds were found by simulation. Measured (`tests/measured.rs`): of unchanged series that are looked at on every day of a
/// year, about 4 % have an alarm, at 5, 50 and 500 answers a day alike. Where `series` are watched, each threshold b becomes b′ with b′φ(b′) =
/// bφ(b)/series: the rate at which a moving window exceeds b goes as bφ(b), so together they have as many alarms as one.
///
/// Source: scan statistics of moving windows (generalized likelihood ratio with a window limit): T. L. Lai, "Sequential
/// Changepoint Detection in Quality Control and Dynamical Systems", Journal of the Royal Statistical Society B 57(4), 1995; the
/// root of the likelihood ratio: O. Barndorff-Nielsen, Biometrika 73(2), 1986; the relative entropy: A. Owen, Empirical
/// Likelihood, 2001; the rate of exceedances: D. Siegmund, Sequential Analysis, 1985.
#[derive(Clone, Debug)]
pub struct ScoreWatch {
    /// The answers before each day, and all.
    sums: Vec<Tally>,
    start: usize,
}

/// A score that has changed by more than chance.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreAlarm {
    /// The index of the day on which it most likely changed.
    pub since: usize,
    /// The index of the first day it is compared with.
    pub from: usize,
    /// The answers from there to the day before it changed.
    pub before: Tally,
    /// The answers since.
    pub after: Tally,
    /// The difference in standard errors; negative for a fall.
    pub z: f64,
}

impl Default for ScoreWatch {
    fn default() -> Self {
        Self { sums: vec![Tally::default()], start: 0 }
    }
}

impl ScoreWatch {
    /// Adds a day.
    pub fn push(&mut self, day: Tally) {
        let all = self.sums.last().copied().unwrap_or_default();
        self.sums.push(all + day);
    }

    /// Compares only with the days from this index on from now on: the score has changed there.
    pub fn restart(&mut self, at: usize) {
        self.start = at;
    }

    /// What the last day that was added shows, where so many series are watched.
    pub fn alarm(&self, series: usize) -> Option<ScoreAlarm> {
        let days = self.sums.len() - 1;
        let mut longest = None;
        for (window, threshold) in WINDOWS {
            let Some(found) = self.compare(window) else { continue };
            let threshold = shared(threshold + if found.z > 0.0 { RISE } else { 0.0 }, series);
            if found.z.abs() > threshold {
                longest = Some((window, found.z > 0.0));
            }
        }
        let (window, rises) = longest?;
        let most = (window + 7).min(days);
        let fits = (1..=most).filter_map(|window| self.compare(window)).filter(|found| (found.z > 0.0) == rises);
        fits.max_by(|one, other| one.z.abs().total_cmp(&other.z.abs()))
    }

    /// The latest days against those before them; None if there are too few answers on a side.
    fn compare(&self, window: usize) -> Option<ScoreAlarm> {
        let since = (self.sums.len() - 1).checked_sub(window).filter(|since| *since > self.start)?;
        let from = self.start.max(since.saturating_sub(BASELINE));
        let (before, after) = (self.between(from, since), self.between(since, self.sums.len() - 1));
        let enough = before.total() >= LEAST_BASELINE && after.total() >= MIN_ANSWERS;
        enough.then(|| ScoreAlarm { since, from, before, after, z: signed_root(&before, &after) })
    }

    fn between(&self, from: usize, to: usize) -> Tally {
        let (before, all) = (self.sums[from], self.sums[to]);
        Tally {
            detractors: all.detractors - before.detractors,
            passives: all.passives - before.passives,
            promoters: all.promoters - before.promoters,
        }
    }
}

/// The threshold that a series among so many has.
fn shared(threshold: f64, series: usize) -> f64 {
    let share = 2.0 * (series.max(1) as f64).ln();
    // A fixed point, which three steps reach to a thousandth.
    (0..3).fold(threshold, |higher, _| (threshold * threshold + share + 2.0 * (higher / threshold).ln()).sqrt())
}

fn signed_root(before: &Tally, after: &Tally) -> f64 {
    let (n, baseline) = (after.total() as f64, before.total() as f64 + 3.0);
    let d = (before.detractors as f64 + 0.75) / baseline;
    let p = (before.promoters as f64 + 0.75) / baseline;
    let q = 1.0 - d - p;
    // At −1 and 1 the limit is approached.
    let mean = ((after.promoters as f64 - after.detractors as f64) / n).clamp(-1.0 + 1e-9, 1.0 - 1e-9);
    let root = (mean * mean * q * q + 4.0 * (1.0 - mean * mean) * p * d).sqrt();
    let y = (mean * q + root) / (2.0 * (1.0 - mean) * p);
    let entropy = mean * y.ln() - (d / y + q + p * y).ln();
    let z = (2.0 * n * entropy.max(0.0) / (1.0 + n / baseline)).sqrt();
    if mean < p - d { -z } else { z }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Difference;

    fn tally(detractors: u64, passives: u64, promoters: u64) -> Tally {
        Tally { detractors, passives, promoters }
    }

    fn watch(runs: &[(usize, Tally)]) -> (ScoreWatch, Option<(usize, ScoreAlarm)>) {
        let mut watch = ScoreWatch::default();
        let days = runs.iter().flat_map(|(days, tally)| std::iter::repeat_n(*tally, *days));
        for (day, tally) in days.enumerate() {
            watch.push(tally);
            if let Some(alarm) = watch.alarm(1) {
                return (watch, Some((day, alarm)));
            }
        }
        (watch, None)
    }

    #[test]
    fn the_root_is_the_usual_one_where_there_are_many_answers() {
        let (before, after) = (tally(2_000, 3_000, 5_000), tally(210, 300, 490));
        let usual = Difference::between(&before, &after).unwrap().z;
        assert!((signed_root(&before, &after) - usual).abs() < 0.05, "{usual}");
        assert_eq!(signed_root(&before, &tally(21, 30, 49)).signum(), -1.0);
        assert!(
            signed_root(&before, &tally(0, 0, 50)).is_finite() && signed_root(&before, &tally(50, 0, 0)).is_finite()
        );
    }

    #[test]
    fn a_fall_is_found_with_its_day_and_its_end_after_a_restart() {
        let (usual, poor) = (tally(10, 15, 25), tally(30, 10, 10));
        let (mut watch, found) = watch(&[(200, usual), (30, poor)]);
        let (day, alarm) = found.unwrap();
        assert_eq!((day, alarm.since, alarm.from), (200, 200, 0));
        assert!(alarm.z < 0.0 && alarm.after == poor);
        watch.restart(alarm.since);
        for _ in 0..10 {
            watch.push(poor);
            assert_eq!(watch.alarm(1), None);
        }
        watch.push(usual);
        watch.push(usual);
        let back = watch.alarm(1).unwrap();
        assert_eq!((back.since, back.from, back.z > 0.0), (211, 200, true));
    }

    #[test]
    fn nothing_is_found_in_what_stays_and_in_too_few_answers() {
        assert_eq!(watch(&[(800, tally(2, 3, 5))]).1, None);
        assert_eq!(watch(&[(9, tally(1, 3, 6)), (2, tally(14, 0, 0))]).1, None);
        assert_eq!(watch(&[]).1, None);
    }

    #[test]
    fn thresholds_rise_with_the_number_of_series() {
        assert!((shared(3.46, 1) - 3.46).abs() < 1e-9);
        for series in [2, 10, 100] {
            let rate = |b: f64| b * (-b * b / 2.0).exp();
            let ratio = rate(3.46) / rate(shared(3.46, series));
            assert!((ratio / series as f64 - 1.0).abs() < 0.01, "{series}: {ratio}");
        }
    }
}
