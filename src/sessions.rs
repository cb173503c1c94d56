//! Sessions that were begun and are not finished: kept for this tab, and continued where the survey is next shown, on this page
//! or the next one. Not for other tabs: an answer has one author.

use askwell_survey::config::{Config, Storage};
use askwell_survey::{Timestamp, Value, limits};

use crate::{browser, storage};

/// The name under which sessions are kept: an object with a record for each survey. The loader knows it as well.
const SESSIONS: &str = "askwell.sessions";

/// For how long they are kept at most: until the tab is closed, if the site lets anything be kept.
fn place(config: &Config) -> Storage {
    match config.storage {
        Storage::Local | Storage::Session => Storage::Session,
        Storage::None => Storage::None,
    }
}

/// The record of a session of this survey, unless it is too old.
pub(crate) fn load(config: &Config) -> Option<Value> {
    let record = storage::read(place(config), SESSIONS).get(&config.recontact_id())?.clone();
    let Some(Value::Number(answered_at)) = record.get("answeredAt") else { return None };
    let answered_at = Timestamp::from_millis(*answered_at);
    answered_at.is_within_days(limits::SESSION_DAYS, browser::now()).then_some(record)
}

/// Keeps the record of a session; none ends it.
pub(crate) fn save(config: &Config, record: Option<Value>) {
    let (place, name) = (place(config), config.recontact_id());
    let kept = storage::read(place, SESSIONS);
    let mut entries = if let Value::Map(entries) = kept { entries } else { Vec::new() };
    let known = entries.len();
    entries.retain(|(other, _)| *other != name);
    // A visitor who doesn't answer leaves no trace.
    if record.is_none() && entries.len() == known {
        return;
    }
    entries.extend(record.map(|record| (name, record)));
    storage::write(place, SESSIONS, &Value::Map(entries));
}
