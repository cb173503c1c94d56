//! What the browser knows, and what web-sys doesn't have of it.

use askwell_survey::Timestamp;
use js_sys::{Date, Object};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Window};

use crate::values::{get, set};

/// The window. Not `web_sys::window()`, which asks whether the global object is an instance of `Window`: MooTools 1.4
/// replaces `window.Window`, and then it is not.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document.
pub fn document() -> Document {
    window().document().unwrap_throw()
}

/// The time by the visitor's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now())
}

/// Milliseconds since the page began, for the visitor: one that was prerendered began when it was turned to.
pub fn uptime() -> f64 {
    let Some(performance) = window().performance() else { return 0.0 };
    let navigation = performance.get_entries_by_type("navigation").get(0);
    performance.now() - get(&navigation, "activationStart").as_f64().unwrap_or_default()
}

/// Whether a media query holds.
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the visitor asks pages to save data.
pub fn saves_data() -> bool {
    get(&get(&window().navigator(), "connection"), "saveData").is_truthy()
}

#[wasm_bindgen]
extern "C" {
    type Rendered;

    /// web-sys counts it among the unstable APIs.
    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Rendered, options: &JsValue) -> Result<bool, JsValue>;
}

/// Whether neither an element nor what it stands in is hidden by CSS. True where the browser can't tell: Safari 16 has no
/// `checkVisibility`.
pub fn is_shown(element: &Element) -> bool {
    let options = Object::new();
    set(&options, "visibilityProperty", &JsValue::TRUE);
    element.unchecked_ref::<Rendered>().check_visibility(&options).unwrap_or(true)
}

/// Writes an error to the page's console.
pub fn log_error(message: &str) {
    web_sys::console::error_1(&JsValue::from_str(&["askwell: ", message].concat()));
}

/// Writes a warning to the page's console.
pub fn log_warning(message: &str) {
    web_sys::console::warn_1(&JsValue::from_str(&["askwell: ", message].concat()));
}
