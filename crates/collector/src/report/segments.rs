//! Scores in each segment, against all others and against another period.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Add;

use askwell_statistics::{Answers, Change, Difference, MIN_ANSWERS, Share, Verdict, total_effect, verdicts};
use askwell_survey::question::YES;
use askwell_survey::{Score, Tally};

use super::measure::Measure;
use super::{ReportQuery, Selection};
use crate::counted;
use crate::day::Day;
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError};

/// Rows of a table at most.
const SHOWN: usize = 100;
/// Changed segments that are named at most.
const CHANGED: usize = 6;
/// Answers that a segment needs to be listed.
const LEAST: u64 = 5;

/// Segments with what their answers amount to.
#[derive(Clone, Debug)]
pub(crate) struct Segments {
    pub(crate) selection: Selection,
    /// What they are compared by; None if nothing in the selection can be.
    pub(crate) measure: Option<Measure>,
    /// All answers of the selection.
    pub(crate) all: Sample,
    /// Names of the segments there are, with how many of their values are listed.
    pub(crate) names: Vec<(String, usize)>,
    /// The one that moves the total most comes first.
    pub(crate) rows: Vec<SegmentRow>,
    /// Those that have changed by more than chance, the largest change of the most answers first.
    pub(crate) changed: Vec<SegmentRow>,
    /// Rows that aren't listed, for lack of room or of answers.
    pub(crate) others: usize,
    /// The days with which each is compared; None for a period without a beginning.
    pub(crate) before: Option<(Day, Day)>,
}

/// A segment's answers.
#[derive(Clone, Debug)]
pub(crate) struct SegmentRow {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) sample: Sample,
    /// By how many points the segment moves the total.
    pub(crate) effect: f64,
    /// Whether it is worse than the other values of the same name together, or else than everybody else.
    pub(crate) is_worse: bool,
    /// Whether it differs from them by more than chance.
    pub(crate) verdict: Verdict,
    /// Since what the period is compared with.
    pub(crate) change: Option<Change>,
}

/// Answers that are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sample {
    /// Recommendation scores.
    Scores(Tally),
    /// How many of all fit.
    Share { count: u64, total: u64 },
}

impl Sample {
    pub(super) fn none(measure: &Measure) -> Self {
        match measure {
            Measure::Score => Self::Scores(Tally::default()),
            Measure::Share { .. } => Self::Share { count: 0, total: 0 },
        }
    }

    /// Adds an answer that was given so many times, if it is one that is measured.
    pub(super) fn add(&mut self, measure: &Measure, question: &str, answer: &str, times: u64) {
        match (self, measure) {
            (Self::Scores(tally), Measure::Score) if question.is_empty() => {
                if let Some(score) = answer.parse().ok().and_then(Score::new) {
                    tally.add_score(score, times);
                }
            }
            (Self::Share { count, total }, Measure::Share { question: measured, from, .. })
                if question == measured && counted::is_rating(answer) =>
            {
                let fits = match from {
                    Some(from) => answer.parse::<f64>().is_ok_and(|point| point >= *from),
                    None => answer == YES,
                };
                *total += times;
                *count += if fits { times } else { 0 };
            }
            _ => {}
        }
    }

    pub(crate) fn total(&self) -> u64 {
        match self {
            Self::Scores(tally) => tally.total(),
            Self::Share { total, .. } => *total,
        }
    }

    /// Nothing of the same.
    pub(super) fn emptied(self) -> Self {
        match self {
            Self::Scores(_) => Self::Scores(Tally::default()),
            Self::Share { .. } => Self::Share { count: 0, total: 0 },
        }
    }

    /// What is left without `part`.
    pub(super) fn without(self, part: Self) -> Self {
        match (self, part) {
            (Self::Scores(all), Self::Scores(part)) => Self::Scores(Tally {
                detractors: all.detractors.saturating_sub(part.detractors),
                passives: all.passives.saturating_sub(part.passives),
                promoters: all.promoters.saturating_sub(part.promoters),
            }),
            (Self::Share { count, total }, Self::Share { count: less, total: less_total }) => {
                Self::Share { count: count.saturating_sub(less), total: total.saturating_sub(less_total) }
            }
            (all, _) => all,
        }
    }

    pub(super) fn difference(before: Self, after: Self) -> Option<Difference> {
        match (before, after) {
            (Self::Scores(before), Self::Scores(after)) => Difference::between(&before, &after),
            (Self::Share { .. }, Self::Share { .. }) => {
                Some(Difference::between_shares(before.share()?, after.share()?))
            }
            _ => None,
        }
    }

    pub(crate) fn change(before: Self, after: Self) -> Option<Change> {
        match (before, after) {
            (Self::Scores(before), Self::Scores(after)) => Change::between(&before, &after),
            (Self::Share { .. }, Self::Share { .. }) => Some(Change::between_shares(before.share()?, after.share()?)),
            _ => None,
        }
    }

    pub(crate) fn share(self) -> Option<Share> {
        match self {
            Self::Scores(_) => None,
            Self::Share { count, total } => Share::new(count, total),
        }
    }

    /// The score, or the share in percent; 0 without answers.
    pub(crate) fn value(self) -> f64 {
        match self {
            Self::Scores(tally) => tally.nps().map_or(0.0, |nps| nps.value()),
            Self::Share { .. } => self.share().map_or(0.0, |share| 100.0 * share.value()),
        }
    }

    fn effect(self, all: Self) -> f64 {
        match (self, all) {
            (Self::Scores(part), Self::Scores(all)) => total_effect(&part, &all),
            (Self::Share { total, .. }, Self::Share { total: whole, .. }) if whole > 0 => {
                total as f64 / whole as f64 * (self.value() - all.value())
            }
            _ => 0.0,
        }
    }
}

/// Both together.
impl Add for Sample {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        match (self, more) {
            (Self::Scores(one), Self::Scores(more)) => Self::Scores(one + more),
            (Self::Share { count, total }, Self::Share { count: more, total: more_total }) => {
                Self::Share { count: count + more, total: total + more_total }
            }
            (one, _) => one,
        }
    }
}

impl Answers for Sample {
    fn total(&self) -> u64 {
        Self::total(self)
    }
}

impl Segments {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let measure = Measure::of(&mut snapshot, &selection).await?;
        let segments = Self::of(&mut snapshot, selection, measure, today).await?;
        snapshot.finish().await?;
        Ok(segments)
    }

    /// The segments of a selection, by a measure of it.
    pub(super) async fn of(
        snapshot: &mut Snapshot,
        selection: Selection,
        measure: Option<Measure>,
        today: Day,
    ) -> Result<Self, StoreError> {
        let filter = selection.filter();
        let before = selection.query.compared(today);
        let by = selection.query.by.clone();
        let mut segments = Self {
            all: measure.as_ref().map_or(Sample::Share { count: 0, total: 0 }, Sample::none),
            selection,
            measure,
            names: Vec::new(),
            rows: Vec::new(),
            changed: Vec::new(),
            others: 0,
            before,
        };
        if let Some(measure) = segments.measure.clone() {
            segments.all = measure.read(snapshot, &filter).await?;
            let earlier = match before {
                Some(period) => by_segment(snapshot, &measure, &filter.within(period)).await?,
                None => BTreeMap::new(),
            };
            let now = by_segment(snapshot, &measure, &filter).await?;
            segments.fill(now, &earlier, by.as_deref());
        }
        Ok(segments)
    }

    fn fill(
        &mut self,
        now: BTreeMap<(String, String), Sample>,
        earlier: &BTreeMap<(String, String), Sample>,
        by: Option<&str>,
    ) {
        let mut of_name: BTreeMap<String, Sample> = BTreeMap::new();
        for ((name, _), sample) in &now {
            of_name.entry(name.clone()).and_modify(|sum| *sum = *sum + *sample).or_insert(*sample);
        }
        // Against other values of the same name: half of an experiment against the other half. What has no other value is
        // compared with everybody else.
        let others = |name: &str, sample: Sample| {
            let values = of_name.get(name).map(|all| all.without(sample)).filter(|rest| rest.total() > 0);
            values.unwrap_or_else(|| self.all.without(sample))
        };
        // What everybody has in common is no segment, and from what is about too few nobody can learn.
        let apart: Vec<_> =
            now.into_iter().filter(|(_, sample)| (1..self.all.total()).contains(&sample.total())).collect();
        let found = apart.len();
        let listed: Vec<_> = apart.into_iter().filter(|(_, sample)| sample.total() >= LEAST).collect();
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for ((name, _), _) in &listed {
            *names.entry(name).or_default() += 1;
        }
        self.names = names.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        let listed: Vec<_> = listed.into_iter().filter(|((name, _), _)| by.is_none_or(|by| by == name)).collect();
        let differences: Vec<_> =
            listed.iter().map(|((name, _), sample)| Sample::difference(others(name, *sample), *sample)).collect();
        let mut judged = verdicts(&differences.iter().flatten().copied().collect::<Vec<_>>()).into_iter();
        let mut changes: Vec<_> = listed
            .iter()
            .map(|(segment, sample)| earlier.get(segment).and_then(|before| Sample::change(*before, *sample)))
            .collect();
        Change::adjust_verdicts(changes.iter_mut().flatten());
        for (((segment, sample), difference), change) in listed.into_iter().zip(differences).zip(changes) {
            let verdict = difference.and_then(|_| judged.next()).unwrap_or(Verdict::TooFew);
            let (name, value) = segment;
            let is_worse = difference.is_some_and(|difference| difference.delta < 0.0);
            self.rows.push(SegmentRow {
                name,
                value,
                sample,
                effect: sample.effect(self.all),
                is_worse,
                verdict,
                change,
            });
        }
        // What is told apart from chance first, and of that what moves the total most.
        let size = |row: &SegmentRow| (row.effect.abs() * 1_000.0) as u64;
        self.rows.sort_by_key(|row| (row.verdict != Verdict::LikelyReal, Reverse(size(row)), row.name.clone()));
        let is_real = |change: &Change| change.verdict == Verdict::LikelyReal;
        self.changed = self.rows.iter().filter(|row| row.change.as_ref().is_some_and(is_real)).cloned().collect();
        let weight = |row: &SegmentRow| row.change.map_or(0, |change| change.delta.unsigned_abs() * row.sample.total());
        self.changed.sort_by_key(|row| Reverse(weight(row)));
        self.changed.truncate(CHANGED);
        self.rows.truncate(SHOWN);
        self.others = if by.is_none() { found - self.rows.len() } else { 0 };
    }
}

/// Whether a segment has too few answers to be judged.
pub(crate) fn is_small(sample: &Sample) -> bool {
    sample.total() < MIN_ANSWERS
}

async fn by_segment(
    snapshot: &mut Snapshot,
    measure: &Measure,
    filter: &Filter,
) -> Result<BTreeMap<(String, String), Sample>, StoreError> {
    let by = [By::Segment, By::Value, By::Question, By::Answer];
    let mut samples: BTreeMap<(String, String), Sample> = BTreeMap::new();
    for ([name, value, question, answer], count) in snapshot.counts(Scope::Segments, filter, by).await? {
        let sample = samples.entry((name, value)).or_insert_with(|| Sample::none(measure));
        sample.add(measure, &question, &answer, count);
    }
    Ok(samples)
}
