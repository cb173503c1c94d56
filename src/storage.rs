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

thread_local! {
    /// Entries that the browser would not take, or the site doesn't want stored. They last as long as the page.
    static MEMORY: RefCell<Vec<(&'static str, Value)>> = const { RefCell::new(Vec::new()) };
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
pub(crate) fn read(storage: Storage, name: &'static str) -> Value {
    let remembered =
        MEMORY.with_borrow(|memory| memory.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()));
    remembered.unwrap_or_else(|| {
        let json = area(storage).and_then(|area| area.get_item(name).ok().flatten());
        json.and_then(|json| host::parse(&json).ok()).unwrap_or_default()
    })
}

/// Puts `value` under `name`; an empty one is removed. Whether it outlasts the page.
pub(crate) fn write(storage: Storage, name: &'static str, value: &Value) -> bool {
    let empty =
        matches!(value, Value::List(list) if list.is_empty()) || matches!(value, Value::Map(map) if map.is_empty());
    let kept = area(storage).is_some_and(|area| match empty {
        true => area.remove_item(name).is_ok(),
        false => area.set_item(name, &value.to_json()).is_ok(),
    });
    MEMORY.with_borrow_mut(|memory| {
        memory.retain(|(known, _)| *known != name);
        if !kept {
            memory.push((name, value.clone()));
        }
    });
    kept
}
