//! What a survey asks, and how answers to its questions can be counted: by its definition, or by the answers themselves.

use std::collections::{BTreeMap, BTreeSet};

use askwell_survey::{Group, limits};

use crate::counted::{Entry, LAST, NOTHING, PARTS, TEXT};
use crate::day::Day;
use crate::store::{Snapshot, StoreError};
use crate::surveys::{Label, Outline, QuestionOutline, Reported, Shape};

/// How often each answer was given, as `counted` writes them, by question.
pub(super) type AnswerCounts = BTreeMap<String, BTreeMap<String, u64>>;

/// What the survey asks: as it was registered, or else as the preset does that asks all that was answered. With a group,
/// only what people of this group are asked.
pub(super) async fn outline(
    snapshot: &mut Snapshot,
    survey: &str,
    version: Option<u32>,
    answered: impl Iterator<Item = &str>,
    group: Option<Group>,
) -> Result<Option<Outline>, StoreError> {
    const LANGUAGE: &str = "en";
    let definition = snapshot.definition(survey, version).await?;
    let outline = definition.and_then(|definition| Outline::of_definition(&definition, LANGUAGE, group));
    Ok(outline.or_else(|| Outline::of_preset(&answered.collect::<Vec<_>>(), LANGUAGE, group)))
}

/// A question that nobody has described.
pub(super) fn inferred(id: String, counts: &BTreeMap<String, u64>) -> QuestionOutline {
    QuestionOutline { prompts: vec![id.clone()], id, shape: infer(counts) }
}

/// Whether a count is of whole answers: a list counts for its first entry, and an answer of several parts beside them.
pub(super) fn is_whole(answer: &str) -> bool {
    match Entry::read(answer) {
        Some(entry) => entry.place == 1,
        None => answer == PARTS || !answer.contains('='),
    }
}

/// What a question may be that nobody has described: by the shape of its answers.
fn infer(counts: &BTreeMap<String, u64>) -> Shape {
    let mut answers = counts.clone();
    let words = answers.remove(TEXT).unwrap_or(0);
    answers.retain(|answer, _| ![LAST, NOTHING, PARTS].contains(&answer.as_str()));
    let all = |fits: fn(&str) -> bool| answers.keys().all(|answer| fits(answer));
    // Here and there somebody's words are a single one. Where most are more than that, all of them are words.
    if words >= answers.values().sum() {
        return Shape::Text;
    }
    if all(|answer| answer.parse::<i64>().is_ok()) {
        let mut points = labels(answers.keys());
        points.sort_by_key(|point| point.id.parse::<i64>().ok());
        return Shape::Scale { points, reported: Reported::Mean };
    }
    if all(|answer| Day::parse(answer).is_some()) {
        return Shape::Date;
    }
    if all(|answer| Entry::read(answer).is_some()) {
        return Shape::Choices(labels(answers.keys().filter_map(|answer| Some(Entry::read(answer)?.name))));
    }
    if all(|answer| answer.contains('=')) {
        let parts = || answers.keys().filter_map(|answer| answer.split_once('='));
        let (mut rows, mut columns) = (labels(parts().map(|(row, _)| row)), labels(parts().map(|(_, column)| column)));
        rows.truncate(limits::ROWS);
        columns.truncate(limits::COLUMNS);
        return Shape::Matrix { rows, columns };
    }
    Shape::Choice(labels(answers.keys()))
}

/// Names that stand for themselves, each once.
pub(super) fn labels(names: impl Iterator<Item = impl AsRef<str>>) -> Vec<Label> {
    let names: BTreeSet<String> = names.map(|name| name.as_ref().to_owned()).collect();
    names.into_iter().map(|name| Label { id: name.clone(), text: name }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(given: &[(&str, u64)]) -> BTreeMap<String, u64> {
        given.iter().map(|(answer, count)| ((*answer).to_owned(), *count)).collect()
    }

    #[test]
    fn the_shape_of_an_unknown_question_follows_from_its_answers() {
        let names = |list: &[&str]| labels(list.iter());
        let table = [
            (counts(&[("*", 9), ("Nothing", 1)]), Shape::Text),
            (counts(&[("*", 1), ("!", 2), ("price", 3), ("speed", 2)]), Shape::Choice(names(&["price", "speed"]))),
            (
                counts(&[("10", 1), ("9", 3)]),
                Shape::Scale {
                    points: names(&["9"]).into_iter().chain(names(&["10"])).collect(),
                    reported: Reported::Mean,
                },
            ),
            (counts(&[("2026-11-20", 1)]), Shape::Date),
            (
                counts(&[("1/1:price", 3), ("1/2:price", 1), ("2/2:speed", 1), ("-", 2)]),
                Shape::Choices(names(&["price", "speed"])),
            ),
            (
                counts(&[("=", 2), ("talks=good", 2), ("food=fair", 1)]),
                Shape::Matrix { rows: names(&["food", "talks"]), columns: names(&["fair", "good"]) },
            ),
        ];
        for (given, shape) in table {
            assert_eq!(infer(&given), shape, "{given:?}");
        }
    }
}
