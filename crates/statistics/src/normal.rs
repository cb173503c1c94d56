//! The standard normal distribution, as far as it is needed.

use statrs::function::erf::erfc;

/// The 97.5th percentile: 95 % lie within ± this.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// The 99.9th percentile: 99.8 % lie within ± this.
pub(crate) const Z_99_8: f64 = 3.090_232_306_167_813;

/// The probability of a value at least as far from 0 as `z`, on either side.
pub(crate) fn two_sided_p(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_of_known_percentiles() {
        assert!((two_sided_p(Z_95) - 0.05).abs() < 1e-10);
        assert!((two_sided_p(-Z_99_8) - 0.002).abs() < 1e-10);
        assert!((two_sided_p(0.0) - 1.0).abs() < 1e-10);
    }
}
