//! What is kept on the device, and what takes its place where nothing can be kept.

use std::cell::RefCell;

use askwell_survey::config::Storage;
use askwell_survey::{Value, limits};
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::boot::ask;
use crate::{browser, host};

/// The name of the rest periods. The loader knows it as well.
pub(crate) const REST: &str = "askwell.rest";
/// The name of the outbox. The loader knows it as well.
pub(crate) const OUTBOX: &str = "askwell.outbox";
/// Where what stood in the outbox's place goes if it can't be read at all.
const DAMAGED: &str = "askwell.outbox.damaged";
/// In memory alone: the outbox as this page saw it last.
const SEEN: &str = "seen";

/// All places to keep something.
pub(crate) const ALL: [Storage; 3] = [Storage::Local, Storage::Session, Storage::None];

/// For each of these, entries that the browser would not take, or the site doesn't want stored. They last as long as
/// the page.
fn memory(storage: Storage) -> &'static RefCell<Value> {
    thread_local! {
        static MEMORY: &'static [RefCell<Value>; 3] = Box::leak(Box::default());
    }
    MEMORY.with(|memory| &memory[storage as usize])
}

fn remembered(storage: Storage, name: &str) -> Value {
    memory(storage).borrow().get(name).cloned().unwrap_or_default()
}

/// Asks the browser's storage for the text under `name`, or has it take one; an empty one is removed. `undefined` where
/// it refuses.
fn stored(storage: Storage, name: &str, text: &JsValue) -> JsValue {
    match storage {
        Storage::None => JsValue::UNDEFINED,
        _ => ask("stored", [&area(storage), &JsValue::from_str(name), text]),
    }
}

/// What browsers call it; nothing if nothing may be kept.
fn area(storage: Storage) -> JsValue {
    JsValue::from_str(match storage {
        Storage::Local => "localStorage",
        Storage::Session => "sessionStorage",
        Storage::None => "",
    })
}

/// Has what is typed on `step` kept under `name` when the page is left, and puts there what was kept before.
pub(crate) fn draft(storage: Storage, step: &JsValue, name: &str) {
    let oldest = browser::now().after_days(-limits::DRAFT_DAYS);
    let kept = Array::new();
    kept.push(&area(storage));
    kept.push(&JsValue::from_f64(oldest.millis() as f64));
    ask("draft", [step, &JsValue::from_str(name), &kept]);
}

/// The value under `name`. Nothing, where there is nothing or nothing that can be understood.
pub(crate) fn read(storage: Storage, name: &str) -> Value {
    let value = remembered(storage, name);
    if !value.is_null() {
        return value;
    }
    let text = stored(storage, name, &JsValue::UNDEFINED);
    let Some(json) = text.as_string() else {
        // Cleared under this page: what it put there is not lost. Nothing but the outbox is remembered like this.
        return if name == OUTBOX { remembered(storage, SEEN) } else { value };
    };
    match host::parse(&json) {
        Ok(value) => value,
        Err(_) => {
            if name == OUTBOX {
                stored(storage, DAMAGED, &text);
            }
            value
        }
    }
}

/// Puts `value` under `name`; an empty one is removed.
pub(crate) fn write(storage: Storage, name: &str, value: &Value) {
    let json = value.to_json();
    let text = if json.len() == 2 { "" } else { &json };
    let kept = stored(storage, name, &JsValue::from_str(text)).is_truthy();
    let mut memory = memory(storage).borrow_mut();
    memory.set(name, if kept { Value::Null } else { value.clone() });
    if name == OUTBOX {
        memory.set(SEEN, value.clone());
    }
}

/// Another page has settled everything that waited: it isn't to be brought back.
pub(crate) fn forget() {
    for storage in ALL {
        memory(storage).borrow_mut().set(SEEN, Value::Null);
    }
}

/// Where the outbox is kept: in `local` or `session` storage, or in memory, because nothing may be kept (`none`), the
/// browser has no storage for this page (`blocked`), or takes no more (`full`).
pub(crate) fn place(storage: Storage) -> &'static str {
    match storage {
        Storage::None => "none",
        _ if stored(storage, OUTBOX, &JsValue::UNDEFINED).is_undefined() => "blocked",
        _ if !remembered(storage, OUTBOX).is_null() => "full",
        Storage::Local => "local",
        Storage::Session => "session",
    }
}
