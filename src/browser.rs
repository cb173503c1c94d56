//! What the browser knows: the time, the page, the visitor's preferences.

use std::pin::Pin;

pub(crate) use askwell_page::browser::{
    document, is_shown, log_error, log_warning, matches, now, saves_data, uptime, window,
};
use askwell_survey::{Page, ResponseId, limits};
use futures::FutureExt;
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use web_sys::{HtmlAnchorElement, HtmlElement, KeyboardEvent, UrlSearchParams};

use crate::error::ApiError;
use crate::values;

/// How many pixels of a page there have to be for a popover.
const SMALLEST: f64 = 120.0;

/// A new element. For elements of our own: all of them are HTML.
pub(crate) fn create_element(name: &str) -> HtmlElement {
    document().create_element(name).unwrap_throw().unchecked_into()
}

/// What the visitor is known by where there is no person, for as long as the page is there.
pub(crate) fn tab() -> String {
    thread_local! {
        static TAB: String = response_id().to_string();
    }
    TAB.with(Clone::clone)
}

/// A new identifier for a response.
pub(crate) fn response_id() -> ResponseId {
    let mut random = [0; 10];
    if let Ok(crypto) = window().crypto() {
        // Fails only for more than 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    ResponseId::new(now(), random)
}

/// The page, its addresses stripped of their fragments and of all query parameters except those in `keep`.
pub(crate) fn page(keep: &[String]) -> Page {
    let document = document();
    let url = window().location().href().unwrap_or_default();
    without_queries(&Page { url, referrer: document.referrer(), title: document.title() }, keep)
}

/// A page, its addresses stripped of their fragments and of all query parameters except those in `keep`.
pub(crate) fn without_queries(page: &Page, keep: &[String]) -> Page {
    Page {
        url: public_address(&page.url, keep),
        referrer: public_address(&page.referrer, keep),
        title: shortened(page.title.clone(), limits::LABEL),
    }
}

/// An address in full, as the page means it; the same text if it is no address.
pub(crate) fn absolute(address: &str) -> String {
    parse_address(address).map_or_else(|| address.to_owned(), |url| url.href())
}

/// What of an address becomes public: only the query parameters in `keep`, and neither fragment nor credentials.
fn public_address(address: &str, keep: &[String]) -> String {
    // Most pages have no referrer.
    let Some(url) = parse_address(address).filter(|_| !address.is_empty()) else { return String::new() };
    let query =
        Some(keep).filter(|keep| !keep.is_empty()).and_then(|_| UrlSearchParams::new_with_str(&url.search()).ok());
    url.set_search("");
    if let (Some(query), Ok(kept)) = (query, UrlSearchParams::new()) {
        for name in keep {
            if let Some(value) = query.get(name) {
                kept.append(name, &value);
            }
        }
        url.set_search(&String::from(kept.to_string()));
    }
    url.set_hash("");
    url.set_username("");
    url.set_password("");
    shortened(url.href(), limits::URL)
}

/// An address, as a link of the page has it. Not by `URL`, of which pages make something else.
pub(crate) fn parse_address(address: &str) -> Option<HtmlAnchorElement> {
    let link: HtmlAnchorElement = create_element("a").unchecked_into();
    link.set_href(address);
    // It has no scheme where it is no address.
    (link.protocol() != ":").then_some(link)
}

fn shortened(text: String, longest: usize) -> String {
    if limits::exceeds(&text, longest) { text.chars().take(longest).collect() } else { text }
}

/// A day such as `2026-11-21` as `language` writes it.
pub(crate) fn format_day(day: &str, language: &str) -> String {
    let date = Date::new(&JsValue::from_str(day));
    let options = Object::new();
    // Without a time the day is midnight in UTC, which is the day before west of Greenwich.
    values::set(&options, "timeZone", &JsValue::from_str("UTC"));
    date.to_locale_date_string(language, &options).into()
}

/// Waits until a condition holds. Looked at twice a second: what it depends on sends no event that can be relied on.
pub(crate) async fn until(holds: impl Fn() -> bool) {
    const PAUSE: u32 = 500;
    while !holds() {
        TimeoutFuture::new(PAUSE).await;
    }
}

/// Whether a popover would be seen and could be used. `www/first.js` asks the same.
pub(crate) fn is_free() -> bool {
    /// What makes everything else inert, or closes when something else is touched.
    const OVER: &str = ":not(:root):is(:modal, :fullscreen, [popover]:not([popover=manual]):popover-open)";
    let size = |size: Result<JsValue, JsValue>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    let window = window();
    // None for a page that stands in no frame, or in one of another site.
    let frame = window.frame_element().ok().flatten();
    size(window.inner_width()).min(size(window.inner_height())) > SMALLEST
        && !matches!(document().query_selector(OVER), Ok(Some(_)))
        && frame.is_none_or(|frame| is_shown(&frame))
}

/// Whether a key is an input method's. Safari says so by the key code alone.
pub(crate) fn is_composing(event: &KeyboardEvent) -> bool {
    const BY_INPUT_METHOD: u32 = 229;
    event.is_composing() || event.key_code() == BY_INPUT_METHOD
}

/// Runs `task` after `milliseconds`. The page may close before that, and then it never runs.
///
/// Leptos' own `set_timeout` needs `web_sys::window()`: see [`window`].
pub(crate) fn after(milliseconds: i32, task: impl FnOnce() + 'static) {
    // A future, and no `Timeout` that is forgotten: that would keep a value of the page for ever.
    spawn(async move {
        TimeoutFuture::new(milliseconds.unsigned_abs()).await;
        task();
    });
}

/// Runs `task` now, or once the page can be seen.
pub(crate) fn when_visible(task: impl FnOnce() + 'static) {
    if document().hidden() {
        EventListener::once(&window(), "visibilitychange", move |_| task()).forget();
    } else {
        task();
    }
}

/// Runs a future. What it does before it first waits happens now, and not in a later task: a page that is left has none.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(future));
}

/// Boxed, so that what drives a future is compiled once.
fn spawn_boxed(mut future: Pin<Box<dyn Future<Output = ()>>>) {
    if future.as_mut().now_or_never().is_none() {
        spawn_local(future);
    }
}

/// A promise of what a future results in.
pub(crate) fn promise(future: impl Future<Output = Result<JsValue, ApiError>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Result<JsValue, ApiError>>>> = Box::pin(future);
    future_to_promise(async { future.await.map_err(ApiError::into_js) })
}
