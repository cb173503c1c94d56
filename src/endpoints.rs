//! Answers that go elsewhere than to one endpoint that takes them as they are: the chunk `endpoints`, and the functions
//! that the page has for them.

use std::cell::RefCell;

use askwell_survey::endpoint::{Content, Delivery, EndpointSet, Sender, receiver_for_pages};
use askwell_survey::{Diagnostics, Value, digits};
use js_sys::{Function, TypeError};
use wasm_bindgen::prelude::*;

use crate::chunks::chunk;
use crate::error::ApiError;
use crate::{browser, events, values};

/// The chunk `endpoints`.
#[derive(Clone, Copy)]
struct Endpoints {
    validate: fn(&Value) -> Result<(), Diagnostics>,
    deliveries: fn(&Value, Value) -> Vec<Value>,
}

thread_local! {
    /// The functions that the page gave in configurations.
    static FUNCTIONS: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

chunk! { endpoints in ENDPOINTS;
    async fn load() -> Endpoints {
        Endpoints { validate, deliveries: chunked_deliveries }
    }
}

/// Checks what a configuration says of endpoints. Loads what can, unless it is there: from then on, [`deliveries`] knows what
/// to do with the answers.
///
/// # Errors
/// `config`, with everything that is wrong and its path; `load` if the chunk can't be fetched.
pub(crate) async fn check(post: &Value) -> Result<(), ApiError> {
    (load().await?.validate)(post).map_err(ApiError::config)
}

/// The outbox entries for a response. Synchronous, because the page may be about to be left. `post` has been checked.
pub(crate) fn deliveries(post: &Value, response: Value) -> Vec<Value> {
    ENDPOINTS.get().map_or_else(Vec::new, |chunk| (chunk.deliveries)(post, response))
}

/// Reads a configuration of the page, in which `beforeSend` and the `callback` of an endpoint may be functions. Names such
/// as `#0` stand for them.
///
/// # Errors
/// `config`, with what is no value and its path.
pub(crate) fn read_config(config: &JsValue) -> Result<Value, ApiError> {
    values::read_with_functions(config, &|path, function| {
        let is_callback = path.starts_with("endpoints[") && path.ends_with("].callback");
        (is_callback || path == "beforeSend").then(|| {
            FUNCTIONS.with_borrow_mut(|functions| {
                functions.push(function.clone());
                ["#", &digits(functions.len() as u64 - 1)].concat()
            })
        })
    })
}

fn read(post: &Value) -> Result<EndpointSet, Diagnostics> {
    EndpointSet::read(post, Sender::Page, &|name| values::parse(receiver_for_pages(name)?).ok())
}

fn validate(post: &Value) -> Result<(), Diagnostics> {
    read(post).map(|_| ())
}

fn chunked_deliveries(post: &Value, response: Value) -> Vec<Value> {
    let Ok(post) = read(post) else { return Vec::new() };
    let response = match &post.before_send {
        Some(name) => match before_send(name, &response) {
            Some(changed) => changed,
            None => return Vec::new(),
        },
        None => response,
    };
    let mut entries = Vec::new();
    for delivery in post.deliveries(&response) {
        if let Some(entry) = deliver(delivery, &response) {
            entries.push(entry);
        }
    }
    entries
}

/// The entry for the outbox. None for a call of a function of the page, which is made here.
fn deliver(delivery: Delivery, response: &Value) -> Option<Value> {
    let Delivery { endpoint, mut content } = delivery;
    match &mut content {
        Content::Call => {
            if let Err(error) = call(&endpoint, &values::to_js(response)) {
                web_sys::console::error_1(&error);
            }
            return None;
        }
        Content::Document { document, .. } => make_absolute(document),
        Content::Nothing(_) => {}
    }
    // Another page may send it.
    Some(Delivery { endpoint: browser::absolute(&endpoint), content }.to_value())
}

fn make_absolute(document: &mut Value) {
    let address = document.get_mut("request").and_then(|request| request.get_mut("url"));
    if let Some(Value::Text(address)) = address {
        *address = browser::absolute(address);
    }
}

/// The response as the page wants it sent, or nothing.
fn before_send(name: &str, response: &Value) -> Option<Value> {
    let given = values::to_js(response);
    match changed(name, &given) {
        Ok(None) => None,
        Ok(Some(mut changed)) => {
            // What a receiver tells responses apart by stays.
            for field in ["schema", "id", "revision"] {
                changed.set(field, response.get(field).cloned().unwrap_or_default());
            }
            Some(changed)
        }
        Err(error) => {
            // It may have been meant to take something out: nothing is sent rather than too much.
            web_sys::console::error_1(&error);
            let mut detail = Value::object();
            for field in ["id", "revision"] {
                detail.put(field, response.get(field).cloned().unwrap_or_default());
            }
            detail.put("reason", Value::from("beforeSend"));
            events::dispatch(&browser::document(), "undeliverable", &detail);
            None
        }
    }
}

/// What the page's function makes of a response; nothing if it holds it back.
fn changed(name: &str, response: &JsValue) -> Result<Option<Value>, JsValue> {
    let returned = call(name, response)?;
    if returned == JsValue::FALSE {
        return Ok(None);
    }
    if values::get(&returned, "then").is_truthy() {
        let message = ["askwell: ", name, " has to answer at once, without a promise"].concat();
        return Err(TypeError::new(&message).into());
    }
    // It may have changed the response itself, and returned nothing.
    let changed = if returned.is_object() { &returned } else { response };
    values::read(changed).map(Some).map_err(ApiError::into_js)
}

/// Calls a function of the page, which was given as such, or whose name was, such as `shop.onAnswer`.
fn call(name: &str, response: &JsValue) -> Result<JsValue, JsValue> {
    let mut owner = JsValue::UNDEFINED;
    let function = match name.strip_prefix('#') {
        Some(number) => FUNCTIONS.with_borrow(|functions| functions.get(number.parse::<usize>().ok()?).cloned()),
        None => {
            let mut value = JsValue::from(browser::window());
            for step in name.split('.') {
                let next = values::get(&value, step);
                owner = std::mem::replace(&mut value, next);
            }
            value.dyn_into().ok()
        }
    };
    match function {
        Some(function) => function.call1(&owner, response),
        None => Err(TypeError::new(&["askwell: the page has no function ", name].concat()).into()),
    }
}
