//! What is kept on the device, and what takes its place where nothing can be kept.

use std::cell::RefCell;

use askwell_survey::config::Storage;
use askwell_survey::{RecontactPeriods, Value};

use crate::{browser, privacy, values};

/// The name of the recontact periods. The loader knows it as well.
pub(crate) const RECONTACT: &str = "askwell.rest";
/// The name of the outbox. The loader knows it as well.
pub(crate) const OUTBOX: &str = "askwell.outbox";
/// The name of what visitors did on first questions before the application was there. `www/first.js` puts it there.
pub(crate) const GESTURES: &str = "askwell.gestures";
/// Where what stood in the outbox's place goes if it can't be read at all.
const DAMAGED: &str = "askwell.outbox.damaged";
/// In memory alone: the outbox as this page saw it last.
const SEEN: &str = "seen";

/// All places to keep something.
pub(crate) const ALL: [Storage; 3] = [Storage::Local, Storage::Session, Storage::None];
/// Those of them that last longer than the page.
const ON_DEVICE: [Storage; 2] = [Storage::Local, Storage::Session];

thread_local! {
    /// For each of [`ALL`], entries that the browser would not take, or the site doesn't want stored. They last as long as
    /// the page.
    static MEMORY: RefCell<[Value; 3]> = RefCell::default();
}

fn remembered(storage: Storage, name: &str) -> Value {
    MEMORY.with_borrow(|memory| memory[storage as usize].get(name).cloned().unwrap_or_default())
}

fn remember(storage: Storage, name: &str, value: Value) {
    MEMORY.with_borrow_mut(|memory| memory[storage as usize].set(name, value));
}

/// The browser's storage; none where nothing may be kept, or the browser refuses. In a sandboxed frame, merely asking for
/// it throws.
fn area(storage: Storage) -> Option<web_sys::Storage> {
    if privacy::may_keep() { browser_area(storage) } else { None }
}

fn browser_area(storage: Storage) -> Option<web_sys::Storage> {
    match storage {
        Storage::Local => browser::window().local_storage().ok()?,
        Storage::Session => browser::window().session_storage().ok()?,
        Storage::None => None,
    }
}

/// The text under `name` in the browser's storage; an error if it can't be read.
pub(crate) fn read_text(storage: Storage, name: &str) -> Result<Option<String>, ()> {
    area(storage).ok_or(())?.get_item(name).map_err(|_| ())
}

/// Puts a text under `name` in the browser's storage; an empty one is removed. Whether it took it.
pub(crate) fn write_text(storage: Storage, name: &str, text: &str) -> bool {
    let Some(area) = area(storage) else { return false };
    let written = if text.is_empty() { area.remove_item(name) } else { area.set_item(name, text) };
    written.is_ok()
}

/// The value under `name`. Nothing, where there is nothing or nothing that can be understood.
pub(crate) fn read(storage: Storage, name: &str) -> Value {
    let value = remembered(storage, name);
    if !value.is_null() {
        return value;
    }
    let Ok(Some(json)) = read_text(storage, name) else {
        // Cleared under this page: what it put there is not lost. Nothing but the outbox is remembered like this.
        return if name == OUTBOX { remembered(storage, SEEN) } else { Value::Null };
    };
    values::parse(&json).unwrap_or_else(|_| {
        if name == OUTBOX {
            write_text(storage, DAMAGED, &json);
        }
        Value::Null
    })
}

/// Puts `value` under `name`; an empty one is removed.
pub(crate) fn write(storage: Storage, name: &str, value: &Value) {
    let is_empty = match value {
        Value::Null => true,
        Value::List(list) => list.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) => false,
    };
    let text = if is_empty { String::new() } else { value.to_json() };
    let stored = write_text(storage, name, &text);
    remember(storage, name, if stored { Value::Null } else { value.clone() });
    if name == OUTBOX {
        remember(storage, SEEN, value.clone());
    }
}

/// Forgets the outbox as this page saw it last: another page has changed it, and what that one has settled isn't to be
/// brought back.
pub(crate) fn forget_seen_outbox() {
    for storage in ALL {
        remember(storage, SEEN, Value::Null);
    }
}

/// Puts on the device what was only remembered: it may be kept from now on.
pub(crate) fn keep_remembered() {
    for kept in ON_DEVICE {
        let remembered = MEMORY.with_borrow_mut(|memory| std::mem::take(&mut memory[kept as usize]));
        let Value::Map(entries) = remembered else { continue };
        for (name, value) in entries.into_iter().filter(|(name, _)| name != SEEN) {
            write(kept, &name, &joined(read(kept, &name), value));
        }
    }
}

/// Removes everything of ours from the device. What waits to be delivered is delivered by this page, for as long as it is there.
pub(crate) fn erase() {
    for kept in ON_DEVICE {
        let area = browser_area(kept);
        // Not by `read`: it may be that nothing is to be kept any more.
        let stored = area.as_ref().and_then(|area| area.get_item(OUTBOX).ok()?);
        let waiting = stored.and_then(|json| values::parse(&json).ok()).unwrap_or_else(|| remembered(kept, OUTBOX));
        MEMORY.with_borrow_mut(|memory| memory[kept as usize] = Value::Null);
        write(Storage::None, OUTBOX, &joined(read(Storage::None, OUTBOX), waiting));
        if let Some(area) = area {
            let count = area.length().unwrap_or_default();
            let names: Vec<_> = (0..count).filter_map(|index| area.key(index).ok().flatten()).collect();
            for name in names.iter().filter(|name| name.starts_with("askwell.")) {
                // It has no way to refuse.
                let _ = area.remove_item(name);
            }
        }
    }
}

/// What stood under a name, and what is put there in addition.
fn joined(mut known: Value, more: Value) -> Value {
    match (&mut known, more) {
        (Value::List(known), Value::List(more)) => known.extend(more),
        (Value::Map(_), more @ Value::Map(_)) => known.merge(more),
        (_, Value::Null) => {}
        (_, more) => return more,
    }
    known
}

/// The recontact periods.
pub(crate) fn recontact_periods(storage: Storage) -> RecontactPeriods {
    RecontactPeriods::read(&read(storage, RECONTACT), browser::now())
}

/// Where the outbox is kept: in `local` or `session` storage, or in memory, because nothing may be kept (`none`), the
/// browser has no storage for this page (`blocked`), or takes no more (`full`).
pub(crate) fn place(storage: Storage) -> &'static str {
    match storage {
        Storage::None => "none",
        Storage::Local | Storage::Session if !privacy::may_keep() => "none",
        Storage::Local | Storage::Session if read_text(storage, OUTBOX).is_err() => "blocked",
        Storage::Local | Storage::Session if !remembered(storage, OUTBOX).is_null() => "full",
        Storage::Local => "local",
        Storage::Session => "session",
    }
}
