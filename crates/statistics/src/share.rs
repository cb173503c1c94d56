//! A share of answers, with its interval.

use crate::ConfidenceInterval;
use crate::normal::Z_95;

/// `count` of `total` answers; there is at least one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    count: u64,
    total: u64,
}

impl Share {
    /// `count` of `total`. There is no share of nothing, and none greater than the whole.
    pub fn new(count: u64, total: u64) -> Option<Self> {
        (total > 0 && count <= total).then_some(Self { count, total })
    }

    /// The answers that count.
    pub fn count(self) -> u64 {
        self.count
    }

    /// All answers.
    pub fn total(self) -> u64 {
        self.total
    }

    /// The exact value, 0 to 1.
    pub fn value(self) -> f64 {
        self.count as f64 / self.total as f64
    }

    /// The value as it is shown: whole per cent, halves rounded up. Computed with integers, as `Nps::rounded` is.
    pub fn rounded_percent(self) -> u8 {
        let (count, total) = (u128::from(self.count), u128::from(self.total));
        ((200 * count + total) / (2 * total)) as u8
    }

    /// The Wilson score interval, within 0 to 1: with x = count/n,
    /// (x + z²/2n ± z·√(x(1−x)/n + z²/4n²)) / (1 + z²/n).
    ///
    /// Holds the true share in 95 % of all samples on average, for shares from ½ to 0.95 and 5 to 500 answers; in 90 % at worst.
    ///
    /// Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the
    /// American Statistical Association 22(158), 1927. Recommended for small samples by L. D. Brown, T. T. Cai and
    /// A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16(2), 2001.
    pub fn interval(self) -> ConfidenceInterval {
        let n = self.total as f64;
        let share = self.value();
        let z2 = Z_95 * Z_95;
        let centre = share + z2 / (2.0 * n);
        let margin = Z_95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        let mut interval = ConfidenceInterval::around(centre / scale, margin / scale).clamp(0.0, 1.0);
        // The formula gives exactly 0 and 1 here; floating-point numbers don't.
        if self.count == 0 {
            interval.low = 0.0;
        }
        if self.count == self.total {
            interval.high = 1.0;
        }
        interval
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(count: u64, total: u64) -> Share {
        Share::new(count, total).unwrap()
    }

    #[test]
    fn known_shares_have_their_known_intervals() {
        // statsmodels: proportion_confint(count, total, method="wilson")
        let table = [
            (share(8, 10), 80, 0.490_162, 0.943_318),
            (share(0, 5), 0, 0.0, 0.434_482),
            (share(5, 5), 100, 0.565_518, 1.0),
            (share(1, 8), 13, 0.022_417, 0.470_888),
            (share(430, 500), 86, 0.826_833, 0.887_677),
        ];
        for (share, percent, low, high) in table {
            assert_eq!(share.rounded_percent(), percent, "{share:?}");
            let interval = share.interval();
            assert!(
                (interval.low - low).abs() < 5e-7 && (interval.high - high).abs() < 5e-7,
                "{share:?}: {interval:?}"
            );
        }
    }

    #[test]
    fn no_share_of_nothing_and_none_above_one() {
        assert_eq!(Share::new(0, 0), None);
        assert_eq!(Share::new(6, 5), None);
    }

    #[test]
    fn the_largest_counts_fit() {
        assert_eq!(share(u64::MAX, u64::MAX).rounded_percent(), 100);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(total in 1u64..100_000, part in 0.0f64..=1.0) {
            let share = share((total as f64 * part) as u64, total);
            let interval = share.interval();
            prop_assert!(0.0 <= interval.low && interval.low < interval.high && interval.high <= 1.0);
            prop_assert!(interval.contains(share.value()));
            prop_assert!((f64::from(share.rounded_percent()) - 100.0 * share.value()).abs() <= 0.5 + 1e-9);
        }
    }
}
