//! What visitors do on the card. It listens for all of its elements: `data-do` says what a click on one means.

use std::cell::Cell;
use std::rc::Rc;

use askwell_survey::form::Fault;
#[cfg(feature = "full")]
use askwell_survey::limits;
use askwell_survey::{Answer, Event, Key, Layout, Question, QuestionKind, Step, digits, recall};
use wasm_bindgen::prelude::*;
use web_sys::{Element, FocusEvent, HtmlElement, HtmlTextAreaElement, KeyboardEvent, PointerEvent};

use super::Model;

/// How long the chosen cell is seen before the next question, in milliseconds.
const CHOSEN: i32 = 200;
/// From how few characters left they are counted aloud.
const NEARLY_FULL: usize = 200;
/// How far the sheet has to be dragged to close, in pixels.
const FAR_ENOUGH: i32 = 80;

/// The card's one listener, for every kind of event it needs.
pub(super) struct Listener {
    model: Model,
    layout: Layout,
    /// Browsers send a click for an arrow key on a radio button as well: this tells the two apart.
    moving: Cell<bool>,
    /// Whether Escape is being pressed.
    escaping: Cell<bool>,
    /// Where the pointer took hold of the sheet.
    grip: Cell<Option<i32>>,
}

/// The events that the card listens for. Keys are kept from the page, whose shortcuts would take what is typed here
/// for themselves: to its listeners the target is a plain element.
const EVENTS: [&str; 11] = [
    "click",
    "keydown",
    "keyup",
    "keypress",
    "input",
    "submit",
    "focusin",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
];

/// Makes the card listen, for as long as it is there: the listener is part of it.
pub(super) fn listen(card: &HtmlElement, model: &Model, layout: Layout) -> Closure<dyn Fn(web_sys::Event)> {
    let (model, moving, escaping) = (model.clone(), Cell::new(false), Cell::new(false));
    let listener = Rc::new(Listener { model, layout, moving, escaping, grip: Cell::new(None) });
    // `Fn`, since it calls itself: what it does to an element, a click or the focus, is an event as well.
    let closure: Closure<dyn Fn(web_sys::Event)> =
        Closure::wrap(Box::new(move |event: web_sys::Event| listener.hear(&event)));
    for name in EVENTS {
        let _ = card.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    }
    closure
}

impl Listener {
    fn hear(&self, event: &web_sys::Event) {
        let Some(target) = event.target() else { return };
        let target: Element = target.unchecked_into();
        match event.type_().as_str() {
            "click" => self.click(&target),
            "keydown" => self.key(event.unchecked_ref(), &target),
            "keyup" => {
                // Its click has come by now. The arrow keys of a text field have none.
                self.moving.set(false);
                event.stop_propagation();
                if self.escaping.replace(false) {
                    self.model.dismiss();
                }
            }
            "keypress" => event.stop_propagation(),
            "input" => {
                #[cfg(feature = "full")]
                super::boxes::changed(&self.model, &target);
                self.input();
            }
            "submit" => {
                event.prevent_default();
                self.submit();
            }
            "focusin" => {
                let before = event.unchecked_ref::<FocusEvent>().related_target();
                self.model.entered_from(before.map(JsCast::unchecked_into));
            }
            _ => self.drag(event.unchecked_ref(), &target),
        }
    }

    fn click(&self, target: &Element) {
        let Some(element) = target.closest("[data-do]").ok().flatten() else { return };
        let model = &self.model;
        match element.get_attribute("data-do").unwrap_or_default().as_str() {
            "pick" => {
                if !self.moving.replace(false)
                    && let Some(Ok(Some(answer))) = self.read()
                {
                    model.send_then_show(Event::Answer(answer), CHOSEN);
                }
            }
            "yes" => model.send(Event::Answer(Answer::Thumbs(true))),
            "no" => model.send(Event::Answer(Answer::Thumbs(false))),
            "skip" => model.send(Event::Skip),
            "back" => model.send(Event::Back),
            "restart" => model.restart(),
            "open" => model.send_quietly(Event::Open),
            #[cfg(feature = "full")]
            "up" | "down" => super::ranking::step(model, &element),
            #[cfg(feature = "full")]
            "" => {}
            _ => model.dismiss(),
        }
    }

    fn key(&self, event: &KeyboardEvent, target: &Element) {
        let key = event.key();
        if event.is_composing() {
            // Escape and Enter are the input method's as long as it composes.
            return event.stop_propagation();
        }
        self.moving.set(key.as_bytes().starts_with(b"Arrow"));
        let popover = self.layout == Layout::Popover;
        if key == "Escape" {
            if popover {
                // Closes when the key is let go: the page must not hear that either, however slow the machine.
                self.escaping.set(true);
            } else {
                // The page may have something of its own to close around an inline survey.
                return;
            }
        } else if key == "Enter" || key == " " {
            if target.get_attribute("data-do").as_deref() == Some("pick") {
                // For Space as well: Chromium ignores it on a radio button that an arrow key has chosen already.
                event.prevent_default();
                self.moving.set(false);
                target.unchecked_ref::<HtmlElement>().click();
            } else if key == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                self.submit();
            }
        }
        event.stop_propagation();
    }

    /// What the form on the card amounts to.
    fn read(&self) -> Option<Result<Option<Answer>, Fault>> {
        let entries = super::collect(self.model.find(".step")?.as_ref());
        Some(self.model.with(|session| session.read(&entries)))
    }

    fn submit(&self) {
        match self.read() {
            Some(Ok(Some(answer))) => self.model.send(Event::Answer(answer)),
            Some(Ok(None)) => self.model.send(Event::Skip),
            Some(Err(fault)) => {
                if let Some(field) = self.complain(Some(&fault)) {
                    let _ = field.focus();
                }
            }
            None => {}
        }
    }

    fn input(&self) {
        // Takes a complaint back as soon as it no longer applies, and never makes one while something is filled in.
        if let Some(wrong) = self.model.find("[aria-invalid=true]") {
            if let Some(Err(fault)) = self.read()
                && wrong.get_attribute("name") == Some(fault.field)
            {
                return;
            }
            self.complain(None);
        }
        count(&self.model);
    }

    /// Says under the form what is wrong, or that nothing is any more. Returns the field that it is wrong with.
    fn complain(&self, fault: Option<&Fault>) -> Option<HtmlElement> {
        if let Some(mended) = self.model.find("[aria-invalid=true]") {
            let _ = mended.set_attribute("aria-invalid", "false");
        }
        let field = fault.and_then(|fault| self.model.find(&["[name=", &fault.field, "]"].concat()));
        if let Some(field) = &field {
            let _ = field.set_attribute("aria-invalid", "true");
        }
        let message = fault.map(|fault| {
            #[cfg(feature = "full")]
            let bound = super::bound(&self.model, fault);
            #[cfg(not(feature = "full"))]
            let bound = fault.bound.clone();
            recall(&self.model.template(fault.key), &|_| Some(bound.clone()))
        });
        if let Some(line) = self.model.find("#note") {
            let _ = line.set_attribute("class", if fault.is_some() { "note wrong" } else { "note" });
        }
        note(&self.model, &message.unwrap_or_default());
        field
    }

    /// Drags the sheet down by its grip, and closes it if it was dragged far enough.
    fn drag(&self, event: &PointerEvent, target: &Element) {
        #[cfg(feature = "full")]
        super::ranking::drag(&self.model, event, target);
        if target.get_attribute("class").as_deref() != Some("grip") {
            return;
        }
        let at = event.client_y();
        let shift = |transform: &str| {
            if let Some(card) = self.model.find(".card") {
                let _ = card.style().set_property("transform", transform);
            }
        };
        match (event.type_().as_str(), self.grip.get()) {
            ("pointerdown", _) => {
                self.grip.set(Some(at));
                // Fails only for a pointer that is gone already.
                let _ = target.set_pointer_capture(event.pointer_id());
            }
            ("pointermove", Some(from)) => {
                shift(&["translateY(", &digits((at - from).max(0) as u64), "px)"].concat());
            }
            ("pointerup", Some(from)) => {
                self.grip.set(None);
                if at - from > FAR_ENOUGH { self.model.dismiss() } else { shift("") }
            }
            (_, Some(_)) => {
                // Taken away by the system.
                self.grip.set(None);
                shift("");
            }
            _ => {}
        }
    }
}

/// Says how much can still be written, once that matters.
pub(super) fn count(model: &Model) {
    let longest = model.with(|session| match session.step() {
        Step::Question(Question { kind: QuestionKind::Text(field), .. }) => Some(field.longest),
        _ => None,
    });
    let (Some(longest), Some(field)) = (longest, model.find("textarea, input")) else { return };
    let text = value_of(&field);
    // Once something is written, there is nothing to skip, and the next stop of Tab is the button that sends.
    if let Some(skip) = model.find("[data-do=skip]") {
        skip.set_hidden(!text.trim_ascii().is_empty());
    }
    let written = text.encode_utf16().count();
    let left = longest.saturating_sub(written);
    if left > NEARLY_FULL {
        return note(model, "");
    }
    // A limit of the survey's own is worth knowing from the beginning: what has been written of how much.
    #[cfg(feature = "full")]
    if longest < limits::VERBATIM {
        let places = |name: &str| match name {
            "count" => Some(digits(written as u64)),
            _ => Some(digits(longest as u64)),
        };
        return note(model, &recall(&model.template(Key::TextCount), &places));
    }
    note(model, &recall(&model.template(Key::Remaining), &|_| Some(digits(left as u64))));
}

/// Says something under the field.
fn note(model: &Model, text: &str) {
    if let Some(note) = model.find("#note") {
        note.set_text_content(Some(text));
    }
}

/// What stands in a field, of one line or of many: both have it under the same name.
fn value_of(field: &Element) -> String {
    field.unchecked_ref::<HtmlTextAreaElement>().value()
}
