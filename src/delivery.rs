//! Sending what waits in the outbox, and taking out what was acknowledged.
//!
//! Nothing is remembered between requests except which are under way: whatever happens, [`send_due`] looks at the outbox and
//! sends what is due. The outbox is read anew from storage before each change: other tabs change it as well.

use std::cell::{Cell, RefCell};

use askwell_survey::config::{Config, Storage};
use askwell_survey::outbox::{Outbox, OutboxEntry, Reply, Settled};
use askwell_survey::{Response, Value, digits};
use js_sys::Math;
use leptos::prelude::{ArcRwSignal, Get, GetUntracked, Set};

use crate::events::dispatch;
use crate::locks::SendLock;
use crate::{browser, endpoints, request, storage};

thread_local! {
    /// What is on its way.
    static IN_FLIGHT: RefCell<Vec<OutboxEntry>> = const { RefCell::new(Vec::new()) };
    static TURN: RefCell<Turn> = const { RefCell::new(Turn::Others) };
    /// How many answers wait for the network, or for an endpoint that fails.
    static HELD_UP: ArcRwSignal<usize> = ArcRwSignal::new(0);
    /// The status of the last attempt on this page that will be repeated, or 0 where there was no answer.
    static FAILED_WITH: Cell<Option<u16>> = const { Cell::new(None) };
}

/// Whose turn it is to send, of all tabs of the site.
enum Turn {
    Others,
    /// This tab has asked for it.
    Requested,
    Ours {
        _lock: SendLock,
    },
}

/// Whether answers wait for the network, or for an endpoint that fails. Tracked.
pub(crate) fn is_held_up() -> bool {
    HELD_UP.with(ArcRwSignal::get) > 0
}

fn read(kept: Storage) -> Outbox {
    Outbox::read(&storage::read(kept, storage::OUTBOX), browser::now())
}

fn write(kept: Storage, outbox: &Outbox) {
    storage::write(kept, storage::OUTBOX, &outbox.to_value());
}

/// How many responses wait.
pub(crate) fn waiting() -> usize {
    storage::ALL.into_iter().map(|kept| read(kept).entries().len()).sum()
}

/// What waits, oldest first: where it goes, how often that has failed, and when it is tried next.
pub(crate) fn outbox() -> Value {
    let entries = storage::ALL.into_iter().flat_map(|kept| read(kept).entries().to_vec());
    let described = entries.map(|entry| {
        let mut described = Value::object();
        described.put("id", Value::from(entry.id.to_string()));
        described.put("revision", Value::from(f64::from(entry.revision)));
        described.put("endpoint", Value::from(entry.endpoint.as_str()));
        described.put("tries", Value::from(f64::from(entry.tries)));
        described.put("due", Value::from(entry.due.to_text()));
        described
    });
    Value::List(described.collect())
}

/// Why the last attempt on this page failed that will be repeated.
pub(crate) fn last_error() -> Option<String> {
    FAILED_WITH.get().map(|status| match status {
        0 => "no answer".to_owned(),
        status => ["status ", &digits(status.into())].concat(),
    })
}

/// Takes in a response: it is stored before its first byte is sent.
pub(crate) fn put(config: &Config, response: &Response) {
    let response = response.to_value();
    let deliveries = match &config.post {
        Some(post) => endpoints::deliveries(post, response),
        None => vec![as_it_is(&config.endpoint, response)],
    };
    let mut outbox = read(config.storage);
    for delivery in deliveries {
        for lost in outbox.insert(&delivery, browser::now()) {
            report_undeliverable(lost.as_ref(), "full", 0);
        }
    }
    write(config.storage, &outbox);
    send_due();
}

/// A response for an endpoint that takes it as it is. The address is absolute: another page may send it.
fn as_it_is(endpoint: &str, response: Value) -> Value {
    let mut delivery = Value::object();
    delivery.put("endpoint", Value::from(browser::absolute(endpoint)));
    delivery.put("document", response);
    delivery
}

/// Sends everything that waits at the same time: the page is hidden, and may never be seen again.
pub(crate) fn send_all() {
    for kept in storage::ALL {
        for entry in read(kept).entries() {
            if !entry.retry_after_requested {
                send(kept, entry);
            }
        }
    }
}

/// The page is left, and may come back from the browser's cache.
pub(crate) fn leave() {
    send_all();
    end_turn();
}

/// The page is back. What was on its way may have been cut off, and a turn that was asked for is not given.
pub(crate) fn come_back() {
    IN_FLIGHT.take();
    TURN.set(Turn::Others);
    retry_now();
}

/// Sends what waits, except where an endpoint has said when.
pub(crate) fn retry_now() {
    for kept in storage::ALL {
        let mut outbox = read(kept);
        if !outbox.entries().is_empty() {
            outbox.retry_now(browser::now());
            write(kept, &outbox);
        }
    }
    send_due();
}

/// Sends what is due, one after the other, and comes back when the next is.
pub(crate) fn send_due() {
    if IN_FLIGHT.with_borrow(|in_flight| !in_flight.is_empty()) {
        return;
    }
    let now = browser::now();
    let (mut wake, mut held_up) = (None::<u64>, 0);
    for kept in storage::ALL {
        let outbox = read(kept);
        for entry in outbox.entries() {
            held_up += usize::from(entry.tries > 0);
            if entry.due <= now {
                if is_our_turn() {
                    send(kept, entry);
                } else {
                    request_turn();
                }
                return;
            }
        }
        wake = wake.into_iter().chain(outbox.wake(now)).min();
    }
    end_turn();
    if let Some(wait) = wake {
        // One too many does no harm: it finds a request under way, and that is its end.
        browser::after(i32::try_from(wait).unwrap_or(i32::MAX), send_due);
    }
    HELD_UP.with(|signal| {
        if signal.get_untracked() != held_up {
            signal.set(held_up);
        }
    });
}

fn is_our_turn() -> bool {
    TURN.with_borrow(|turn| matches!(turn, Turn::Ours { .. }))
}

/// Asks for the turn to send, unless that has been done, and sends once this tab has it.
fn request_turn() {
    if TURN.with_borrow(|turn| !matches!(turn, Turn::Others)) {
        return;
    }
    TURN.set(Turn::Requested);
    browser::spawn(async {
        let lock = SendLock::acquire().await;
        // The page may have been left meanwhile, and be back with another request.
        if TURN.with_borrow(|turn| matches!(turn, Turn::Requested)) {
            let is_ours = lock.is_some();
            TURN.set(lock.map_or(Turn::Others, |lock| Turn::Ours { _lock: lock }));
            if is_ours {
                send_due();
            }
        }
    });
}

/// Lets other tabs send.
pub(crate) fn end_turn() {
    if is_our_turn() {
        TURN.set(Turn::Others);
    }
}

/// Sends one response, and settles it by what became of the request.
fn send(kept: Storage, entry: &OutboxEntry) {
    let is_same = |sent: &OutboxEntry, entry: &OutboxEntry| sent.is(entry) && sent.revision == entry.revision;
    if IN_FLIGHT.with_borrow(|in_flight| in_flight.iter().any(|sent| is_same(sent, entry))) {
        return;
    }
    IN_FLIGHT.with_borrow_mut(|in_flight| in_flight.push(entry.clone()));
    let entry = entry.clone();
    browser::spawn(async move {
        let reply = request::send(&entry.endpoint, &entry.document).await;
        IN_FLIGHT.with_borrow_mut(|in_flight| in_flight.retain(|sent| !is_same(sent, &entry)));
        // Read anew: another revision may have come in while this one was on its way.
        let mut outbox = read(kept);
        let settled = outbox.settle(&entry, reply, browser::now(), Math::random());
        write(kept, &outbox);
        let status = match reply {
            Reply::Nothing => 0,
            Reply::Status { status, .. } => status,
        };
        match settled {
            Settled::Delivered => emit("delivered", Some(&entry), Value::object()),
            Settled::Replaced => {}
            Settled::Waits(_) => FAILED_WITH.set(Some(status)),
            Settled::Refused => report_undeliverable(Some(&entry), "refused", status),
            Settled::Expired => report_undeliverable(Some(&entry), "expired", status),
        }
        send_due();
    });
}

/// Reports that a response is lost: the entry, if it was understood, and the endpoint's status, or 0.
fn report_undeliverable(entry: Option<&OutboxEntry>, reason: &str, status: u16) {
    browser::log_error(&["an answer is lost: ", reason].concat());
    let mut detail = Value::object();
    detail.put("reason", Value::from(reason));
    if status > 0 {
        detail.put("status", Value::from(f64::from(status)));
    }
    emit("undeliverable", entry, detail);
}

fn emit(event: &str, entry: Option<&OutboxEntry>, mut detail: Value) {
    if let Some(entry) = entry {
        detail.put("id", Value::from(entry.id.to_string()));
        detail.put("revision", Value::from(f64::from(entry.revision)));
        detail.put("endpoint", Value::from(entry.endpoint.as_str()));
    }
    dispatch(&browser::document(), event, &detail);
}
