//! Bringing a list into order: by buttons, and by dragging.

use askwell_survey::{Key, digits, recall};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::Model;

/// Moves the item around a button one place up or down, as the button says, and says where it is now.
pub(super) fn step(model: &Model, button: &Element) {
    let Some(item) = button.closest("li").ok().flatten() else { return };
    let up = button.get_attribute("data-do").as_deref() == Some("up");
    let moved = match (item.previous_element_sibling(), item.next_element_sibling()) {
        (Some(before), _) if up => before.before_with_node_1(&item).is_ok(),
        (_, Some(after)) if !up => after.after_with_node_1(&item).is_ok(),
        _ => false,
    };
    if moved {
        say_place(model, &item);
        // Taking the item out of the list took the focus from its button; the one that leads on is gone at either end.
        let (next, other) =
            if up { (item.previous_element_sibling(), ".down") } else { (item.next_element_sibling(), ".up") };
        let button = if next.is_some() { Some(button.clone()) } else { item.query_selector(other).ok().flatten() };
        if let Some(button) = button {
            let _ = button.unchecked_ref::<HtmlElement>().focus();
        }
    }
}

/// Brings the list within `card`, if there is one, into the order of `entries`.
pub(super) fn arrange(card: &Element, entries: &[(String, String)]) {
    let Ok(Some(list)) = card.query_selector(".ranking") else { return };
    for (_, value) in entries {
        let item = list.query_selector(&["[value='", value, "']"].concat()).ok().flatten();
        if let Some(item) = item.and_then(|field| field.parent_element()) {
            let _ = list.append_child(&item);
        }
    }
}

/// Lets an item follow the pointer that holds its handle: it changes places with the item the pointer is over.
pub(super) fn drag(model: &Model, event: &PointerEvent, target: &Element) {
    if !target.matches(".handle").unwrap_or_default() {
        return;
    }
    let Some(item) = target.closest("li").ok().flatten() else { return };
    match event.type_().as_str() {
        "pointerdown" => {
            // Fails only for a pointer that is gone already.
            let _ = target.set_pointer_capture(event.pointer_id());
            let _ = item.class_list().add_1("held");
            event.prevent_default();
        }
        "pointermove" if item.class_list().contains("held") => {
            let at = f64::from(event.client_y());
            let middle = |element: &Element| {
                let place = element.get_bounding_client_rect();
                place.top() + place.height() / 2.0
            };
            if let Some(before) = item.previous_element_sibling().filter(|before| at < middle(before)) {
                let _ = before.before_with_node_1(&item);
            } else if let Some(after) = item.next_element_sibling().filter(|after| at > middle(after)) {
                let _ = after.after_with_node_1(&item);
            } else {
                return;
            }
            // Moving the element releases the pointer.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        "pointerup" | "pointercancel" => {
            let _ = item.class_list().remove_1("held");
            say_place(model, &item);
        }
        _ => {}
    }
}

fn say_place(model: &Model, item: &Element) {
    let Some(list) = item.parent_element() else { return };
    let mut place = 1;
    let mut before = item.previous_element_sibling();
    while let Some(element) = before {
        place += 1;
        before = element.previous_element_sibling();
    }
    let label = item.query_selector(".label").ok().flatten().and_then(|label| label.text_content()).unwrap_or_default();
    let count = digits(list.child_element_count().into());
    let places = |name: &str| match name {
        "label" => Some(label.clone()),
        "place" => Some(digits(place)),
        _ => Some(count.clone()),
    };
    model.tell(&recall(&model.template(Key::RankingPlace), &places));
}
