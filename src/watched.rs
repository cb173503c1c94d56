//! A value that elements follow.

use std::cell::RefCell;
use std::rc::Rc;

use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};

/// A shared value; whatever reads it in an effect runs again when it has changed.
///
/// Leptos' own signals do more, and are compiled anew for every type they hold: some three kilobytes each. This is
/// one trigger, which is compiled once, and a cell.
#[derive(Clone)]
pub(crate) struct Watched<T> {
    value: Rc<RefCell<T>>,
    changed: ArcTrigger,
}

impl<T: Clone> Watched<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value: Rc::new(RefCell::new(value)), changed: ArcTrigger::new() }
    }

    /// The value; an effect that asks follows it from now on.
    pub(crate) fn get(&self) -> T {
        self.changed.track();
        self.value.borrow().clone()
    }

    /// Changes the value, and runs what follows it.
    pub(crate) fn set(&self, value: T) {
        self.value.replace(value);
        self.changed.notify();
    }
}
