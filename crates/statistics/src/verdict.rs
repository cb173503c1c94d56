//! Whether a difference is a change or chance.

use crate::{Difference, discoveries};

/// A difference is called real where one as large comes by chance in fewer than 5 of 100 comparisons.
///
/// Measured on unchanged scores and shares with 30 to 200 answers in each sample: 4.2 % on average, from 0.4 % where nearly
/// all are promoters to 5.4 % (`tests/measured.rs`). Where nobody is passive it can be 6 %.
pub const ALPHA: f64 = 0.05;

/// Each sample needs this many answers before anything is said.
///
/// With 30 in each, a change must be near 40 points to be called real. With fewer in one sample and many in the other, the
/// adjustment of the smaller one alone brings false alarms in up to 6 % of all comparisons.
pub const MIN_ANSWERS: u64 = 30;

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A sample has fewer than [`MIN_ANSWERS`] answers.
    TooFew,
    /// Chance alone brings such a difference too often.
    CouldBeChance,
    /// Chance alone rarely brings such a difference.
    LikelyReal,
}

impl Verdict {
    /// The verdict on one difference. For several at once, such as all segments of a report, see [`verdicts`].
    ///
    /// It is for periods that are over: looking at the figure of a month each day until it stands out finds a change in one
    /// of four months without any.
    pub fn of(difference: &Difference) -> Self {
        Self::new(difference, difference.p < ALPHA)
    }

    fn new(difference: &Difference, surprising: bool) -> Self {
        match difference.answers {
            ..MIN_ANSWERS => Self::TooFew,
            _ if surprising => Self::LikelyReal,
            _ => Self::CouldBeChance,
        }
    }
}

/// The verdicts on differences that are looked at together, in their order.
///
/// On average at most 5 % of those called real come by chance, see [`discoveries`]; 6 % where nothing has changed at all, as
/// `p` is approximate. Differences of too few answers don't take part.
pub fn verdicts(differences: &[Difference]) -> Vec<Verdict> {
    let enough: Vec<f64> = differences.iter().filter(|d| d.answers >= MIN_ANSWERS).map(|d| d.p).collect();
    let mut real = discoveries(&enough, ALPHA).into_iter();
    differences.iter().map(|d| Verdict::new(d, d.answers >= MIN_ANSWERS && real.next() == Some(true))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConfidenceInterval;

    fn difference(p: f64, answers: u64) -> Difference {
        Difference { delta: 8.0, z: 2.0, p, interval: ConfidenceInterval { low: 0.0, high: 16.0 }, answers }
    }

    #[test]
    fn a_verdict_needs_answers_and_a_small_p() {
        assert_eq!(Verdict::of(&difference(0.001, MIN_ANSWERS - 1)), Verdict::TooFew);
        assert_eq!(Verdict::of(&difference(0.05, MIN_ANSWERS)), Verdict::CouldBeChance);
        assert_eq!(Verdict::of(&difference(0.049, MIN_ANSWERS)), Verdict::LikelyReal);
    }

    #[test]
    fn several_verdicts_are_stricter_than_one_and_skip_small_samples() {
        use Verdict::{CouldBeChance, LikelyReal, TooFew};
        let all = [difference(0.04, 100), difference(0.0, 3), difference(0.02, 100), difference(0.9, 100)];
        assert_eq!(verdicts(&all), [CouldBeChance, TooFew, CouldBeChance, CouldBeChance]);
        assert_eq!(verdicts(&[difference(0.04, 100), difference(0.02, 3)]), [LikelyReal, TooFew]);
        assert_eq!(verdicts(&[]), []);
    }
}
