//! Sending what waits in the outbox, and taking out what was acknowledged.

use std::cell::Cell;

use askwell_survey::config::Storage;
use askwell_survey::outbox::{Outbox, Parcel};
use askwell_survey::{Response, Value};
use gloo_net::http::Request;
use leptos::prelude::*;
use web_sys::EventTarget;

use crate::browser;
use crate::events::dispatch;
use crate::storage;

thread_local! {
    /// Whether a round of sending is under way; requests go out one after the other.
    static SENDING: Cell<bool> = const { Cell::new(false) };
    /// Whether something was put in during the round.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    /// Whether the last round left something waiting.
    static HELD_UP: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Whether answers wait for the network, or for an endpoint that fails. A view that asks is told of changes.
pub(crate) fn held_up() -> bool {
    HELD_UP.with(ArcRwSignal::get)
}

fn outbox(kept: Storage) -> Outbox {
    Outbox::read(&storage::read(kept, storage::OUTBOX))
}

/// How many responses wait.
pub(crate) fn waiting(kept: Storage) -> usize {
    outbox(kept).waiting().len()
}

/// Takes in a response: it is stored before its first byte is sent.
pub(crate) fn put(kept: Storage, endpoint: &str, response: &Response) {
    let mut outbox = outbox(kept);
    if let Some(lost) = outbox.put(endpoint, response) {
        undeliverable(&lost, "the outbox is full");
    }
    storage::write(kept, storage::OUTBOX, &outbox.to_value());
}

/// Sends what waits, oldest first.
pub(crate) fn send(kept: Storage) {
    if SENDING.replace(true) {
        AGAIN.set(true);
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        loop {
            AGAIN.set(false);
            let mut refused = false;
            for parcel in outbox(kept).waiting() {
                match post(parcel).await {
                    Ok(()) => acknowledge(kept, parcel),
                    Err(reason) => {
                        refused = true;
                        browser::complain(&["not delivered, and kept for the next page view: ", &reason].concat());
                    }
                }
            }
            if !AGAIN.get() {
                SENDING.set(false);
                return HELD_UP.with(|held_up| held_up.set(refused));
            }
        }
    });
}

/// Posts one response. Only an answer from 200 to 299 is an acknowledgement.
async fn post(parcel: &Parcel) -> Result<(), String> {
    let request =
        Request::post(&parcel.endpoint).header("Content-Type", "application/json").body(parcel.document.to_json());
    let answer = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.ok() => Ok(()),
        Ok(answer) => Err([&parcel.endpoint, " answered ", &answer.status().to_string()].concat()),
        Err(_) => Err([&parcel.endpoint, " could not be reached"].concat()),
    }
}

fn acknowledge(kept: Storage, parcel: &Parcel) {
    // Read anew: another revision may have come in while this one was on its way.
    let mut outbox = outbox(kept);
    outbox.acknowledge(&parcel.endpoint, &parcel.id, parcel.revision);
    storage::write(kept, storage::OUTBOX, &outbox.to_value());
    tell("delivered", parcel, Vec::new());
}

fn undeliverable(parcel: &Parcel, reason: &str) {
    browser::complain(&["an answer is lost: ", reason].concat());
    tell("undeliverable", parcel, vec![("reason", Value::from(reason))]);
}

fn tell(event: &str, parcel: &Parcel, mut detail: Vec<(&str, Value)>) {
    detail.extend([
        ("id", Value::from(parcel.id.as_str())),
        ("revision", Value::Number(f64::from(parcel.revision))),
        ("endpoint", Value::from(parcel.endpoint.as_str())),
    ]);
    let target: EventTarget = browser::document().into();
    dispatch(&target, event, detail);
}
