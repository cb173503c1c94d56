//! A survey's place on the page: a host element with an open shadow root, and the card inside.

use std::cell::OnceCell;

use askwell_survey::Layout;
use askwell_survey::config::{Config, Display, Theme};
use gloo_events::EventListener;
use js_sys::{Array, Object};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CssStyleSheet, Event, HtmlDialogElement, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::components::{self, Card, CardProps};
use crate::error::ApiError;
use crate::first_question::QuestionOnPage;
use crate::state::SurveyState;
use crate::{browser, chunks, placement, theme};

/// How long the card takes to leave, in milliseconds; the stylesheet has it as well.
const LEAVING: i32 = 140;
/// How long a screen reader takes to notice the live region, in milliseconds.
const NOTICED: i32 = 150;

/// A survey on the page. It leaves the page when dropped.
pub(crate) struct MountedCard {
    host: HtmlElement,
    /// Whether the host element is ours to remove.
    ours: bool,
    survey: SurveyState,
    /// Where the card is mounted.
    place: HtmlElement,
    /// Unmounts the card when dropped.
    mounted: Option<Box<dyn std::any::Any>>,
}

impl MountedCard {
    /// Puts a survey into `element`, or into an element of its own at the place that `config` names: where the `first` question
    /// stands, if it does.
    pub(crate) fn mount(
        element: Option<HtmlElement>,
        config: &Config,
        first: Option<&QuestionOnPage>,
        survey: impl FnOnce() -> SurveyState,
    ) -> Result<Self, ApiError> {
        let ours = element.is_none();
        let host = match (element, first) {
            (Some(element), _) => element,
            (None, Some(first)) => first.host(),
            (None, None) => own_host(config)?,
        };
        let root = shadow_root(&host)?;
        let place = browser::create_element(if config.display.is_modal() { "dialog" } else { "div" });
        let (theme, display, position) = (config.theme, config.display, config.position.unwrap_or_default());
        let accent = config.accent.clone();
        let owner = Owner::new();
        let survey = owner.with(survey);
        if first.is_some() {
            survey.introduce();
        }
        let lift = owner.with(|| keyboard_height(survey.layout() == Layout::Popover));
        let props = CardProps { survey, theme, display, position, accent, lift };
        let unmount = owner.with(|| mount_to(place.clone(), move || Card(props)));
        match first {
            Some(first) => replace(&first.place(), &place, &root),
            None => {
                root.append_child(&place).map_err(|_| no_place())?;
                survey.appears();
                browser::after(NOTICED, move || survey.introduce());
            }
        }
        adopt_styles(&root);
        keep_events(&root, &place);
        if let Some(placement) = placement::loaded().filter(|_| config.is_placed()) {
            owner.with(|| (placement.stand)(&place, config, survey));
        }
        lift_to_top(&place);
        if config.theme == Theme::Auto {
            owner.with(|| theme::follow_page(&place, survey.layout() == Layout::Popover));
        }
        let focus = (survey.layout() == Layout::Popover).then(|| makes_way(&root, &place));
        Ok(Self { host, ours, survey, place, mounted: Some(Box::new((unmount, owner, focus))) })
    }

    /// The element that events are dispatched on.
    pub(crate) fn host(&self) -> &HtmlElement {
        &self.host
    }

    /// What the card shows.
    pub(crate) fn survey(&self) -> SurveyState {
        self.survey
    }

    /// Fades the card out and takes it off the page. Never at once: this is called from the card's own event handlers,
    /// and what runs must not be dropped. Focus goes back at the end as well: the page must not hear the Escape key that
    /// closed the card being let go.
    pub(crate) fn leave(self) {
        self.survey.fade_out();
        browser::after(LEAVING, move || {
            // Gives the focus back by itself; until then nothing else could take it.
            if let Some(dialog) = self.place.dyn_ref::<HtmlDialogElement>() {
                dialog.close();
            }
            self.survey.return_focus();
            drop(self);
        });
    }
}

impl Drop for MountedCard {
    fn drop(&mut self) {
        self.place.remove();
        if self.ours {
            self.host.remove();
        }
        // An event handler of the card may be what runs now: it must not be dropped meanwhile.
        let mounted = self.mounted.take();
        browser::after(0, move || drop(mounted));
    }
}

/// Puts a card in the place of another that looks the same. What had the focus there has it here, and is scrolled as far.
fn replace(old: &HtmlElement, new: &HtmlElement, root: &ShadowRoot) {
    const FOCUSABLE: &str = "input, button, a, h2";
    const SCROLLED: &str = ".card";
    let scrolled = |place: &HtmlElement| place.query_selector(SCROLLED).ok().flatten();
    let top = scrolled(old).map(|card| card.scroll_top());
    let focused = root.active_element().and_then(|focused| {
        let elements = old.query_selector_all(FOCUSABLE).ok()?;
        (0..elements.length()).find(|index| elements.get(*index).is_some_and(|node| node.is_same_node(Some(&focused))))
    });
    // What comes after the first step moves, and nothing before.
    if let Some(frame) = new.first_element_child() {
        let _ = frame.set_attribute("data-still", "");
        // So that nothing fades from light to dark.
        if let Some(theme) = old.first_element_child().and_then(|old| old.get_attribute(theme::ATTRIBUTE)) {
            let _ = frame.set_attribute(theme::ATTRIBUTE, &theme);
        }
    }
    let _ = root.replace_child(new, old);
    if let (Some(card), Some(top)) = (scrolled(new), top) {
        card.set_scroll_top(top);
    }
    if let Some(index) = focused
        && let Some(same) = new.query_selector_all(FOCUSABLE).ok().and_then(|elements| elements.get(index))
    {
        let _ = same.unchecked_into::<HtmlElement>().focus();
    }
}

/// Puts a popover above everything else on the page. Where the browser has no such layer, its `z-index` does what it can.
fn lift_to_top(place: &HtmlElement) {
    if let Some(frame) = place.first_element_child().filter(|frame| frame.has_attribute("popover")) {
        let _ = frame.unchecked_into::<HtmlElement>().show_popover();
    }
}

/// Makes a card give way to what has the focus on the page.
fn makes_way(root: &ShadowRoot, place: &HtmlElement) -> EventListener {
    let (root, place) = (root.clone(), place.clone());
    EventListener::new(&browser::document(), "focusin", move |_| {
        let (root, place) = (root.clone(), place.clone());
        browser::spawn(async move {
            if let Ok(placement) = placement::load().await {
                // Its styles have come with it.
                adopt_styles(&root);
                (placement.make_way)(&place);
            }
        });
    })
}

/// Keeps from the page what happens on a card: every event that an element can have a handler for, and those without one. Keys
/// are the card's own business, and who listens to every movement of a pen makes browsers slow. One function for all cards: where it listens already, it isn't added again.
fn keep_events(root: &ShadowRoot, place: &HtmlElement) {
    const WITHOUT_HANDLERS: [&str; 5] =
        ["focusin", "focusout", "compositionstart", "compositionupdate", "compositionend"];
    thread_local! {
        static STOP: Closure<dyn Fn(Event)> = Closure::new(|event: Event| event.stop_propagation());
    }
    let keep = |event: &str| {
        let _ = STOP.with(|stop| root.add_event_listener_with_callback(event, stop.as_ref().unchecked_ref()));
    };
    WITHOUT_HANDLERS.into_iter().for_each(keep);
    let mut object = place.clone().unchecked_into::<Object>();
    while object.is_object() {
        for name in Object::get_own_property_names(&object) {
            let name = name.as_string().unwrap_or_default();
            if let Some(event) =
                name.strip_prefix("on").filter(|event| !event.starts_with("key") && *event != "pointerrawupdate")
            {
                keep(event);
            }
        }
        object = Object::get_prototype_of(&object);
    }
}

fn no_place() -> ApiError {
    ApiError::new("unsupported", "this browser or page has no room for a shadow root")
}

/// An element of our own: at the end of the page for a popover, at the end of the container otherwise.
fn own_host(config: &Config) -> Result<HtmlElement, ApiError> {
    let host = browser::create_element("askwell-card");
    let document = browser::document();
    let place = match (&config.container, config.display) {
        (Some(selector), Display::Inline) => document.query_selector(selector).ok().flatten(),
        (None, Display::Inline | Display::Beside) => None,
        _ => {
            let _ = host.set_attribute("data-popover", "");
            // Not in the body, which pages replace.
            document.document_element()
        }
    };
    let Some(place) = place else {
        return Err(ApiError::new("container", "container: names no element on this page, and this display needs one"));
    };
    place.append_child(&host).map_err(|_| no_place())?;
    Ok(host)
}

fn shadow_root(host: &HtmlElement) -> Result<ShadowRoot, ApiError> {
    match host.shadow_root() {
        // The element was moved, and has been here before.
        Some(root) => Ok(root),
        None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).map_err(|_| no_place()),
    }
}

/// Adopts the styles of all components that are loaded. They are constructed and not inserted as an element: a strict
/// style policy allows the one and not the other.
fn adopt_styles(root: &ShadowRoot) {
    thread_local! {
        static CORE: Option<CssStyleSheet> = style_sheet(components::STYLES);
        static RARE: OnceCell<Option<CssStyleSheet>> = const { OnceCell::new() };
        static PLACEMENT: OnceCell<Option<CssStyleSheet>> = const { OnceCell::new() };
    }
    let mut sheets = Array::new();
    CORE.with(|sheet| sheets.extend(sheet));
    if let Some(chunk) = chunks::loaded_questions() {
        RARE.with(|sheet| sheets.extend(sheet.get_or_init(|| style_sheet(chunk.styles))));
    }
    if let Some(chunk) = placement::loaded() {
        PLACEMENT.with(|sheet| sheets.extend(sheet.get_or_init(|| style_sheet(&[chunk.styles]))));
    }
    root.set_adopted_style_sheets(&sheets);
}

fn style_sheet(styles: &[&str]) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(&styles.concat()).ok()?;
    Some(sheet)
}

/// How much of the page the on-screen keyboard hides, in pixels. Elements that are fixed to the bottom stay behind the
/// keyboard otherwise: it makes the visual viewport smaller, and not the page.
fn keyboard_height(followed: bool) -> RwSignal<usize> {
    let height = RwSignal::new(0);
    let Some(viewport) = browser::window().visual_viewport().filter(|_| followed) else { return height };
    let seen = viewport.clone();
    let listener = EventListener::new(&viewport, "resize", move |_| {
        // In quirks mode, the root is as high as what is in it.
        let page = browser::document().scrolling_element().map_or(0, |page| page.client_height());
        let hidden = f64::from(page) - seen.height() - seen.offset_top();
        // A page that is zoomed in is smaller as well, and must not push the card up.
        height.set(if seen.scale() > 1.01 { 0 } else { hidden as usize });
    });
    // Listens for as long as the card is there.
    StoredValue::new_local(listener);
    height
}
