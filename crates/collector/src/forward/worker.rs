//! Sending what waits: a worker for each endpoint, in the order in which it is due.
//!
//! A worker claims many jobs in one transaction, sends several at a time as long as the endpoint takes them, and notes
//! what became of all of them in another transaction. Each job of a batch is of another response, so what is sent at the
//! same time never overtakes an earlier revision.

use askwell_survey::endpoint::Content;
use askwell_survey::endpoint::file::Listed;
use askwell_survey::outbox::{DAYS, Reply, is_retryable, wait_after};
use askwell_survey::{Timestamp, Value};
use tokio::task::JoinSet;

use super::endpoints::Secrets;
use super::forwarder::Context;
use super::send::{Outcome, Sender};
use super::{Endpoints, answer};
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::metrics::Metrics;
use crate::outbox::{self, Next, Stop, Workers};
use crate::store::{ClaimedJob, Failure, ForwardOutcome, Store, StoreError};

/// Jobs that are claimed together.
const BATCH: usize = 64;
/// Requests to one endpoint at the same time, once it has answered the one before.
const AT_ONCE: usize = 8;
/// How often a worker looks of its own accord, in milliseconds: another collector may have stored something and ended.
const LOOK: f64 = 60_000.0;
/// The longest rest that an endpoint gets for failing, in milliseconds, where it doesn't ask for one itself. What failed
/// may wait longer; the next thing may be sent.
const REST: f64 = 60_000.0;

/// Starts a worker for each endpoint.
pub(super) fn start(endpoints: &Endpoints, sender: Option<&Sender>, context: &Context) -> Workers {
    let worker = |sender: &Sender, listed: &Listed| Worker {
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
    let workers = sender.iter().flat_map(|sender| endpoints.list().iter().map(|listed| worker(sender, listed)));
    Workers::start(workers, &context.stored)
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

impl outbox::Worker for Worker {
    fn sends(&self) -> &str {
        &self.listed.name
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Forwards what is due first.
    async fn step(&mut self, stop: &Stop) -> Result<Next, StoreError> {
        let now = self.clock.now();
        let jobs = self.store.claim(&self.listed.name, now, outbox::claimed_until(now), BATCH).await?;
        if jobs.is_empty() {
            return Ok(Next::due(now, self.store.next_due(&self.listed.name).await?, LOOK));
        }
        let (settled, next) = self.send_all(jobs, outbox::begun_until(now), stop).await;
        self.store.settle(&self.listed.name, &settled).await?;
        Ok(next)
    }
}

impl Worker {
    /// Sends jobs until they are done, the endpoint fails, or it is time to stop. What wasn't begun waits as before.
    async fn send_all(
        &mut self,
        jobs: Vec<ClaimedJob>,
        until: Timestamp,
        stop: &Stop,
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
            let rest = now.after_millis(if told { rest } else { rest.min(REST) });
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
            let waits = ForwardOutcome::Waits { due: now.after_millis(wait), tries: job.tries.saturating_add(1) };
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
