//! Which of several teams stand out, given that small ones vary more.

use crate::normal::{Z_95, Z_99_8};
use askwell_survey::{Interval, Tally};

/// A funnel plot: each team a dot, its score over its number of answers, between limits that narrow as answers grow.
///
/// A ranking puts small teams first and last, whatever they do: theirs vary most. Teams within the limits differ by no
/// more than chance explains.
///
/// With μ the score of all and σ² = (P + D)/n − μ² the variance of one answer, the limits at n answers are μ ± z·σ/√n.
///
/// Small samples are only nearly normal. Of teams that score as all do, 3 to 6 % lie outside the 95 % limits and up to 1.4 %
/// outside the 99.8 % limits with 5 or 10 answers; from 50 answers on, 4 to 6 % and up to 0.4 %.
///
/// Source: D. J. Spiegelhalter, "Funnel Plots for Comparing Institutional Performance", Statistics in Medicine 24(8), 2005.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    mean: f64,
    deviation: f64,
}

/// The limits at a number of answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLimits {
    /// 95 % of teams that score as all do lie within: one of 20 lies outside by chance.
    pub within_95: Interval,
    /// 99.8 % of teams that score as all do lie within: one of 500 lies outside by chance.
    pub within_99_8: Interval,
}

/// Where a team lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below the 99.8 % limit.
    FarBelow,
    /// Below the 95 % limit.
    Below,
    /// Within the limits.
    Within,
    /// Above the 95 % limit.
    Above,
    /// Above the 99.8 % limit.
    FarAbove,
}

impl Funnel {
    /// The funnel around the score of `all` teams together; without answers there is none.
    pub fn around(all: &Tally) -> Option<Self> {
        let mean = all.nps()?.value() / 100.0;
        let variance = (all.promoters + all.detractors) as f64 / all.total() as f64 - mean * mean;
        Some(Self { mean, deviation: variance.max(0.0).sqrt() })
    }

    /// The score in the middle, −100 to 100.
    pub fn mean(&self) -> f64 {
        100.0 * self.mean
    }

    /// The limits at `answers` answers; without answers there are none.
    pub fn limits(&self, answers: u64) -> Option<FunnelLimits> {
        let limits = |z: f64| {
            let margin = z * self.deviation / (answers as f64).sqrt();
            Interval {
                low: (100.0 * (self.mean - margin)).clamp(-100.0, 100.0),
                high: (100.0 * (self.mean + margin)).clamp(-100.0, 100.0),
            }
        };
        (answers > 0).then(|| FunnelLimits { within_95: limits(Z_95), within_99_8: limits(Z_99_8) })
    }

    /// Where `team` lies; without answers it lies nowhere.
    pub fn position(&self, team: &Tally) -> Option<Position> {
        /// So that a team that is all there is lies within limits of no width.
        const TOLERANCE: f64 = 1e-9;
        let (score, limits) = (team.nps()?.value(), self.limits(team.total())?);
        let below = |limits: Interval| score < limits.low - TOLERANCE;
        let above = |limits: Interval| score > limits.high + TOLERANCE;
        Some(if below(limits.within_99_8) {
            Position::FarBelow
        } else if below(limits.within_95) {
            Position::Below
        } else if above(limits.within_99_8) {
            Position::FarAbove
        } else if above(limits.within_95) {
            Position::Above
        } else {
            Position::Within
        })
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
    fn known_limits() {
        // μ = 0.2, σ² = 0.7 − 0.04 = 0.66; at 100 answers σ/√n = 0.081 240.
        let funnel = Funnel::around(&tally(250, 300, 450)).unwrap();
        let limits = funnel.limits(100).unwrap();
        let shown = [limits.within_95.low, limits.within_95.high, limits.within_99_8.low, limits.within_99_8.high]
            .map(|limit| format!("{limit:.3}"));
        assert_eq!(shown, ["4.077", "35.923", "-5.105", "45.105"]);
        assert!((funnel.mean() - 20.0).abs() < 1e-12);
    }

    #[test]
    fn the_same_score_stands_out_only_with_many_answers() {
        use Position::{Above, Below, FarAbove, FarBelow, Within};
        let funnel = Funnel::around(&tally(250, 300, 450)).unwrap();
        let position = |detractors, promoters| funnel.position(&tally(detractors, 0, promoters));
        assert_eq!([position(5, 5), position(20, 20), position(60, 60)], [Some(Within), Some(Within), Some(Below)]);
        assert_eq!([position(50, 50), position(150, 150)], [Some(Below), Some(FarBelow)]);
        assert_eq!([position(30, 70), position(28, 72)], [Some(Above), Some(Above)]);
        assert_eq!([position(10, 90), position(0, 0)], [Some(FarAbove), None]);
    }

    #[test]
    fn unanimous_answers_are_within() {
        let all = tally(0, 0, 33);
        assert_eq!(Funnel::around(&all).unwrap().position(&all), Some(Position::Within));
        assert_eq!(Funnel::around(&Tally::default()), None);
    }

    proptest! {
        #[test]
        fn limits_narrow_and_the_wide_ones_hold_the_narrow_ones(
            all in (0u64..500, 0u64..500, 0u64..500), answers in 1u64..5000,
        ) {
            let all = tally(all.0, all.1, all.2);
            prop_assume!(all.total() > 0);
            let funnel = Funnel::around(&all).unwrap();
            let (wide, narrow) = (funnel.limits(answers).unwrap(), funnel.limits(answers + 1).unwrap());
            prop_assert!(wide.within_95.low <= narrow.within_95.low && narrow.within_95.high <= wide.within_95.high);
            prop_assert!(wide.within_99_8.low <= wide.within_95.low && wide.within_95.high <= wide.within_99_8.high);
            prop_assert_eq!(funnel.position(&all), Some(Position::Within));
        }
    }
}
