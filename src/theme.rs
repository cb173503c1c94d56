//! A card is light or dark as the page is behind it. `www/theme.js` does the same for first questions.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit, ShadowRoot};

use crate::browser::{self, document, window};

/// The attribute of the frame that says it.
pub(crate) const ATTRIBUTE: &str = "data-theme";

/// Keeps the card in `place` as the page is, for as long as its owner is there.
pub(crate) fn follow(place: &HtmlElement, popover: bool) {
    /// How long most pages take to fade from one theme to the other, in milliseconds.
    const FADED: i32 = 350;
    let place = place.clone();
    let update = Rc::new(move || {
        if let Some(frame) = place.first_element_child() {
            let _ = frame.set_attribute(ATTRIBUTE, if is_dark(&place, &frame, popover) { "dark" } else { "light" });
        }
    });
    update();
    let waiting = Rc::new(Cell::new(false));
    let later = move || {
        if !waiting.replace(true) {
            let (update, waiting) = (update.clone(), waiting.clone());
            browser::after(FADED, move || {
                waiting.set(false);
                update();
            });
        }
    };
    if let Some(preference) = preference() {
        let later = later.clone();
        StoredValue::new_local(EventListener::new(&preference, "change", move |_| later()));
    }
    StoredValue::new_local(PageObserver::new(later));
}

/// Hears of each attribute of the root and the body that changes, until it is dropped.
struct PageObserver {
    observer: Option<MutationObserver>,
    _changed: Closure<dyn Fn()>,
}

impl PageObserver {
    fn new(changed: impl Fn() + 'static) -> Self {
        let changed = Closure::<dyn Fn()>::new(changed);
        let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok();
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        if let Some(observer) = &observer {
            for element in [document().document_element(), document().body().map(Into::into)].into_iter().flatten() {
                let _ = observer.observe_with_options(&element, &options);
            }
        }
        Self { observer, _changed: changed }
    }
}

impl Drop for PageObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn preference() -> Option<web_sys::MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

/// Whether a card is to be dark: as its own surface is, what it stands on, or the page's canvas.
fn is_dark(place: &HtmlElement, frame: &Element, popover: bool) -> bool {
    /// White reads as well as black on what has this luminance.
    const MIDDLE: f64 = 0.179;
    let style = |element: &Element| window().get_computed_style(element).ok().flatten();
    let Some(own) = style(place) else { return false };
    let surface = own.get_property_value("--askwell-surface").ok().filter(|surface| !surface.is_empty());
    let colors = behind(place, frame, popover)
        .into_iter()
        .filter_map(|element| style(&element)?.get_property_value("background-color").ok());
    // Browsers make a luminance of any colour, except older ones.
    let luminance = |color: String| {
        let _ = place.style().set_property("color", &["color(from ", &color, " xyz-d65 x y z)"].concat());
        let color = own.get_property_value("color").ok()?;
        let mut channels = color.strip_prefix("color(")?.split(' ').skip(2);
        let luminance = channels.next()?;
        // What lets others through has a slash.
        (channels.count() == 1).then(|| js_sys::Number::from(JsValue::from_str(luminance)).value_of())
    };
    surface.into_iter().chain(colors).chain(["canvas".to_owned()]).find_map(luminance).map_or_else(
        || preference().is_some_and(|preference| preference.matches()),
        |luminance| luminance < MIDDLE,
    )
}

/// What a card stands on, the nearest first.
fn behind(place: &HtmlElement, frame: &Element, popover: bool) -> Vec<Element> {
    let mut behind = Vec::new();
    let mut at: Option<Element> = place.get_root_node().dyn_into::<ShadowRoot>().ok().map(|root| root.host());
    if popover {
        let rect = frame.get_bounding_client_rect();
        let (x, y) = (rect.x() + rect.width() / 2.0, rect.y() + rect.height() / 2.0);
        let elements = document().elements_from_point(x as f32, y as f32);
        // What is narrower doesn't count.
        behind.extend(elements.iter().filter_map(|element| {
            element.dyn_into::<HtmlElement>().ok().filter(|element| f64::from(element.offset_width()) >= rect.width()).map(Into::into)
        }));
        at = document().body().map(Into::into);
    }
    while let Some(element) = at {
        at = element
            .parent_element()
            .or_else(|| element.get_root_node().dyn_into::<ShadowRoot>().ok().map(|root| root.host()));
        behind.push(element);
    }
    behind
}
