//! The bar by which the sheet on phones is dragged away.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::state::use_survey;

/// How far the sheet has to be dragged to close, in pixels.
const FAR_ENOUGH: i32 = 80;

/// The grip. Writes into `dragged` by how many pixels the sheet is dragged down.
#[component]
pub(super) fn SheetGrip(dragged: RwSignal<usize>) -> impl IntoView {
    let survey = use_survey();
    let held_at = StoredValue::new(None::<i32>);
    let take = move |event: PointerEvent| {
        held_at.set_value(Some(event.client_y()));
        if let Some(grip) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            // Fails only for a pointer that is gone already.
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some(from) = held_at.get_value() {
            dragged.set((event.client_y() - from).max(0) as usize);
        }
    };
    let release = move |event: PointerEvent| {
        if let Some(from) = held_at.get_value() {
            held_at.set_value(None);
            if event.client_y() - from > FAR_ENOUGH {
                survey.dismiss();
            } else {
                dragged.set(0);
            }
        }
    };
    // Taken away by the system.
    let cancel = move |_| {
        held_at.set_value(None);
        dragged.set(0);
    };
    view! {
        <div
            class="grip"
            aria-hidden="true"
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=release
            on:pointercancel=cancel
        ></div>
    }
}
