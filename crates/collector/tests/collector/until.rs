//! Waiting for what others do, and not for ever: a test that hangs says nothing about why.

use std::time::{Duration, Instant};

/// Longer than anything takes on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// Returns when it is so; `missing` says what is wrong if it never is.
pub(crate) fn until(missing: &str, is_so: impl Fn() -> bool) {
    until_within(PATIENCE, missing, is_so);
}

/// The same, where it may take longer.
pub(crate) fn until_within(patience: Duration, missing: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < patience, "{missing}");
        std::thread::yield_now();
    }
}

/// The same as [`until`] among asynchronous tasks.
pub(crate) async fn until_async(missing: &str, is_so: impl AsyncFn() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < PATIENCE, "{missing}");
        tokio::task::yield_now().await;
    }
}
