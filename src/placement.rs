//! A card that stands elsewhere than in the usual corner, and one that makes way for what lies below it: the chunk `placement`.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::{GetUntracked, StoredValue};
use askwell_survey::digits;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement};

use crate::browser;
use crate::chunks::chunk;
use crate::components::PLACEMENT_STYLES;
use crate::state::SurveyState;

/// How long a page may take to scroll to what has the focus, in milliseconds.
const SCROLLED: i32 = 400;

/// How far into a card is looked for what it would lie over, and how far apart, in pixels; and how often.
const DEPTH: f64 = 24.0;
const OBSTACLES: usize = 3;

/// The chunk `placement`.
#[derive(Clone, Copy)]
pub(crate) struct Placement {
    /// The styles of a card that stands elsewhere.
    pub(crate) styles: &'static str,
    /// Opens the dialog that a card was mounted in: nothing else on the page can be reached meanwhile.
    pub(crate) open_dialog: fn(&HtmlElement, SurveyState),
    /// Moves the card in this place away from what else is fixed there, such as a chat bubble or a bar. `www/placement.js` does
    /// the same.
    pub(crate) keep_clear: fn(&HtmlElement),
    /// Shrinks the card in this place to a bar if it lies over what has the focus. `www/placement.js` does the same.
    pub(crate) make_way: fn(&HtmlElement),
}

chunk! { placement in PLACEMENT;
    /// Loads the chunk `placement`.
    pub(crate) async fn load() -> Placement {
        Placement { styles: PLACEMENT_STYLES, open_dialog, keep_clear, make_way }
    }
}

/// The chunk `placement`, if it is there.
pub(crate) fn loaded() -> Option<Placement> {
    PLACEMENT.get()
}

fn open_dialog(place: &HtmlElement, survey: SurveyState) {
    let dialog: &HtmlDialogElement = place.unchecked_ref();
    if let Some(card) = survey.card().get_untracked() {
        // One dialog, and not one in another.
        let _ = dialog.set_attribute("aria-label", &card.get_attribute("aria-label").unwrap_or_default());
        let _ = card.set_attribute("role", "group");
    }
    // The card hears the Escape key itself where it has the focus.
    let cancel = move |event: &web_sys::Event| {
        event.prevent_default();
        if !survey.has_focus() {
            survey.dismiss();
        }
    };
    let listener = EventListener::new_with_options(dialog, "cancel", EventListenerOptions::enable_prevent_default(), cancel);
    StoredValue::new_local(listener);
    // Fails only for a dialog that is open or not on the page.
    let _ = dialog.show_modal();
    if let Ok(Some(question)) = dialog.query_selector("h2") {
        let _ = question.unchecked_into::<HtmlElement>().focus();
    }
}

fn keep_clear(place: &HtmlElement) {
    let Some(frame) = place.first_element_child() else { return };
    let frame: &HtmlElement = frame.unchecked_ref();
    let (style, window) = (frame.style(), browser::window());
    let size = |size: Result<JsValue, JsValue>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let is_top = frame.get_attribute("data-position").is_some_and(|position| position.starts_with("top"));
    // It is measured where it comes to.
    let _ = style.set_property("animation", "none");
    let mut clear = 0.0_f64;
    // There may be a bubble above a bar.
    for _ in 0..OBSTACLES {
        let card = frame.get_bounding_client_rect();
        let y = if is_top { card.top() + DEPTH } else { card.bottom() - DEPTH };
        let before = clear;
        let mut x = card.left() + DEPTH / 2.0;
        while x < card.right() {
            for element in browser::document().elements_from_point(x as f32, y as f32) {
                let element: Element = element.unchecked_into();
                let rect = element.get_bounding_client_rect();
                let is_small = rect.height() < height / 3.0 && (rect.width() > width / 2.0 || card.width() < width / 2.0);
                if is_small && is_fixed(&element) {
                    clear = clear.max(if is_top { rect.bottom() } else { height - rect.top() });
                }
            }
            x += DEPTH;
        }
        if clear <= before {
            break;
        }
        let _ = style.set_property("--clear", &(digits(clear as u64) + "px"));
    }
    let _ = style.remove_property("animation");
}

fn is_fixed(element: &Element) -> bool {
    let style = browser::window().get_computed_style(element).ok().flatten();
    let position = style.and_then(|style| style.get_property_value("position").ok()).unwrap_or_default();
    ["fixed", "sticky"].contains(&position.as_str())
}

fn make_way(place: &HtmlElement) {
    let again = place.clone();
    shrink_if_over_focus(place);
    browser::after(SCROLLED, move || shrink_if_over_focus(&again));
}

fn shrink_if_over_focus(place: &HtmlElement) {
    let Some(frame) = place.first_element_child() else { return };
    let focused = browser::document().active_element().filter(|element| element.matches(":focus-visible") == Ok(true));
    let Some(focused) = focused.filter(|focused| lies_over(&frame, focused)) else { return };
    // If it lies over that even then, it goes to the other edge.
    for edge in ["bottom", "top"] {
        let _ = frame.set_attribute("data-shrunk", edge);
        if !lies_over(&frame, &focused) {
            break;
        }
    }
    if let Ok(Some(card)) = frame.query_selector(".card") {
        card.set_scroll_top(0);
    }
    for turned_to in ["focusin", "pointerdown"] {
        let shrunk = frame.clone();
        EventListener::once(&frame, turned_to, move |_| {
            let _ = shrunk.remove_attribute("data-shrunk");
        })
        .forget();
    }
}

/// Whether the middle of an element lies below the card.
fn lies_over(frame: &Element, element: &Element) -> bool {
    let (above, below) = (frame.get_bounding_client_rect(), element.get_bounding_client_rect());
    let (x, y) = (below.left() + below.width() / 2.0, below.top() + below.height() / 2.0);
    above.left() < x && x < above.right() && above.top() < y && y < above.bottom()
}
