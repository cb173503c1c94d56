//! What a score is made of: how many points each reason contributes.

use askwell_survey::{Group, Tally};

/// Promoters and detractors who named a reason. An answer that names k reasons counts 1/k for each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeightedTally {
    /// The weight of the promoters.
    pub promoters: f64,
    /// The weight of the detractors.
    pub detractors: f64,
}

impl WeightedTally {
    /// Counts an answer of `group` that names `reasons` reasons, `times` times.
    pub fn add(&mut self, group: Group, reasons: usize, times: u64) {
        let weight = times as f64 / reasons.max(1) as f64;
        match group {
            Group::Promoter => self.promoters += weight,
            Group::Passive => {}
            Group::Detractor => self.detractors += weight,
        }
    }
}

impl From<Tally> for WeightedTally {
    /// For questions with one reason an answer.
    fn from(tally: Tally) -> Self {
        Self { promoters: tally.promoters as f64, detractors: tally.detractors as f64 }
    }
}

/// The parts of a score, in points. They sum to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// Each reason's, in the order given.
    pub reasons: Vec<f64>,
    /// That of the answers without a reason.
    pub without_reason: f64,
    rounded_score: i64,
}

/// The parts of a score as they are shown: whole points that sum to the score that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundedContributions {
    /// Each reason's, in the order given.
    pub reasons: Vec<i64>,
    /// That of the answers without a reason.
    pub without_reason: i64,
}

/// What sums of weights such as ⅓ may be off by.
const TOLERANCE: f64 = 1e-6;

impl Contributions {
    /// Each part is 100·(P − D)/n, where n is the number of all answers, so that the parts sum to the score. Answers that
    /// `reasons` don't hold are the part without a reason.
    ///
    /// There are none without an answer, nor where the reasons hold more promoters or detractors than there are: then
    /// answers with several reasons were counted more than once.
    ///
    /// The score is a mean, so this is the split of a mean into the sums of its groups.
    pub fn of(reasons: &[WeightedTally], all: &Tally) -> Option<Self> {
        let score = all.nps()?;
        let n = all.total() as f64;
        let rest = WeightedTally {
            promoters: all.promoters as f64 - reasons.iter().map(|reason| reason.promoters).sum::<f64>(),
            detractors: all.detractors as f64 - reasons.iter().map(|reason| reason.detractors).sum::<f64>(),
        };
        let part = |tally: &WeightedTally| 100.0 * (tally.promoters - tally.detractors) / n;
        let possible = rest.promoters >= -TOLERANCE * n && rest.detractors >= -TOLERANCE * n;
        possible.then(|| Self {
            reasons: reasons.iter().map(part).collect(),
            without_reason: part(&rest),
            rounded_score: score.rounded(),
        })
    }

    /// The parts as they are shown, each within a point of its exact value.
    ///
    /// Parts that are rounded one by one don't sum to the score. So each is rounded down, and the points that are then
    /// missing go to the parts that lost most: the largest remainder method of A. Hamilton, 1792.
    pub fn rounded(&self) -> RoundedContributions {
        let exact: Vec<f64> = self.reasons.iter().chain([&self.without_reason]).copied().collect();
        // What is a whole number but for the error of floating-point arithmetic stays that number.
        let mut parts: Vec<i64> = exact.iter().map(|part| (part + TOLERANCE).floor() as i64).collect();
        let missing = self.rounded_score - parts.iter().sum::<i64>();
        let lost = |index: usize| exact[index] - exact[index].floor();
        let mut by_loss: Vec<usize> = (0..exact.len()).filter(|index| parts[*index] as f64 <= exact[*index]).collect();
        by_loss.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)));
        for index in by_loss.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
            parts[index] += 1;
        }
        let without_reason = parts.pop().unwrap_or(0);
        RoundedContributions { reasons: parts, without_reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(detractors: u64, passives: u64, promoters: u64) -> Tally {
        Tally { detractors, passives, promoters }
    }

    fn sum(tallies: &[Tally]) -> Tally {
        tallies.iter().fold(Tally::default(), |sum, t| {
            tally(sum.detractors + t.detractors, sum.passives + t.passives, sum.promoters + t.promoters)
        })
    }

    #[test]
    fn known_reasons_have_their_known_contributions() {
        let reasons = [tally(12, 8, 5), tally(6, 10, 9), tally(2, 7, 31), tally(5, 5, 0)];
        let parts = Contributions::of(&reasons.map(WeightedTally::from), &sum(&reasons)).unwrap();
        assert_eq!(parts.reasons, [-7.0, 3.0, 29.0, -5.0]);
        assert_eq!(parts.without_reason, 0.0);
        assert_eq!(parts.rounded(), RoundedContributions { reasons: vec![-7, 3, 29, -5], without_reason: 0 });
    }

    #[test]
    fn answers_without_a_reason_are_a_part() {
        let parts = Contributions::of(&[tally(1, 0, 3).into()], &tally(2, 1, 7)).unwrap();
        assert_eq!((parts.reasons, parts.without_reason), (vec![20.0], 30.0));
    }

    #[test]
    fn answers_counted_twice_are_noticed() {
        assert_eq!(Contributions::of(&[tally(0, 0, 6).into(), tally(0, 0, 6).into()], &tally(0, 0, 10)), None);
        assert_eq!(Contributions::of(&[], &Tally::default()), None);
    }

    #[test]
    fn shown_parts_sum_to_the_shown_score() {
        // 33⅓ each: rounded one by one they are 99.
        let thirds = [tally(0, 0, 1); 3];
        let parts = Contributions::of(&thirds.map(WeightedTally::from), &sum(&thirds)).unwrap();
        assert_eq!(parts.rounded().reasons, [34, 33, 33]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_score(
            // The group of each answer, and which of the five reasons it names.
            answers in prop::collection::vec((0..3usize, 0u8..32), 1..60),
        ) {
            let mut all = Tally::default();
            let mut reasons = [WeightedTally::default(); 5];
            for (group, named) in answers {
                let group = [Group::Detractor, Group::Passive, Group::Promoter][group];
                match group {
                    Group::Detractor => all.detractors += 1,
                    Group::Passive => all.passives += 1,
                    Group::Promoter => all.promoters += 1,
                }
                for (index, reason) in reasons.iter_mut().enumerate() {
                    if named & (1 << index) != 0 {
                        reason.add(group, named.count_ones() as usize, 1);
                    }
                }
            }
            let score = all.nps().unwrap();
            let parts = Contributions::of(&reasons, &all).unwrap();
            prop_assert!((parts.reasons.iter().sum::<f64>() + parts.without_reason - score.value()).abs() < 1e-9);
            let shown = parts.rounded();
            prop_assert_eq!(shown.reasons.iter().sum::<i64>() + shown.without_reason, score.rounded());
            for (shown, exact) in shown.reasons.iter().zip(&parts.reasons) {
                // Parts are multiples of 1/60 of an answer, so that whole ones must be shown as they are.
                prop_assert!((*shown as f64 - exact).abs() < 1.0 - 1e-5, "{} for {}", shown, exact);
            }
        }
    }
}
