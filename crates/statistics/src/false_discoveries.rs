//! Many comparisons at once: how many of those that stand out do so by chance.

/// Which of `p_values` are discoveries, so that on average at most `rate` of the discoveries are false.
///
/// Benjamini and Hochberg: with the m values in ascending order, the largest k with pₖ ≤ k/m · rate is found, and all
/// values up to pₖ are discoveries. A value that is NaN is none.
///
/// Source: Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate: A Practical and Powerful Approach to
/// Multiple Testing", Journal of the Royal Statistical Society B 57(1), 1995.
pub fn discoveries(p_values: &[f64], rate: f64) -> Vec<bool> {
    let mut ascending: Vec<f64> = p_values.iter().copied().filter(|p| !p.is_nan()).collect();
    ascending.sort_by(f64::total_cmp);
    let share = rate / p_values.len() as f64;
    let largest = ascending.iter().enumerate().rev().find(|(index, p)| **p <= (index + 1) as f64 * share);
    p_values.iter().map(|p| largest.is_some_and(|(_, largest)| p <= largest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example of the article: 15 values, of which the four smallest are discoveries at 5 %.
    const ARTICLE: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];

    #[test]
    fn the_example_of_the_article() {
        let found = discoveries(&ARTICLE, 0.05);
        assert_eq!(found.iter().filter(|found| **found).count(), 4);
        assert!(found[..4].iter().all(|found| *found));
    }

    #[test]
    fn a_later_value_carries_earlier_ones() {
        // 0.04 is above 1/3 · 0.05, but 0.05 is not above 3/3 · 0.05.
        assert_eq!(discoveries(&[0.05, 0.04, 0.045], 0.05), [true; 3]);
    }

    #[test]
    fn no_values_and_no_numbers() {
        assert!(discoveries(&[], 0.05).is_empty());
        assert_eq!(discoveries(&[f64::NAN, 0.001], 0.05), [false, true]);
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_smaller_values_are_found_first(
            mut p_values in prop::collection::vec(0.0f64..0.2, 1..40),
        ) {
            let count = |p: &[f64]| discoveries(p, 0.05).into_iter().filter(|found| *found).count();
            let before = count(&p_values);
            p_values.reverse();
            prop_assert_eq!(count(&p_values), before);
            p_values.sort_by(f64::total_cmp);
            prop_assert!(discoveries(&p_values, 0.05).is_sorted_by(|a, b| a >= b));
            // Never fewer than Bonferroni finds, never more than are below the rate.
            let m = p_values.len() as f64;
            prop_assert!(before >= p_values.iter().filter(|p| **p <= 0.05 / m).count());
            prop_assert!(before <= p_values.iter().filter(|p| **p <= 0.05).count());
        }
    }
}
