//! How much a segment moves the total.

use askwell_survey::Tally;

/// How many points `segment`, a part of `all`, moves the score of all: nₛ/n · (scoreₛ − score).
///
/// The total would be lower by this if the segment scored as all do. Large and average segments move it as little as small
/// and extreme ones; the effects of all segments sum to 0. A segment without answers moves nothing.
///
/// The score is a mean, so this is the split of a mean's deviation into that of its groups.
pub fn total_effect(segment: &Tally, all: &Tally) -> f64 {
    match (segment.nps(), all.nps()) {
        (Some(part), Some(whole)) => segment.total() as f64 / all.total() as f64 * (part.value() - whole.value()),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tenth_that_scores_60_below_the_total_moves_it_by_6() {
        let all = Tally { detractors: 300, passives: 200, promoters: 500 };
        let segment = Tally { detractors: 60, passives: 20, promoters: 20 };
        assert!((total_effect(&segment, &all) - -6.0).abs() < 1e-12);
        assert_eq!(total_effect(&Tally::default(), &all), 0.0);
        assert_eq!(total_effect(&Tally::default(), &Tally::default()), 0.0);
    }

    proptest! {
        #[test]
        fn the_effects_of_all_segments_sum_to_0(
            parts in prop::collection::vec((0u64..200, 0u64..200, 0u64..200), 1..12),
        ) {
            let segments: Vec<Tally> = parts
                .into_iter()
                .map(|(detractors, passives, promoters)| Tally { detractors, passives, promoters })
                .collect();
            let all = segments.iter().fold(Tally::default(), |sum, t| Tally {
                detractors: sum.detractors + t.detractors,
                passives: sum.passives + t.passives,
                promoters: sum.promoters + t.promoters,
            });
            prop_assert!(segments.iter().map(|segment| total_effect(segment, &all)).sum::<f64>().abs() < 1e-9);
        }
    }
}
