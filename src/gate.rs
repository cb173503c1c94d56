//! When, where and to whom a survey is shown, where a site says more about that than the application knows: `crates/gate`
//! judges it. Pages load it before the application, so that who is turned away doesn't download that.

use std::cell::RefCell;

use askwell_survey::Value;
use askwell_survey::targeting::{Recorded, Rule, Targeting, judge};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::values;

/// What `www/loader.js` has of it.
#[derive(Clone)]
struct Gate {
    /// Whether a survey is due, once that is so.
    due: Function,
    /// The gate's own module.
    load: Function,
}

thread_local! {
    static GATE: RefCell<Option<Gate>> = const { RefCell::new(None) };
}

/// Takes what the loader has of it.
pub(crate) fn set(due: Function, load: Function) {
    GATE.set(Some(Gate { due, load }));
}

fn gate() -> Option<Gate> {
    GATE.with_borrow(Clone::clone)
}

/// What a function of the loader's resolves to; undefined if it fails, which the loader reports.
async fn settled(promise: Result<JsValue, JsValue>) -> JsValue {
    let Ok(value) = promise else { return JsValue::UNDEFINED };
    JsFuture::from(Promise::resolve(&value)).await.unwrap_or_default()
}

/// Waits until the survey of a configuration is due. Whether it is; if it isn't, no later view of this document can make it due.
/// Without a loader every survey is.
pub(crate) async fn is_due(source: &Value, popover: bool, person: &[(String, Value)]) -> bool {
    let Some(gate) = gate() else { return true };
    let mut given = source.clone();
    given.merge(Value::Map(vec![("person".to_owned(), Value::Map(person.to_vec()))]));
    let due = gate.due.call2(&JsValue::UNDEFINED, &values::to_js(&given), &popover.into());
    settled(due).await.is_truthy()
}

/// Why the survey of a configuration is shown now or isn't, by what the gate observes.
pub(crate) async fn rules(source: &Value) -> Vec<Rule> {
    let (Some(gate), Ok(targeting)) = (gate(), Targeting::read(source)) else { return Vec::new() };
    let module = settled(gate.load.call0(&JsValue::UNDEFINED)).await;
    let Ok(facts) = values::get(&module, "facts").dyn_into::<Function>() else { return Vec::new() };
    let recorded = facts.call2(&module, &values::to_js(source), &JsValue::UNDEFINED).unwrap_or_default();
    judge(&targeting, &Recorded::new(values::read(&recorded).unwrap_or_default()))
}
