//! How closely two ratings go together.

use crate::normal::Z_95;
use crate::{ConfidenceInterval, Distribution};

/// Spearman's rank correlation, −1 to 1: 1 where the higher one rating, the higher the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The correlation in this sample.
    pub value: f64,
    /// The number of answers it is of.
    pub answers: u64,
}

/// The mean rank of each value, where equal values share their ranks.
struct Ranks(Vec<(f64, f64)>);

impl Ranks {
    fn of(distribution: &Distribution) -> Self {
        let mut below = 0;
        let rank = |(value, count): &(f64, u64)| {
            let rank = below as f64 + (*count as f64 + 1.0) / 2.0;
            below += count;
            (*value, rank)
        };
        Self(distribution.counts().iter().map(rank).collect())
    }

    fn get(&self, value: f64) -> f64 {
        let index = self.0.partition_point(|(other, _)| *other < value);
        self.0[index].1
    }
}

impl Correlation {
    /// The rank correlation of pairs with their number of answers. There is none where one side never varies.
    ///
    /// The product-moment correlation of the ranks, where equal values share their mean rank. Ratings are ordered but not
    /// evenly spaced, so ranks suit them better than their numbers. Pairs with a value that isn't finite are left out.
    ///
    /// Source: C. Spearman, "The Proof and Measurement of Association between Two Things", The American Journal of
    /// Psychology 15(1), 1904.
    pub fn of(pairs: impl IntoIterator<Item = (f64, f64, u64)>) -> Option<Self> {
        let pairs: Vec<_> = pairs.into_iter().filter(|(x, y, n)| x.is_finite() && y.is_finite() && *n > 0).collect();
        let xs = Distribution::of(pairs.iter().map(|(x, _, count)| (*x, *count)));
        let ys = Distribution::of(pairs.iter().map(|(_, y, count)| (*y, *count)));
        if xs.counts().len() < 2 || ys.counts().len() < 2 {
            return None;
        }
        let answers = xs.count();
        let middle = (answers as f64 + 1.0) / 2.0;
        let (x_ranks, y_ranks) = (Ranks::of(&xs), Ranks::of(&ys));
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for (x, y, count) in pairs {
            let (x, y, count) = (x_ranks.get(x) - middle, y_ranks.get(y) - middle, count as f64);
            xx += count * x * x;
            yy += count * y * y;
            xy += count * x * y;
        }
        Some(Self { value: (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0), answers })
    }

    /// The interval: tanh(artanh r ± z·√((1 + r²/2)/(n − 3))).
    ///
    /// There is none with fewer than four answers, nor where the correlation is perfect: then its error can't be estimated.
    ///
    /// Sources: R. A. Fisher, "On the 'Probable Error' of a Coefficient of Correlation Deduced from a Small Sample", Metron
    /// 1, 1921, for the transformation; D. G. Bonett and T. A. Wright, "Sample Size Requirements for Estimating Pearson,
    /// Kendall and Spearman Correlations", Psychometrika 65(1), 2000, for the error of ranks.
    pub fn interval(self) -> Option<ConfidenceInterval> {
        /// Perfect, but for the error of floating-point arithmetic.
        const PERFECT: f64 = 1.0 - 1e-12;
        if self.answers < 4 || self.value.abs() >= PERFECT {
            return None;
        }
        let error = ((1.0 + self.value * self.value / 2.0) / (self.answers as f64 - 3.0)).sqrt();
        let interval = ConfidenceInterval::around(self.value.atanh(), Z_95 * error);
        Some(ConfidenceInterval { low: interval.low.tanh(), high: interval.high.tanh() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_ratings_have_their_known_correlation() {
        // SciPy: spearmanr([1, 2, 2, 3, 4, 5, 5], [3, 1, 5, 6, 8, 7, 10])
        let pairs = [(1.0, 3.0), (2.0, 1.0), (2.0, 5.0), (3.0, 6.0), (4.0, 8.0), (5.0, 7.0), (5.0, 10.0)]
            .map(|(x, y)| (x, y, 1));
        let correlation = Correlation::of(pairs).unwrap();
        assert!((correlation.value - 0.872_871_6).abs() < 5e-7, "{correlation:?}");
        let interval = correlation.interval().unwrap();
        assert!((interval.low - 0.191_024).abs() < 5e-7 && (interval.high - 0.986_524).abs() < 5e-7, "{interval:?}");
    }

    #[test]
    fn no_correlation_without_spread_and_no_interval_of_a_perfect_one() {
        assert_eq!(Correlation::of([(3.0, 1.0, 5), (3.0, 9.0, 5)]), None);
        assert_eq!(Correlation::of([]), None);
        let perfect = Correlation::of([(1.0, 2.0, 50), (2.0, 3.0, 50), (3.0, 9.0, 50)]).unwrap();
        assert!((perfect.value - 1.0).abs() < 1e-9);
        assert_eq!(perfect.interval(), None);
    }

    proptest! {
        #[test]
        fn counts_say_the_same_as_repetition_and_turning_a_scale_turns_the_sign(
            pairs in prop::collection::vec((1u8..6, 0u8..11, 1u64..6), 2..30),
        ) {
            let counted: Vec<_> = pairs.iter().map(|(x, y, n)| (f64::from(*x), f64::from(*y), *n)).collect();
            let repeated = counted.iter().flat_map(|(x, y, n)| (0..*n).map(|_| (*x, *y, 1)));
            let turned = counted.iter().map(|(x, y, n)| (-x, *y, *n));
            let all = (Correlation::of(counted.clone()), Correlation::of(repeated), Correlation::of(turned));
            if let (Some(counted), Some(repeated), Some(turned)) = all {
                prop_assert!((counted.value - repeated.value).abs() < 1e-9);
                prop_assert!((counted.value + turned.value).abs() < 1e-9);
                prop_assert!(counted.interval().is_none_or(|interval| interval.contains(counted.value)));
            } else {
                prop_assert_eq!(all, (None, None, None));
            }
        }
    }
}
