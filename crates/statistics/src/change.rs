//! The change that is shown beside a score: "41, up 8".

use crate::{Difference, Share, Verdict, verdicts};
use askwell_survey::Tally;

/// How much a shown value has changed, and what can be said of that.
///
/// `delta` is the difference of the two values that are shown, not the exact difference rounded. A page that says "33
/// before" and "41, up 8" can be checked by its reader: 33 + 8 = 41. The exact difference, rounded, is a point off in some
/// of these cases (33.4 to 40.6 is 7.2, and shown as 33 and 41). A point more or less is far below what any sample can tell.
///
/// The verdict is on the exact values. Where `delta` is 0 it is never [`Verdict::LikelyReal`]: "no change, likely real"
/// says two things at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The shown value less the one shown before, in whole points.
    pub delta: i64,
    /// Whether the change could be chance.
    pub verdict: Verdict,
    /// The difference behind the verdict.
    pub difference: Difference,
}

impl Change {
    /// The change of a score; without answers on both sides there is none.
    pub fn between(before: &Tally, after: &Tally) -> Option<Self> {
        let delta = after.nps()?.rounded() - before.nps()?.rounded();
        Some(Self::new(delta, Difference::between(before, after)?))
    }

    /// The change of a share, in percentage points.
    pub fn between_shares(before: Share, after: Share) -> Self {
        let delta = i64::from(after.rounded_percent()) - i64::from(before.rounded_percent());
        Self::new(delta, Difference::between_shares(before, after))
    }

    /// How much more a score has changed than that of the rest, in points.
    pub fn in_differences(concerned: [&Tally; 2], rest: [&Tally; 2]) -> Option<Self> {
        let delta = |[before, after]: [&Tally; 2]| Some(after.nps()?.rounded() - before.nps()?.rounded());
        Some(Self::new(delta(concerned)? - delta(rest)?, Difference::in_differences(concerned, rest)?))
    }

    /// Adjusts the verdicts of changes that are looked at together, as [`verdicts`] does for differences.
    pub fn adjust_verdicts<'c>(changes: impl IntoIterator<Item = &'c mut Self>) {
        let changes: Vec<_> = changes.into_iter().collect();
        let differences: Vec<_> = changes.iter().map(|change| change.difference).collect();
        for (change, verdict) in changes.into_iter().zip(verdicts(&differences)) {
            if change.delta != 0 {
                change.verdict = verdict;
            }
        }
    }

    fn new(delta: i64, difference: Difference) -> Self {
        let verdict = match Verdict::of(&difference) {
            Verdict::LikelyReal if delta == 0 => Verdict::CouldBeChance,
            verdict => verdict,
        };
        Self { delta, verdict, difference }
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
    fn the_change_is_that_of_the_shown_scores() {
        // 33.4 and 40.6: 7.2 points apart, shown as 33 and 41.
        let change = Change::between(&tally(166, 334, 500), &tally(94, 406, 500)).unwrap();
        assert_eq!((change.delta, change.verdict), (8, Verdict::LikelyReal));
        let change = Change::between_shares(Share::new(334, 1000).unwrap(), Share::new(406, 1000).unwrap());
        assert_eq!((change.delta, change.verdict), (8, Verdict::LikelyReal));
    }

    #[test]
    fn no_change_is_not_called_real() {
        let (before, after) = (tally(0, 6_000_000, 4_000_000), tally(0, 5_960_000, 4_040_000));
        let change = Change::between(&before, &after).unwrap();
        assert!(change.difference.p < 0.05);
        assert_eq!((change.delta, change.verdict), (0, Verdict::CouldBeChance));
    }

    #[test]
    fn no_change_without_answers_on_both_sides() {
        assert_eq!(Change::between(&Tally::default(), &tally(1, 1, 1)), None);
        assert_eq!(Change::between(&tally(1, 1, 1), &Tally::default()), None);
    }

    #[test]
    fn changes_that_are_looked_at_together_are_judged_more_strictly_and_no_change_stays_none() {
        let real = Change::between(&tally(25, 30, 45), &tally(15, 25, 60)).unwrap();
        let none = Change::between(&tally(0, 6_000_000, 4_000_000), &tally(0, 5_960_000, 4_040_000)).unwrap();
        let chance = Change::between(&tally(25, 30, 45), &tally(24, 30, 46)).unwrap();
        let mut changes = [real, chance, none, chance, chance];
        Change::adjust_verdicts(&mut changes);
        assert_eq!(changes.map(|change| change.verdict), [Verdict::CouldBeChance; 5]);
        let mut alone = [real];
        Change::adjust_verdicts(&mut alone);
        assert_eq!(alone[0].verdict, Verdict::LikelyReal);
    }

    proptest! {
        #[test]
        fn what_is_shown_adds_up_and_a_real_change_has_the_shown_direction(
            a in (0u64..400, 0u64..400, 0u64..400),
            b in (0u64..400, 0u64..400, 0u64..400),
            scale in prop::sample::select(vec![1u64, 7, 1000]),
        ) {
            let (a, b) = (tally(a.0, a.1, a.2), tally(b.0 * scale, b.1 * scale, b.2 * scale));
            prop_assume!(a.total() > 0 && b.total() > 0);
            let change = Change::between(&a, &b).unwrap();
            prop_assert_eq!(a.nps().unwrap().rounded() + change.delta, b.nps().unwrap().rounded());
            if change.verdict == Verdict::LikelyReal {
                prop_assert_eq!(change.delta > 0, change.difference.delta > 0.0);
            }
        }
    }
}
