//! What was answered to each question of a survey.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askwell_statistics::{Distribution, Share};
use askwell_survey::{Score, Tally};

use super::shape::{self, AnswerCounts, is_whole};
use super::{ReportQuery, Selection};
use crate::counted::{Entry, LAST, NOTHING, OTHER, TEXT};
use crate::day::Day;
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError, WrittenAnswer, WrittenQuery};
use crate::surveys::{Label, QuestionOutline, Reported, Shape};

/// Answers in words that are shown of each question.
const WRITTEN: u32 = 3;
/// Questions that nobody has described, of which results are shown at most.
const UNKNOWN: usize = 20;
/// Months that are shown of dates at most.
const MONTHS: usize = 24;

/// A survey's answers.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    pub(crate) selection: Selection,
    /// The survey; None if nothing was answered.
    pub(crate) survey: Option<String>,
    /// Its versions with how many responses each has, latest first.
    pub(crate) versions: Vec<(u32, u64)>,
    pub(crate) responses: u64,
    /// Responses of visitors who left before the end.
    pub(crate) unfinished: u64,
    pub(crate) questions: Vec<QuestionResult>,
}

/// The answers to a question.
#[derive(Clone, Debug)]
pub(crate) struct QuestionResult {
    pub(crate) outline: QuestionOutline,
    /// Responses that answered it.
    pub(crate) answered: u64,
    /// Responses that answered nothing after it, and didn't reach the end.
    pub(crate) left: u64,
    /// How often each answer was given, as `counted` writes them.
    counts: BTreeMap<String, u64>,
    /// Whether the survey asks it, as far as is known.
    pub(crate) is_asked: bool,
    /// The latest that was written.
    pub(crate) written: Vec<WrittenAnswer>,
}

impl Results {
    pub(crate) async fn read(store: &Store, query: ReportQuery, registered: &[String]) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let mut results = Self::of(&mut snapshot, selection).await?;
        results.read_words(&mut snapshot).await?;
        snapshot.finish().await?;
        Ok(results)
    }

    /// The same without what was written.
    pub(super) async fn of(snapshot: &mut Snapshot, selection: Selection) -> Result<Self, StoreError> {
        let survey = selection.survey().map(ToOwned::to_owned);
        let mut results =
            Self { selection, survey, versions: Vec::new(), responses: 0, unfinished: 0, questions: Vec::new() };
        if results.survey.is_some() {
            results.fill(snapshot).await?;
        }
        Ok(results)
    }

    /// The responses that these are the results of.
    fn filter(&self) -> Filter {
        Filter { survey: self.survey.clone(), ..self.selection.query.filter() }
    }

    async fn read_words(&mut self, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        let filter = self.filter();
        for question in self.questions.iter_mut().filter(|question| question.has_words()) {
            let latest = WrittenQuery::default();
            question.written = snapshot.written(&filter, &question.outline.id, latest, WRITTEN).await?.0;
        }
        Ok(())
    }

    async fn fill(&mut self, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        let filter = self.filter();
        let all = Filter { version: None, ..filter.clone() };
        for ([version, answer], count) in snapshot.counts(Scope::Total, &all, [By::Version, By::Answer]).await? {
            if let (true, Ok(version)) = (answer.is_empty(), version.parse()) {
                self.versions.push((version, count));
            }
        }
        self.versions.sort_unstable_by(|one, other| other.cmp(one));
        let shown = |version: &u32| filter.version.is_none_or(|wanted| wanted == *version);
        self.responses = self.versions.iter().filter(|(version, _)| shown(version)).map(|(_, count)| count).sum();
        let mut counts = AnswerCounts::new();
        for ([question, answer], count) in snapshot.counts(Scope::Answers, &filter, [By::Question, By::Answer]).await? {
            counts.entry(question).or_default().insert(answer, count);
        }
        let survey = self.survey.as_deref().unwrap_or_default();
        let outline = shape::outline(snapshot, survey, filter.version, counts.keys().map(String::as_str), None).await?;
        for question in outline.map(|outline| outline.questions).unwrap_or_default() {
            let of_question = counts.remove(&question.id).unwrap_or_default();
            self.questions.push(QuestionResult::of(question, of_question));
        }
        let is_described = !self.questions.is_empty();
        // What no definition has: hidden fields, computed values, questions of versions before. Anyone who may post can make
        // up as many as they like.
        let mut unknown: Vec<_> = counts.into_iter().collect();
        unknown.sort_by_key(|(_, counts)| Reverse(counts.values().sum::<u64>()));
        unknown.truncate(UNKNOWN);
        for (id, of_question) in unknown {
            let result = QuestionResult::of(shape::inferred(id, &of_question), of_question);
            self.questions.push(QuestionResult { is_asked: !is_described, ..result });
        }
        self.unfinished = self.questions.iter().map(|question| question.left).sum();
        Ok(())
    }
}

impl QuestionResult {
    fn of(outline: QuestionOutline, mut counts: BTreeMap<String, u64>) -> Self {
        let left = counts.remove(LAST).unwrap_or(0);
        let answered = counts.iter().filter(|(answer, _)| is_whole(answer)).map(|(_, count)| count).sum();
        Self { outline, answered, left, counts, is_asked: true, written: Vec::new() }
    }

    /// Whether visitors wrote something that may be shown.
    pub(crate) fn has_words(&self) -> bool {
        let is_other = |answer: &str| Entry::read(answer).map_or(answer, |entry| entry.name) == OTHER;
        self.outline.shape != Shape::Contact && self.counts.keys().any(|answer| answer == TEXT || is_other(answer))
    }

    /// How often this answer was given.
    pub(crate) fn count(&self, answer: &str) -> u64 {
        self.counts.get(answer).copied().unwrap_or(0)
    }

    /// The scores that were given.
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (score, count) in self.scores() {
            tally.add_score(score, count);
        }
        tally
    }

    /// Each score, and how often it was given.
    pub(crate) fn scores(&self) -> impl Iterator<Item = (Score, u64)> {
        Score::all().map(|score| (score, self.count(&score.to_string())))
    }

    /// How often each of `labels` was chosen, and what else was, by its name.
    pub(crate) fn choices(&self, labels: &[Label]) -> Vec<(Label, u64)> {
        let mut chosen: BTreeMap<&str, u64> = BTreeMap::new();
        for (answer, count) in &self.counts {
            let name = Entry::read(answer).map_or(answer.as_str(), |entry| entry.name);
            *chosen.entry(name).or_default() += count;
        }
        let mut choices: Vec<_> =
            labels.iter().map(|label| (label.clone(), chosen.remove(label.id.as_str()).unwrap_or(0))).collect();
        let unknown = chosen.into_iter().filter(|(name, _)| *name != TEXT);
        let label = |name: &str| if name == NOTHING { "None" } else { name }.to_owned();
        choices.extend(unknown.map(|(name, count)| (Label { id: name.to_owned(), text: label(name) }, count)));
        choices
    }

    /// How each of `labels` was ranked: how often it was, its mean rank, and how often it came first.
    pub(crate) fn ranks(&self, labels: &[Label]) -> Vec<Rank> {
        let mut ranks: BTreeMap<&str, Vec<(f64, u64)>> = BTreeMap::new();
        for (answer, count) in &self.counts {
            if let Some(entry) = Entry::read(answer) {
                ranks.entry(entry.name).or_default().push((entry.place as f64, *count));
            }
        }
        let mut ranks: Vec<_> = labels
            .iter()
            .map(|label| {
                let places = ranks.remove(label.id.as_str()).unwrap_or_default();
                let first = places.iter().filter(|(place, _)| *place == 1.0).map(|(_, count)| count).sum();
                Rank { label: label.clone(), mean: Distribution::of(places).mean(), first }
            })
            .collect();
        ranks.sort_by(|one, other| {
            let mean = |rank: &Rank| rank.mean.unwrap_or(f64::INFINITY);
            mean(one).total_cmp(&mean(other))
        });
        ranks
    }

    /// How often `column` was chosen in `row`.
    pub(crate) fn cell(&self, row: &Label, column: &Label) -> u64 {
        self.count(&format!("{}={}", row.id, column.id))
    }

    /// The points that were given.
    pub(crate) fn distribution(&self) -> Distribution {
        Distribution::of(self.counts.iter().filter_map(|(answer, count)| Some((answer.parse().ok()?, *count))))
    }

    /// The share that the field reports of a scale.
    pub(crate) fn reported(&self, reported: Reported) -> Option<Share> {
        match reported {
            Reported::Csat => self.distribution().csat(),
            Reported::Ces => self.distribution().ces(),
            Reported::Mean => None,
        }
    }

    /// How often each of the last months was answered, earliest first.
    pub(crate) fn months(&self) -> Vec<(String, u64)> {
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        for (answer, count) in &self.counts {
            if let Some(month) = Day::parse(answer).and_then(|_| answer.get(..7)) {
                *months.entry(month.to_owned()).or_default() += count;
            }
        }
        let first = months.len().saturating_sub(MONTHS);
        months.into_iter().skip(first).collect()
    }
}

/// Something that was ranked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rank {
    pub(crate) label: Label,
    /// None if nobody ranked it.
    pub(crate) mean: Option<f64>,
    pub(crate) first: u64,
}

#[cfg(test)]
mod tests {
    use super::shape::labels;
    use super::*;

    fn counts(given: &[(&str, u64)]) -> BTreeMap<String, u64> {
        given.iter().map(|(answer, count)| ((*answer).to_owned(), *count)).collect()
    }

    #[test]
    fn a_list_and_an_answer_of_parts_count_once() {
        let outline = |shape| QuestionOutline { id: "q".to_owned(), prompts: Vec::new(), shape };
        let list = counts(&[("1/1:a", 2), ("1/2:a", 3), ("2/2:b", 3), ("-", 2), ("!", 1)]);
        let result = QuestionResult::of(outline(Shape::Choices(labels(["a", "b"].iter()))), list);
        assert_eq!((result.answered, result.left), (7, 1));
        let shown: Vec<_> =
            result.choices(&labels(["a", "b"].iter())).into_iter().map(|(label, count)| (label.id, count)).collect();
        assert_eq!(shown, [("a".to_owned(), 5), ("b".to_owned(), 3), ("-".to_owned(), 2)]);
        let parts = counts(&[("=", 4), ("x=good", 4), ("y=good", 1)]);
        assert_eq!(QuestionResult::of(outline(Shape::Text), parts).answered, 4);
        let contact = counts(&[("*", 3), ("consent=true", 2)]);
        assert_eq!(QuestionResult::of(outline(Shape::Contact), contact).answered, 3);
    }

    #[test]
    fn what_is_ranked_first_on_average_comes_first() {
        let outline = QuestionOutline { id: "q".to_owned(), prompts: Vec::new(), shape: Shape::Text };
        let ranked = counts(&[("1/2:a", 1), ("2/2:a", 3), ("1/2:b", 3), ("2/2:b", 1)]);
        let ranks = QuestionResult::of(outline, ranked).ranks(&labels(["a", "b", "c"].iter()));
        let shown: Vec<_> = ranks.iter().map(|rank| (rank.label.id.as_str(), rank.mean, rank.first)).collect();
        assert_eq!(shown, [("b", Some(1.25), 3), ("a", Some(1.75), 1), ("c", None, 0)]);
    }
}
