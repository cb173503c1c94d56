//! Which rated aspects matter for the score, and how well they do.

use crate::{Correlation, Distribution};
use askwell_survey::Score;

/// A correlation below this is of little importance: a medium one by J. Cohen, "Statistical Power Analysis for the
/// Behavioral Sciences", 2nd edition, 1988.
pub const RELEVANT_CORRELATION: f64 = 0.3;

/// A rated aspect, such as shipping or price: performance is how it is rated, importance how closely its rating goes with
/// the score.
///
/// Pages draw one against the other: what is important and rated low comes first. Importance is derived from the answers,
/// not asked for. A correlation doesn't show a cause.
///
/// Source: J. A. Martilla and J. C. James, "Importance-Performance Analysis", Journal of Marketing 41(1), 1977.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyDriver {
    /// The ratings: performance is their mean, with its interval.
    pub performance: Distribution,
    /// The correlation of rating and score, with its interval. There is none where all ratings or all scores are the same.
    pub correlation: Option<Correlation>,
}

/// What can be said of an aspect's importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// The answers can't tell: the correlation may be 0, and may be relevant.
    TooFew,
    /// Customers care little about it: the whole interval lies below [`RELEVANT_CORRELATION`].
    Low,
    /// Customers care about it: the whole interval lies above 0, and reaches [`RELEVANT_CORRELATION`].
    High,
}

impl KeyDriver {
    /// From ratings of the aspect, each with the score in the same response and their number.
    pub fn of(answers: impl IntoIterator<Item = (f64, Score, u64)>) -> Self {
        let pairs: Vec<_> =
            answers.into_iter().map(|(rating, score, count)| (rating, f64::from(score.points()), count)).collect();
        Self {
            performance: Distribution::of(pairs.iter().map(|(rating, _, count)| (*rating, *count))),
            correlation: Correlation::of(pairs),
        }
    }

    /// What can be said of its importance.
    pub fn importance(&self) -> Importance {
        match self.correlation.and_then(Correlation::interval) {
            Some(interval) if interval.high < RELEVANT_CORRELATION => Importance::Low,
            Some(interval) if interval.low > 0.0 => Importance::High,
            _ => Importance::TooFew,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(points: u8) -> Score {
        Score::new(points).unwrap()
    }

    /// `times` each: ratings from 1 to 5 that have nothing to do with the score.
    fn unrelated(times: u64) -> KeyDriver {
        KeyDriver::of((1..=5u8).flat_map(|rating| [2, 6, 9].map(|points| (f64::from(rating), score(points), times))))
    }

    #[test]
    fn low_importance_is_told_from_too_few_answers() {
        assert_eq!(unrelated(1).importance(), Importance::TooFew);
        assert_eq!(unrelated(10).importance(), Importance::Low);
        assert_eq!(unrelated(10).performance.mean(), Some(3.0));
        assert_eq!(KeyDriver::of([]).importance(), Importance::TooFew);
    }

    #[test]
    fn a_rating_that_goes_with_the_score_is_important() {
        let driver = KeyDriver::of([
            (1.0, score(2), 8),
            (2.0, score(6), 9),
            (3.0, score(5), 7),
            (4.0, score(9), 12),
            (5.0, score(10), 9),
        ]);
        assert_eq!(driver.importance(), Importance::High);
    }
}
