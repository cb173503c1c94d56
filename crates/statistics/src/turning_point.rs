//! When a value has changed: where the answers after a moment differ from those before it.

use std::ops::Add;

use crate::{ALPHA, Difference, MIN_ANSWERS};

/// A shorter window tells when, if its difference has this much of the surprise of a longer one.
const NEARLY: f64 = 0.8;

/// Where a series has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningPoint<S> {
    /// The index of the first sample after the change.
    pub at: usize,
    /// How many samples on each side were compared, as far as there are so many.
    pub window: usize,
    /// The answers before it.
    pub before: S,
    /// The answers from it on.
    pub after: S,
    /// Their difference.
    pub difference: Difference,
    /// How probable a difference as large is anywhere in the series if nothing has changed; at most 1.
    pub p: f64,
}

/// The moments at which a series of samples, one a week or a day, has changed by more than chance, earliest first.
///
/// At each moment the samples of a window before it are compared with those of a window after it, for windows of several
/// lengths: short ones find what passes soon, and tell exactly when; long ones find what is small and stays. Of the shortest
/// windows, the most surprising difference is a turning point, and then those whose windows don't reach across one that was found.
/// A point is described by the window that shows it best.
///
/// So many comparisons find something by chance. Their `p` is therefore multiplied by their number (Bonferroni), which is
/// strict, since neighbours share most of their answers. Measured on two years of weeks in which nothing changes, 2.5 % have a
/// turning point on average, from none to 6 % (`tests/measured.rs`). Samples of fewer than [`MIN_ANSWERS`] answers aren't compared.
///
/// Source: the maximally selected two-sample statistic of L. Horváth, P. Kokoszka and J. Steinebach, "Testing for changes in
/// multivariate dependent observations", with moving windows (MOSUM) as in B. Eichinger and C. Kirch, "A MOSUM procedure for
/// the estimation of multiple random change points", Bernoulli 24(1), 2018.
pub fn turning_points<S: Copy + Add<Output = S>>(
    samples: &[S],
    windows: &[usize],
    difference: impl Fn(S, S) -> Option<Difference>,
) -> Vec<TurningPoint<S>> {
    let mut compared = Vec::new();
    for at in 1..samples.len() {
        for &window in windows {
            let before = sum(&samples[at.saturating_sub(window)..at]);
            let after = sum(&samples[at..samples.len().min(at + window)]);
            let (Some(before), Some(after)) = (before, after) else { continue };
            let found = difference(before, after).filter(|difference| difference.answers >= MIN_ANSWERS);
            compared.extend(found.map(|difference| TurningPoint {
                at,
                window,
                before,
                after,
                p: difference.p,
                difference,
            }));
        }
    }
    let comparisons = compared.len() as f64;
    for point in &mut compared {
        point.p = (point.p * comparisons).min(1.0);
    }
    // By z where p is too small to be told from 0.
    let surprise = |point: &&TurningPoint<S>| point.difference.z.abs();
    let most = |one: &&TurningPoint<S>, other: &&TurningPoint<S>| surprise(one).total_cmp(&surprise(other));
    let mut candidates: Vec<_> = compared.iter().filter(|point| point.p < ALPHA).collect();
    candidates.sort_by(|one, other| one.window.cmp(&other.window).then(most(other, one)));
    let mut found: Vec<TurningPoint<S>> = Vec::new();
    for candidate in &candidates {
        let is_free = |point: &TurningPoint<S>| found.iter().all(|other| point.at.abs_diff(other.at) >= point.window);
        if !is_free(candidate) {
            continue;
        }
        // What a long window has found may have passed within it: then a shorter one shows it nearly as clearly, and when.
        let is_within = |point: &&TurningPoint<S>| {
            point.window < candidate.window
                && point.at.abs_diff(candidate.at) < candidate.window
                && (point.difference.z > 0.0) == (candidate.difference.z > 0.0)
                && surprise(point) >= NEARLY * surprise(candidate)
                && is_free(point)
        };
        let clearer = compared.iter().filter(is_within).max_by(most);
        let here = candidates.iter().copied().filter(|other| other.at == candidate.at).max_by(most);
        found.extend(clearer.or(here).map(|point| TurningPoint { p: candidate.p, ..point.clone() }));
    }
    found.sort_by_key(|point| point.at);
    found
}

fn sum<S: Copy + Add<Output = S>>(samples: &[S]) -> Option<S> {
    samples.iter().copied().reduce(|sum, sample| sum + sample)
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Tally;

    fn points(detractors: &[u64]) -> Vec<(usize, bool)> {
        let week = |detractors: &u64| Tally { detractors: *detractors, passives: 30, promoters: 100 - detractors };
        let weeks: Vec<_> = detractors.iter().map(week).collect();
        let found = turning_points(&weeks, &[1, 4, 13], |before, after| Difference::between(&before, &after));
        found.iter().map(|point| (point.at, point.difference.delta > 0.0)).collect()
    }

    fn weeks(runs: &[(usize, u64)]) -> Vec<u64> {
        runs.iter().flat_map(|(weeks, detractors)| std::iter::repeat_n(*detractors, *weeks)).collect()
    }

    #[test]
    fn a_step_is_one_turning_point() {
        assert_eq!(points(&weeks(&[(40, 20), (40, 30)])), [(40, false)]);
        assert_eq!(points(&weeks(&[(40, 30), (40, 20)])), [(40, true)]);
    }

    #[test]
    fn what_passes_after_a_week_is_found_with_its_end() {
        assert_eq!(points(&weeks(&[(40, 20), (1, 80), (40, 20)])), [(40, false), (41, true)]);
    }

    #[test]
    fn what_passes_is_told_when_its_weeks_are_too_small_to_be_sure() {
        let week = |detractors: u64| Tally { detractors, passives: 12, promoters: 40 - detractors };
        let weeks: Vec<_> = [vec![week(8); 30], vec![week(24); 2], vec![week(8); 30]].concat();
        let found = turning_points(&weeks, &[1, 4, 13], |before, after| Difference::between(&before, &after));
        let places: Vec<_> = found.iter().map(|point| (point.at, point.difference.delta > 0.0)).collect();
        assert_eq!(places, [(30, false), (32, true)]);
    }

    #[test]
    fn a_fall_and_a_rise_months_later_are_two() {
        assert_eq!(points(&weeks(&[(30, 20), (20, 40), (30, 25)])), [(30, false), (50, true)]);
    }

    #[test]
    fn nothing_changes_in_what_stays_and_in_too_few_answers() {
        assert_eq!(points(&weeks(&[(80, 20)])), []);
        assert_eq!(points(&[20]), []);
        assert_eq!(points(&[]), []);
        let few =
            [Tally { detractors: 0, passives: 0, promoters: 29 }, Tally { detractors: 29, passives: 0, promoters: 0 }];
        let found = turning_points(&few, &[1], |before, after| Difference::between(&before, &after));
        assert_eq!(found, []);
    }
}
