//! The events that the page can listen to: `askwell:shown` and the like, bubbling and composed.

use askwell_survey::{Value, api};
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

use crate::values;

/// Dispatches `askwell:<name>` on `target`. The browser reports what a listener throws on the console.
pub(crate) fn dispatch(target: &EventTarget, name: &str, detail: &Value) {
    debug_assert!(api::lists(&api::EVENTS, name), "{name} is not documented");
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&values::to_js(detail));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["askwell:", name].concat(), &init) {
        let _ = target.dispatch_event(&event);
    }
}
