//! The card: a view for Leptos' renderer that shows the step the session is at. What is on it says [`steps`], what visitors do
//! with it [`acts`].

mod acts;
pub(crate) mod markup;
mod model;
mod steps;

pub(crate) use model::Model;

use askwell_survey::{Answer, Key, Layout, Session, Step, digits};
use tachys::renderer::types;
use tachys::view::{Mountable, Render};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use crate::browser;

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
    set("aria-label", &model.text(Key::Region));
    set("lang", &model.language());
    let text = |key: &str| model.named(key);
    if popover {
        markup::append(&element, steps::POPOVER, &text);
    }
    markup::append(&element, steps::CARD, &text);
    let listener = acts::listen(&element, model, layout);
    show(model, &element);
    Card { element, _listener: listener }
}

fn find(within: &Element, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

/// Puts the step the session is at in place of the one before.
fn show(model: &Model, card: &Element) {
    let Some(place) = find(card, ".steps") else { return };
    let step = markup::create("div");
    let _ = step.set_attribute("class", "step");
    markup::append(&step, &model.with(steps::step), &|key| model.named(key));
    model.with(|session| restore(session, &step));
    let height = place.offset_height();
    place.replace_children_with_node_1(&step);
    grow(&place, height);
    if let Some(progress) = find(card, ".progress") {
        let _ = progress.style().set_property("--done", &model.progress());
    }
}

/// Shows what was answered earlier to the same question, and where the link leads.
fn restore(session: &Session, step: &Element) {
    if let Step::Ending(ending) = session.step()
        && let (Some(link), Some(element)) = (&ending.link, find(step, "a"))
    {
        let _ = element.set_attribute("href", &link.url);
    }
    let Some(answer) = session.earlier() else { return };
    match answer {
        Answer::Score(score) => {
            let cells = step.query_selector_all("input").unwrap_throw();
            if let Some(cell) = cells.get(score.points().into()) {
                cell.unchecked_into::<HtmlInputElement>().set_checked(true);
            }
        }
        Answer::Thumbs(up) => {
            if let Some(thumb) = find(step, if *up { "[data-do=yes]" } else { "[data-do=no]" }) {
                let _ = thumb.set_attribute("aria-pressed", "true");
            }
        }
        Answer::Text(text) | Answer::Contact { email: text } => {
            if let Some(field) = find(step, "textarea, input") {
                field.unchecked_into::<HtmlTextAreaElement>().set_value(text);
            }
        }
        Answer::Opened => {}
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
