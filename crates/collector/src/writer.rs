//! The one writer: puts answers that arrive together into one transaction, and tells each of them after the commit.
//!
//! A synced commit takes milliseconds, whatever it holds. A commit for each answer would mean some 300 answers a
//! second; shared by up to a hundred of them it means thousands, and every one is on the disk before it is
//! acknowledged.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use crate::row::Row;
use crate::store::{Handover, Saved, Store};

/// Answers in one transaction at most.
const TOGETHER: usize = 100;
/// How long the first answer of a transaction waits for others.
const GATHER: Duration = Duration::from_millis(5);
/// Answers that wait for the writer at most; beyond it they are turned away, and sent again later.
const QUEUE: usize = 1_024;

/// Why an answer wasn't kept. Each can be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotKept {
    /// More answers are waiting than the queue holds.
    Busy,
    /// The collector is about to stop.
    Closing,
    /// The store failed, as when the disk is full or another process holds the file.
    Store,
}

struct Job {
    row: Row,
    handovers: Vec<Handover>,
    done: oneshot::Sender<Result<Saved, NotKept>>,
}

/// Hands rows to the writer task.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
    closing: Arc<Notify>,
    task: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task that writes into `store`; `stored` is told when there is something to be handed on.
    pub(crate) fn start(store: Store, stored: watch::Sender<()>) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let closing = Arc::new(Notify::new());
        let task = tokio::spawn(run(store, stored, jobs, Arc::clone(&closing)));
        Self { queue, closing, task: std::sync::Mutex::new(Some(task)) }
    }

    /// Keeps `row` and what it means for the endpoints. Returns when both are on the disk, or have failed to get there.
    pub(crate) async fn keep(&self, row: Row, handovers: Vec<Handover>) -> Result<Saved, NotKept> {
        let (done, kept) = oneshot::channel();
        self.queue.try_send(Job { row, handovers, done }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotKept::Busy,
            mpsc::error::TrySendError::Closed(_) => NotKept::Closing,
        })?;
        kept.await.unwrap_or(Err(NotKept::Closing))
    }

    /// Takes no more rows, and returns when those in the queue are written.
    pub(crate) async fn close(&self) {
        self.closing.notify_one();
        let task = self.task.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer ended early");
        }
    }
}

async fn run(store: Store, stored: watch::Sender<()>, mut jobs: mpsc::Receiver<Job>, closing: Arc<Notify>) {
    let mut open = true;
    loop {
        let first = tokio::select! {
            job = jobs.recv() => job,
            () = closing.notified(), if open => {
                open = false;
                jobs.close();
                continue;
            }
        };
        let Some(first) = first else { return };
        let batch = gather(first, &mut jobs).await;
        write(&store, &stored, batch).await;
    }
}

/// `first`, and what arrives with it.
async fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let deadline = Instant::now() + GATHER;
    let mut batch = vec![first];
    while batch.len() < TOGETHER {
        let room = TOGETHER - batch.len();
        match timeout_at(deadline, jobs.recv_many(&mut batch, room)).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
    batch
}

async fn write(store: &Store, stored: &watch::Sender<()>, batch: Vec<Job>) {
    match store.save(batch.iter().map(|job| (&job.row, job.handovers.as_slice()))).await {
        Ok(saved) => {
            if batch.iter().zip(&saved).any(|(job, saved)| saved.stored && !job.handovers.is_empty()) {
                stored.send_replace(());
            }
            for (job, saved) in batch.into_iter().zip(saved) {
                // Nobody listens any more if the visitor's connection broke. The answer is kept all the same.
                let _ = job.done.send(Ok(saved));
            }
        }
        Err(error) => {
            tracing::error!(%error, answers = batch.len(), "answers could not be stored");
            for job in batch {
                let _ = job.done.send(Err(NotKept::Store));
            }
        }
    }
}
