//! What is kept on the device, and what takes its place where nothing can be kept.

use std::cell::RefCell;

use askwell_survey::Value;
use askwell_survey::config::Storage;

use crate::browser::window;
use crate::host;

/// The name of the rest periods. The loader knows it as well.
pub(crate) const REST: &str = "askwell.rest";
/// The name of the outbox. The loader knows it as well.
pub(crate) const OUTBOX: &str = "askwell.outbox";

/// Entries that the browser would not take, or the site doesn't want stored. They last as long as the page.
fn memory() -> &'static RefCell<Value> {
    thread_local! {
        static MEMORY: &'static RefCell<Value> = Box::leak(Box::new(RefCell::new(Value::object())));
    }
    MEMORY.with(|memory| *memory)
}

/// The browser's storage; reading the property alone throws in sandboxed frames.
fn area(storage: Storage) -> Option<web_sys::Storage> {
    match storage {
        Storage::Local => window().local_storage().ok().flatten(),
        Storage::Session => window().session_storage().ok().flatten(),
        Storage::None => None,
    }
}

/// The value under `name`. Nothing, where there is nothing or nothing that can be understood.
pub(crate) fn read(storage: Storage, name: &str) -> Value {
    let remembered = memory().borrow().get(name).cloned().unwrap_or_default();
    if !remembered.is_null() {
        return remembered;
    }
    let json = area(storage).and_then(|area| area.get_item(name).ok().flatten());
    json.and_then(|json| host::parse(&json).ok()).unwrap_or_default()
}

/// Puts `value` under `name`; an empty one is removed.
pub(crate) fn write(storage: Storage, name: &str, value: &Value) {
    let json = value.to_json();
    let kept = area(storage).is_some_and(|area| match json.len() {
        2 => area.remove_item(name).is_ok(),
        _ => area.set_item(name, &json).is_ok(),
    });
    memory().borrow_mut().set(name, if kept { Value::Null } else { value.clone() });
}
