//! What a week or a month brought: for each survey its measure, against the period before, and what moves it; and what is
//! still to be followed up.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askwell_statistics::Change;
use askwell_survey::{Timestamp, limits};

use super::measure::Measure;
use super::segments::Sample;
use super::{Drivers, ReasonName, ReportQuery, Selection, shape};
use crate::day::Day;
use crate::notify::Period;
use crate::store::{Filter, InboxFigures, InboxQuery, OwnerFigures, Snapshot, Store, StoreError};
use crate::surveys::Shape;

/// Surveys in a digest at most: the most answered.
const SURVEYS: usize = 12;
/// Reasons that are named for each direction.
const REASONS: usize = 2;

/// A digest.
#[derive(Clone, Debug)]
pub(crate) struct Digest {
    pub(crate) length: Period,
    /// The first and the last day.
    pub(crate) period: (Day, Day),
    /// The most answered first.
    pub(crate) surveys: Vec<SurveyDigest>,
    /// Those that aren't in it.
    pub(crate) others: usize,
    /// What isn't done, in all surveys.
    pub(crate) follow_ups: InboxFigures,
    /// The same, by owner.
    pub(crate) owners: Vec<OwnerFigures>,
}

/// A survey in a digest.
#[derive(Clone, Debug)]
pub(crate) struct SurveyDigest {
    pub(crate) survey: String,
    pub(crate) responses: u64,
    /// None if nothing in it is measured.
    pub(crate) measured: Option<(Measure, Sample)>,
    /// Since the period before.
    pub(crate) change: Option<Change>,
    /// Reasons with the points they add, the largest first.
    pub(crate) up: Vec<(String, i64)>,
    /// Reasons with the points they take, the largest first.
    pub(crate) down: Vec<(String, i64)>,
    /// Of its responses, what isn't done.
    pub(crate) follow_ups: InboxFigures,
}

impl Digest {
    /// Reads the last whole period before `now`.
    pub(crate) async fn read(
        store: &Store,
        registered: &[String],
        length: Period,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let period = length.last_before(Day::of(now));
        let query = ReportQuery { since: Some(period.0), until: Some(period.1), ..ReportQuery::default() };
        let mut snapshot = store.snapshot().await?;
        let all = Selection::read(&mut snapshot, query.clone(), registered).await?;
        // A survey of two kinds is counted as the one with more responses.
        let mut counts: Vec<(String, u64)> = Vec::new();
        for survey in all.surveys {
            match counts.iter_mut().find(|(known, _)| *known == survey.id) {
                Some((_, count)) => *count += survey.count,
                None => counts.push((survey.id, survey.count)),
            }
        }
        counts.sort_by_key(|(_, count)| Reverse(*count));
        let others = counts.split_off(counts.len().min(SURVEYS)).len() + all.other_surveys.number as usize;
        let mut surveys = Vec::new();
        for (survey, responses) in counts {
            let query = ReportQuery { survey: Some(survey), ..query.clone() };
            let before = length.before(period);
            surveys.push(SurveyDigest::read(&mut snapshot, query, responses, before, now).await?);
        }
        let work = InboxQuery::of_all(Filter::default(), Day::of(now));
        let follow_ups = snapshot.inbox_figures(&work, now).await?;
        let owners = snapshot.inbox_owners(&work).await?;
        snapshot.finish().await?;
        for digest in &mut surveys {
            if matches!(digest.measured, Some((Measure::Score, _))) {
                digest.read_reasons(store, &query, registered).await?;
            }
        }
        Ok(Self { length, period, surveys, others, follow_ups, owners })
    }
}

impl SurveyDigest {
    async fn read(
        snapshot: &mut Snapshot,
        query: ReportQuery,
        responses: u64,
        before: (Day, Day),
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let survey = query.survey.clone().unwrap_or_default();
        // Work is of all days.
        let filter = Filter { survey: query.survey.clone(), ..Filter::default() };
        let follow_ups = snapshot.inbox_figures(&InboxQuery::of_all(filter, Day::of(now)), now).await?;
        let selection = Selection::read(snapshot, query, &[]).await?;
        let (mut measured, mut change) = (None, None);
        if let Some(measure) = Measure::of(snapshot, &selection).await? {
            let filter = selection.filter();
            let sample = measure.read(snapshot, &filter).await?;
            let then = measure.read(snapshot, &filter.within(before)).await?;
            change = Sample::change(then, sample);
            measured = Some((measure, sample)).filter(|(_, sample)| sample.total() > 0);
        }
        Ok(Self { survey, responses, measured, change, up: Vec::new(), down: Vec::new(), follow_ups })
    }

    /// Fills in what moves the score: answers that a definition has. Others may be what visitors wrote.
    async fn read_reasons(
        &mut self,
        store: &Store,
        query: &ReportQuery,
        registered: &[String],
    ) -> Result<(), StoreError> {
        let mut snapshot = store.snapshot().await?;
        let definition = shape::outline(&mut snapshot, &self.survey, None, std::iter::empty(), None).await?;
        snapshot.finish().await?;
        let questions = definition.into_iter().flat_map(|outline| outline.questions);
        let known: BTreeSet<(String, String)> = questions
            .flat_map(|question| match question.shape {
                Shape::Choice(labels) | Shape::Choices(labels) => {
                    labels.into_iter().map(|label| (question.id.clone(), label.id)).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        let query = ReportQuery { survey: Some(self.survey.clone()), ..query.clone() };
        let drivers = Drivers::read(store, query, registered).await?;
        let mut named: Vec<(String, i64)> = Vec::new();
        for reasons in &drivers.reasons {
            for row in &reasons.rows {
                if let ReasonName::Answer(label) = &row.name
                    && known.contains(&(reasons.question.clone(), label.id.clone()))
                    && !limits::exceeds(&label.text, limits::LABEL)
                {
                    named.push((label.text.clone(), row.points));
                }
            }
        }
        named.sort_by_key(|(_, points)| Reverse(points.abs()));
        let of =
            |fits: fn(i64) -> bool| named.iter().filter(|(_, points)| fits(*points)).take(REASONS).cloned().collect();
        (self.up, self.down) = (of(|points| points > 0), of(|points| points < 0));
        Ok(())
    }
}
