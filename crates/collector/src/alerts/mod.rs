//! What the collector notices by itself, and says once: a score that has changed, more detractors than usual, no answers,
//! an endpoint that fails. `docs/alerts.md` says what each means and how often it is wrong.
//!
//! `look` reads what there is and lets `watch` judge it; `replay` does the same for days that have passed. The
//! statistics are in `askwell-statistics`, the table in `store/alerts`.

pub(crate) mod api;
mod look;
mod replay;
mod settings;
mod watch;
mod words;

use askwell_survey::{Tally, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::token;
use crate::notice::Notice;
use crate::store::StoreError;

pub(crate) use look::{look, tend};
pub(crate) use replay::replay;
pub use settings::AlertSettings;
pub(crate) use settings::ConfigAlerts;
pub(crate) use words::{page, sentences, title};

/// Something that was noticed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alert {
    pub(crate) id: String,
    pub(crate) subject: Subject,
    /// Since when it is so.
    pub(crate) since: Timestamp,
    pub(crate) found_at: Timestamp,
    /// None while it is so.
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) figures: Figures,
    /// Who has seen it, and when.
    pub(crate) acknowledged: Option<(String, Timestamp)>,
}

/// What an alert is about: of each there is one at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Subject {
    pub(crate) kind: AlertKind,
    /// The survey's identifier, or the endpoint's name.
    pub(crate) name: String,
    /// The name of a segment and its value.
    pub(crate) segment: Option<(String, String)>,
}

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AlertKind {
    /// A score has fallen or risen.
    Change,
    /// There are more detractors than usual.
    Surge,
    /// There are no answers.
    Silence,
    /// An endpoint doesn't take responses.
    Endpoint,
}

impl AlertKind {
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("change", Self::Change), ("surge", Self::Surge), ("silence", Self::Silence), ("endpoint", Self::Endpoint)];
}

/// The figures of an alert, as they were when it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[schemars(rename = "AlertFigures")]
pub(crate) enum Figures {
    /// Of a score.
    Change {
        /// The first and the last day that it is compared with.
        from: String,
        until: String,
        before: Counts,
        /// The answers since.
        after: Counts,
        /// The difference in standard errors.
        z: f64,
    },
    /// Of detractors.
    Surge {
        /// The hours in which they were counted.
        hours: u64,
        detractors: u64,
        scored: u64,
        /// Detractors that are usual in these hours.
        usual: f64,
    },
    /// Of answers that are missing.
    Silence {
        /// Answers that are usual in as long a time.
        usual: f64,
    },
    /// Of responses that an endpoint didn't take.
    Endpoint {
        /// Those that wait.
        waiting: u64,
        /// Those that aren't tried any more.
        failed: u64,
    },
}

/// Answers by group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AlertCounts")]
pub(crate) struct Counts {
    detractors: u64,
    passives: u64,
    promoters: u64,
}

impl Counts {
    fn of(tally: Tally) -> Self {
        Self { detractors: tally.detractors, passives: tally.passives, promoters: tally.promoters }
    }

    pub(crate) fn tally(self) -> Tally {
        Tally { detractors: self.detractors, passives: self.passives, promoters: self.promoters }
    }
}

/// What happens to an alert, and what is to be told of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Begin(Box<Alert>, Option<Notice>),
    /// The one with this identifier ends.
    End(String, Option<Notice>),
}

/// The alerts there are, and what has happened to them.
#[derive(Debug, Default)]
struct Board {
    alerts: Vec<Alert>,
    steps: Vec<Step>,
}

impl Board {
    fn new(alerts: Vec<Alert>) -> Self {
        Self { alerts, steps: Vec::new() }
    }

    /// The alert about this that is going on.
    fn going_on(&self, subject: &Subject) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.subject == *subject && alert.ended_at.is_none())
    }

    /// When what the last alert about this is about began.
    fn last_since(&self, subject: &Subject) -> Option<Timestamp> {
        self.alerts.iter().filter(|alert| alert.subject == *subject).map(|alert| alert.since).max()
    }

    fn begin(
        &mut self,
        subject: Subject,
        since: Timestamp,
        figures: Figures,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = token::random("a_").map_err(StoreError::Refused)?;
        let alert = Alert { id, subject, since, found_at: now, ended_at: None, figures, acknowledged: None };
        self.steps.push(Step::Begin(Box::new(alert.clone()), Some(words::begun(&alert))));
        self.alerts.push(alert);
        Ok(())
    }

    /// The alerts of a kind that are going on.
    fn all_going_on(&self, kind: AlertKind) -> Vec<Alert> {
        let going_on = |alert: &&Alert| alert.subject.kind == kind && alert.ended_at.is_none();
        self.alerts.iter().filter(going_on).cloned().collect()
    }

    /// Ends the alert about this that is going on, which is news.
    fn end(&mut self, subject: &Subject, now: Timestamp) {
        self.set_ended(subject, now, true);
    }

    /// Ends it without telling.
    fn close(&mut self, subject: &Subject, now: Timestamp) {
        self.set_ended(subject, now, false);
    }

    fn set_ended(&mut self, subject: &Subject, now: Timestamp, is_news: bool) {
        let going_on = |alert: &&mut Alert| alert.subject == *subject && alert.ended_at.is_none();
        if let Some(alert) = self.alerts.iter_mut().find(going_on) {
            alert.ended_at = Some(now);
            self.steps.push(Step::End(alert.id.clone(), is_news.then(|| words::ended(alert))));
        }
    }
}
