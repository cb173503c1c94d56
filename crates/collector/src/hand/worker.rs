//! Sending what waits: a worker for each endpoint, one thing at a time, in the order in which it is due.

use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::Duration;

use askwell_survey::endpoint::Content;
use askwell_survey::endpoint::file::Listed;
use askwell_survey::outbox::{DAYS, Reply, is_retryable, wait_after};
use askwell_survey::{Timestamp, Value};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Endpoints;
use super::endpoints::Secrets;
use super::send::{Outcome, Sender};
use crate::clock::Clock;
use crate::store::{Became, Store, StoreError, Taken};

/// How long something that is being sent belongs to whoever sends it, in milliseconds: longer than the longest timeout.
const TAKEN: f64 = 150_000.0;
/// How often a worker looks of its own accord, in milliseconds: another collector may have stored something and ended.
const LOOK: f64 = 60_000.0;
/// How long it leaves a database alone that failed, in milliseconds.
const RECOVER: f64 = 5_000.0;
/// The longest rest that an endpoint gets for failing, in milliseconds, where it doesn't ask for one itself. What failed
/// may wait longer; the next thing may be taken.
const REST: f64 = 60_000.0;

/// The workers.
#[derive(Debug)]
pub(crate) struct Workers {
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Starts one for each endpoint. `stored` tells them to look.
    pub(crate) fn start(
        endpoints: &Endpoints,
        store: &Store,
        sender: &Sender,
        clock: &Clock,
        stored: &watch::Sender<()>,
    ) -> Self {
        let stop = watch::Sender::new(false);
        let start = |listed: &Listed| {
            let worker = Worker {
                listed: listed.clone(),
                secrets: endpoints.secrets().clone(),
                store: store.clone(),
                sender: sender.clone(),
                clock: clock.clone(),
                failures: 0,
            };
            tokio::spawn(worker.run(stored.subscribe(), stop.subscribe()))
        };
        let tasks = endpoints.list().iter().map(start).collect();
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
    /// How often in a row the endpoint couldn't be reached or had no time.
    failures: u32,
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
            let next = match self.step().await {
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

    /// Hands on what is due first.
    async fn step(&mut self) -> Result<Next, StoreError> {
        let now = self.clock.now();
        let Some(taken) = self.store.take(&self.listed.name, now, later(now, TAKEN)).await? else {
            let look = later(now, LOOK);
            let due = self.store.next_due(&self.listed.name).await?;
            return Ok(Next::Look(due.map_or(look, |due| due.min(look))));
        };
        let response = taken.document.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok());
        let Some(Content::Document { document, .. }) = response.map(|response| self.listed.content(&response)) else {
            // It was deleted, or the file was changed and doesn't want it any more.
            self.store.settle(&taken, Became::Done).await?;
            return Ok(Next::Now);
        };
        let outcome = self.sender.send(self.listed.address(), &document, &self.secrets).await;
        let now = self.clock.now();
        let (became, next) = self.judge(&taken, &outcome, now);
        self.store.settle(&taken, became).await?;
        Ok(next)
    }

    /// What came of it means, by the rules that hold for the widget as well; and how long the endpoint is left alone.
    fn judge(&mut self, taken: &Taken, outcome: &Outcome, now: Timestamp) -> (Became, Next) {
        let (endpoint, response, said) = (&self.listed.name, &taken.response, &outcome.said);
        let (status, asked) = match outcome.reply {
            Reply::Status { status, wait } => (Some(status), wait),
            Reply::Nothing => (None, 0.0),
        };
        if status.is_none_or(is_retryable) {
            if self.failures == 0 {
                tracing::warn!(endpoint, status, said, "answers wait: the endpoint doesn’t take them at the moment");
            }
            let (rest, told) = wait_after(self.failures, asked, random());
            let next = Next::Rest(later(now, if told { rest } else { rest.min(REST) }));
            self.failures = self.failures.saturating_add(1);
            if taken.since.after_days(DAYS) < now {
                tracing::error!(endpoint, response, status, said, "an answer was given up after {DAYS} days");
                return (Became::Failed { at: now, status }, next);
            }
            let (wait, _) = wait_after(taken.tries, asked, random());
            return (Became::Waits { due: later(now, wait), tries: taken.tries.saturating_add(1) }, next);
        }
        if self.failures > 0 {
            tracing::info!(endpoint, "the endpoint answers again");
            self.failures = 0;
        }
        if status.is_some_and(|status| (200..300).contains(&status)) {
            return (Became::Done, Next::Now);
        }
        tracing::error!(endpoint, response, status, said, "an answer was refused, and is not sent again");
        (Became::Failed { at: now, status }, Next::Now)
    }
}

/// Returns when the workers are told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn later(now: Timestamp, milliseconds: f64) -> Timestamp {
    Timestamp::from_millis(now.millis() as f64 + milliseconds)
}

/// At least 0 and below 1. It spreads tries; nobody gains anything by guessing it, so the seeds that the standard library
/// draws for its tables will do.
fn random() -> f64 {
    (RandomState::new().hash_one(0_u8) >> 11) as f64 / (1_u64 << 53) as f64
}
