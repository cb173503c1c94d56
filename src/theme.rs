//! A card is light or dark as the page is behind it: `theme.js` sees to that, for the application and for first questions.

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// The attribute of the frame that says it.
pub(crate) const ATTRIBUTE: &str = "data-theme";

#[wasm_bindgen(module = "/src/theme.js")]
extern "C" {
    /// Keeps the card in `place` as the page is. Returns what ends that.
    #[wasm_bindgen(catch)]
    fn follow(place: &HtmlElement, popover: bool) -> Result<Function, JsValue>;
}

/// Keeps the card in `place` as the page is, for as long as its owner is there.
pub(crate) fn follow_page(place: &HtmlElement, popover: bool) {
    // Fails only on pages that have replaced what it asks.
    if let Ok(end) = follow(place, popover) {
        StoredValue::new_local(Following { end });
    }
}

struct Following {
    end: Function,
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.end.call0(&JsValue::UNDEFINED);
    }
}
