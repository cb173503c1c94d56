//! The one writer: puts responses that arrive together into one transaction, and tells each of them after the commit.
//!
//! A synced commit takes milliseconds, whatever it holds. A response that comes alone is committed at once. What arrives
//! during that commit shares the next one: so the more there is to do, the more is done at a time, and nothing ever
//! waits for company.

use std::sync::Arc;

use tokio::sync::{Mutex, Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::metrics::Metrics;
use crate::row::Row;
use crate::store::{NewForward, Saved, Store};

/// Responses in one transaction at most.
const MAX_BATCH: usize = 100;
/// Responses that wait for the writer at most; beyond it they are turned away, and sent again later.
const QUEUE: usize = 1_024;

/// Why a response wasn't stored. Each can be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotStored {
    /// More responses are waiting than the queue holds.
    Busy,
    /// The collector is about to stop.
    Closing,
    /// The store failed, as when the disk is full or another process holds the file.
    Store,
}

struct Job {
    row: Row,
    forwards: Vec<NewForward>,
    done: oneshot::Sender<Result<Saved, NotStored>>,
}

/// Gives rows to the tasks that write.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
    closing: Arc<Notify>,
    tasks: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

/// What each of these tasks holds.
#[derive(Clone)]
struct Committer {
    store: Store,
    /// Is told when there is something to be forwarded.
    stored: watch::Sender<()>,
    metrics: Metrics,
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    closing: Arc<Notify>,
}

impl Writer {
    /// Starts `committers` tasks that write into `store`; `stored` is told when there is something to be forwarded.
    pub(crate) fn start(store: &Store, committers: usize, stored: &watch::Sender<()>, metrics: &Metrics) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let committer = Committer {
            store: store.clone(),
            stored: stored.clone(),
            metrics: metrics.clone(),
            jobs: Arc::new(Mutex::new(jobs)),
            closing: Arc::new(Notify::new()),
        };
        let tasks = (0..committers).map(|_| tokio::spawn(committer.clone().run())).collect();
        Self { queue, closing: committer.closing, tasks: std::sync::Mutex::new(tasks) }
    }

    /// Stores `row` and what it means for the endpoints. Returns when both are on the disk, or have failed to get there.
    pub(crate) async fn store(&self, row: Row, forwards: Vec<NewForward>) -> Result<Saved, NotStored> {
        let (done, stored) = oneshot::channel();
        self.queue.try_send(Job { row, forwards, done }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotStored::Busy,
            mpsc::error::TrySendError::Closed(_) => NotStored::Closing,
        })?;
        stored.await.unwrap_or(Err(NotStored::Closing))
    }

    /// How many rows wait.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Takes no more rows, and returns when those in the queue are written.
    pub(crate) async fn close(&self) {
        self.closing.notify_one();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        for task in tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a writer ended early");
            }
        }
    }
}

impl Committer {
    async fn run(self) {
        while let Some(batch) = self.next().await {
            self.write(batch).await;
        }
    }

    /// Whatever waits now, once something does; nothing any more after the end.
    async fn next(&self) -> Option<Vec<Job>> {
        let mut jobs = self.jobs.lock().await;
        let mut batch = Vec::new();
        loop {
            tokio::select! {
                received = jobs.recv_many(&mut batch, MAX_BATCH) => return (received > 0).then_some(batch),
                () = self.closing.notified() => jobs.close(),
            }
        }
    }

    async fn write(&self, batch: Vec<Job>) {
        let rows: Vec<_> = batch.iter().map(|job| (&job.row, job.forwards.as_slice())).collect();
        let start = std::time::Instant::now();
        let result = self.store.save(&rows).await;
        self.metrics.commit(start.elapsed(), batch.len(), result.is_ok());
        match result {
            Ok(saved) => {
                if batch.iter().zip(&saved).any(|(job, saved)| saved.stored && !job.forwards.is_empty()) {
                    self.stored.send_replace(());
                }
                for (job, saved) in batch.into_iter().zip(saved) {
                    // Nobody listens any more if the visitor's connection broke. The response is stored all the same.
                    let _ = job.done.send(Ok(saved));
                }
            }
            Err(error) => {
                tracing::error!(%error, responses = batch.len(), "responses could not be stored");
                for job in batch {
                    let _ = job.done.send(Err(NotStored::Store));
                }
            }
        }
    }
}
