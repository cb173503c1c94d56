//! One team, site or agent on a page: its score, against the others and against before, and what to talk about.

use askwell_statistics::Change;
use askwell_survey::Timestamp;

use super::measure::Measure;
use super::{Drivers, ReportQuery, Sample, Selection};
use crate::day::Day;
use crate::store::{By, Comment, Filter, InboxFigures, InboxQuery, Scope, Snapshot, Store, StoreError};

/// Days of the period, where none is chosen.
const DAYS: u64 = 90;
/// Comments on the page.
const COMMENTS: u32 = 6;

/// A value of a segment, such as a team.
#[derive(Clone, Debug)]
pub(crate) struct Team {
    /// What the page is about: the segment is part of it.
    pub(crate) selection: Selection,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) period: (Day, Day),
    pub(crate) before: (Day, Day),
    /// None if nothing in the selection can be measured.
    pub(crate) measured: Option<Measured>,
    /// Of the survey with the most of the team's responses.
    pub(crate) drivers: Drivers,
    pub(crate) comments: Vec<Comment>,
    /// How the work on its responses goes.
    pub(crate) figures: InboxFigures,
}

/// What a team's answers amount to.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) measure: Measure,
    pub(crate) sample: Sample,
    /// Those with another value of the same name, such as the other teams.
    pub(crate) others: Sample,
    pub(crate) against_others: Option<Change>,
    pub(crate) since_before: Option<Change>,
}

impl Team {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        (name, value): (String, String),
        registered: &[String],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let today = Day::of(now);
        let until = query.until.unwrap_or(today);
        let since = query.since.unwrap_or(until.minus(DAYS - 1)).min(until);
        let mut query = ReportQuery { since: Some(since), until: Some(until), ..query };
        let segment = (name.clone(), value.clone());
        if !query.segments.contains(&segment) {
            query.segments.push(segment);
        }
        let drivers = Drivers::read(store, query.clone(), registered).await?;
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let filter = selection.filter();
        let days = until.since_epoch() - since.since_epoch() + 1;
        let before = (since.minus(days), since.minus(1));
        let measured = match Measure::of(&mut snapshot, &selection).await? {
            Some(measure) => Some(Measured::read(&mut snapshot, measure, &filter, (&name, &value), before).await?),
            None => None,
        };
        let comments = snapshot.comments(&filter, None, COMMENTS).await?;
        let figures = snapshot
            .inbox_figures(&InboxQuery::of_all(Filter { since: None, before: None, ..filter }, Day::of(now)), now)
            .await?;
        snapshot.finish().await?;
        Ok(Self { selection, name, value, period: (since, until), before, measured, drivers, comments, figures })
    }
}

impl Measured {
    async fn read(
        snapshot: &mut Snapshot,
        measure: Measure,
        filter: &Filter,
        (name, value): (&str, &str),
        before: (Day, Day),
    ) -> Result<Self, StoreError> {
        let sample = measure.read(snapshot, filter).await?;
        let earlier = measure.read(snapshot, &filter.within(before)).await?;
        let own = |(known, of): &(String, String)| known == name && of == value;
        let all =
            Filter { segments: filter.segments.iter().filter(|one| !own(one)).cloned().collect(), ..filter.clone() };
        let mut of_name = Sample::none(&measure);
        let by = [By::Value, By::Question, By::Answer];
        for ([_, question, answer], count) in snapshot.counts(Scope::Segment(name), &all, by).await? {
            of_name.add(&measure, &question, &answer, count);
        }
        let others = of_name.without(sample);
        Ok(Self {
            against_others: Sample::change(others, sample),
            since_before: Sample::change(earlier, sample),
            measure,
            sample,
            others,
        })
    }
}
