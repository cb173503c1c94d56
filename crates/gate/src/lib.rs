//! The gate: whether a survey is due on a page, and when. A Wasm of its own, since most visitors whom targeting turns away
//! need nothing else.
//!
//! What decides is [`askwell_survey::targeting`], which knows no browser. Here is what observes one: `facts` reads the page,
//! `triggers` and `restraints` listen to it, and `gate` judges when something has happened. Nothing is stored, and nothing
//! of the page is changed. A page on which nothing has happened yet runs no timer but those that its triggers are.

mod elements;
mod facts;
mod gate;
mod restraints;
mod triggers;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

/// Waits until the survey of a configuration is due, and resolves to `true` then; to `false` once no later view of this
/// document can make it due. While a later one can, such as another route, it stays pending.
///
/// `config` is a configuration or the attributes of a tag, `person` who answers, as far as it is known beside the configuration.
/// It never rejects: what is wrong with the targeting is written to the console, and the survey is not shown.
#[wasm_bindgen]
pub fn judge(config: &JsValue, person: &JsValue) -> Promise {
    Promise::new(&mut |resolve: Function, _| gate::judge(config, person, &resolve))
}

/// The facts that decide about the survey of a configuration. The application makes sentences of them:
/// [`askwell_survey::targeting::Recorded`] takes them.
#[wasm_bindgen]
pub fn facts(config: &JsValue, person: &JsValue) -> JsValue {
    gate::record(config, person)
}

/// Counts an event, and judges again what waits for it.
#[wasm_bindgen]
pub fn track(name: &str, properties: &JsValue) {
    gate::track(name, properties);
}

/// Removes everything that waits for this configuration, or, without one, everything. The promise stays pending.
#[wasm_bindgen]
pub fn forget(config: &JsValue) {
    gate::forget(config);
}
