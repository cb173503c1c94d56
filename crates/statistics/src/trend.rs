//! A score over time: periods with enough answers, and windows that move along.

use std::ops::Add;

use askwell_survey::Tally;

/// Answers that can be put together.
pub trait Answers: Copy + Add<Output = Self> {
    /// How many there are.
    fn total(&self) -> u64;
}

impl Answers for Tally {
    fn total(&self) -> u64 {
        Self::total(self)
    }
}

/// The answers of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket<D, A = Tally> {
    /// Where the period begins: a day, a week, a month.
    pub from: D,
    /// What was answered in it.
    pub answers: A,
}

/// The answers of several buckets in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window<D, A = Tally> {
    /// Where its first bucket begins.
    pub from: D,
    /// Where its last bucket begins.
    pub last: D,
    /// The answers of all. Of scores, `Tally::nps` has the score, and that the interval.
    pub answers: A,
}

/// Joins neighbouring buckets until each has at least `least` answers.
///
/// Score and interval of a handful of answers jump, and a line through them shows noise. Buckets are joined from the first
/// to the last; what is left at the end joins its predecessor. No answer is lost. With fewer than `least` answers in total,
/// one bucket has them all.
pub fn merged<D: Clone, A: Answers>(buckets: &[Bucket<D, A>], least: u64) -> Vec<Bucket<D, A>> {
    let mut merged: Vec<Bucket<D, A>> = Vec::new();
    let mut open: Option<Bucket<D, A>> = None;
    for bucket in buckets {
        let joined = match open.take() {
            Some(open) => Bucket { from: open.from, answers: open.answers + bucket.answers },
            None => bucket.clone(),
        };
        if joined.answers.total() >= least {
            merged.push(joined);
        } else {
            open = Some(joined);
        }
    }
    match (open, merged.last_mut()) {
        (Some(rest), Some(last)) => last.answers = last.answers + rest.answers,
        (Some(rest), None) => merged.push(rest),
        (None, _) => {}
    }
    merged
}

/// For each bucket, the answers of the last `window` buckets up to it. The first have fewer buckets. A window of 0 counts
/// as 1.
///
/// Neighbouring windows share answers: they are for drawing a calm line, not for comparing two points of it.
pub fn rolling<D: Clone, A: Answers>(buckets: &[Bucket<D, A>], window: usize) -> Vec<Window<D, A>> {
    (0..buckets.len())
        .map(|last| {
            let first = (last + 1).saturating_sub(window.max(1));
            let before = &buckets[first..last];
            Window {
                from: buckets[first].from.clone(),
                last: buckets[last].from.clone(),
                answers: before.iter().fold(buckets[last].answers, |sum, bucket| sum + bucket.answers),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Buckets with these numbers of promoters, which begin on the days 0, 1, 2 …
    fn buckets(promoters: &[u64]) -> Vec<Bucket<usize>> {
        let bucket = |(from, promoters): (usize, &u64)| Bucket {
            from,
            answers: Tally { promoters: *promoters, ..Tally::default() },
        };
        promoters.iter().enumerate().map(bucket).collect()
    }

    fn merged_counts(promoters: &[u64], least: u64) -> Vec<(usize, u64)> {
        merged(&buckets(promoters), least).iter().map(|bucket| (bucket.from, bucket.answers.promoters)).collect()
    }

    #[test]
    fn short_buckets_join_their_successor_and_the_last_its_predecessor() {
        assert_eq!(merged_counts(&[4, 6, 12, 0, 3, 9, 2], 10), [(0, 10), (2, 12), (3, 14)]);
        assert_eq!(merged_counts(&[0, 0, 11], 10), [(0, 11)]);
        assert_eq!(merged_counts(&[1, 2], 10), [(0, 3)]);
        assert_eq!(merged_counts(&[1, 0, 2], 0), [(0, 1), (1, 0), (2, 2)]);
        assert_eq!(merged_counts(&[], 10), []);
    }

    #[test]
    fn a_window_holds_the_last_buckets() {
        let windows = rolling(&buckets(&[1, 2, 4, 8]), 3);
        let shown: Vec<_> = windows.iter().map(|w| (w.from, w.last, w.answers.promoters)).collect();
        assert_eq!(shown, [(0, 0, 1), (0, 1, 3), (0, 2, 7), (1, 3, 14)]);
        assert_eq!(rolling(&buckets(&[1, 2]), 0), rolling(&buckets(&[1, 2]), 1));
    }

    proptest! {
        #[test]
        fn merging_loses_nothing_and_keeps_order(
            counts in prop::collection::vec((0u64..9, 0u64..9, 0u64..9), 0..40),
            least in 0u64..60,
        ) {
            let before: Vec<Bucket<usize>> = counts
                .into_iter()
                .enumerate()
                .map(|(from, (detractors, passives, promoters))| {
                    Bucket { from, answers: Tally { detractors, passives, promoters } }
                })
                .collect();
            let sum = |buckets: &[Bucket<usize>]| buckets.iter().fold(Tally::default(), |a, b| a + b.answers);
            let after = merged(&before, least);
            prop_assert_eq!(sum(&before), sum(&after));
            prop_assert!(after.is_sorted_by(|a, b| a.from < b.from));
            prop_assert_eq!(after.first().map(|b| b.from), before.first().map(|b| b.from));
            prop_assert!(after.len() <= 1 || after.iter().all(|bucket| bucket.answers.total() >= least));
            // Merged buckets have enough, so that merging again changes nothing.
            prop_assert_eq!(merged(&after, least), after);
            let all = rolling(&before, before.len());
            prop_assert_eq!(all.last().map(|window| window.answers), (!before.is_empty()).then(|| sum(&before)));
        }
    }
}
