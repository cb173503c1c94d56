//! The card and what stands on it. Each component shows the step the session is at and sends it events.

mod buttons;
mod contact;
mod ending;
mod grip;
mod model;
mod scale;
mod tag;
mod text;
mod thumbs;

pub(crate) use model::Model;
pub(crate) use tag::Tag;

use std::cell::RefCell;

use askwell_survey::{Key, Layout, QuestionKind, Step};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent};

use crate::browser;

/// The element that carries the question, for focus and for labels.
const QUESTION: &str = "question";

/// How long the card takes to its new height; the stylesheet has it as well.
const GROWING: i32 = 160;

/// The whole card.
pub(crate) fn card(model: &Model, layout: Layout) -> Tag {
    let popover = layout == Layout::Popover;
    let dismissed = model.clone();
    let on_key = move |event: web_sys::Event| {
        let escape = event.unchecked_ref::<KeyboardEvent>().key() == "Escape";
        if escape && popover {
            dismissed.dismiss();
        }
        // What is typed here must not reach the page's shortcuts: to its listeners the target is a plain element.
        if popover || !escape {
            event.stop_propagation();
        }
    };
    let entered = model.clone();
    let on_focus = move |event: web_sys::Event| {
        let before = event.unchecked_ref::<FocusEvent>().related_target();
        entered.entered_from(before.and_then(|before| before.dyn_into().ok()));
    };
    let spoken = model.clone();
    Tag::of("div", "card")
        .attr("part", "card")
        .attr("role", if popover { "dialog" } else { "region" })
        .attr("aria-label", &model.text(Key::Region))
        .attr("lang", &model.language())
        .on("keydown", on_key)
        .on("keyup", |event| event.stop_propagation())
        .on("keypress", |event| event.stop_propagation())
        .on("focusin", on_focus)
        .child(progress(model))
        .maybe(popover.then(|| grip::grip(model)))
        .maybe(popover.then(|| buttons::close(model)))
        .child(steps(model))
        .child(Tag::of("div", "unseen").attr("aria-live", "polite").follow_text(move || Some(spoken.announcement())))
}

fn progress(model: &Model) -> Tag {
    let model = model.clone();
    Tag::of("div", "progress").attr("aria-hidden", "true").follow(move |element| {
        let _ = element.style().set_property("--done", &model.progress());
    })
}

/// The place where one step follows the other.
fn steps(model: &Model) -> Tag {
    let shown = RefCell::new(None);
    let model = model.clone();
    Tag::of("div", "steps").follow(move |place| {
        model.follow();
        let step = step(&model);
        let height = place.offset_height();
        place.replace_children_with_node_1(&step.element());
        grow(place, height);
        // The step before, and with it its listeners: none of them is running in an effect.
        shown.replace(Some(step));
    })
}

/// Lets the height change smoothly. It can't be animated from and to what the content takes, only between numbers.
fn grow(place: &HtmlElement, from: i32) {
    let to = place.offset_height();
    if from == 0 || from == to {
        return;
    }
    let set = |height: i32| {
        let _ = place.style().set_property("height", &[&height.to_string(), "px"].concat());
        // Asking for the height makes the browser take the one just set for the transition's start.
        place.offset_height()
    };
    set(from);
    set(to);
    let place = place.clone();
    browser::after(GROWING, move || {
        let _ = place.style().remove_property("height");
    });
}

fn step(model: &Model) -> Tag {
    let step = Tag::of("div", "step");
    let content = model.with(|session| match session.step() {
        Step::Question(question) => match question.kind {
            QuestionKind::Nps => scale::scale(model),
            QuestionKind::Text { hint } => text::text(model, hint),
            QuestionKind::Contact => contact::contact(model),
            QuestionKind::Thumbs => thumbs::thumbs(model),
        },
        Step::Ending(ending) => ending::ending(model, ending.link.as_ref()),
        Step::Closed => Vec::new(),
    });
    step.children(content)
}

/// The question, as a heading that can take the focus.
fn heading(model: &Model) -> Tag {
    Tag::new("h2").attr("id", QUESTION).attr("part", "question").attr("tabindex", "-1").text(&model.prompt())
}

/// A form around a step that is sent with a button; the page never gets to see the submission.
fn form(submit: impl Fn() + 'static) -> Tag {
    Tag::new("form").attr("novalidate", "").on("submit", move |event| {
        event.prevent_default();
        submit();
    })
}
