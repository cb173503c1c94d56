//! What is done to a database from the command line, while a collector runs on it or none does.

mod check;
mod data;
mod files;
mod keys;
mod users;

use askwell_survey::Timestamp;

use crate::clock::Clock;
use crate::store::{Location, Store, StoreError};
pub use check::{Findings, check};
pub use data::{ExportFormat, Whose, count, erase, export, forget, mark};
pub use files::{Copied, back_up, migrate, restore, sqlite_to_postgres};
pub use keys::{ListedKey, NewKey, create_key, list_keys, revoke_key};
pub use users::{Audited, ListedUser, add_user, audit, list_users, remove_user, set_password};

/// Who does it, as the audit log has it.
const COMMAND_LINE: &str = "command line";

/// Queues again what has failed, for all endpoints or for one of that name, and mends moments that lie in the future.
/// Returned is how many responses that are.
///
/// # Errors
/// The database can't be opened or written.
pub async fn retry(database: &Location, endpoint: Option<&str>) -> Result<u64, StoreError> {
    let store = Store::open(database).await?;
    store.mend_times(now()).await?;
    let retried = store.retry(endpoint, now()).await?;
    store.close().await?;
    Ok(retried)
}

/// The moment it is.
fn now() -> Timestamp {
    Clock::System.now()
}
