//! How much two samples differ, and how surprising that would be if nothing had changed.

use crate::normal::{Z_95, two_sided_p};
use crate::{ConfidenceInterval, Share};
use askwell_survey::Tally;

/// The difference of two independent samples, in points: after less before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference of the adjusted values. Pages show that of the values shown: see [`Change`](crate::Change).
    pub delta: f64,
    /// The difference in standard errors.
    pub z: f64,
    /// How probable a difference at least as large is if nothing has changed, 0 to 1; two-sided.
    pub p: f64,
    /// The 95 % interval of the difference.
    pub interval: ConfidenceInterval,
    /// The number of answers in the smaller sample.
    pub answers: u64,
}

/// A value and the square of its standard error, −1 to 1.
struct Estimate {
    value: f64,
    squared_error: f64,
}

impl Estimate {
    fn of_score(tally: &Tally) -> Self {
        let n = tally.total() as f64 + 3.0;
        let (promoters, detractors) = (tally.promoters as f64 + 0.75, tally.detractors as f64 + 0.75);
        let value = (promoters - detractors) / n;
        Self { value, squared_error: ((promoters + detractors) / n - value * value) / n }
    }
}

impl Difference {
    /// The difference of two scores; without answers on both sides there is none.
    ///
    /// Both are adjusted as for `Nps::interval`: with n' = n + 3, P' = P + ¾, D' = D + ¾, each has the value
    /// x = (P' − D')/n' and the squared standard error ((P' + D')/n' − x²)/n'. Then z = Δ/√(SE₁² + SE₂²).
    /// Source: J. Sauro and J. Lewis, MeasuringU, after B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The
    /// American Statistician 70(4), 2016.
    pub fn between(before: &Tally, after: &Tally) -> Option<Self> {
        let answers = before.total().min(after.total());
        (answers > 0).then(|| Self::of(&Estimate::of_score(before), &Estimate::of_score(after), answers, 200.0))
    }

    /// How much more one pair of scores, before and after, has changed than another one (difference in differences). Each is
    /// adjusted as in [`Difference::between`]; the squared standard errors of all four add up.
    pub fn in_differences(concerned: [&Tally; 2], rest: [&Tally; 2]) -> Option<Self> {
        let all = [concerned, rest].concat();
        let answers = all.iter().map(|tally| tally.total()).min().unwrap_or(0);
        let change = |[before, after]: [&Tally; 2]| {
            let (before, after) = (Estimate::of_score(before), Estimate::of_score(after));
            Estimate { value: after.value - before.value, squared_error: before.squared_error + after.squared_error }
        };
        (answers > 0).then(|| Self::of(&change(rest), &change(concerned), answers, 400.0))
    }

    /// The difference of two shares, in percentage points.
    ///
    /// Agresti and Caffo: one answer of each kind is added to each sample: x = (count + 1)/(n + 2), with the squared
    /// standard error x(1 − x)/(n + 2).
    /// Source: A. Agresti and B. Caffo, "Simple and Effective Confidence Intervals for Proportions and Differences of
    /// Proportions Result from Adding Two Successes and Two Failures", The American Statistician 54(4), 2000.
    pub fn between_shares(before: Share, after: Share) -> Self {
        let estimate = |share: Share| {
            let n = share.total() as f64 + 2.0;
            let value = (share.count() as f64 + 1.0) / n;
            Estimate { value, squared_error: value * (1.0 - value) / n }
        };
        Self::of(&estimate(before), &estimate(after), before.total().min(after.total()), 100.0)
    }

    /// `widest` is the largest difference that there can be.
    fn of(before: &Estimate, after: &Estimate, answers: u64, widest: f64) -> Self {
        let delta = 100.0 * (after.value - before.value);
        // Never 0: what was added leaves some spread in each sample.
        let error = 100.0 * (before.squared_error + after.squared_error).sqrt();
        let z = delta / error;
        let interval = ConfidenceInterval::around(delta, Z_95 * error).clamp(-widest, widest);
        Self { delta, z, p: two_sided_p(z), interval, answers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(detractors: u64, passives: u64, promoters: u64) -> Tally {
        Tally { detractors, passives, promoters }
    }

    #[test]
    fn known_scores_have_their_known_difference() {
        let difference = Difference::between(&tally(25, 30, 45), &tally(15, 25, 60)).unwrap();
        let shown = |value: f64, digits: usize| format!("{value:.digits$}");
        assert_eq!(shown(difference.delta, 4), "24.2718");
        assert_eq!(shown(difference.z, 4), "2.2409");
        assert_eq!(shown(difference.p, 4), "0.0250");
        assert_eq!(shown(difference.interval.low, 3), "3.043");
        assert_eq!(shown(difference.interval.high, 3), "45.500");
        assert_eq!(difference.answers, 100);
    }

    #[test]
    fn a_change_that_the_rest_shares_is_no_difference() {
        let (before, after) = (tally(25, 30, 45), tally(15, 25, 60));
        let same = Difference::in_differences([&before, &after], [&before, &after]).unwrap();
        assert_eq!((same.delta, same.p), (0.0, 1.0));
        let alone = Difference::in_differences([&before, &after], [&before, &before]).unwrap();
        assert!((alone.delta - 24.271_8).abs() < 5e-5 && alone.p > 0.025, "{alone:?}");
        assert_eq!(Difference::in_differences([&before, &after], [&before, &Tally::default()]), None);
    }

    #[test]
    fn known_shares_have_their_known_difference() {
        // statsmodels: confint_proportions_2indep(60, 100, 45, 100, method="agresti-caffo")
        let share = |count, total| Share::new(count, total).unwrap();
        let difference = Difference::between_shares(share(45, 100), share(60, 100));
        assert!((difference.delta - 14.705_882).abs() < 5e-7, "{difference:?}");
        assert!((difference.interval.low - 1.149_262_6).abs() < 5e-7, "{difference:?}");
        assert!((difference.interval.high - 28.262_502_1).abs() < 5e-7, "{difference:?}");
    }

    #[test]
    fn no_difference_without_answers_on_both_sides() {
        assert_eq!(Difference::between(&Tally::default(), &tally(1, 1, 1)), None);
        assert_eq!(Difference::between(&tally(1, 1, 1), &Tally::default()), None);
    }

    proptest! {
        #[test]
        fn swapping_the_samples_turns_the_sign(
            a in (0u64..500, 0u64..500, 0u64..500),
            b in (0u64..500, 0u64..500, 0u64..500),
        ) {
            let (a, b) = (tally(a.0, a.1, a.2), tally(b.0, b.1, b.2));
            prop_assume!(a.total() > 0 && b.total() > 0);
            let (there, back) = (Difference::between(&a, &b).unwrap(), Difference::between(&b, &a).unwrap());
            prop_assert!((there.delta + back.delta).abs() < 1e-9 && (there.p - back.p).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&there.p));
            prop_assert!(there.interval.contains(there.delta));
            // The test and the interval say the same.
            prop_assert_eq!(there.p < 0.05, !there.interval.contains(0.0));
        }
    }
}
