//! Counts that are watched hour after hour: more than usual, or none where some are expected.

use statrs::function::beta::beta_reg;

/// How probable so many, or more, are after counts of `usual`, which were taken alike; 0 to 1. Without usual counts it is 1.
///
/// The tail of a negative binomial distribution with the mean m = (Σx + ½)/k of the k usual counts, and as variance the larger of
/// the Poisson distribution's, m, and 1.5 times what the counts have, s²; in both cases (1 + 1/k) times that, since the mean is estimated as well.
/// The factor 1.5 is there because the variance of a month of days is known to a quarter only, and its error counts most far out in the tail.
///
/// Source: negative binomial thresholds as in A. Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance
/// systems", Statistics in Medicine 32(7), 2013.
pub fn surge_p(count: u64, usual: &[u64]) -> f64 {
    if usual.is_empty() || count == 0 {
        return 1.0;
    }
    let k = usual.len() as f64;
    let mean = (usual.iter().sum::<u64>() as f64 + 0.5) / k;
    let squares: f64 = usual.iter().map(|x| (*x as f64 - mean).powi(2)).sum();
    let variance = (1.5 * squares / (k - 1.0).max(1.0)).max(mean) * (1.0 + 1.0 / k);
    let size = mean * mean / (variance - mean);
    beta_reg(count as f64, size, mean / (mean + size))
}

/// How probable no answer is where as long `periods` before had `usual` answers in all, and days differ by `dispersion`: the
/// square of their coefficient of variation, beyond what is chance. From 0 to 1.
///
/// A Poisson distribution whose rate isn't known, by Jeffreys' prior, and differs from day to day: with Λ = (Σx + ½)/k expected
/// answers it is (1 + Λ/r)^−r, where 1/r = 1/(Σx + ½) + dispersion. Without dispersion that is (k/(k + 1))^(Σx + ½).
///
/// Source: the gamma-Poisson predictive distribution, A. Gelman et al., Bayesian Data Analysis, 3rd ed., 2013, section 2.6.
pub fn silence_p(usual: u64, periods: u32, dispersion: f64) -> f64 {
    let sum = usual as f64 + 0.5;
    let (expected, size) = (sum / f64::from(periods), 1.0 / (1.0 / sum + dispersion.max(0.0)));
    (1.0 + expected / size).powf(-size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surge_is_improbable_and_what_varies_much_surprises_less() {
        let steady = [2, 3, 1, 2, 4, 2, 3, 2];
        assert!(surge_p(2, &steady) > 0.3 && surge_p(20, &steady) < 1e-5);
        assert!(surge_p(20, &[0, 9, 0, 1, 8, 0, 0, 1]) > 1e-3);
        assert_eq!((surge_p(5, &[]), surge_p(0, &steady)), (1.0, 1.0));
        assert!(surge_p(3, &[0; 28]) < 1e-4);
    }

    #[test]
    fn silence_is_improbable_only_where_answers_are_usual() {
        assert!(silence_p(0, 4, 0.0) > 0.8 && silence_p(4, 4, 0.0) > 0.3 && silence_p(100, 4, 0.0) < 1e-9);
        assert!((silence_p(100, 4, 0.0) / 0.8_f64.powf(100.5) - 1.0).abs() < 1e-9);
        assert!(silence_p(100, 4, 0.1) > 1e-6, "days differ");
    }
}
