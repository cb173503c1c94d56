//! The farewell.

use askwell_survey::{Event, Key, Link};

use super::{Model, Tag, heading};
use crate::delivery;

/// A tick, a sentence, at most one thing to do, and whether the answer still waits.
pub(super) fn ending(model: &Model, link: Option<&Link>) -> Vec<Tag> {
    let action = link.map(|link| {
        let opened = model.clone();
        Tag::of("a", "primary")
            .attr("part", "button")
            .attr("href", &link.url)
            .attr("target", "_blank")
            .attr("rel", "noopener")
            .on("click", move |_| opened.send_quietly(Event::Open))
            .text(&model.text(link.label))
    });
    let saved = model.text(Key::Offline);
    let waiting = move || delivery::held_up().then(|| saved.clone());
    vec![
        Tag::of("div", "tick").attr("aria-hidden", "true").child(Tag::of("span", "mark")),
        heading(model),
        Tag::of("p", "help").attr("role", "status").follow_text(waiting),
        Tag::of("div", "buttons").maybe(action),
    ]
}
