//! What happens to the page: it is hidden, left, back from the browser's cache, online again; and what other tabs do.

use std::cell::Cell;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent, StorageEvent};

use crate::{browser, delivery, locks, request, storage, surveys};

/// After this many milliseconds, a page that was about to be left has stayed.
const STAYED: i32 = 1_000;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
    static LEFT: Cell<bool> = const { Cell::new(false) };
}

/// Whether the page has been left, for good or for the browser's cache.
pub(crate) fn is_left() -> bool {
    LEFT.get()
}

/// Listens from now on, for as long as the page is there, and sends what waits from earlier pages. Once: later calls change
/// nothing.
///
/// There is no listener for `unload`: it would keep the page out of the back/forward cache.
pub(crate) fn begin() {
    if BEGUN.replace(true) {
        return;
    }
    request::watch_policy();
    on("online", |_| delivery::retry_now());
    on("pageshow", |event| show(event.unchecked_ref()));
    on("visibilitychange", |_| {
        if browser::document().hidden() {
            surveys::save_drafts();
            delivery::send_all();
        }
    });
    on("beforeunload", |_| prepare_to_leave());
    on("pagehide", |_| leave());
    on("storage", |event| change(event.unchecked_ref()));
    delivery::retry_now();
}

fn on(name: &'static str, listener: impl Fn(&Event) + 'static) {
    EventListener::new(&browser::window(), name, move |event| listener(event)).forget();
}

/// The visitor is about to leave, or follows a link that leaves the page as it is, such as a download. Firefox decides now
/// whether it caches the page, and caches none that holds a lock.
fn prepare_to_leave() {
    locks::release_displayed();
    delivery::end_turn();
    browser::after(STAYED, || {
        if !is_left() {
            surveys::come_back();
            delivery::send_due();
        }
    });
}

fn leave() {
    // First of all: what follows asks for no locks.
    LEFT.set(true);
    locks::release_displayed();
    surveys::leave();
    delivery::leave();
}

fn show(event: &PageTransitionEvent) {
    LEFT.set(false);
    if event.persisted() {
        delivery::come_back();
        surveys::come_back();
    }
}

/// Another tab has changed what is stored.
fn change(event: &StorageEvent) {
    match event.key().as_deref() {
        Some(storage::OUTBOX) => storage::forget_seen_outbox(),
        Some(storage::RECONTACT) => surveys::close_untouched(),
        Some(_) | None => {}
    }
}
