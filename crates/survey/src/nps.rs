//! What a set of scores amounts to: the Net Promoter Score with its interval.

use std::ops::Add;

use crate::{Group, Score};

/// How many answers fell into each group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answers from 0 to 6.
    pub detractors: u64,
    /// Answers of 7 and 8.
    pub passives: u64,
    /// Answers of 9 and 10.
    pub promoters: u64,
}

/// The answers of both.
impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            detractors: self.detractors + other.detractors,
            passives: self.passives + other.passives,
            promoters: self.promoters + other.promoters,
        }
    }
}

impl Tally {
    /// Counts `scores`.
    pub fn of(scores: impl IntoIterator<Item = Score>) -> Self {
        let mut tally = Self::default();
        for score in scores {
            tally.add_score(score, 1);
        }
        tally
    }

    /// Counts `score` another `times` times.
    pub fn add_score(&mut self, score: Score, times: u64) {
        match score.group() {
            Group::Detractor => self.detractors += times,
            Group::Passive => self.passives += times,
            Group::Promoter => self.promoters += times,
        }
    }

    /// The answers of `group`.
    pub fn count(&self, group: Group) -> u64 {
        match group {
            Group::Detractor => self.detractors,
            Group::Passive => self.passives,
            Group::Promoter => self.promoters,
        }
    }

    /// All answers.
    pub fn total(&self) -> u64 {
        self.detractors + self.passives + self.promoters
    }

    /// The score of these answers; without an answer there is none.
    pub fn nps(&self) -> Option<Nps> {
        (self.total() > 0).then_some(Nps(*self))
    }
}

/// The Net Promoter Score of at least one answer: the share of promoters less that of detractors, −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nps(Tally);

impl Nps {
    /// The exact value.
    pub fn value(self) -> f64 {
        100.0 * (self.0.promoters as f64 - self.0.detractors as f64) / self.0.total() as f64
    }

    /// The value as it is shown: a whole number, halves rounded away from zero.
    ///
    /// Computed with integers. Subtracting percentages that were rounded first is off by one in a quarter of all
    /// small samples, and floating-point formatting disagrees between languages on the halves.
    pub fn rounded(self) -> i64 {
        let difference = i128::from(self.0.promoters) - i128::from(self.0.detractors);
        let total = i128::from(self.0.total());
        let doubled = 200 * difference.abs() + total;
        let magnitude = (doubled / (2 * total)) as i64;
        if difference < 0 { -magnitude } else { magnitude }
    }

    /// The interval that holds the true score with 95 % confidence.
    ///
    /// Adjusted Wald for a difference of multinomial shares: three answers are added, ¾ to the promoters and ¾ to
    /// the detractors. The plain Wald interval covers 40 % instead of 95 % at five answers.
    /// Source: J. Sauro and J. Lewis, MeasuringU, after B. Rocks, "Interval Estimation for the 'Net Promoter
    /// Score'", The American Statistician 70(4), 2016.
    pub fn interval(self) -> Interval {
        /// The 97.5th percentile of the standard normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        let total = self.0.total() as f64 + 3.0;
        let promoters = self.0.promoters as f64 + 0.75;
        let detractors = self.0.detractors as f64 + 0.75;
        let centre = (promoters - detractors) / total;
        let variance = (promoters + detractors) / total - centre * centre;
        let margin = Z * (variance / total).sqrt();
        Interval {
            low: (100.0 * (centre - margin)).clamp(-100.0, 100.0),
            high: (100.0 * (centre + margin)).clamp(-100.0, 100.0),
        }
    }
}

/// A range of scores, −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(detractors: u64, passives: u64, promoters: u64) -> Tally {
        Tally { detractors, passives, promoters }
    }

    #[test]
    fn known_samples_have_their_known_scores_and_intervals() {
        let table = [
            (tally(25, 30, 45), 20.0, 20, 3.7703, 35.0647),
            (tally(1, 7, 0), -12.5, -13, -36.7464, 18.5646),
            (tally(0, 0, 10), 100.0, 100, 47.5036, 100.0),
            (tally(120, 200, 680), 56.0, 56, 51.5120, 60.1530),
        ];
        for (answers, value, rounded, low, high) in table {
            let nps = answers.nps().unwrap();
            assert_eq!((nps.value(), nps.rounded()), (value, rounded), "{answers:?}");
            let interval = nps.interval();
            assert!((interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5, "{interval:?}");
        }
    }

    #[test]
    fn without_answers_there_is_no_score() {
        assert_eq!(Tally::default().nps(), None);
    }

    proptest! {
        #[test]
        fn the_shown_score_is_the_exact_one_rounded_away_from_zero(d in 0u64..5000, p in 0u64..5000, o in 0u64..5000) {
            prop_assume!(d + p + o > 0);
            let nps = tally(d, p, o).nps().unwrap();
            let (value, shown) = (nps.value(), nps.rounded() as f64);
            prop_assert!((shown - value).abs() <= 0.5 + 1e-9);
            prop_assert!(shown.abs() + 1e-9 >= value.abs() - 0.5);
            let interval = nps.interval();
            prop_assert!(-100.0 <= interval.low && interval.low < interval.high && interval.high <= 100.0);
        }
    }
}
