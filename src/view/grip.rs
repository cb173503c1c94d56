//! The bar at the top of the sheet on phones: dragged down, it closes the card.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

use super::{Model, Tag};

/// How far it has to be dragged to close the card, in pixels.
const FAR_ENOUGH: i32 = 80;

/// The bar. It does nothing that the close button doesn't, and so is hidden from screen readers.
pub(super) fn grip(model: &Model) -> Tag {
    let from: Rc<Cell<Option<i32>>> = Rc::default();
    let dragged = {
        let from = from.clone();
        move |event: &web_sys::Event| {
            from.get().map(|from| (event.unchecked_ref::<PointerEvent>().client_y() - from).max(0))
        }
    };
    let moved = dragged.clone();
    let start = from.clone();
    let model = model.clone();
    Tag::of("div", "grip")
        .attr("aria-hidden", "true")
        .on("pointerdown", move |event| {
            let pointer: &PointerEvent = event.unchecked_ref();
            start.set(Some(pointer.client_y()));
            if let Some(grip) = grip_of(&event) {
                // Fails only for a pointer that is gone already.
                let _ = grip.set_pointer_capture(pointer.pointer_id());
            }
        })
        .on("pointermove", move |event| {
            if let Some(distance) = moved(&event) {
                shift(&event, &["translateY(", &distance.to_string(), "px)"].concat());
            }
        })
        .on("pointerup", move |event| {
            if dragged(&event).is_some_and(|distance| distance > FAR_ENOUGH) {
                model.dismiss();
            } else {
                shift(&event, "");
            }
            from.set(None);
        })
}

fn grip_of(event: &web_sys::Event) -> Option<HtmlElement> {
    event.current_target().map(JsCast::unchecked_into)
}

/// Moves the card that the grip stands on.
fn shift(event: &web_sys::Event, transform: &str) {
    if let Some(card) = grip_of(event).and_then(|grip| grip.parent_element()) {
        let _ = card.unchecked_into::<HtmlElement>().style().set_property("transform", transform);
    }
}
