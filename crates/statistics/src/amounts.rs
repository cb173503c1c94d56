//! Amounts, such as revenue: their mean, median and differences. A few large ones make them skewed.

use crate::{ConfidenceInterval, MIN_ANSWERS, Verdict};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Amounts, one for each customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amounts {
    /// Ascending.
    values: Vec<f64>,
}

/// A mean with what its spread and its skewness are estimated from.
#[derive(Clone, Copy, Debug)]
struct Moments {
    mean: f64,
    /// The square of the standard error.
    squared_error: f64,
    /// The third central moment of the mean.
    third: f64,
    /// n − 1.
    freedom: f64,
}

impl Amounts {
    /// Values that aren't finite are left out.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<_> = values.into_iter().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        Self { values }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.values.len() as u64
    }

    /// All together.
    pub fn sum(&self) -> f64 {
        self.values.iter().sum()
    }

    /// The arithmetic mean.
    pub fn mean(&self) -> Option<f64> {
        (!self.values.is_empty()).then(|| self.sum() / self.values.len() as f64)
    }

    /// The middle one; of an even number, the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let middle = self.values.len() / 2;
        let upper = *self.values.get(middle)?;
        Some(if self.values.len().is_multiple_of(2) { f64::midpoint(self.values[middle - 1], upper) } else { upper })
    }

    /// The 95 % interval of the mean, by Hall's transformation of Student's t, which takes skewness into account. There is
    /// none with fewer than five amounts, nor where all are the same.
    ///
    /// Measured on log-normal amounts with a standard deviation of up to 1 on the logarithmic scale, of which up to 60 % are
    /// 0: from 30 amounts on, it holds the true mean in 92 to 96 % of all samples, and that of a difference the true
    /// difference in 89 to 96 % (`tests/measured.rs`).
    ///
    /// Source: P. Hall, "On the Removal of Skewness by Transformation", Journal of the Royal Statistical Society B 54(1), 1992.
    pub fn interval(&self) -> Option<ConfidenceInterval> {
        let moments = self.moments()?;
        interval(moments.mean, moments.squared_error, moments.third, moments.freedom)
    }

    fn moments(&self) -> Option<Moments> {
        let (mean, n) = (self.mean()?, self.values.len() as f64);
        if n < 5.0 {
            return None;
        }
        let sum = |power: i32| self.values.iter().map(|value| (value - mean).powi(power)).sum::<f64>();
        let squared_error = sum(2) / (n - 1.0) / n;
        let third = sum(3) * n / ((n - 1.0) * (n - 2.0)) / (n * n);
        Some(Moments { mean, squared_error, third, freedom: n - 1.0 })
    }
}

/// How much two means of amounts differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AmountDifference {
    /// The second mean less the first.
    pub delta: f64,
    /// The 95 % interval of the difference.
    pub interval: ConfidenceInterval,
    /// Whether it could be chance.
    pub verdict: Verdict,
}

impl AmountDifference {
    /// The difference of the means of two independent samples; None where an interval can't be estimated.
    ///
    /// With SE² = s₁²/n₁ + s₂²/n₂ and the skewness a = (m₂/n₂² − m₁/n₁²)/SE³, in which m is the third central moment, the
    /// ends are Δ − SE·g⁻¹(±t), where g⁻¹(t) = (3/a)·(∛(1 + a(t − a/6)) − 1), and t has Welch's degrees of freedom.
    ///
    /// Source: X.-H. Zhou and P. Dinh, "Nonparametric Confidence Intervals for the One- and Two-Sample Problems",
    /// Biostatistics 6(2), 2005, who recommend it for the costs of health care.
    pub fn between(first: &Amounts, second: &Amounts) -> Option<Self> {
        let (one, other) = (first.moments()?, second.moments()?);
        let delta = other.mean - one.mean;
        let squared_error = one.squared_error + other.squared_error;
        let freedom = squared_error.powi(2)
            / (one.squared_error.powi(2) / one.freedom + other.squared_error.powi(2) / other.freedom);
        let interval = interval(delta, squared_error, other.third - one.third, freedom)?;
        let verdict = match first.count().min(second.count()) {
            ..MIN_ANSWERS => Verdict::TooFew,
            _ if interval.contains(0.0) => Verdict::CouldBeChance,
            _ => Verdict::LikelyReal,
        };
        Some(Self { delta, interval, verdict })
    }
}

/// The interval around `value` by Hall's transformation.
fn interval(value: f64, squared_error: f64, third: f64, freedom: f64) -> Option<ConfidenceInterval> {
    let error = squared_error.sqrt();
    if !(error > 0.0 && freedom > 0.0) {
        return None;
    }
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.975);
    let skewness = third / error.powi(3);
    let inverse = |t: f64| match skewness.abs() {
        ..1e-6 => t,
        _ => 3.0 / skewness * ((1.0 + skewness * (t - skewness / 6.0)).cbrt() - 1.0),
    };
    Some(ConfidenceInterval { low: value - error * inverse(t), high: value - error * inverse(-t) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_amounts_have_their_mean_and_median() {
        let amounts = Amounts::of([10.0, f64::NAN, 2.0, 4.0, 0.0]);
        assert_eq!((amounts.count(), amounts.mean(), amounts.median()), (4, Some(4.0), Some(3.0)));
        assert_eq!(Amounts::of([3.0, 1.0, 2.0]).median(), Some(2.0));
        assert_eq!((Amounts::default().mean(), Amounts::default().median()), (None, None));
    }

    #[test]
    fn amounts_without_skewness_have_the_interval_of_student() {
        // SciPy: stats.t.interval(0.95, 4, 3, stats.sem([1, 2, 3, 4, 5]))
        let interval = Amounts::of([1.0, 2.0, 3.0, 4.0, 5.0]).interval().unwrap();
        assert!(
            (interval.low - 1.036_756_8).abs() < 5e-7 && (interval.high - 4.963_243_2).abs() < 5e-7,
            "{interval:?}"
        );
    }

    #[test]
    fn the_interval_of_skewed_amounts_reaches_further_up() {
        let amounts = Amounts::of((1..=40).map(|place| (f64::from(place) / 8.0).exp()));
        let (mean, interval) = (amounts.mean().unwrap(), amounts.interval().unwrap());
        assert!(interval.high - mean > 1.2 * (mean - interval.low), "{mean}: {interval:?}");
    }

    #[test]
    fn no_interval_of_too_few_amounts_or_without_spread() {
        assert_eq!(Amounts::of([1.0, 2.0, 4.0, 3.0]).interval(), None);
        assert_eq!(Amounts::of([5.0; 10]).interval(), None);
        assert_eq!(AmountDifference::between(&Amounts::of([5.0; 10]), &Amounts::of([6.0; 10])), None);
    }

    #[test]
    fn a_difference_needs_enough_amounts_to_be_called_real() {
        let amounts = |from: u32, count: u32| Amounts::of((from..from + count).map(f64::from));
        let verdict = |one, other| AmountDifference::between(&one, &other).unwrap().verdict;
        assert_eq!(verdict(amounts(0, 40), amounts(100, 40)), Verdict::LikelyReal);
        assert_eq!(verdict(amounts(0, 40), amounts(100, 29)), Verdict::TooFew);
        assert_eq!(verdict(amounts(0, 40), amounts(1, 40)), Verdict::CouldBeChance);
        let difference = AmountDifference::between(&amounts(0, 40), &amounts(100, 40)).unwrap();
        assert_eq!(difference.delta, 100.0);
        assert!(difference.interval.contains(100.0));
    }
}
