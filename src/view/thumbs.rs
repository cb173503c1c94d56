//! Yes or no.

use askwell_survey::{Answer, Event, Key};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::{Model, QUESTION, heading};

/// The question with its two buttons.
pub(super) fn thumbs(model: Model) -> AnyView {
    let earlier = model.with(|session| session.earlier().cloned());
    let button = |up: bool, key| {
        html::button()
            .class(if up { "thumb up" } else { "thumb down" })
            .attr("part", "button")
            .r#type("button")
            .attr("aria-pressed", (earlier == Some(Answer::Thumbs(up))).to_string())
            .on(ev::click, move |_| model.send(Event::Answer(Answer::Thumbs(up))))
            .child(model.text(key))
    };
    let buttons = (button(true, Key::HelpfulYes), button(false, Key::HelpfulNo));
    (heading(model), html::div().class("thumbs").role("group").aria_labelledby(QUESTION).child(buttons)).into_any()
}
