//! A card that stands elsewhere than in the usual corner, and one that makes way for what lies below it: the chunk `placement`.

use std::rc::Rc;

use askwell_survey::config::{Config, Display};
use askwell_survey::digits;
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::{GetUntracked, StoredValue, untrack};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

use crate::browser;
use crate::chunks::chunk;
use crate::components::PLACEMENT_STYLES;
use crate::state::SurveyState;

/// How long a page may take to scroll to what has the focus, in milliseconds.
const SCROLLED: i32 = 400;

/// How far apart and how far into a card is looked for what it would lie over, in pixels; and how often.
const STEP: f64 = 24.0;
const DEPTHS: [f64; 3] = [4.0, 28.0, 52.0];
const OBSTACLES: usize = 3;

/// A card beside an element: its width, the least height it should have, how far it is from the element and from the window's edge,
/// in pixels.
const CARD: f64 = 384.0;
const ENOUGH: f64 = 320.0;
const GAP: f64 = 8.0;
const MARGIN: f64 = 16.0;

/// The chunk `placement`.
#[derive(Clone, Copy)]
pub(crate) struct Placement {
    /// The styles of a card that stands elsewhere.
    pub(crate) styles: &'static str,
    /// Places the card that was mounted here as its survey says.
    pub(crate) stand: fn(&HtmlElement, &Config, SurveyState),
    /// Shrinks the card in this place to a bar if it lies over what has the focus. `www/placement.js` does the same.
    pub(crate) make_way: fn(&HtmlElement),
}

chunk! { placement in PLACEMENT;
    /// Loads the chunk `placement`.
    pub(crate) async fn load() -> Placement {
        Placement { styles: PLACEMENT_STYLES, stand, make_way }
    }
}

/// The chunk `placement`, if it is there.
pub(crate) fn loaded() -> Option<Placement> {
    PLACEMENT.get()
}

fn stand(place: &HtmlElement, config: &Config, survey: SurveyState) {
    let Some(frame) = place.first_element_child() else { return };
    let frame: HtmlElement = frame.unchecked_into();
    let anchor = || browser::document().query_selector(config.container.as_deref()?).ok().flatten();
    match config.display {
        Display::Modal | Display::Page => open_dialog(place, &frame, survey),
        Display::Beside => {
            if let Some(anchor) = anchor() {
                follow(frame, anchor);
            }
        }
        _ => keep_clear(&frame, survey),
    }
}

/// Keeps a card beside an element: below it, or above where there is more room.
fn follow(frame: HtmlElement, anchor: Element) {
    let update = move || {
        let (width, height) = window_size();
        let rect = anchor.get_bounding_client_rect();
        let (above, below) = (rect.top() - GAP, height - rect.bottom() - GAP);
        let is_below = below >= ENOUGH || below >= above;
        let left = (rect.left() + rect.right() - CARD) / 2.0;
        // It stays in the window when the element leaves that.
        let inside = |from: f64| digits(from.clamp(MARGIN, (height - ENOUGH).max(MARGIN)) as u64) + "px";
        let edge = inside(if is_below { rect.bottom() + GAP } else { height - rect.top() + GAP });
        let (top, bottom) = if is_below { (&*edge, "auto") } else { ("auto", &*edge) };
        let left = digits(left.clamp(MARGIN, (width - CARD - MARGIN).max(MARGIN)) as u64) + "px";
        for (name, value) in [("--top", top), ("--bottom", bottom), ("--left", &left), ("--edge", &edge)] {
            let _ = frame.style().set_property(name, value);
        }
    };
    update();
    let update = Rc::new(update);
    let listen = |event: &'static str| {
        let update = update.clone();
        // What scrolls may be a part of the page.
        let capture = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&browser::window(), event, capture, move |_| update())
    };
    StoredValue::new_local(["scroll", "resize"].map(listen));
}

/// Opens the dialog that a card was mounted in: nothing else on the page can be reached meanwhile.
fn open_dialog(place: &HtmlElement, frame: &HtmlElement, survey: SurveyState) {
    let dialog: HtmlDialogElement = place.clone().unchecked_into();
    // The dialog is above everything already.
    let _ = frame.remove_attribute("popover");
    if let Some(card) = survey.card().get_untracked() {
        // One dialog, and not one in another.
        let _ = dialog.set_attribute("aria-label", &card.get_attribute("aria-label").unwrap_or_default());
        let _ = card.set_attribute("role", "group");
    }
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    // The card hears the Escape key itself where it has the focus.
    let keydown = EventListener::new_with_options(&dialog, "keydown", options, |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
            event.prevent_default();
        }
    });
    let closed = dialog.clone();
    let close = EventListener::new(&dialog, "close", move |_| {
        if !untrack(|| survey.is_leaving()) {
            let _ = closed.show_modal();
            survey.dismiss();
        }
    });
    StoredValue::new_local([keydown, close]);
    // Fails only for a dialog that is open or not on the page.
    let _ = dialog.show_modal();
    if let Ok(Some(question)) = dialog.query_selector("h2") {
        let _ = question.unchecked_into::<HtmlElement>().focus();
    }
}

/// Moves a card away from what else is fixed at its place, such as a chat bubble or a bar. `www/placement.js` does the same.
fn keep_clear(frame: &HtmlElement, survey: SurveyState) {
    let style = frame.style();
    let (width, height) = window_size();
    let is_top = frame.get_attribute("data-position").is_some_and(|position| position.starts_with("top"));
    // It is measured where it comes to. What is hidden moves nothing, as browsers count it, but can't have the focus.
    let _ = style.set_property("animation", "none");
    if !survey.has_focus() {
        let _ = style.set_property("visibility", "hidden");
    }
    let mut clear = 0.0_f64;
    // There may be a bubble above a bar.
    for _ in 0..OBSTACLES {
        let card = frame.get_bounding_client_rect();
        let before = clear;
        let mut x = card.left() + STEP / 2.0;
        while x < card.right() {
            let at = |depth| (if is_top { card.top() + depth } else { card.bottom() - depth }) as f32;
            let found =
                DEPTHS.into_iter().flat_map(|depth| browser::document().elements_from_point(x as f32, at(depth)));
            for element in found {
                let element: Element = element.unchecked_into();
                let rect = element.get_bounding_client_rect();
                let is_wide = rect.width() > width / 2.0 || card.width() < width / 2.0;
                if is_wide && rect.height() < height / 3.0 && is_fixed(&element) {
                    clear = clear.max(if is_top { rect.bottom() } else { height - rect.top() });
                }
            }
            x += STEP;
        }
        if clear <= before {
            break;
        }
        let _ = style.set_property("--clear", &(digits(clear as u64) + "px"));
    }
    for name in ["animation", "visibility"] {
        let _ = style.remove_property(name);
    }
}

fn window_size() -> (f64, f64) {
    let window = browser::window();
    let size = |size: Result<JsValue, JsValue>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    (size(window.inner_width()), size(window.inner_height()))
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
