//! The card: a view for Leptos' renderer that shows the step the session is at. What is on it says [`steps`], what visitors do
//! with it [`acts`].

mod acts;
#[cfg(feature = "full")]
mod boxes;
pub(crate) mod markup;
mod model;
#[cfg(feature = "full")]
mod ranking;
mod steps;

pub(crate) use model::Model;

use std::cell::Cell;

use askwell_survey::{Answer, Key, Layout, Session, Step, Texts, digits};
#[cfg(feature = "full")]
use askwell_survey::{Question, QuestionKind, form};
use tachys::renderer::types;
use tachys::view::{Mountable, Render};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::browser;
#[cfg(feature = "full")]
use crate::host;

/// How long the card takes to its new height, in milliseconds; the stylesheet has it as well.
const GROWING: i32 = 160;

/// The card, with what lasts as long as it does.
pub(crate) struct Card {
    element: HtmlElement,
    _listener: Closure<dyn Fn(Event)>,
}

/// The whole card.
pub(crate) fn card(model: &Model, layout: Layout) -> Card {
    let popover = layout == Layout::Popover;
    let element = markup::create("div");
    let set = |name: &str, value: &str| {
        let _ = element.set_attribute(name, value);
    };
    set("class", "card");
    set("part", "card");
    set("role", if popover { "dialog" } else { "region" });
    name(model, &element);
    let text = |key: &str| model.named(key);
    if popover {
        markup::append(&element, steps::POPOVER, &text);
    }
    markup::append(&element, steps::CARD, &text);
    let listener = acts::listen(&element, model, layout);
    show(model, &element);
    Card { element, _listener: listener }
}

/// Says what the card is called and in which language.
fn name(model: &Model, card: &HtmlElement) {
    let _ = card.set_attribute("aria-label", &model.text(Key::Region));
    let _ = card.set_attribute("lang", &model.language());
    if let Some(close) = find(card, ".close") {
        let _ = close.set_attribute("aria-label", &model.text(Key::Close));
    }
}

fn find(within: &Element, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

/// Puts the step the session is at in place of the one before.
fn show(model: &Model, card: &Element) {
    let Some(place) = find(card, ".steps") else { return };
    let step = markup::create("div");
    let _ = step.set_attribute("class", "step");
    model.look(|session, texts| {
        let sheet = steps::step(session, texts);
        let next = Cell::new(0);
        let text = |key: &str| match key {
            "~" => sheet.words[next.replace(next.get() + 1)].clone(),
            key => named(session, texts, key),
        };
        markup::append(&step, &sheet.markup, &text);
        restore(session, &step);
    });
    let height = place.offset_height();
    place.replace_children_with_node_1(&step);
    model.draft(&step);
    grow(&place, height);
    if let Some(progress) = find(card, ".progress") {
        let _ = progress.style().set_property("--done", &model.progress());
    }
}

/// A text of the interface by the name of its key; what begins with `=` is a text itself.
fn named(session: &Session, texts: &Texts, name: &str) -> String {
    if let Some(text) = name.strip_prefix('=') {
        return text.to_owned();
    }
    let key = Key::ALL.iter().find(|key| key.name() == name);
    key.map(|key| session.fill(texts.get(*key), texts)).unwrap_or_default()
}

/// Shows what was answered earlier to the same question, and where a link leads.
fn restore(session: &Session, step: &Element) {
    let link = match session.step() {
        Step::Ending(ending) => ending.link.as_ref(),
        #[cfg(feature = "full")]
        Step::Question(Question { kind: QuestionKind::Link(link), .. }) => Some(link),
        _ => None,
    };
    if let (Some(link), Some(element)) = (link, find(step, "a")) {
        let _ = element.set_attribute("href", &link.url);
    }
    if let Some(Answer::Thumbs(up)) = session.earlier()
        && let Some(thumb) = find(step, if *up { "[data-do=yes]" } else { "[data-do=no]" })
    {
        let _ = thumb.set_attribute("aria-pressed", "true");
    }
    fill(step, &session.entries());
}

/// The fields of a form within `element`. What isn't an input has what is asked of it under the same names.
fn fields(element: &Element, visit: &mut dyn FnMut(&HtmlInputElement)) {
    let found = element.query_selector_all("input, textarea, select").unwrap_throw();
    for index in 0..found.length() {
        if let Some(field) = found.get(index) {
            visit(field.unchecked_ref());
        }
    }
}

/// What is filled in, by the names of the fields: see [`askwell_survey::form`].
fn collect(element: &Element) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    fields(element, &mut |field| {
        if !is_box(field) || field.checked() {
            let value = field.value();
            // Browsers say nothing of a date that is half typed, as of one that isn't there.
            #[cfg(feature = "full")]
            let value = if half_typed(field) { "?".to_owned() } else { value };
            entries.push((field.name(), value));
        }
    });
    entries
}

/// Fills in the fields as `entries` say.
fn fill(element: &Element, entries: &[(String, String)]) {
    fields(element, &mut |field| {
        let (name, value) = (field.name(), field.value());
        for (known, entry) in entries {
            if is_box(field) {
                if *known == name && *entry == value {
                    field.set_checked(true);
                    #[cfg(feature = "full")]
                    unfold(element, field);
                }
            } else if *known == name && field.type_() != "hidden" {
                return field.set_value(entry);
            }
        }
    });
}

/// What `{{count}}` or `{{date}}` stands for in a complaint; days are written as the visitor's language has them.
#[cfg(feature = "full")]
fn bound(model: &Model, fault: &form::Fault) -> String {
    match fault.key {
        Key::ErrorEarliest | Key::ErrorLatest => browser::day(&fault.bound, &model.language()),
        _ => fault.bound.clone(),
    }
}

/// Whether something is typed into a field that amounts to no value.
#[cfg(feature = "full")]
fn half_typed(field: &HtmlInputElement) -> bool {
    host::get(&host::get(field, "validity"), "badInput").is_truthy()
}

/// Whether a field is chosen or not, and nothing is written into it.
fn is_box(field: &HtmlInputElement) -> bool {
    matches!(field.type_().as_str(), "radio" | "checkbox")
}

/// Shows the field for what isn't listed when that is chosen, and hides it when it no longer is.
#[cfg(feature = "full")]
fn unfold(step: &Element, field: &HtmlInputElement) {
    if let (true, Some(other)) = (field.name() == form::VALUE, find(step, "input.other")) {
        let chosen = find(step, "input[value=other]")
            .is_some_and(|chosen| chosen.unchecked_into::<HtmlInputElement>().checked());
        other.set_hidden(!chosen);
    }
}

/// Lets the height change smoothly. It can't be animated from and to what the content takes, only between numbers.
fn grow(place: &HtmlElement, from: i32) {
    let to = place.offset_height();
    if from == 0 || from == to {
        return;
    }
    for height in [from, to] {
        let _ = place.style().set_property("height", &[&digits(height as u64), "px"].concat());
        // Asking for the height makes the browser take the one just set for the transition's start.
        place.offset_height();
    }
    let place = place.clone();
    browser::after(GROWING, move || {
        let _ = place.style().remove_property("height");
    });
}

impl Render for Card {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let _ = state.element.replace_with_with_node_1(&self.element);
        *state = self;
    }
}

impl Mountable for Card {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &types::Element, before: Option<&types::Node>) {
        let _ = parent.insert_before(&self.element, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.element.parent_element() {
            Some(parent) => {
                child.mount(&parent, Some(&self.element));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone().into()]
    }
}
