//! The farewell.

use askwell_survey::{Event, Key, Link};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::{Model, heading};
use crate::delivery;

/// A tick, a sentence, at most one thing to do, and whether the answer still waits.
pub(super) fn ending(model: Model, link: Option<Link>) -> AnyView {
    let action = link.map(|link| {
        html::a()
            .class("primary")
            .attr("part", "button")
            .href(link.url)
            .target("_blank")
            .rel("noopener")
            .on(ev::click, move |_| model.send_quietly(Event::Open))
            .child(model.text(link.label))
    });
    let waiting = move || delivery::held_up().then(|| model.text(Key::Offline));
    (
        html::div().class("tick").aria_hidden("true").child(html::span().class("mark")),
        heading(model),
        html::p().class("help").role("status").child(waiting),
        html::div().class("buttons").child(action),
    )
        .into_any()
}
