//! What the browser knows: the time, the page, the visitor's preferences.

use askwell_survey::{Page, ResponseId, Timestamp};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Window};

use crate::boot::ask;
use crate::host;

/// The window. Not `web_sys::window()`, which asks whether the global object is an instance of `Window`: MooTools 1.4
/// replaces `window.Window`, and then it is not.
pub(crate) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document.
pub(crate) fn document() -> Document {
    window().document().unwrap_throw()
}

/// The time by the visitor's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now())
}

/// Milliseconds since the page began, for the visitor: one that was prerendered began when it was turned to.
pub(crate) fn uptime() -> f64 {
    ask("uptime", [&JsValue::NULL; 3]).as_f64().unwrap_or_default()
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

/// The page, its addresses stripped of their fragments and of all query parameters but those in `keep`.
pub(crate) fn page(keep: &[String]) -> Page {
    let document = document();
    Page {
        url: window().location().href().map(|url| stripped(&url, keep)).unwrap_or_default(),
        referrer: stripped(&document.referrer(), keep),
        title: shortened(document.title(), askwell_survey::limits::LABEL),
    }
}

fn stripped(address: &str, keep: &[String]) -> String {
    // Most pages have no referrer.
    if address.is_empty() {
        return String::new();
    }
    let kept = Array::new();
    for name in keep {
        kept.push(&JsValue::from_str(name));
    }
    shortened(self::address(address, &kept), askwell_survey::limits::URL)
}

/// An address as the page means it. If there is a list to keep, it is what becomes public: only with the query
/// parameters in the list, and without a fragment or credentials.
pub(crate) fn address(address: &str, keep: &JsValue) -> String {
    ask("address", [&JsValue::from_str(address), keep, &JsValue::NULL]).as_string().unwrap_or_default()
}

fn shortened(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}

/// A day such as `2026-11-21` as `language` writes it.
#[cfg(feature = "full")]
pub(crate) fn day(day: &str, language: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_str(day));
    let options = js_sys::Object::new();
    // Without a time the day is midnight in UTC, which is the day before west of Greenwich.
    host::set(&options, "timeZone", &JsValue::from_str("UTC"));
    date.to_locale_date_string(language, &options).into()
}

/// Whether the visitor asks pages to save data.
pub(crate) fn saves_data() -> bool {
    let navigator: JsValue = window().navigator().into();
    host::get(&host::get(&navigator, "connection"), "saveData").is_truthy()
}

/// Whether a media query holds.
pub(crate) fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Writes an error to the page's console.
pub(crate) fn complain(message: &str) {
    web_sys::console::error_1(&JsValue::from_str(&["askwell: ", message].concat()));
}

/// Runs `task` after `milliseconds`. The page may close before that, and then it never runs.
pub(crate) fn after(milliseconds: i32, task: impl FnOnce() + 'static) {
    after_boxed(milliseconds, Box::new(task));
}

/// Boxed, so that what hands it to the browser is compiled once.
fn after_boxed(milliseconds: i32, task: Box<dyn FnOnce()>) {
    let task = Closure::once_into_js(task);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(task.unchecked_ref(), milliseconds);
}
