//! Waiting for what is bound to happen.

use std::time::{Duration, Instant};

/// How long anything may take. Generous: the machine may be building something else beside this.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the same may take where it is known not to happen.
const IMPATIENCE: Duration = Duration::from_secs(3);
/// How often is looked.
const PAUSE: Duration = Duration::from_millis(25);

tokio::task_local! {
    static PATIENT_FOR: Duration;
}

/// Does what is known to fail at some point: what doesn't happen is given up early.
pub(crate) async fn impatiently<F: Future>(task: F) -> F::Output {
    PATIENT_FOR.scope(IMPATIENCE, task).await
}

/// Looks until there is something to see, and returns it.
///
/// # Panics
/// When it takes too long; `what` says what was awaited.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    match in_time(look).await {
        Some(found) => found,
        None => panic!("this was awaited, and did not come about: {what}"),
    }
}

/// The same, but nothing when it takes too long.
pub async fn in_time<T>(mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    let patience = PATIENT_FOR.try_get().unwrap_or(PATIENCE);
    while start.elapsed() < patience {
        if let Some(found) = look().await {
            return Some(found);
        }
        tokio::time::sleep(PAUSE).await;
    }
    None
}
