//! What `www/boot.js` does for the widget: what is written in JavaScript costs a page less than what is called from here
//! name by name.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::host;

fn boot() -> &'static RefCell<JsValue> {
    thread_local! {
        static BOOT: &'static RefCell<JsValue> = Box::leak(Box::default());
    }
    BOOT.with(|boot| *boot)
}

/// Keeps what was handed over.
pub(crate) fn keep(handed: &JsValue) {
    boot().replace(handed.clone());
}

/// Calls a function that was handed over. Ours, and throws nothing.
pub(crate) fn ask(name: &str, values: [&JsValue; 3]) -> JsValue {
    let function = host::get(&boot().borrow(), name).unchecked_into::<Function>();
    function.call3(&JsValue::NULL, values[0], values[1], values[2]).unwrap_or_default()
}
