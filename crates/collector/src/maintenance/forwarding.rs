//! What forwarding has given up, listed and queued again; and a test delivery.

use super::{COMMAND_LINE, now};
use crate::contact::ContactKey;
use crate::forward::{self, TestDelivery};
use crate::settings::Settings;
use crate::state::OpenError;
use crate::store::{FailedForward, Location, Store, StoreError};

/// Rows that are read at a time.
const PAGE: usize = 500;

/// A response that an endpoint didn't get, as it is listed.
#[derive(Debug)]
pub struct FailedResponse {
    /// The endpoint's name.
    pub endpoint: String,
    /// The response's identifier.
    pub response: String,
    /// When it failed, as RFC 3339 has it.
    pub at: String,
    /// The status of the endpoint's last answer, if there was one.
    pub status: Option<u16>,
    /// Why it failed.
    pub reason: String,
    /// The beginning of that answer.
    pub answer: Option<String>,
}

/// Hands every response that an endpoint didn't get to `list`, by endpoint, latest first. With the key, answers are opened.
///
/// # Errors
/// The database can't be read.
pub async fn failures(
    database: &Location,
    key: Option<&ContactKey>,
    endpoint: Option<&str>,
    mut list: impl FnMut(FailedResponse),
) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    for status in store.endpoint_statuses().await? {
        let name = status.endpoint;
        if status.failed == 0 || endpoint.is_some_and(|endpoint| endpoint != name) {
            continue;
        }
        let mut before = None;
        loop {
            let found = store.failures(&name, before.as_deref(), PAGE).await?;
            before = found.last().filter(|_| found.len() == PAGE).map(|last| last.response.clone());
            found.into_iter().for_each(|failed| list(listed(&name, failed, key)));
            if before.is_none() {
                break;
            }
        }
    }
    store.close().await
}

fn listed(
    endpoint: &str,
    FailedForward { response, failure }: FailedForward,
    key: Option<&ContactKey>,
) -> FailedResponse {
    let opened = |answer: String| key.map_or_else(|| answer.clone(), |key| key.open_answer(&response, &answer));
    FailedResponse {
        endpoint: endpoint.to_owned(),
        at: failure.at.to_text(),
        status: failure.status,
        reason: failure.reason,
        answer: failure.answer.map(opened),
        response,
    }
}

/// Queues again what has failed, for all endpoints or for one of that name, of all responses or of one, and mends moments
/// that lie in the future. Returned is how much that is.
///
/// # Errors
/// The database can't be opened or written.
pub async fn retry(database: &Location, endpoint: Option<&str>, response: Option<&str>) -> Result<u64, StoreError> {
    let store = Store::open(database).await?;
    store.mend_times(now()).await?;
    let retried = store.retry(endpoint, response, now(), COMMAND_LINE).await?;
    store.close().await?;
    Ok(retried)
}

/// Sends a sample to the endpoint of this name, and notes that in the audit log if there is a database. None if there is no
/// such endpoint.
///
/// # Errors
/// The settings aren't allowed, nothing can be sent, or the database can't be written.
pub async fn test_delivery(settings: &Settings, endpoint: &str) -> Result<Option<TestDelivery>, OpenError> {
    settings.check()?;
    let tested = forward::test(&settings.endpoints, &settings.address_rules, endpoint, now()).await;
    let tested = tested.map_err(|error| OpenError::Sender(error.to_string()))?;
    if tested.is_some() && settings.database.file().is_none_or(std::path::Path::exists) {
        let noted = async {
            let store = Store::open(&settings.database).await?;
            store.note(now(), COMMAND_LINE, "test delivery", endpoint).await?;
            store.close().await
        };
        noted.await.map_err(|error| OpenError::Store(settings.database.clone(), error))?;
    }
    Ok(tested)
}
