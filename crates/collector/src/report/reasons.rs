//! How many points of the score come from answers that name a reason.

use std::collections::BTreeMap;

use askwell_statistics::{Contributions, WeightedTally};
use askwell_survey::{Group, Tally};

use crate::counted::{Entry, LAST, NOTHING, PARTS, TEXT};
use crate::surveys::{Label, QuestionOutline, Shape};

/// Reasons of a question that are named at most: answers can be made up.
const NAMED: usize = 30;

/// How often an answer to a question was given in a group, as `counted` writes it.
pub(super) type GroupCounts = BTreeMap<(String, Group), u64>;

/// The score, split by the answers to one question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reasons {
    /// What was asked, each wording.
    pub(crate) prompts: Vec<String>,
    /// The name of the question.
    pub(crate) question: String,
    /// Whether an answer can name several.
    pub(crate) several: bool,
    /// Those that move the score most come first; the answers without one stand last.
    pub(crate) rows: Vec<Reason>,
}

/// A part of the score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reason {
    pub(crate) name: ReasonName,
    /// The points it contributes, exactly.
    pub(crate) exact: f64,
    /// The points it contributes, as they are shown: those of all rows sum to the score that is shown.
    pub(crate) points: i64,
    /// Who named it. With several reasons an answer counts in each.
    pub(crate) tally: Tally,
}

/// What stands for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReasonName {
    /// An answer that can be chosen.
    Answer(Label),
    /// So many that move the score less.
    Others(u64),
    /// None was named.
    Without,
}

impl Reasons {
    /// Splits the score of `all`. None if the question asks for no reasons, or nobody with a score has named one.
    pub(super) fn of(question: &QuestionOutline, counts: &GroupCounts, all: &Tally) -> Option<Self> {
        let (labels, several) = match &question.shape {
            Shape::Choice(labels) if !is_act(labels) => (labels, false),
            Shape::Choices(labels) => (labels, true),
            _ => return None,
        };
        let mut named: BTreeMap<&str, (WeightedTally, Tally)> = BTreeMap::new();
        let mut any = Tally::default();
        let is_reason = |answer: &str| ![NOTHING, PARTS, LAST].contains(&answer);
        for ((answer, group), count) in counts.iter().filter(|((answer, _), _)| is_reason(answer)) {
            let entry = Entry::read(answer);
            let (weighted, tally) = named.entry(entry.map_or(answer.as_str(), |entry| entry.name)).or_default();
            weighted.add(*group, entry.map_or(1, |entry| entry.of), *count);
            add(tally, *group, *count);
            if entry.is_none_or(|entry| entry.place == 1) {
                add(&mut any, *group, *count);
            }
        }
        let label = |name: &str| {
            let known = labels.iter().find(|label| label.id == name).cloned();
            let text = if name == TEXT { "In their own words" } else { name };
            known.unwrap_or_else(|| Label { id: name.to_owned(), text: text.to_owned() })
        };
        let mut parts: Vec<_> = named
            .into_iter()
            .map(|(name, (weighted, tally))| (ReasonName::Answer(label(name)), weighted, tally))
            .collect();
        parts.sort_by(|(_, one, one_tally), (_, other, other_tally)| {
            let moved = |weighted: &WeightedTally| (weighted.promoters - weighted.detractors).abs();
            moved(other).total_cmp(&moved(one)).then_with(|| other_tally.total().cmp(&one_tally.total()))
        });
        let others = parts.split_off(parts.len().min(NAMED));
        if !others.is_empty() {
            let number = others.len() as u64;
            let sum =
                others.into_iter().fold((WeightedTally::default(), Tally::default()), |mut sum, (_, part, tally)| {
                    sum.0.promoters += part.promoters;
                    sum.0.detractors += part.detractors;
                    Group::ALL.into_iter().for_each(|group| add(&mut sum.1, group, tally.count(group)));
                    sum
                });
            parts.push((ReasonName::Others(number), sum.0, sum.1));
        }
        if parts.is_empty() {
            return None;
        }
        let weights: Vec<_> = parts.iter().map(|(_, weighted, _)| *weighted).collect();
        let contributions = Contributions::of(&weights, all)?;
        let rounded = contributions.rounded();
        let shown = contributions.reasons.iter().zip(&rounded.reasons);
        let mut rows: Vec<_> = parts
            .into_iter()
            .zip(shown)
            .map(|((name, _, tally), (exact, points))| Reason { name, exact: *exact, points: *points, tally })
            .collect();
        let mut without = Tally::default();
        for group in Group::ALL {
            add(&mut without, group, all.count(group).saturating_sub(any.count(group)));
        }
        if without.total() > 0 {
            let (exact, points) = (contributions.without_reason, rounded.without_reason);
            rows.push(Reason { name: ReasonName::Without, exact, points, tally: without });
        }
        Some(Self { prompts: question.prompts.clone(), question: question.id.clone(), several, rows })
    }
}

/// Whether these are what can be done and not what can be meant: to agree, to follow a link.
fn is_act(labels: &[Label]) -> bool {
    labels.iter().all(|label| ["true", "false", "opened"].contains(&label.id.as_str()))
}

fn add(tally: &mut Tally, group: Group, count: u64) {
    match group {
        Group::Detractor => tally.detractors += count,
        Group::Passive => tally.passives += count,
        Group::Promoter => tally.promoters += count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Group::{Detractor, Passive, Promoter};

    fn question(shape: fn(Vec<Label>) -> Shape, names: &[&str]) -> QuestionOutline {
        let labels = names.iter().map(|name| Label { id: (*name).to_owned(), text: name.to_uppercase() }).collect();
        QuestionOutline { id: "why".to_owned(), prompts: vec!["Why?".to_owned()], shape: shape(labels) }
    }

    fn counts(given: &[(&str, Group, u64)]) -> GroupCounts {
        given.iter().map(|(answer, group, count)| (((*answer).to_owned(), *group), *count)).collect()
    }

    fn rows(reasons: &Reasons) -> Vec<(String, i64, Tally)> {
        let name = |name: &ReasonName| match name {
            ReasonName::Answer(label) => label.text.clone(),
            ReasonName::Others(number) => format!("{number} others"),
            ReasonName::Without => "without".to_owned(),
        };
        reasons.rows.iter().map(|row| (name(&row.name), row.points, row.tally)).collect()
    }

    fn tally(detractors: u64, passives: u64, promoters: u64) -> Tally {
        Tally { detractors, passives, promoters }
    }

    #[test]
    fn what_moves_the_score_most_comes_first_and_the_points_sum_to_the_score() {
        let all = tally(30, 20, 50);
        let given = counts(&[
            ("price", Detractor, 20),
            ("price", Promoter, 1),
            ("quality", Promoter, 30),
            ("quality", Passive, 10),
            ("speed", Promoter, 2),
            (LAST, Detractor, 5),
        ]);
        let reasons =
            Reasons::of(&question(Shape::Choice, &["price", "quality", "speed", "never"]), &given, &all).unwrap();
        let expected = [
            ("QUALITY", 30, tally(0, 10, 30)),
            ("PRICE", -19, tally(20, 0, 1)),
            ("SPEED", 2, tally(0, 0, 2)),
            ("without", 7, tally(10, 10, 17)),
        ];
        assert_eq!(rows(&reasons), expected.map(|(name, points, tally)| (name.to_owned(), points, tally)));
        assert_eq!(reasons.rows.iter().map(|row| row.points).sum::<i64>(), 20);
    }

    #[test]
    fn an_answer_with_several_reasons_is_split_among_them_and_counts_in_each() {
        let all = tally(4, 0, 0);
        let given = counts(&[
            ("1/2:price", Detractor, 2),
            ("2/2:speed", Detractor, 2),
            ("1/1:price", Detractor, 1),
            (NOTHING, Detractor, 1),
        ]);
        let reasons = Reasons::of(&question(Shape::Choices, &["price", "speed"]), &given, &all).unwrap();
        let expected =
            [("PRICE", -50, tally(3, 0, 0)), ("SPEED", -25, tally(2, 0, 0)), ("without", -25, tally(1, 0, 0))];
        assert_eq!(rows(&reasons), expected.map(|(name, points, tally)| (name.to_owned(), points, tally)));
    }

    #[test]
    fn unknown_answers_keep_their_name_and_many_of_them_are_summed() {
        let all = tally(0, 0, 100);
        let mut given = counts(&[("known", Promoter, 50)]);
        for number in 0..40 {
            given.insert((format!("x{number:02}"), Promoter), 1);
        }
        let reasons = Reasons::of(&question(Shape::Choice, &["known"]), &given, &all).unwrap();
        let shown = rows(&reasons);
        assert_eq!((shown.len(), shown[1].0.as_str(), shown[30].0.as_str()), (NAMED + 2, "x00", "11 others"));
        assert_eq!(shown.iter().map(|(_, points, _)| points).sum::<i64>(), 100);
    }

    #[test]
    fn no_reasons_without_answers_of_somebody_with_a_score_and_none_in_a_consent() {
        let all = tally(1, 1, 1);
        assert_eq!(Reasons::of(&question(Shape::Choice, &["a"]), &counts(&[]), &all), None);
        assert_eq!(
            Reasons::of(&question(Shape::Choice, &["a"]), &counts(&[("a", Promoter, 1)]), &tally(0, 0, 0)),
            None
        );
        let agreed = counts(&[("true", Promoter, 1)]);
        assert_eq!(Reasons::of(&question(Shape::Choice, &["true", "false"]), &agreed, &all), None);
    }
}
