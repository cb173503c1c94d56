//! The browser's objects, and what web-sys doesn't have of them.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, NodeList, Window};

/// The window. Not `web_sys::window()`, which asks whether the global object is an instance of `Window`: MooTools 1.4
/// replaces `window.Window`, and then it is not.
pub(crate) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document.
pub(crate) fn document() -> Document {
    window().document().unwrap_throw()
}

/// A property, `undefined` where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Milliseconds since the page began, for the visitor: one that was prerendered began when it was turned to.
pub(crate) fn uptime() -> f64 {
    let Some(performance) = window().performance() else { return 0.0 };
    let navigation = performance.get_entries_by_type("navigation").get(0);
    let activated = if navigation.is_undefined() { None } else { get(&navigation, "activationStart").as_f64() };
    performance.now() - activated.unwrap_or_default()
}

/// Whether a media query holds.
pub(crate) fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

#[wasm_bindgen]
extern "C" {
    type Rendered;

    /// web-sys counts it among the unstable APIs.
    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Rendered, options: &JsValue) -> Result<bool, JsValue>;
}

/// Whether an element is drawn.
pub(crate) fn is_visible(element: &Element) -> bool {
    let options = js_sys::Object::new();
    // Can't fail on an object of our own.
    let _ = Reflect::set(&options, &JsValue::from_str("visibilityProperty"), &JsValue::TRUE);
    let place = element.get_bounding_client_rect();
    // Safari 16 has no `checkVisibility`.
    place.width() > 0.0
        && place.height() > 0.0
        && element.unchecked_ref::<Rendered>().check_visibility(&options).unwrap_or(true)
}

/// Whether one of several elements is as it has to be.
pub(crate) fn any(list: &NodeList, is_so: impl Fn(&Element) -> bool) -> bool {
    (0..list.length()).filter_map(|index| list.get(index)).any(|node| is_so(node.unchecked_ref()))
}

/// Whether an element of the page matches, and is as it has to be. A selector that the browser can't read matches nothing.
pub(crate) fn has(selector: &str, is_so: impl Fn(&Element) -> bool) -> bool {
    document().query_selector_all(selector).is_ok_and(|list| any(&list, is_so))
}

/// Whether an element of the page that matches is drawn.
pub(crate) fn has_visible(selector: &str) -> bool {
    has(selector, is_visible)
}

/// Writes an error to the page's console.
pub(crate) fn log_error(message: &str) {
    web_sys::console::error_2(&JsValue::from_str("askwell:"), &JsValue::from_str(message));
}
