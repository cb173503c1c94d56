//! May we get in touch?

use askwell_survey::{Answer, Event, Key, limits};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Model, buttons, heading};

/// The question, one field for the address, and a sentence on what happens with it.
pub(super) fn contact(model: Model) -> AnyView {
    let earlier = model.with(|session| match session.earlier() {
        Some(Answer::Contact { email }) => email.clone(),
        _ => String::new(),
    });
    let field: NodeRef<html::Input> = NodeRef::new();
    let wrong = RwSignal::new(false);
    let send = move || {
        let Some(input) = field.get_untracked() else { return };
        match Answer::contact(&input.value()) {
            Some(answer) => model.send(Event::Answer(answer)),
            None => {
                wrong.set(true);
                let _ = input.focus();
            }
        }
    };
    let input = html::input()
        .attr("part", "field")
        .r#type("email")
        .id("email")
        .autocomplete("email")
        .maxlength(limits::EMAIL.to_string())
        .aria_describedby("wrong help")
        .aria_invalid(move || wrong.get().to_string())
        .prop("value", earlier)
        .node_ref(field)
        .on(ev::input, move |event| {
            // Takes the complaint back as soon as it no longer applies, and never makes one while typing.
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if input.is_some_and(|input| Answer::contact(&input.value()).is_some()) {
                wrong.set(false);
            }
        });
    html::form()
        .novalidate(true)
        .on(ev::submit, move |event| {
            event.prevent_default();
            send();
        })
        .child((
            buttons::score(model),
            heading(model),
            html::label().r#for("email").child(model.text(Key::ContactEmail)),
            input,
            html::p()
                .class("wrong")
                .id("wrong")
                .role("alert")
                .child(move || wrong.get().then(|| model.text(Key::ContactInvalid))),
            html::p().class("help").id("help").child(model.text(Key::ContactHelp)),
            buttons::row(model, Key::ContactDecline, Key::ContactSend),
        ))
        .into_any()
}
