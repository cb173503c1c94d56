//! Two selections beside each other.

use std::cmp::Reverse;

use askwell_statistics::{Change, Share, Verdict};

use super::measure::Measure;
use super::segments::Sample;
use super::{ReportQuery, Results, Selection};
use crate::day::Day;
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError};
use crate::surveys::Shape;

/// Answers that are compared at most.
const ANSWERS: usize = 20;
/// Values of segments that are offered at most.
const OFFERED: usize = 200;

/// Two selections, as far as there are two.
#[derive(Clone, Debug)]
pub(crate) struct SideBySide {
    /// The one that every page has.
    pub(crate) one: Side,
    /// The one it is compared with; None before one is chosen.
    pub(crate) other: Option<Side>,
    /// What both are measured by; None if there is nothing.
    pub(crate) measure: Option<Measure>,
    /// From the other one to the one.
    pub(crate) change: Option<Change>,
    /// What was chosen how often, if both are of the same survey. What differs by more than chance comes first.
    pub(crate) answers: Vec<AnswerRow>,
    /// Segments there are, to choose from.
    pub(crate) segments: Vec<(String, String)>,
}

/// One of the two.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) selection: Selection,
    pub(crate) sample: Sample,
}

/// An answer that was chosen.
#[derive(Clone, Debug)]
pub(crate) struct AnswerRow {
    pub(crate) question: String,
    pub(crate) answer: String,
    /// Of those who answered the question.
    pub(crate) one: Share,
    pub(crate) other: Share,
    /// From the other one to the one.
    pub(crate) change: Change,
}

impl SideBySide {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let measure = Measure::of(&mut snapshot, &selection).await?;
        let with = selection.query.with.clone().map(|with| *with).or_else(|| obvious(&selection.query, today));
        let segments = offered(&mut snapshot, &selection).await?;
        let one = Side::read(&mut snapshot, selection, measure.as_ref()).await?;
        let mut other = None;
        if let Some(with) = with {
            // The kind stays, unless another survey is chosen, which may be of another.
            let kind =
                (with.survey.is_none() || with.survey == one.selection.query.survey).then_some(one.selection.kind);
            let own = &one.selection.query;
            // Without days, both are of the same period.
            let (since, until) =
                if with.since.or(with.until).is_some() { (with.since, with.until) } else { (own.since, own.until) };
            let query = ReportQuery { kind, mark: own.mark, since, until, ..with };
            let selection = Selection::read(&mut snapshot, query, registered).await?;
            other = Some(Side::read(&mut snapshot, selection, measure.as_ref()).await?);
        }
        let change = other.as_ref().and_then(|other| Sample::change(other.sample, one.sample));
        let mut answers = Vec::new();
        if let Some(other) = &other
            && one.selection.survey() == other.selection.survey()
        {
            let results = Results::of(&mut snapshot, one.selection.clone()).await?;
            let others = Results::of(&mut snapshot, other.selection.clone()).await?;
            answers = rows(&results, &others);
        }
        snapshot.finish().await?;
        Ok(Self { one, other, measure, change, answers, segments })
    }
}

impl Side {
    async fn read(
        snapshot: &mut Snapshot,
        selection: Selection,
        measure: Option<&Measure>,
    ) -> Result<Self, StoreError> {
        let sample = match measure {
            Some(measure) => measure.read(snapshot, &selection.filter()).await?,
            None => Sample::Share { count: 0, total: 0 },
        };
        Ok(Self { selection, sample })
    }
}

/// What a selection is compared with unless something else is chosen: with everybody, or with the period before.
fn obvious(query: &ReportQuery, today: Day) -> Option<ReportQuery> {
    let own = ReportQuery {
        survey: query.survey.clone(),
        version: query.version,
        since: query.since,
        until: query.until,
        ..ReportQuery::default()
    };
    if !query.segments.is_empty() {
        return Some(own);
    }
    let (since, until) = query.compare.unwrap_or_default().period(query.period(today)?);
    Some(ReportQuery { since: Some(since), until: Some(until), ..own })
}

/// The segments with the most answers, at any time.
async fn offered(snapshot: &mut Snapshot, selection: &Selection) -> Result<Vec<(String, String)>, StoreError> {
    let everything = Filter { since: None, before: None, segments: Vec::new(), ..selection.filter() };
    let counts = snapshot.counts(Scope::Segments, &everything, [By::Segment, By::Value]).await?;
    let mut offered: Vec<_> =
        counts.into_iter().map(|([name, value], count)| (Reverse(count), (name, value))).collect();
    offered.sort();
    offered.truncate(OFFERED);
    let mut offered: Vec<_> = offered.into_iter().map(|(_, segment)| segment).collect();
    offered.sort();
    Ok(offered)
}

/// Each answer that was chosen on either side.
fn rows(results: &Results, others: &Results) -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    for question in results.questions.iter().filter(|question| question.is_asked) {
        let (Shape::Choice(labels) | Shape::Choices(labels)) = &question.outline.shape else { continue };
        let Some(same) = others.questions.iter().find(|other| other.outline.id == question.outline.id) else {
            continue;
        };
        let there = same.choices(labels);
        let mut choices: Vec<_> =
            question.choices(labels).into_iter().map(|(label, count)| (label, count, 0)).collect();
        for (label, count) in there {
            match choices.iter_mut().find(|(known, ..)| known.id == label.id) {
                Some((.., other)) => *other = count,
                None => choices.push((label, 0, count)),
            }
        }
        for (label, count, other) in choices {
            let shares = Share::new(count, question.answered).zip(Share::new(other, same.answered));
            if let Some((one, other)) = shares.filter(|(one, other)| one.count() + other.count() > 0) {
                let prompt = question.outline.prompts.first().unwrap_or(&question.outline.id);
                let change = Change::between_shares(other, one);
                rows.push(AnswerRow { question: prompt.clone(), answer: label.text, one, other, change });
            }
        }
    }
    Change::adjust_verdicts(rows.iter_mut().map(|row: &mut AnswerRow| &mut row.change));
    rows.sort_by_key(|row| (row.change.verdict != Verdict::LikelyReal, Reverse(row.change.delta.abs())));
    rows.truncate(ANSWERS);
    rows
}
