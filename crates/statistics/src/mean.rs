//! Ratings on a scale: their mean with its interval, and the share of high ones.

use crate::{ConfidenceInterval, Share};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// On a scale from 1 to 5, ratings from here on are satisfied ones: the two highest ("top two box").
pub const CSAT_SATISFIED_FROM: f64 = askwell_survey::limits::SATISFIED;

/// On a scale from 1 (strongly disagree that it was easy) to 7, ratings from here on say that it was easy.
/// Source: M. Dixon, N. Toman and R. DeLisi, "The Effortless Experience", 2013.
pub const CES_EASY_FROM: f64 = askwell_survey::limits::EASY;

/// How often each rating was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    /// Ascending, each value once, no count of 0.
    counts: Vec<(f64, u64)>,
}

impl Distribution {
    /// Each value with its number of answers. A value may come several times; values that aren't finite are left out.
    pub fn of(counts: impl IntoIterator<Item = (f64, u64)>) -> Self {
        let mut all: Vec<_> = counts.into_iter().filter(|(value, count)| value.is_finite() && *count > 0).collect();
        all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        all.dedup_by(|(value, count), (kept, sum)| {
            let same = value == kept;
            if same {
                *sum += *count;
            }
            same
        });
        Self { counts: all }
    }

    /// The values that were given, ascending, with their number of answers.
    pub fn counts(&self) -> &[(f64, u64)] {
        &self.counts
    }

    /// All answers.
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The arithmetic mean.
    pub fn mean(&self) -> Option<f64> {
        let n = self.count();
        (n > 0).then(|| self.counts.iter().map(|(value, count)| value * *count as f64).sum::<f64>() / n as f64)
    }

    /// The interval of the mean by Student's t: mean ± t·s/√n, with n − 1 degrees of freedom.
    ///
    /// There is none with fewer than two answers, nor where all are the same: their spread can't be estimated. It may
    /// reach beyond the scale; [`ConfidenceInterval::clamp`] cuts it.
    ///
    /// Ratings aren't normally distributed. Measured on scales from 1 to 5, the interval holds the true mean in at
    /// least 90 % of all samples of 5 to 20 answers, and in at least 93 % from 50 answers on.
    ///
    /// Source: Student, "The Probable Error of a Mean", Biometrika 6(1), 1908.
    pub fn interval(&self) -> Option<ConfidenceInterval> {
        let mean = self.mean()?;
        if self.counts.len() < 2 {
            return None;
        }
        let n = self.count() as f64;
        let squares: f64 = self.counts.iter().map(|(value, count)| (value - mean).powi(2) * *count as f64).sum();
        let t = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(0.975);
        Some(ConfidenceInterval::around(mean, t * (squares / (n - 1.0) / n).sqrt()))
    }

    /// The share of ratings of at least `threshold`.
    pub fn share_from(&self, threshold: f64) -> Option<Share> {
        let high = self.counts.iter().filter(|(value, _)| *value >= threshold).map(|(_, count)| count).sum();
        Share::new(high, self.count())
    }

    /// Customer satisfaction: the share of satisfied ratings on a scale from 1 to 5.
    pub fn csat(&self) -> Option<Share> {
        self.share_from(CSAT_SATISFIED_FROM)
    }

    /// Customer effort: the share of ratings that say it was easy, on a scale from 1 to 7.
    pub fn ces(&self) -> Option<Share> {
        self.share_from(CES_EASY_FROM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_ratings_have_their_known_mean_and_interval() {
        // SciPy: stats.t.interval(0.95, 9, mean, stats.sem(ratings))
        let ratings = Distribution::of([(5.0, 3), (1.0, 1), (4.0, 4), (3.0, 2)]);
        let interval = ratings.interval().unwrap();
        assert_eq!((ratings.count(), ratings.mean()), (10, Some(3.8)));
        assert!(
            (interval.low - 2.920_631_4).abs() < 5e-7 && (interval.high - 4.679_368_6).abs() < 5e-7,
            "{interval:?}"
        );
        // Two answers have one degree of freedom: t is 12.7062.
        let interval = Distribution::of([(4.0, 1), (5.0, 1)]).interval().unwrap();
        assert!((interval.high - 10.853_102).abs() < 5e-7, "{interval:?}");
        assert_eq!(interval.clamp(1.0, 5.0), ConfidenceInterval { low: 1.0, high: 5.0 });
    }

    #[test]
    fn csat_counts_4_and_5_and_ces_counts_5_to_7() {
        let five = Distribution::of([1.0, 2.0, 3.0, 4.0, 5.0].map(|rating| (rating, 1)));
        assert_eq!(five.csat(), Share::new(2, 5));
        let seven = Distribution::of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0].map(|rating| (rating, 10)));
        assert_eq!(seven.ces(), Share::new(30, 70));
    }

    #[test]
    fn no_mean_without_answers_and_no_interval_without_spread() {
        let none = Distribution::of([(3.0, 0), (f64::NAN, 4), (f64::INFINITY, 1)]);
        assert_eq!((none.count(), none.mean(), none.interval(), none.csat()), (0, None, None, None));
        let same = Distribution::of([(5.0, 7)]);
        assert_eq!((same.mean(), same.interval()), (Some(5.0), None));
        assert_eq!(Distribution::of([(0.0, 1), (-0.0, 2)]).counts(), [(0.0, 3)]);
    }

    proptest! {
        #[test]
        fn order_and_grouping_of_counts_do_not_matter(mut pairs in prop::collection::vec((1u8..8, 0u64..50), 0..30)) {
            let of = |pairs: &[(u8, u64)]| Distribution::of(pairs.iter().map(|(v, c)| (f64::from(*v), *c)));
            let first = of(&pairs);
            pairs.reverse();
            prop_assert_eq!(&first, &of(&pairs));
            prop_assert_eq!(first.count(), pairs.iter().map(|(_, c)| c).sum::<u64>());
            if let (Some(mean), Some(interval)) = (first.mean(), first.interval()) {
                prop_assert!(interval.low < mean && mean < interval.high);
            }
        }
    }
}
