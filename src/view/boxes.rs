//! Boxes that depend on each other: "none of these" excludes the others, and "other" unfolds a field.

use askwell_survey::form::{NONE, VALUE};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::{Model, fields, is_box, unfold};

/// Takes note of a change to `field`.
pub(super) fn changed(model: &Model, field: &Element) {
    let changed: &HtmlInputElement = field.unchecked_ref();
    let Some(step) = model.find(".step") else { return };
    if !is_box(changed) {
        return;
    }
    if changed.type_() == "checkbox" && changed.name() == VALUE && changed.checked() {
        let none = changed.value() == NONE;
        fields(&step, &mut |other| {
            if other.type_() == "checkbox" && (other.value() == NONE) != none {
                other.set_checked(false);
            }
        });
    }
    unfold(&step, changed);
    if changed.checked()
        && changed.value() == askwell_survey::form::OTHER
        && let Some(words) = model.find("input.other")
    {
        // Moving there by itself is for those who see and point; with arrow keys one may be on the way past it.
        if changed.type_() == "checkbox" {
            let _ = words.focus();
        }
    }
}
