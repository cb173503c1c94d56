//! Sending what waits in the outbox, and taking out what was acknowledged.

use std::cell::Cell;

use askwell_survey::config::Storage;
use askwell_survey::outbox::{Outbox, Parcel};
use askwell_survey::{Response, Value, digits};
use gloo_net::http::Request;
use wasm_bindgen::JsValue;
use web_sys::{Headers, RequestInit};

use crate::events::dispatch;
use crate::{browser, host, storage, widget};

struct Delivery {
    /// Whether a round of sending is under way; requests go out one after the other.
    sending: Cell<bool>,
    /// Whether something was put in during the round.
    again: Cell<bool>,
    /// Whether the last round left something waiting.
    held_up: Cell<bool>,
}

fn delivery() -> &'static Delivery {
    thread_local! {
        static DELIVERY: &'static Delivery = Box::leak(Box::new(Delivery {
            sending: Cell::new(false),
            again: Cell::new(false),
            held_up: Cell::new(false),
        }));
    }
    DELIVERY.with(|delivery| *delivery)
}

/// Whether answers wait for the network, or for an endpoint that fails.
pub(crate) fn held_up() -> bool {
    delivery().held_up.get()
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
    if delivery().sending.replace(true) {
        delivery().again.set(true);
        return;
    }
    browser::spawn(async move {
        loop {
            delivery().again.set(false);
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
            if !delivery().again.get() {
                delivery().sending.set(false);
                delivery().held_up.set(refused);
                return widget::say_if_held_up();
            }
        }
    });
}

/// Posts one response. Only an answer from 200 to 299 is an acknowledgement.
async fn post(parcel: &Parcel) -> Result<(), String> {
    let unreachable = || [&parcel.endpoint, " could not be reached"].concat();
    let request = request(parcel).map_err(|_| unreachable())?;
    match request.send().await {
        Ok(answer) if answer.ok() => Ok(()),
        Ok(answer) => Err([&parcel.endpoint, " answered ", &digits(answer.status().into())].concat()),
        Err(_) => Err(unreachable()),
    }
}

/// The request, built by hand: gloo-net's own builder adds a `&` to addresses that have a query.
fn request(parcel: &Parcel) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&parcel.document.to_json()));
    let headers = Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    init.set_headers(&headers);
    // A page that is left lets the request go on.
    host::set(&init, "keepalive", &JsValue::TRUE);
    Ok(web_sys::Request::new_with_str_and_init(&parcel.endpoint, &init)?.into())
}

fn acknowledge(kept: Storage, parcel: &Parcel) {
    // Read anew: another revision may have come in while this one was on its way.
    let mut outbox = outbox(kept);
    outbox.acknowledge(&parcel.endpoint, &parcel.id, parcel.revision);
    storage::write(kept, storage::OUTBOX, &outbox.to_value());
    tell("delivered", parcel, Value::object());
}

fn undeliverable(parcel: &Parcel, reason: &str) {
    browser::complain(&["an answer is lost: ", reason].concat());
    let mut detail = Value::object();
    detail.put("reason", Value::from(reason));
    tell("undeliverable", parcel, detail);
}

fn tell(event: &str, parcel: &Parcel, mut detail: Value) {
    detail.put("id", Value::from(parcel.id.as_str()));
    detail.put("revision", Value::from(f64::from(parcel.revision)));
    detail.put("endpoint", Value::from(parcel.endpoint.as_str()));
    dispatch(&browser::document(), event, &detail);
}
