//! What waits to be delivered: every response stays until an endpoint has acknowledged it.
//!
//! What is stored, the time, what became of a request and a random number come in as arguments; what is to be sent, and
//! when, comes out. Storage is read anew before each change, since other tabs write to it as well.

use crate::{ResponseId, Timestamp, Value};

/// The most responses that are kept. Beyond that the oldest is removed and returned.
pub const CAPACITY: usize = 50;
/// The most that is stored, in bytes of JSON. Beyond that the oldest is removed. The newest stays whatever its size.
pub const BYTES: usize = 65_536;
/// Days after which a response that still can't be delivered is removed.
pub const DAYS: f64 = 14.0;

const SECOND: f64 = 1_000.0;
/// The longest wait that the outbox chooses itself.
const HOUR: f64 = 3_600.0 * SECOND;
/// The longest wait that an endpoint can ask for.
const DAY: f64 = 24.0 * HOUR;
/// By then the wait has reached its bound. Counting stops here, so that nothing overflows.
const TRIES: u32 = 12;

/// The names in a stored entry.
const FIELDS: [&str; 6] = ["endpoint", "document", "since", "tries", "due", "told"];

/// One response on its way to one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxEntry {
    /// Where it is posted to.
    pub endpoint: String,
    /// Which response it is.
    pub id: ResponseId,
    /// Which revision of it.
    pub revision: u32,
    /// What it gets: the response, or the request that the response came to (see `endpoint::Content`).
    pub document: Value,
    /// When it was inserted.
    pub since: Timestamp,
    /// The number of failed attempts.
    pub tries: u32,
    /// When the next attempt is due.
    pub due: Timestamp,
    /// Whether the endpoint asked for this wait, or the entry is held for a later revision. Then it isn't sent earlier.
    pub retry_after_requested: bool,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reply {
    /// No answer that could be read: it may have arrived, or not.
    Nothing,
    /// An answer.
    Status {
        /// Its status.
        status: u16,
        /// Milliseconds from now, if it has a `Retry-After`. Anything goes, even not a number.
        wait: f64,
    },
}

/// What that means for the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It has arrived.
    Delivered,
    /// It is tried again, at this moment.
    Waits(Timestamp),
    /// The endpoint doesn't take it and never will: it has left the outbox.
    Refused,
    /// It was too old to be tried yet again: it has left the outbox.
    Expired,
    /// A later revision waits in its place, or it has been settled elsewhere.
    Replaced,
}

/// The responses that no endpoint has acknowledged yet, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    entries: Vec<OutboxEntry>,
    /// What stood there and isn't understood, such as what a later version wrote. It goes back as it was.
    unrecognised: Vec<Value>,
}

impl Outbox {
    /// Reads what was stored. A moment that no clock could have led to comes from one that was wrong, and is put right:
    /// nothing was put in later than `now`, and nothing waits longer than it may.
    pub fn read(stored: &Value, now: Timestamp) -> Self {
        let mut outbox = Self::default();
        match stored {
            Value::Null => {}
            Value::List(list) => {
                for item in list {
                    match read(item, now) {
                        Some(entry) => outbox.entries.push(entry),
                        None => outbox.unrecognised.push(item.clone()),
                    }
                }
            }
            other => outbox.unrecognised.push(other.clone()),
        }
        outbox
    }

    /// What is to be stored.
    pub fn to_value(&self) -> Value {
        let mut stored = self.unrecognised.clone();
        for entry in &self.entries {
            let mut item = Value::object();
            item.put("endpoint", Value::from(entry.endpoint.as_str()));
            item.put("document", entry.document.clone());
            item.put("since", Value::from(entry.since.millis() as f64));
            item.put("tries", Value::from(f64::from(entry.tries)));
            item.put("due", Value::from(entry.due.millis() as f64));
            item.put("told", Value::from(entry.retry_after_requested));
            stored.push(item);
        }
        Value::List(stored)
    }

    /// Inserts a delivery: a `document`, which is a response or a request made of one, with its `id` and `revision`; the
    /// `endpoint` that it is for; and the milliseconds to `hold` it for a later revision, usually none. A later revision
    /// replaces an earlier one; an earlier one is ignored. With a negative `hold` it isn't sent, and what waits in its
    /// place is removed.
    ///
    /// Returns what was removed because the outbox was full: entries, and `None` for each value that wasn't recognised.
    pub fn insert(&mut self, delivery: &Value, now: Timestamp) -> Vec<Option<OutboxEntry>> {
        let hold = number(delivery, "hold").unwrap_or_default();
        let Some(entry) = entry(delivery, now, later(now, hold), hold > 0.0) else { return Vec::new() };
        match self.entries.iter().position(|known| known.is(&entry)) {
            Some(index) if hold < 0.0 => {
                self.entries.remove(index);
            }
            None if hold < 0.0 => {}
            Some(index) if self.entries[index].revision >= entry.revision => {}
            Some(index) => self.entries[index] = entry,
            None => self.entries.push(entry),
        }
        let mut lost = Vec::new();
        while self.entries.len() + self.unrecognised.len() > 1
            && (self.entries.len() + self.unrecognised.len() > CAPACITY || self.to_value().to_json().len() > BYTES)
        {
            lost.push(if self.unrecognised.is_empty() {
                Some(self.entries.remove(0))
            } else {
                self.unrecognised.remove(0);
                None
            });
        }
        lost
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[OutboxEntry] {
        &self.entries
    }

    /// In how many milliseconds the next entry is due; none if nothing waits.
    pub fn wake(&self, now: Timestamp) -> Option<u64> {
        let mut wake = None;
        for entry in &self.entries {
            let wait = entry.due.millis().saturating_sub(now.millis());
            if wake.is_none_or(|earliest| wait < earliest) {
                wake = Some(wait);
            }
        }
        wake
    }

    /// Makes all entries due whose wait the outbox chose itself: the network is back, or a page was opened.
    pub fn retry_now(&mut self, now: Timestamp) {
        for entry in &mut self.entries {
            if !entry.retry_after_requested {
                entry.due = now;
            }
        }
    }

    /// Records the reply to an entry that was sent; `random` is at least 0 and below 1. An entry that was refused, is too
    /// old or has arrived is removed, with its earlier revisions; a later one stays.
    pub fn settle(&mut self, sent: &OutboxEntry, reply: Reply, now: Timestamp, random: f64) -> Settled {
        let index = self.entries.iter().position(|entry| entry.is(sent) && entry.revision <= sent.revision);
        let settled = match (index.map(|index| &mut self.entries[index]), reply) {
            (_, Reply::Status { status: 200..=299, .. }) => Settled::Delivered,
            (None, _) => Settled::Replaced,
            (Some(_), Reply::Status { status, .. }) if !is_retryable(status) => Settled::Refused,
            (Some(entry), _) if entry.since.after_days(DAYS) < now => Settled::Expired,
            (Some(entry), reply) => {
                let asked = match reply {
                    Reply::Status { wait, .. } => wait,
                    Reply::Nothing => 0.0,
                };
                let wait;
                (wait, entry.retry_after_requested) = wait_after(entry.tries, asked, random);
                entry.tries = TRIES.min(entry.tries + 1);
                entry.due = later(now, wait);
                Settled::Waits(entry.due)
            }
        };
        if let (Some(index), Settled::Delivered | Settled::Refused | Settled::Expired) = (index, settled) {
            self.entries.remove(index);
        }
        settled
    }
}

impl OutboxEntry {
    /// Whether both are of the same response, on its way to the same endpoint.
    pub fn is(&self, other: &Self) -> bool {
        self.id == other.id && self.endpoint == other.endpoint
    }
}

/// The milliseconds to wait after `tries` failed attempts and one more, and whether the endpoint asked for that wait:
/// `asked` milliseconds, which may be any number. `random` is at least 0 and below 1.
pub fn wait_after(tries: u32, asked: f64, random: f64) -> (f64, bool) {
    // Full jitter, so that those who failed together don't come back together.
    let own = random * HOUR.min(SECOND * f64::from(1 << tries.min(TRIES)));
    // Not if it isn't a number.
    if asked > own { (asked.min(DAY), true) } else { (own, false) }
}

/// Whether an endpoint that answers like this may take the same document later.
pub const fn is_retryable(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599) && !matches!(status, 501 | 505)
}

fn later(now: Timestamp, milliseconds: f64) -> Timestamp {
    Timestamp::from_millis(now.millis() as f64 + milliseconds)
}

/// Reads a stored entry. The document isn't checked: the endpoint does that, and another version of this program may have
/// written it. With an unknown field the whole entry is another version's, since the field may change what is sent.
fn read(item: &Value, now: Timestamp) -> Option<OutboxEntry> {
    let Value::Map(fields) = item else { return None };
    for (name, _) in fields {
        if !FIELDS.contains(&name.as_str()) {
            return None;
        }
    }
    let told = item.get("told") == Some(&Value::Bool(true));
    let moment = |name| Timestamp::from_millis(number(item, name).unwrap_or(now.millis() as f64));
    let due = moment("due").min(later(now, if told { DAY } else { HOUR }));
    let mut entry = entry(item, now, due, told)?;
    entry.since = moment("since").min(now);
    entry.tries = TRIES.min(number(item, "tries").unwrap_or_default() as u32);
    Some(entry)
}

/// A document on its way to an endpoint, if it says which response it is of, and which revision.
fn entry(item: &Value, now: Timestamp, due: Timestamp, told: bool) -> Option<OutboxEntry> {
    let document = item.get("document")?;
    Some(OutboxEntry {
        endpoint: item.get("endpoint")?.as_text()?.to_owned(),
        id: ResponseId::parse(document.get("id")?.as_text()?)?,
        revision: number(document, "revision")? as u32,
        document: document.clone(),
        since: now,
        tries: 0,
        due,
        retry_after_requested: told,
    })
}

fn number(item: &Value, name: &str) -> Option<f64> {
    match item.get(name) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
