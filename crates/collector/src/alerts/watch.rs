//! What is watched, and what it means for the alerts there are.

use std::collections::BTreeMap;

use askwell_statistics::{Hour, HourWatch, ScoreWatch};
use askwell_survey::{Tally, Timestamp};

use super::{AlertKind, AlertSettings, Board, Counts, Figures, Subject};
use crate::day::Day;
use crate::store::{FailingEndpoint, StoreError};

/// Days after which a score that has changed is what is usual.
const NEW_USUAL: f64 = 91.0;
/// Days after which nobody expects answers any more, and after which a surge is over in any case.
const EXPECTED: f64 = 28.0;
const PASSED: f64 = 7.0;
/// Hours that a response waits until its endpoint fails.
pub(super) const OVERDUE: f64 = 1.0;
/// Days without a failure after which an endpoint works again.
const WORKS: f64 = 1.0;

/// Milliseconds of an hour.
pub(super) const HOUR: u64 = 3_600_000;

/// A survey, and a segment of it.
pub(super) type Of = (String, Option<(String, String)>);

/// The scores of a survey or of a segment, day by day.
pub(super) struct ScoreSeries {
    subject: Subject,
    first: Day,
    days: BTreeMap<u64, Tally>,
    watch: ScoreWatch,
    /// The day that is added next, counted from 1970-01-01.
    next: u64,
}

impl ScoreSeries {
    /// Scores by day, counted from 1970-01-01; none is earlier than `first`.
    pub(super) fn new((survey, segment): Of, first: Day, days: BTreeMap<u64, Tally>) -> Self {
        let subject = Subject { kind: AlertKind::Change, name: survey, segment };
        let first = days.keys().next().map_or(first, |day| Day::from_epoch(*day));
        Self { subject, first, days, watch: ScoreWatch::default(), next: first.since_epoch() }
    }

    /// Adds the days before this one.
    pub(super) fn advance(&mut self, day: Day) {
        while self.next < day.since_epoch() {
            self.watch.push(self.days.get(&self.next).copied().unwrap_or_default());
            self.next += 1;
        }
    }

    /// Judges the last day that was added.
    pub(super) fn judge(&mut self, series: usize, board: &mut Board, now: Timestamp) -> Result<(), StoreError> {
        let first = self.first.since_epoch();
        if let Some(since) = board.last_since(&self.subject) {
            self.watch.restart(Day::of(since).since_epoch().saturating_sub(first) as usize);
        }
        let Some(alarm) = self.watch.alarm(series) else { return Ok(()) };
        let day = |index: usize| self.first.plus(index as u64);
        let figures = Figures::Change {
            from: day(alarm.from).to_string(),
            until: day(alarm.since - 1).to_string(),
            before: Counts::of(alarm.before),
            after: Counts::of(alarm.after),
            z: alarm.z,
        };
        board.close(&self.subject, now);
        board.begin(self.subject.clone(), day(alarm.since).start(), figures, now)
    }
}

/// The answers to a survey, hour by hour.
pub(super) struct HourSeries {
    survey: String,
    /// The hours are counted from 1970-01-01.
    first: u64,
    hours: BTreeMap<u64, Hour>,
    watch: HourWatch,
    next: u64,
}

impl HourSeries {
    /// Answers from the hour `first` on.
    pub(super) fn new(survey: String, first: u64, hours: BTreeMap<u64, Hour>) -> Self {
        Self { survey, first, hours, watch: HourWatch::default(), next: first }
    }

    /// Adds the hours that are over.
    pub(super) fn advance(&mut self, now: Timestamp) {
        while self.next < now.millis() / HOUR {
            self.watch.push(self.hours.get(&self.next).copied().unwrap_or_default());
            self.next += 1;
        }
    }

    /// Judges the last hour that was added.
    pub(super) fn judge(
        &self,
        series: usize,
        settings: &AlertSettings,
        board: &mut Board,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let subject = |kind| Subject { kind, name: self.survey.clone(), segment: None };
        let (surge, silence) = (subject(AlertKind::Surge), subject(AlertKind::Silence));
        let hours = |hours: u64| Timestamp::from_millis((hours * HOUR) as f64);
        let (end, has_answers) = (self.next, self.hours.contains_key(&self.next));
        if board.going_on(&surge).is_some() {
            if self.watch.is_calm() {
                board.close(&surge, now);
            }
        } else if let Some(found) = self.watch.surge(series) {
            let figures = Figures::Surge {
                hours: found.hours as u64,
                detractors: found.detractors,
                scored: found.scored,
                usual: found.usual,
            };
            board.begin(surge, hours(end - found.hours as u64), figures, now)?;
        }
        let found = self.watch.silence(settings.silence_hours as usize, series).filter(|_| !has_answers);
        match board.going_on(&silence) {
            Some(alert) => {
                if has_answers || hours(self.first + self.watch.quiet_since() as u64) > alert.since {
                    board.end(&silence, now);
                }
            }
            None => {
                if let Some(found) = found {
                    let since = hours(self.first + found.since as u64);
                    let is_told = board.last_since(&silence).is_some_and(|told| told >= since);
                    if !is_told {
                        board.begin(silence, since, Figures::Silence { usual: found.usual }, now)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Judges the endpoints of these names. Others aren't sent anything any more.
pub(super) fn endpoints(
    failing: &[FailingEndpoint],
    names: &[String],
    board: &mut Board,
    now: Timestamp,
) -> Result<(), StoreError> {
    let subject = |name: &str| Subject { kind: AlertKind::Endpoint, name: name.to_owned(), segment: None };
    let failing = failing.iter().filter(|failing| names.contains(&failing.endpoint));
    let mut fail = Vec::new();
    for failing in failing {
        let subject = subject(&failing.endpoint);
        let fails_lately = failing.last_failed.is_some_and(|at| at > now.after_days(-WORKS));
        if failing.overdue == 0 && !fails_lately {
            continue;
        }
        fail.push(subject.clone());
        if board.going_on(&subject).is_none() {
            let since = failing.oldest.or(failing.last_failed).unwrap_or(now);
            let figures = Figures::Endpoint { waiting: failing.overdue, failed: failing.failed };
            board.begin(subject, since, figures, now)?;
        }
    }
    for alert in board.all_going_on(AlertKind::Endpoint) {
        if !names.contains(&alert.subject.name) {
            board.close(&alert.subject, now);
        } else if !fail.contains(&alert.subject) {
            board.end(&alert.subject, now);
        }
    }
    Ok(())
}

/// Ends what is no news any more, whether it is still watched or not.
pub(super) fn close_old(board: &mut Board, now: Timestamp) {
    for (kind, days) in [(AlertKind::Change, NEW_USUAL), (AlertKind::Silence, EXPECTED), (AlertKind::Surge, PASSED)] {
        for alert in board.all_going_on(kind).into_iter().filter(|alert| alert.since < now.after_days(-days)) {
            board.close(&alert.subject, now);
        }
    }
}
