//! Looking at what is stored, once an hour.

use std::collections::BTreeMap;
use std::sync::Weak;
use std::time::Duration;

use askwell_statistics::Hour;
use askwell_survey::{Score, Tally, Timestamp};

use super::watch::{self, HOUR, HourSeries, OVERDUE, Of, ScoreSeries};
use super::{AlertSettings, Board};
use crate::day::Day;
use crate::state::Inner;
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError};

/// Days that are read: a year that is compared with, the longest window, and a week beside it.
const DAYS: u64 = 365 + 60 + 8;
/// Days in which a series needs answers to be watched.
const LATELY: u64 = 60;
/// Days that are read by the hour: four weeks, and as many without answers.
const HOURLY_DAYS: u64 = 63;
/// Series that are watched at most: those with the most answers. Who posts can make up as many as they like.
const SERIES: usize = 100;
/// Days for which what was told is remembered.
const TOLD: f64 = 500.0;

/// Before the first look, a collector that was just started has other things to do. The same after each full hour: what was
/// answered in it arrives.
const WAIT: Duration = Duration::from_mins(1);

/// Looks once an hour, for as long as there is somebody to do it for.
pub(crate) async fn tend(state: Weak<Inner>) {
    tokio::time::sleep(WAIT).await;
    loop {
        let rest = {
            let Some(state) = state.upgrade() else { return };
            if state.settings.alerts.enabled
                && let Err(error) = look(&state).await
            {
                tracing::error!(%error, "what is watched could not be looked at");
            }
            HOUR - state.settings.clock.now().millis() % HOUR
        };
        // The wait is what this is for: nothing else tells that an hour is over.
        tokio::time::sleep(Duration::from_millis(rest) + WAIT).await;
    }
}

/// Looks at everything. Returned is how many alerts have begun and ended.
pub(crate) async fn look(state: &Inner) -> Result<usize, StoreError> {
    let (store, settings, now) = (&state.store, &state.settings.alerts, state.settings.clock.now());
    let today = Day::of(now);
    let mut board = Board::new(store.alerts(now.after_days(-TOLD)).await?);
    let mut watched = Watched::read(store, settings, (today.minus(DAYS), today.minus(HOURLY_DAYS)), now).await?;
    watched.judge_scores(&mut board, now)?;
    watched.judge_hours(settings, &mut board, now)?;
    let names: Vec<_> = state.forwarder.endpoints().list().iter().map(|listed| listed.name.clone()).collect();
    let failing = store.failing_endpoints(now.after_days(-OVERDUE / 24.0)).await?;
    watch::endpoints(&failing, &names, &mut board, now)?;
    let taken = store.take_alert_steps(&board.steps, now).await?;
    store.forget_alerts(now).await?;
    Ok(taken)
}

/// Everything that is watched.
pub(super) struct Watched {
    scores: Vec<ScoreSeries>,
    hours: Vec<HourSeries>,
}

impl Watched {
    /// Reads what was answered before `now`, from these days on: for scores, and by the hour.
    pub(super) async fn read(
        store: &Store,
        settings: &AlertSettings,
        (first, first_hourly): (Day, Day),
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let today = Day::of(now);
        let mut snapshot = store.snapshot().await?;
        let tallies = tallies(&mut snapshot, settings, first, today).await?;
        snapshot.finish().await?;
        let lately = today.minus(LATELY).since_epoch();
        let scored = |days: &BTreeMap<u64, Tally>| days.range(lately..).map(|(_, tally)| tally.total()).sum();
        let scores = most_answered(tallies, settings, scored).map(|(of, days)| ScoreSeries::new(of, first, days));
        let mut hours = store.hours(first_hourly.start(), now).await?;
        hours.retain(|survey, _| !settings.except.contains(survey));
        let (first_hour, lately) = (first_hourly.start().millis() / HOUR, 24 * lately);
        let answered = |hours: &BTreeMap<u64, Hour>| hours.range(lately..).map(|(_, hour)| hour.answers).sum();
        let hours = most_answered(hours, settings, answered);
        let hours = hours.map(|(survey, hours)| HourSeries::new(survey, first_hour, hours)).collect();
        Ok(Self { scores: scores.collect(), hours })
    }

    /// Judges the scores of the days before this one.
    pub(super) fn judge_scores(&mut self, board: &mut Board, now: Timestamp) -> Result<(), StoreError> {
        watch::close_old(board, now);
        let series = self.scores.len();
        for scores in &mut self.scores {
            scores.advance(Day::of(now));
            scores.judge(series, board, now)?;
        }
        Ok(())
    }

    /// Judges the hours before this one.
    pub(super) fn judge_hours(
        &mut self,
        settings: &AlertSettings,
        board: &mut Board,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let series = self.hours.len();
        for hours in &mut self.hours {
            hours.advance(now);
            hours.judge(series, settings, board, now)?;
        }
        Ok(())
    }
}

/// Those with the most answers, if they have enough.
fn most_answered<K: Ord, V>(
    series: BTreeMap<K, V>,
    settings: &AlertSettings,
    answers: impl Fn(&V) -> u64,
) -> impl Iterator<Item = (K, V)> {
    let counted = series.into_iter().map(|(of, values)| (answers(&values), of, values));
    let mut watched: Vec<_> = counted.filter(|(answers, ..)| *answers >= settings.least_answers).collect();
    watched.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    watched.truncate(SERIES);
    watched.into_iter().map(|(_, of, values)| (of, values))
}

/// The scores by day, counted from 1970-01-01: of each survey, and of the values of the segments that are watched.
async fn tallies(
    snapshot: &mut Snapshot,
    settings: &AlertSettings,
    first: Day,
    end: Day,
) -> Result<BTreeMap<Of, BTreeMap<u64, Tally>>, StoreError> {
    let filter = Filter { since: Some(first.start()), before: Some(end.start()), ..Filter::default() };
    let mut tallies: BTreeMap<Of, BTreeMap<u64, Tally>> = BTreeMap::new();
    let mut add = |of: Of, day: &str, points: &str, count| {
        let score = points.parse().ok().and_then(Score::new);
        if let (Some(score), Ok(day)) = (score, day.parse())
            && !settings.except.contains(&of.0)
        {
            tallies.entry(of).or_default().entry(day).or_default().add_score(score, count);
        }
    };
    for ([survey, day, points], count) in
        snapshot.counts(Scope::Total, &filter, [By::Survey, By::Day, By::Answer]).await?
    {
        add((survey, None), &day, &points, count);
    }
    for name in &settings.segments {
        let by = [By::Survey, By::Value, By::Question, By::Day, By::Answer];
        for ([survey, value, question, day, points], count) in
            snapshot.counts(Scope::Segment(name), &filter, by).await?
        {
            if question.is_empty() {
                add((survey, Some((name.clone(), value))), &day, &points, count);
            }
        }
    }
    Ok(tallies)
}
