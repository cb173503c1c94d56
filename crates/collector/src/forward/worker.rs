//! Sending what waits: a worker for each endpoint, in the order in which it is due.
//!
//! A worker claims many jobs in one transaction, sends several at a time as long as the endpoint takes them, and notes
//! what became of all of them in another transaction. Each job of a batch is of another response, so what is sent at the
//! same time never overtakes an earlier revision.

use std::sync::Mutex;
use std::time::Duration;

use askwell_survey::endpoint::Content;
use askwell_survey::endpoint::file::Listed;
use askwell_survey::outbox::{DAYS, Reply, is_retryable, wait_after};
use askwell_survey::{Timestamp, Value};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::endpoints::Secrets;
use super::forwarder::Context;
use super::send::{Outcome, Sender};
use super::{Endpoints, answer};
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::metrics::Metrics;
use crate::store::{ClaimedJob, Failure, ForwardOutcome, Store, StoreError};

/// How long a job that was claimed belongs to whoever claimed it, in milliseconds: longer than a batch may take and the
/// longest timeout after that.
const CLAIM: f64 = 150_000.0;
/// Jobs that are claimed together.
const BATCH: usize = 64;
/// Requests to one endpoint at the same time, once it has answered the one before.
const AT_ONCE: usize = 8;
/// How long a batch is begun on, in milliseconds. What is left of it then is given back.
const BATCH_TIME: f64 = 60_000.0;
/// How often a worker looks of its own accord, in milliseconds: another collector may have stored something and ended.
const LOOK: f64 = 60_000.0;
/// How long it leaves a database alone that failed, in milliseconds.
const RECOVER: f64 = 5_000.0;
/// The longest rest that an endpoint gets for failing, in milliseconds, where it doesn't ask for one itself. What failed
/// may wait longer; the next thing may be sent.
const REST: f64 = 60_000.0;

/// The workers.
#[derive(Debug)]
pub(crate) struct Workers {
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Starts one for each endpoint.
    pub(crate) fn start(endpoints: &Endpoints, sender: Option<&Sender>, context: &Context) -> Self {
        let stop = watch::Sender::new(false);
        let start = |sender: &Sender, listed: &Listed| {
            let worker = Worker {
                listed: listed.clone(),
                secrets: endpoints.secrets().clone(),
                store: context.store.clone(),
                sender: sender.clone(),
                clock: context.clock.clone(),
                metrics: context.metrics.clone(),
                key: context.key.clone(),
                failures: 0,
                proven: false,
            };
            tokio::spawn(worker.run(context.stored.subscribe(), stop.subscribe()))
        };
        let tasks =
            sender.iter().flat_map(|sender| endpoints.list().iter().map(|listed| start(sender, listed))).collect();
        Self { stop, tasks: Mutex::new(tasks) }
    }

    /// Sends nothing more. What is on its way has until the end of `grace` to be acknowledged, and is sent again
    /// otherwise, by whoever comes next.
    pub(crate) async fn close(&self, grace: Duration) {
        self.stop.send_replace(true);
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let end = tokio::time::Instant::now() + grace;
        for mut task in tasks {
            if tokio::time::timeout_at(end, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

struct Worker {
    listed: Listed,
    secrets: Secrets,
    store: Store,
    sender: Sender,
    clock: Clock,
    metrics: Metrics,
    key: Option<ContactKey>,
    /// How often in a row the endpoint couldn't be reached or had no time.
    failures: u32,
    /// Whether it has answered the last request.
    proven: bool,
}

/// When to go on.
enum Next {
    /// At once.
    Now,
    /// At this moment, or when something is stored.
    Look(Timestamp),
    /// At this moment, whatever happens.
    Rest(Timestamp),
}

impl Worker {
    async fn run(mut self, mut stored: watch::Receiver<()>, mut stop: watch::Receiver<bool>) {
        // Whoever could tell them to stop may be gone without a word.
        while !*stop.borrow() && stop.has_changed().is_ok() {
            stored.mark_unchanged();
            let next = match self.step(&stop).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(endpoint = self.listed.name, %error, "the store failed");
                    Next::Rest(later(self.clock.now(), RECOVER))
                }
            };
            let stopped = stopped(&mut stop);
            match next {
                Next::Now => {}
                Next::Look(moment) => tokio::select! {
                    () = self.clock.until(moment) => {}
                    _ = stored.changed() => {}
                    () = stopped => {}
                },
                Next::Rest(moment) => tokio::select! {
                    () = self.clock.until(moment) => {}
                    () = stopped => {}
                },
            }
        }
    }

    /// Forwards what is due first.
    async fn step(&mut self, stop: &watch::Receiver<bool>) -> Result<Next, StoreError> {
        let now = self.clock.now();
        let jobs = self.store.claim(&self.listed.name, now, later(now, CLAIM), BATCH).await?;
        if jobs.is_empty() {
            let look = later(now, LOOK);
            let due = self.store.next_due(&self.listed.name).await?;
            return Ok(Next::Look(due.map_or(look, |due| due.min(look))));
        }
        let (settled, next) = self.send_all(jobs, later(now, BATCH_TIME), stop).await;
        self.store.settle(&self.listed.name, &settled).await?;
        Ok(next)
    }

    /// Sends jobs until they are done, the endpoint fails, or it is time to stop. What wasn't begun waits as before.
    async fn send_all(
        &mut self,
        jobs: Vec<ClaimedJob>,
        until: Timestamp,
        stop: &watch::Receiver<bool>,
    ) -> (Vec<(ClaimedJob, ForwardOutcome)>, Next) {
        let mut settled = Vec::new();
        let mut jobs = jobs.into_iter();
        let mut sending = JoinSet::new();
        let mut rest = None;
        loop {
            let at_once = if self.proven { AT_ONCE } else { 1 };
            while rest.is_none() && sending.len() < at_once && !*stop.borrow() && self.clock.now() < until {
                let Some(job) = jobs.next() else { break };
                match self.content(&job) {
                    Ok((document, response)) => {
                        let (sender, secrets) = (self.sender.clone(), self.secrets.clone());
                        let address = self.listed.address().to_owned();
                        sending.spawn(async move {
                            let outcome = sender.send(&address, &document, &secrets).await;
                            let answer = answer::kept(&outcome.answer, &secrets, &response);
                            (job, Outcome { answer, ..outcome })
                        });
                    }
                    Err(outcome) => settled.push((job, outcome)),
                }
            }
            match sending.join_next().await {
                Some(Ok((job, outcome))) => {
                    let (outcome, wait) = self.judge(&job, &outcome, self.clock.now());
                    settled.push((job, outcome));
                    rest = rest.max(wait);
                }
                // It panicked: it belongs to nobody when its claim has ended.
                Some(Err(error)) => tracing::error!(endpoint = self.listed.name, %error, "forwarding failed"),
                None => break,
            }
        }
        settled.extend(jobs.map(|job| {
            let waits = ForwardOutcome::Waits { due: job.due, tries: job.tries };
            (job, waits)
        }));
        (settled, rest.map_or(Next::Now, Next::Rest))
    }

    /// What the endpoint gets of a job, and the response; or what becomes of a job for which it gets nothing.
    fn content(&self, job: &ClaimedJob) -> Result<(Value, Value), ForwardOutcome> {
        // It was deleted.
        let Some(json) = &job.document else { return Err(ForwardOutcome::Done) };
        let response = serde_json::from_str::<Value>(json).ok().and_then(|mut response| {
            let opened = self.key.as_ref().map_or(Ok(()), |key| key.open(&job.response, &mut response));
            opened.is_ok().then_some(response)
        });
        let Some(response) = response else {
            let (endpoint, response) = (&self.listed.name, &job.response);
            tracing::error!(endpoint, response, "a stored response can’t be read, and isn’t forwarded");
            self.metrics.forwarded(endpoint, "failed");
            let reason = "the stored response can’t be read".to_owned();
            let failure = Failure { at: self.clock.now(), status: None, reason, answer: None };
            return Err(ForwardOutcome::Failed(failure));
        };
        match self.listed.content(&response) {
            Content::Document { document, .. } => Ok((document, response)),
            // The file was changed and doesn't want it any more.
            Content::Nothing(_) | Content::Call => Err(ForwardOutcome::Done),
        }
    }

    /// What came of it means, by the rules that hold for the widget as well; and until when the endpoint is left alone.
    fn judge(&mut self, job: &ClaimedJob, outcome: &Outcome, now: Timestamp) -> (ForwardOutcome, Option<Timestamp>) {
        let (endpoint, response, detail) = (&self.listed.name, &job.response, &outcome.detail);
        let (status, asked) = match outcome.reply {
            Reply::Status { status, wait } => (Some(status), wait),
            Reply::Nothing => (None, 0.0),
        };
        if status.is_none_or(is_retryable) {
            self.metrics.forwarded(endpoint, "retried");
            if self.failures == 0 {
                tracing::warn!(
                    endpoint,
                    status,
                    detail,
                    "responses wait: the endpoint doesn’t take them at the moment"
                );
            }
            let (rest, told) = wait_after(self.failures, asked, fastrand::f64());
            let rest = later(now, if told { rest } else { rest.min(REST) });
            self.failures = self.failures.saturating_add(1);
            self.proven = false;
            if job.since.after_days(DAYS) < now {
                tracing::error!(endpoint, response, status, detail, "forwarding a response failed for {DAYS} days");
                let reason = match detail.as_str() {
                    "" => format!("it could not be delivered within {DAYS} days"),
                    detail => format!("it could not be delivered within {DAYS} days: {detail}"),
                };
                return (ForwardOutcome::Failed(self.failure(job, now, status, reason, outcome)), Some(rest));
            }
            let (wait, _) = wait_after(job.tries, asked, fastrand::f64());
            let waits = ForwardOutcome::Waits { due: later(now, wait), tries: job.tries.saturating_add(1) };
            return (waits, Some(rest));
        }
        if self.failures > 0 {
            tracing::info!(endpoint, "the endpoint answers again");
            self.failures = 0;
        }
        self.proven = true;
        if status.is_some_and(|status| (200..300).contains(&status)) {
            self.metrics.forwarded(endpoint, "delivered");
            return (ForwardOutcome::Done, None);
        }
        self.metrics.forwarded(endpoint, "failed");
        tracing::error!(endpoint, response, status, detail, "a response was refused, and is not sent again");
        let reason = match detail.as_str() {
            "" => "the endpoint refused it".to_owned(),
            detail => format!("the endpoint refused it: {detail}"),
        };
        (ForwardOutcome::Failed(self.failure(job, now, status, reason, outcome)), None)
    }

    /// What is kept of a failure. An answer is sealed where contact data is: it may say of whom it is after all.
    fn failure(
        &self,
        job: &ClaimedJob,
        at: Timestamp,
        status: Option<u16>,
        reason: String,
        outcome: &Outcome,
    ) -> Failure {
        let answer = Some(outcome.answer.clone()).filter(|answer| !answer.is_empty());
        let answer = match &self.key {
            Some(key) => answer.and_then(|answer| key.seal_answer(&job.response, &answer).ok()),
            None => answer,
        };
        Failure { at, status, reason, answer }
    }
}

/// Returns when the workers are told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn later(now: Timestamp, milliseconds: f64) -> Timestamp {
    Timestamp::from_millis(now.millis() as f64 + milliseconds)
}
