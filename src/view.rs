//! The card and what stands on it. Each component shows the step the session is at and sends it events.

mod buttons;
mod contact;
mod ending;
mod model;
mod scale;
mod text;
mod thumbs;

pub(crate) use model::Model;

use askwell_survey::{Key, Layout, QuestionKind, Step};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

/// The element that carries the question, for focus and for labels.
const QUESTION: &str = "question";

/// The whole card.
///
/// Elements are built by functions and not by `view!`: the macro sends subtrees without anything dynamic through
/// `innerHTML`, which pages that require Trusted Types forbid.
pub(crate) fn card(model: Model, layout: Layout) -> impl IntoView {
    let popover = layout == Layout::Popover;
    let on_key = move |event: KeyboardEvent| {
        let escape = event.key() == "Escape";
        if escape && popover {
            model.dismiss();
        }
        // What is typed here must not reach the page's shortcuts: to its listeners the target is a plain `div`.
        if popover || !escape {
            event.stop_propagation();
        }
    };
    html::div()
        .class("card")
        .attr("part", "card")
        .role(if popover { "dialog" } else { "region" })
        .aria_label(model.text(Key::Region))
        .dir(if model.right_to_left() { "rtl" } else { "ltr" })
        .lang(model.language())
        .on(ev::keydown, on_key)
        .on(ev::focusin, move |event: FocusEvent| {
            model.entered_from(event.related_target().and_then(|before| before.dyn_into().ok()));
        })
        .on(ev::keyup, |event: KeyboardEvent| event.stop_propagation())
        .on(ev::keypress, |event: KeyboardEvent| event.stop_propagation())
        .child((
            html::div().class("progress").aria_hidden("true").style(("--done", move || model.progress())),
            popover.then(|| buttons::close(model)),
            move || {
                model.follow();
                step(model)
            },
            html::div().class("unseen").aria_live("polite").child(move || model.announcement()),
        ))
}

fn step(model: Model) -> AnyView {
    let content = model.with(|session| match session.step() {
        Step::Question(question) => match question.kind {
            QuestionKind::Nps => scale::scale(model),
            QuestionKind::Text { hint } => text::text(model, hint),
            QuestionKind::Contact => contact::contact(model),
            QuestionKind::Thumbs => thumbs::thumbs(model),
        },
        Step::Ending(ending) => ending::ending(model, ending.link.clone()),
        Step::Closed => ().into_any(),
    });
    html::div().class("step").child(content).into_any()
}

/// The question, as a heading that can take the focus.
fn heading(model: Model) -> AnyView {
    html::h2().id(QUESTION).attr("part", "question").tabindex("-1").child(model.prompt()).into_any()
}
