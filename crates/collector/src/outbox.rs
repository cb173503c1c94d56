//! What every outbox in the database has in common, whatever is sent from it: a worker claims what is due, sends it, notes what
//! became of it, and rests until there is more.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use askwell_survey::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::store::StoreError;

/// How long a job that was claimed belongs to whoever claimed it, in milliseconds: longer than a batch may take and the
/// longest timeout after that.
const CLAIM: f64 = 150_000.0;
/// How long a batch is begun on, in milliseconds. What is left of it then is given back.
const BATCH_TIME: f64 = 60_000.0;
/// How long a worker leaves a database alone that failed, in milliseconds.
const RECOVER: f64 = 5_000.0;

/// Until when a batch that is claimed at `now` belongs to whoever claims it.
pub(crate) fn claimed_until(now: Timestamp) -> Timestamp {
    now.after_millis(CLAIM)
}

/// Until when a batch that is claimed at `now` is begun on.
pub(crate) fn begun_until(now: Timestamp) -> Timestamp {
    now.after_millis(BATCH_TIME)
}

/// Whether the workers have to stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// When to go on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// At once.
    Now,
    /// At this moment, or when something is stored.
    Look(Timestamp),
    /// At this moment, whatever happens.
    Rest(Timestamp),
}

impl Next {
    /// Nothing is due at `now`, but something at `due`, if anything waits. Others may store something without a word: so a
    /// worker looks after so many milliseconds in any case.
    pub(crate) fn due(now: Timestamp, due: Option<Timestamp>, look: f64) -> Self {
        let look = now.after_millis(look);
        Self::Look(due.map_or(look, |due| due.min(look)))
    }
}

/// Whoever sends from an outbox.
pub(crate) trait Worker: Send + 'static {
    /// What is sent, in a message that says that it isn't.
    fn sends(&self) -> &str;

    fn clock(&self) -> &Clock;

    /// Sends a batch of what is due.
    fn step(&mut self, stop: &Stop) -> impl Future<Output = Result<Next, StoreError>> + Send;
}

/// Workers, each a task of its own.
#[derive(Debug)]
pub(crate) struct Workers {
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Starts them. `stored` tells them to look.
    pub(crate) fn start(workers: impl IntoIterator<Item = impl Worker>, stored: &watch::Sender<()>) -> Self {
        let stop = watch::Sender::new(false);
        let start = |worker| tokio::spawn(run(worker, stored.subscribe(), stop.subscribe()));
        let tasks = workers.into_iter().map(start).collect();
        Self { stop, tasks: Mutex::new(tasks) }
    }

    /// Sends nothing more. What is on its way has until the end of `grace` to be acknowledged, and is sent again
    /// otherwise, by whoever comes next.
    pub(crate) async fn close(&self, grace: Duration) {
        self.stop.send_replace(true);
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        let end = tokio::time::Instant::now() + grace;
        for mut task in tasks {
            if tokio::time::timeout_at(end, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

async fn run(mut worker: impl Worker, mut stored: watch::Receiver<()>, mut stop: Stop) {
    // Whoever could tell it to stop may be gone without a word.
    while !*stop.borrow() && stop.has_changed().is_ok() {
        stored.mark_unchanged();
        let next = match worker.step(&stop).await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(sends = worker.sends(), %error, "nothing can be sent: the store failed");
                Next::Rest(worker.clock().now().after_millis(RECOVER))
            }
        };
        let stopped = stop.wait_for(|stop| *stop);
        match next {
            Next::Now => {}
            Next::Look(moment) => tokio::select! {
                () = worker.clock().until(moment) => {}
                _ = stored.changed() => {}
                _ = stopped => {}
            },
            Next::Rest(moment) => tokio::select! {
                () = worker.clock().until(moment) => {}
                _ = stopped => {}
            },
        }
    }
}
