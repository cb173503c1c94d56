//! Words of the visitor's own.

use askwell_survey::{Answer, Event, Key, limits, recall};
use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::{Model, QUESTION, Tag, buttons, form, heading};
use crate::watched::Watched;

/// From how few characters left they are counted aloud.
const NEARLY_FULL: usize = 200;

/// The question with its field.
pub(super) fn text(model: &Model, hint: Key) -> Vec<Tag> {
    let earlier = model.with(|session| match session.earlier() {
        Some(Answer::Text(text)) => text.clone(),
        _ => String::new(),
    });
    let left = Watched::new(limits::VERBATIM);
    let field = Tag::new("textarea")
        .attr("part", "field")
        .attr("rows", "3")
        .attr("maxlength", &limits::VERBATIM.to_string())
        .attr("placeholder", &model.text(hint))
        .attr("aria-labelledby", QUESTION)
        .attr("aria-describedby", "remaining");
    let area: HtmlTextAreaElement = field.element();
    area.set_value(&earlier);
    let written = move || area.value();
    let send = {
        let (model, written) = (model.clone(), written.clone());
        move || {
            let text = written().trim_ascii().to_owned();
            model.send(if text.is_empty() { Event::Skip } else { Event::Answer(Answer::Text(text)) });
        }
    };
    let on_key = {
        let send = send.clone();
        move |event: web_sys::Event| {
            let key = event.unchecked_ref::<KeyboardEvent>();
            if key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) {
                event.prevent_default();
                send();
            }
        }
    };
    let typed = left.clone();
    let field = field
        .on("input", move |_| typed.set(limits::VERBATIM.saturating_sub(written().encode_utf16().count())))
        .on("keydown", on_key);
    let template = model.text_unfilled(Key::Remaining);
    let remaining = Tag::of("p", "remaining").attr("id", "remaining").attr("role", "status").follow_text(move || {
        let left = left.get();
        let count = |name: &str| (name == "count").then(|| left.to_string());
        (left <= NEARLY_FULL).then(|| recall(&template, &count))
    });
    let form = form(send).maybe(buttons::score(model)).child(heading(model)).child(field).child(remaining);
    vec![form.child(buttons::row(model, Key::Skip, Key::Send))]
}
