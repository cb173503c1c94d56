//! Telling the page what happens: `askwell:shown` and the like, on the survey's host element, bubbling and composed.

use askwell_survey::Value;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

use crate::host::{self, Refusal};

/// Dispatches `askwell:<name>` on `target`. What a listener throws goes to the console, as the browser does it.
pub(crate) fn dispatch(target: &EventTarget, name: &str, detail: &Value) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&host::to_js(detail));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["askwell:", name].concat(), &init) {
        let _ = target.dispatch_event(&event);
    }
}

/// Says on the console and as `askwell:error` what is wrong.
pub(crate) fn report(target: &EventTarget, refusal: &Refusal) {
    crate::browser::complain(&refusal.message);
    let mut detail = Value::object();
    detail.put("code", Value::from(refusal.code));
    detail.put("message", Value::from(refusal.message.as_str()));
    detail.put("problems", refusal.details());
    dispatch(target, "error", &detail);
}
