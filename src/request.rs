//! Requests, through gloo-net: what the widget sends to endpoints, and the files that it fetches.

use std::cell::RefCell;

use askwell_survey::outbox::Reply;
use askwell_survey::{Value, digits};
use gloo_events::EventListener;
use gloo_net::http::{Headers, Request, Response};
use js_sys::{Date, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, RequestMode, ResponseType};

use crate::error::ApiError;
use crate::{browser, values};

/// Bytes of a request's body, at most, that browsers go on sending when the page is left.
const KEEPALIVE: usize = 65_536;
/// Milliseconds after which a request is given up that says nothing else.
const TIMEOUT: f64 = 30_000.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_by_address(address: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Makes a request, through gloo-net where the page has left the browser's functions as they were.
async fn fetch(address: &str, init: &RequestInit) -> Result<Response, ()> {
    if ["fetch", "Request", "Response"].into_iter().all(is_the_browsers) {
        let request = web_sys::Request::new_with_str_and_init(address, init).map_err(|_| ())?;
        return Request::from(request).send().await.map_err(|_| ());
    }
    fetch_with_options(address, init).await
}

/// Makes a request that may outlive its page. Not through gloo-net, which calls `fetch` with a `Request` alone: Firefox 153
/// doesn't take `keepalive` from that where a service worker stands between. Up to the call of the browser's `fetch`,
/// nothing is waited for.
async fn fetch_with_options(address: &str, init: &RequestInit) -> Result<Response, ()> {
    let promise = fetch_by_address(address, init).map_err(|_| ())?;
    let response = JsFuture::from(promise).await.map_err(|_| ())?;
    Ok(Response::from(response.unchecked_into::<web_sys::Response>()))
}

/// Whether the page has left this function of the browser's as it was. MooTools has a class `Request` of its own, and
/// many a script wraps `fetch`. gloo-net would call the one in vain, and panic where the other throws, or fails with
/// anything but an `Error`.
fn is_the_browsers(function: &str) -> bool {
    let function = values::get(&browser::window(), function);
    function.dyn_ref::<Function>().is_some_and(|function| function.to_string().includes("[native code]", 0))
}

/// The text of a file.
///
/// # Errors
/// `load` if it can't be fetched.
pub(crate) async fn fetch_text(address: &str) -> Result<String, ApiError> {
    let failed = |why: &str| ApiError::new("load", &[address, " ", why].concat());
    let response = fetch(address, &RequestInit::new()).await.map_err(|()| failed("can’t be fetched"))?;
    if !response.ok() {
        return Err(failed(&["answered ", &digits(response.status().into())].concat()));
    }
    response.text().await.map_err(|_| failed("broke off"))
}

/// Posts a document to an endpoint, or makes the request that the document has become. What went wrong is reported on the
/// console.
///
/// When this is first polled, it goes up to the call of the browser's `fetch`: a page that is left has no later.
pub(crate) async fn send(endpoint: &str, document: &Value) -> Reply {
    let request = document.get("request");
    let address = request.and_then(|request| request.get("url")).and_then(Value::as_text).unwrap_or(endpoint);
    let response = fetch_with_options(address, &options(document, request)).await;
    let (reply, failure) = match &response {
        Ok(response) => evaluate(address, response),
        Err(()) => (Reply::Nothing, Some(String::new())),
    };
    if let Some(failure) = failure {
        browser::spawn(report(endpoint.to_owned(), failure));
    }
    reply
}

/// The options of `fetch` for a document, or for the request that it has become.
fn options(document: &Value, request: Option<&Value>) -> RequestInit {
    let init = RequestInit::new();
    let mut body = None;
    match request {
        Some(Value::Map(entries)) => {
            for (name, value) in entries {
                match name.as_str() {
                    "url" | "timeout" => {}
                    "body" => body = value.as_text().map(str::to_owned),
                    _ => values::set(&init, name, &values::to_js(value)),
                }
            }
        }
        Some(_) | None => {
            init.set_method("POST");
            let headers = Object::new();
            values::set(&headers, "Content-Type", &JsValue::from_str("application/json"));
            init.set_headers(&headers);
            // Followed, a redirect would become a request without the answer, and succeed.
            values::set(&init, "redirect", &JsValue::from_str("manual"));
            body = Some(document.to_json());
        }
    }
    // web-sys doesn't know it.
    let goes_on = body.as_ref().is_none_or(|body| body.len() <= KEEPALIVE);
    values::set(&init, "keepalive", &JsValue::from_bool(goes_on));
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(&body));
    }
    let timeout = match request.and_then(|request| request.get("timeout")) {
        Some(Value::Number(timeout)) => *timeout,
        Some(_) | None => TIMEOUT,
    };
    // Older browsers lack `AbortSignal.timeout`, and set limits of their own.
    let signals = values::get(&browser::window(), "AbortSignal");
    if let Some(limit) = values::get(&signals, "timeout").dyn_ref::<Function>()
        && let Ok(signal) = limit.call1(&signals, &JsValue::from_f64(timeout))
    {
        values::set(&init, "signal", &signal);
    }
    init
}

/// What a response means for what was sent, and what is wrong with it.
fn evaluate(address: &str, response: &Response) -> (Reply, Option<String>) {
    let status = match response.type_() {
        // Where no page may read responses, one that came is all that can be known.
        ResponseType::Opaque => 200,
        // One from another address is none: it is a page that a service worker keeps.
        _ if response.redirected() || Some(response.url().as_str()) == address.split('#').next() => response.status(),
        _ if is_made_by_the_page(response) => response.status(),
        _ => 0,
    };
    let failure = match status {
        200..=299 => None,
        0 if response.ok() => Some("is answered by a service worker".to_owned()),
        0 => Some("redirects: name its target".to_owned()),
        _ => Some(["answered ", &digits(status.into())].concat()),
    };
    let reply = match status {
        0 => Reply::Nothing,
        _ => Reply::Status { status, wait: retry_after(&response.headers()) },
    };
    (reply, failure)
}

/// Whether a response has no address because the page has wrapped `fetch` and made a new one of it. A service worker's own has
/// none either: that is a page for people who are offline.
fn is_made_by_the_page(response: &Response) -> bool {
    let workers = values::get(&browser::window().navigator(), "serviceWorker");
    let is_page = || response.headers().get("Content-Type").is_some_and(|kind| kind.starts_with("text/html"));
    response.url().is_empty()
        && !is_the_browsers("fetch")
        && !(workers.is_object() && values::get(&workers, "controller").is_object() && is_page())
}

/// The milliseconds that `Retry-After` asks for, which are a number of seconds or a date; not a number where it says neither.
fn retry_after(headers: &Headers) -> f64 {
    let Some(text) = headers.get("Retry-After") else { return f64::NAN };
    let seconds = JsValue::from_str(&text).unchecked_into_f64();
    // An empty text counts as 0, and so does 0 itself: no wish.
    if seconds.is_nan() || seconds == 0.0 { Date::parse(&text) - Date::now() } else { seconds * 1_000.0 }
}

thread_local! {
    /// The addresses that a policy of the page has kept it from.
    static FORBIDDEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notices what the page's policy forbids, to name it where an endpoint fails.
pub(crate) fn watch_policy() {
    let listener = EventListener::new(&browser::window(), "securitypolicyviolation", |event| {
        if let Some(address) = values::get(event, "blockedURI").as_string() {
            FORBIDDEN.with_borrow_mut(|forbidden| {
                if !forbidden.contains(&address) {
                    forbidden.push(address);
                }
            });
        }
    });
    listener.forget();
}

/// Reports on the console that an endpoint fails, and why, as far as a page can know. Empty if no response came.
async fn report(endpoint: String, failure: String) {
    let failure = if failure.is_empty() { why_no_response(&endpoint).await } else { failure };
    browser::log_error(&[&endpoint, " ", &failure].concat());
}

async fn why_no_response(endpoint: &str) -> String {
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    // An endpoint that is there responds to a request that asks for no permission. By then the browser has said what a
    // policy forbids.
    let is_there = fetch(endpoint, &init).await.is_ok();
    let location = browser::window().location();
    let origin = browser::parse_address(endpoint).map(|url| url.origin());
    let why = if FORBIDDEN.with_borrow(|forbidden| forbidden.iter().any(|address| address == endpoint)) {
        "is not in the Content-Security-Policy's connect-src"
    } else if location.protocol().is_ok_and(|protocol| protocol == "https:") && endpoint.starts_with("http:") {
        "is not https, and this page is"
    } else if !is_there {
        "is offline, down or misspelt"
    } else if origin == location.origin().ok() {
        "broke off, or took too long"
    } else {
        "does not allow this origin (CORS)"
    };
    why.to_owned()
}
