//! What a survey above the page would disturb, looked at when it is asked for.

use std::cell::{Cell, RefCell};

use askwell_page::browser::{self, document, window};
use askwell_page::values::get;
use askwell_survey::targeting::Restraint;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

use crate::elements::{any, has, has_visible, is_visible};

/// Milliseconds after the last input in which a visitor may be about to go on.
const PAUSE: f64 = 3_000.0;
/// Milliseconds at the beginning of a page in which nobody is asked.
const START: f64 = 3_000.0;

/// Fields for the number of a card, by the names that browsers fill in.
const PAYMENT: &str = "[autocomplete^=cc-]";
/// What a path has in it where something is paid.
const CHECKOUTS: [&str; 3] = ["checkout", "payment", "kasse"];
/// Modal dialogs of any making.
const DIALOGS: &str = "dialog[open], [aria-modal=true]";
/// The banners of consent platforms.
const BANNERS: &str = "#onetrust-banner-sdk, #CybotCookiebotDialog, #usercentrics-root, #usercentrics-cmp-ui, \
    .cky-consent-container, #didomi-notice, #didomi-popup, #qc-cmp2-ui, #truste-consent-track, .cc-window, #cmpbox, #BorlabsCookieBox, \
    #cookie-law-info-bar, #shopify-pc__banner, #klaro .cookie-notice, #tarteaucitronAlertBig, #axeptio_overlay, \
    .iubenda-cs-container, #cookiescript_injected, .cmplz-cookiebanner, #moove_gdpr_cookie_info_bar, [id^=sp_message_container]";
/// What others call theirs. Links to settings and bodies of pages are called so too: only what stays in place when the page is
/// scrolled is a banner.
const NAMED: &str = ":is([id*=cookie-banner], [class*=cookie-banner], [id*=cookie-consent], [class*=cookie-consent], \
    [id*=cookie-notice], [class*=cookie-notice]):not(html, body)";
/// What a banner consists of in the shadow root of its element, which itself has no size and stays when it is closed.
const WITHIN: &str = "dialog, [role=dialog], [aria-modal], [data-testid*=banner]";

thread_local! {
    /// When something was last put in, or a field chosen for that; before all time where nothing was.
    static LAST_INPUT: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    static LISTENERS: RefCell<Vec<EventListener>> = const { RefCell::new(Vec::new()) };
}

/// Listens for input, until [`stop`].
pub(crate) fn listen() {
    LISTENERS.with_borrow_mut(|listeners| {
        if listeners.is_empty() {
            let options = EventListenerOptions::run_in_capture_phase();
            for event in ["input", "focusin"] {
                let note = |_: &Event| LAST_INPUT.set(browser::uptime());
                listeners.push(EventListener::new_with_options(&window(), event, options, note));
            }
        }
    });
}

/// Stops listening.
pub(crate) fn stop() {
    LISTENERS.with_borrow_mut(Vec::clear);
}

/// Whether there is this reason to wait now.
pub(crate) fn applies(restraint: Restraint) -> bool {
    match restraint {
        Restraint::Typing => browser::uptime() - LAST_INPUT.get() < PAUSE && is_in_field(),
        Restraint::Checkout => is_checkout(),
        Restraint::Dialog => has_visible(DIALOGS),
        Restraint::Banner => has_banner(),
        Restraint::Fullscreen => get(&document(), "fullscreenElement").is_object(),
        Restraint::SaveData => browser::saves_data(),
        Restraint::Start => browser::uptime() < START,
    }
}

/// Whether the focus is where text is written: in a field, or in what can be edited.
fn is_in_field() -> bool {
    let mut focused = document().active_element();
    while let Some(inner) = focused.as_ref().and_then(Element::shadow_root).and_then(|root| {
        // Of a shadow root as of a document.
        get(&root, "activeElement").dyn_into::<Element>().ok()
    }) {
        focused = Some(inner);
    }
    let Some(focused) = focused else { return false };
    match focused.local_name().as_str() {
        "textarea" => true,
        "input" => {
            let kind = get(&focused, "type").as_string().unwrap_or_default();
            !["button", "submit", "reset", "checkbox", "radio", "range", "color", "file", "image"]
                .contains(&kind.as_str())
        }
        _ => focused.unchecked_ref::<HtmlElement>().is_content_editable(),
    }
}

fn has_banner() -> bool {
    let is_in_root = |element: &Element| {
        let root = element.shadow_root();
        root.and_then(|root| root.query_selector_all(WITHIN).ok()).is_some_and(|list| any(&list, is_visible))
    };
    let is_fixed = |element: &Element| {
        let style = window().get_computed_style(element).ok().flatten();
        let position = style.and_then(|style| style.get_property_value("position").ok()).unwrap_or_default();
        matches!(position.as_str(), "fixed" | "sticky") && is_visible(element)
    };
    has(BANNERS, |element| is_visible(element) || is_in_root(element)) || has(NAMED, is_fixed)
}

fn is_checkout() -> bool {
    let path = window().location().pathname().unwrap_or_default().to_ascii_lowercase();
    // The standard library's search is made for longer texts: 1 kB of the download.
    let has = |name: &&str| path.as_bytes().windows(name.len()).any(|part| part == name.as_bytes());
    CHECKOUTS.iter().any(has) || has_visible(PAYMENT)
}
