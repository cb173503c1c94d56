//! What time it is.

use std::time::{Duration, SystemTime};

use askwell_survey::Timestamp;
use tokio::sync::watch;

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The system.
    #[default]
    System,
    /// Whoever holds the other end. So tests needn't wait for half an hour to pass.
    Manual(watch::Receiver<Timestamp>),
}

impl Clock {
    /// The moment it is.
    pub(crate) fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(since.as_millis() as f64)
            }
            Self::Manual(time) => *time.borrow(),
        }
    }

    /// Returns at that moment. A system's clock may be set meanwhile, so it may be another one.
    pub(crate) async fn until(&self, moment: Timestamp) {
        match self {
            Self::System => {
                let wait = moment.millis().saturating_sub(self.now().millis());
                // The wait is what this is for.
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            Self::Manual(time) => {
                let mut time = time.clone();
                if time.wait_for(|now| *now >= moment).await.is_err() {
                    // Nobody can tell the time any more.
                    std::future::pending().await
                }
            }
        }
    }
}
