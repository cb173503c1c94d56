//! Elements of the page.

use askwell_page::browser::{document, is_shown};
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

/// Whether an element is drawn.
pub(crate) fn is_visible(element: &Element) -> bool {
    let place = element.get_bounding_client_rect();
    place.width() > 0.0 && place.height() > 0.0 && is_shown(element)
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
