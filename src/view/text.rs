//! Words of the visitor's own.

use askwell_survey::{Answer, Event, Key, limits, recall};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::{Model, QUESTION, buttons, heading};

/// From how few characters left they are counted aloud.
const NEARLY_FULL: usize = 200;

/// The question with its field.
pub(super) fn text(model: Model, hint: Key) -> AnyView {
    let earlier = model.with(|session| match session.earlier() {
        Some(Answer::Text(text)) => text.clone(),
        _ => String::new(),
    });
    let written = RwSignal::new(earlier.clone());
    let send = move || {
        let text = written.get_untracked().trim().to_owned();
        model.send(if text.is_empty() { Event::Skip } else { Event::Answer(Answer::Text(text)) });
    };
    let on_input = move |event: leptos::ev::Event| {
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
            written.set(field.value());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let remaining = move || {
        let left = limits::VERBATIM.saturating_sub(written.read().encode_utf16().count());
        let count = |name: &str| (name == "count").then(|| left.to_string());
        (left <= NEARLY_FULL).then(|| recall(&model.text_unfilled(Key::Remaining), &count))
    };
    let field = html::textarea()
        .attr("part", "field")
        .rows("3")
        .maxlength(limits::VERBATIM.to_string())
        .placeholder(model.text(hint))
        .aria_labelledby(QUESTION)
        .aria_describedby("remaining")
        .prop("value", earlier)
        .on(ev::input, on_input)
        .on(ev::keydown, on_key);
    html::form()
        .novalidate(true)
        .on(ev::submit, move |event| {
            event.prevent_default();
            send();
        })
        .child((
            buttons::score(model),
            heading(model),
            field,
            html::p().class("remaining").id("remaining").role("status").child(remaining),
            buttons::row(model, Key::Skip, Key::Send),
        ))
        .into_any()
}
