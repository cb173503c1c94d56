//! A survey's place on the page: a host element with an open shadow root, and the card inside.

use std::rc::Rc;

use askwell_survey::config::Config;
use askwell_survey::{Effect, Layout, Session, Texts, digits};
use js_sys::Array;
use tachys::view::{Mountable, Render};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode, VisualViewport};

use crate::host::{self, Refusal};
use crate::view::markup::create;
use crate::view::{self, Model};
use crate::{browser, colour};

/// How long the card takes to leave; the stylesheet has it as well.
const LEAVING: i32 = 140;

/// A survey on the page. It leaves the page when dropped.
pub(crate) struct Card {
    host: HtmlElement,
    /// Whether the host element is ours to remove.
    ours: bool,
    frame: HtmlElement,
    model: Model,
    /// Keeps a popover above the on-screen keyboard.
    _lift: Option<Lift>,
    view: view::Card,
}

impl Card {
    /// Puts a survey into `element`, or into an element of its own at the place that `config` names.
    pub(crate) fn mount(
        element: Option<HtmlElement>,
        config: &Config,
        session: Session,
        texts: Texts,
        sheets: &Array,
        run: Rc<dyn Fn(Effect)>,
    ) -> Result<Self, Refusal> {
        let layout = config.display;
        let ours = element.is_none();
        let host = match element {
            Some(element) => element,
            None => own_host(config)?,
        };
        let root = shadow(&host)?;
        host::set(&root, "adoptedStyleSheets", sheets);
        let frame = create("div");
        let _ = frame.set_attribute("class", "frame");
        let _ = frame.set_attribute("data-layout", layout.name());
        let _ = frame.set_attribute("data-theme", config.theme.name());
        let _ = frame.set_attribute("data-position", config.position.name());
        let _ = frame.set_attribute("dir", texts.direction());
        paint(&frame, config);
        root.append_child(&frame).map_err(|_| unplaceable())?;
        let model = Model::new(session, texts, root, run, (config.storage, config.rest_id()));
        let mut view = view::card(&model, layout).build();
        view.mount(&frame, None);
        model.announce();
        let lift = (layout == Layout::Popover).then(|| Lift::of(&frame)).flatten();
        Ok(Self { host, ours, frame, model, _lift: lift, view })
    }

    /// The element that events are dispatched on.
    pub(crate) fn host(&self) -> &HtmlElement {
        &self.host
    }

    /// What the card shows.
    pub(crate) fn model(&self) -> Model {
        self.model.clone()
    }

    /// Fades the card out and takes it off the page. Never at once: this is called from the card's own listeners,
    /// and dropping a Leptos view inside one of its handlers frees what is running. Focus goes back at the end as
    /// well: the page must not hear the Escape key that closed the card being let go.
    pub(crate) fn leave(self) {
        let _ = self.frame.set_attribute("data-leaving", "");
        browser::after(LEAVING, move || {
            self.model.return_focus();
            drop(self);
        });
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        self.view.unmount();
        self.frame.remove();
        if self.ours {
            self.host.remove();
        }
    }
}

/// Follows the part of the page that the on-screen keyboard leaves visible. Elements that are fixed to the bottom
/// stay behind the keyboard otherwise: it makes the visual viewport smaller, and not the page.
struct Lift {
    viewport: VisualViewport,
    listener: Closure<dyn Fn()>,
}

impl Lift {
    fn of(frame: &HtmlElement) -> Option<Self> {
        let viewport = browser::window().visual_viewport()?;
        let (seen, frame) = (viewport.clone(), frame.clone());
        let listener = Closure::<dyn Fn()>::new(move || {
            let page = browser::document().document_element().map_or(0, |root| root.client_height());
            let hidden = f64::from(page) - seen.height() - seen.offset_top();
            let pixels = |length: f64| [&digits(length.max(0.0) as u64), "px"].concat();
            // A page that is zoomed in is smaller as well, and must not push the card up.
            let lift = if seen.scale() > 1.01 { 0.0 } else { hidden };
            let _ = frame.style().set_property("--lift", &pixels(lift));
        });
        let _ = viewport.add_event_listener_with_callback("resize", listener.as_ref().unchecked_ref());
        Some(Self { viewport, listener })
    }
}

impl Drop for Lift {
    fn drop(&mut self) {
        let _ = self.viewport.remove_event_listener_with_callback("resize", self.listener.as_ref().unchecked_ref());
    }
}

fn unplaceable() -> Refusal {
    Refusal::new("unsupported", "this browser or page has no room for a shadow root")
}

/// An element of our own: at the end of the page for a popover, at the end of the container otherwise.
fn own_host(config: &Config) -> Result<HtmlElement, Refusal> {
    let host = create("askwell-card");
    let document = browser::document();
    let place = match (&config.container, config.display) {
        (Some(selector), Layout::Inline) => document.query_selector(selector).ok().flatten(),
        (None, Layout::Inline) => None,
        (_, Layout::Popover) => {
            let _ = host.set_attribute("data-popover", "");
            document.body().map(Into::into)
        }
    };
    let Some(place) = place else {
        return Err(Refusal::new(
            "container",
            "container: names no element on this page, and an inline survey needs one",
        ));
    };
    place.append_child(&host).map_err(|_| unplaceable())?;
    Ok(host)
}

fn shadow(host: &HtmlElement) -> Result<ShadowRoot, Refusal> {
    match host.shadow_root() {
        // The element was moved, and has been here before.
        Some(root) => Ok(root),
        None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).map_err(|_| unplaceable()),
    }
}

/// Sets the accent, in the shades that can be read on either surface.
fn paint(frame: &HtmlElement, config: &Config) {
    let Some(accent) = config.accent else { return };
    let names = [["--accent-light", "--on-accent-light"], ["--accent-dark", "--on-accent-dark"]];
    for ([accent_name, text_name], (accent, text)) in names.into_iter().zip(colour::palette(accent)) {
        let _ = frame.style().set_property(accent_name, &colour::css(accent));
        let _ = frame.style().set_property(text_name, &colour::css(text));
    }
}
