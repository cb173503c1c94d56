//! Sending what waits in the outbox, and taking out what was acknowledged.
//!
//! Nothing is remembered between requests but which are under way: whatever happens, [`send`] looks at the outbox and
//! sends what is due. `www/boot.js` makes the requests, takes turns with other tabs, and hears what happens to the page.

use std::cell::{Cell, RefCell};

use askwell_survey::config::{Config, Storage};
use askwell_survey::outbox::{Outbox, Parcel, Reply, Settled};
use askwell_survey::{Response, Value};
use js_sys::Math;
use wasm_bindgen::prelude::*;

use crate::boot::ask;
use crate::events::dispatch;
use crate::{browser, host, storage, widget};

#[derive(Default)]
struct Delivery {
    /// What is on its way.
    flights: RefCell<Vec<Parcel>>,
    turn: Cell<Turn>,
    /// Whether something waits that was tried in vain.
    held_up: Cell<bool>,
}

/// Whose turn it is to send, of all tabs of the site.
#[derive(Clone, Copy, Default, PartialEq)]
enum Turn {
    #[default]
    Others,
    AskedFor,
    Ours,
}

fn delivery() -> &'static Delivery {
    thread_local! {
        static DELIVERY: &'static Delivery = Box::leak(Box::default());
    }
    DELIVERY.with(|delivery| *delivery)
}

/// Whether answers wait for the network, or for an endpoint that fails.
pub(crate) fn held_up() -> bool {
    delivery().held_up.get()
}

fn outbox(kept: Storage) -> Outbox {
    Outbox::read(&storage::read(kept, storage::OUTBOX), browser::now())
}

fn keep(kept: Storage, outbox: &Outbox) {
    storage::write(kept, storage::OUTBOX, &outbox.to_value());
}

/// How many responses wait.
pub(crate) fn waiting() -> usize {
    let mut waiting = 0;
    for kept in storage::ALL {
        waiting += outbox(kept).waiting().len();
    }
    waiting
}

/// Takes in a response: it is stored before its first byte is sent.
pub(crate) fn put(config: &Config, response: &Response) {
    let text = JsValue::from_str;
    let response = response.to_value().to_json();
    let letters = ask("letters", [&text(&config.post), &text(&response), &text(&config.endpoint)]);
    let mut outbox = outbox(config.storage);
    if let Ok(Value::List(letters)) = host::read(&letters) {
        for letter in letters {
            for lost in outbox.put(&letter, browser::now()) {
                undeliverable(lost.as_ref(), "full", 0);
            }
        }
    }
    keep(config.storage, &outbox);
    send();
}

/// The page is hidden, and may never be seen again.
pub(crate) fn hidden() {
    // At the same time: there may be no later.
    for kept in storage::ALL {
        for parcel in outbox(kept).waiting() {
            if !parcel.told {
                fly(kept, parcel);
            }
        }
    }
}

/// The page is left, and may come back from the browser's cache, which it has to be ready for.
pub(crate) fn left() {
    widget::leave();
    hidden();
    end_turn();
}

/// The page is back. What was on its way may have been cut off, and a turn that was asked for is not given.
pub(crate) fn back() {
    let delivery = delivery();
    delivery.flights.take();
    delivery.turn.set(Turn::Others);
    hurry();
}

/// Sends what waits, as far as no endpoint has said when.
pub(crate) fn hurry() {
    for kept in storage::ALL {
        let mut outbox = outbox(kept);
        if !outbox.waiting().is_empty() {
            outbox.hurry(browser::now());
            keep(kept, &outbox);
        }
    }
    send();
}

/// Sends what is due, one after the other, and comes back when the next is.
fn send() {
    let delivery = delivery();
    if !delivery.flights.borrow().is_empty() {
        return;
    }
    let now = browser::now();
    let (mut wake, mut held_up) = (None, false);
    for kept in storage::ALL {
        let outbox = outbox(kept);
        for parcel in outbox.waiting() {
            held_up |= parcel.tries > 0;
            if parcel.due <= now {
                if may_send() {
                    fly(kept, parcel);
                }
                return;
            }
        }
        if let Some(wait) = outbox.wake(now)
            && wake.is_none_or(|earliest| wait < earliest)
        {
            wake = Some(wait);
        }
    }
    end_turn();
    if let Some(wait) = wake {
        // One too many does no harm: it finds a request under way, and that is its end.
        browser::after(wait as i32, send);
    }
    delivery.held_up.set(held_up);
    widget::say_if_held_up();
}

/// Whether it is this tab's turn to send. If it isn't, it is asked for, and then sent.
fn may_send() -> bool {
    let delivery = delivery();
    if delivery.turn.get() == Turn::Others {
        delivery.turn.set(Turn::AskedFor);
        let granted: Box<dyn FnOnce()> = Box::new(|| {
            delivery.turn.set(Turn::Ours);
            send();
        });
        ask("turn", [&Closure::once_into_js(granted), &JsValue::NULL, &JsValue::NULL]);
        return false;
    }
    delivery.turn.get() == Turn::Ours
}

/// Lets other tabs send.
fn end_turn() {
    if delivery().turn.get() == Turn::Ours {
        delivery().turn.set(Turn::Others);
        ask("end", [&JsValue::NULL; 3]);
    }
}

/// Posts one response, and notes what became of it.
fn fly(kept: Storage, parcel: &Parcel) {
    let flights = &delivery().flights;
    let same = |flight: &Parcel, parcel: &Parcel| flight.is(parcel) && flight.revision == parcel.revision;
    for flight in flights.borrow().iter() {
        if same(flight, parcel) {
            return;
        }
    }
    flights.borrow_mut().push(parcel.clone());
    let (endpoint, body) = (JsValue::from_str(&parcel.endpoint), JsValue::from_str(&parcel.document.to_json()));
    let parcel = parcel.clone();
    let landed: Box<dyn FnOnce(JsValue)> = Box::new(move |reply| {
        flights.borrow_mut().retain(|flight| !same(flight, &parcel));
        land(kept, &parcel, &reply);
        send();
    });
    ask("post", [&endpoint, &body, &Closure::once_into_js(landed)]);
}

/// Settles a request by its status and the milliseconds that the endpoint asks for.
fn land(kept: Storage, parcel: &Parcel, reply: &JsValue) {
    let number = |name| host::get(reply, name).as_f64().unwrap_or_default();
    let (status, wait) = (number("status") as u16, number("wait"));
    let reply = if status == 0 { Reply::Nothing } else { Reply::Status { status, wait } };
    // Read anew: another revision may have come in while this one was on its way.
    let mut outbox = outbox(kept);
    let settled = outbox.settle(parcel, reply, browser::now(), Math::random());
    keep(kept, &outbox);
    match settled {
        Settled::Delivered => tell("delivered", Some(parcel), Value::object()),
        Settled::Replaced | Settled::Waits(_) => {}
        Settled::Refused => undeliverable(Some(parcel), "refused", status),
        Settled::Expired => undeliverable(Some(parcel), "expired", status),
    }
}

fn undeliverable(parcel: Option<&Parcel>, reason: &str, status: u16) {
    let mut detail = Value::object();
    detail.put("reason", Value::from(reason));
    browser::complain(&["an answer is lost: ", reason].concat());
    if status > 0 {
        detail.put("status", Value::from(f64::from(status)));
    }
    tell("undeliverable", parcel, detail);
}

fn tell(event: &str, parcel: Option<&Parcel>, mut detail: Value) {
    if let Some(parcel) = parcel {
        detail.put("id", Value::from(parcel.id.as_str()));
        detail.put("revision", Value::from(f64::from(parcel.revision)));
        detail.put("endpoint", Value::from(parcel.endpoint.as_str()));
    }
    dispatch(&browser::document(), event, &detail);
}
