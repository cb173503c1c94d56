//! The row of buttons under a question, and the button that closes the card.

use askwell_survey::{Event, Key, Score, Session};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::Model;

/// Closes the card.
pub(super) fn close(model: Model) -> AnyView {
    html::button()
        .class("close")
        .attr("part", "close")
        .r#type("button")
        .aria_label(model.text(Key::Close))
        .on(ev::click, move |_| model.dismiss())
        .into_any()
}

/// Back at the start; at the end a quiet way on and the primary button, which submits the form around it.
pub(super) fn row(model: Model, decline: Key, submit: Key) -> AnyView {
    // Next to the score, which leads back to itself, a second way back to it would be one too many.
    let back = model.with(|session| session.can_go_back() && (session.score().is_none() || session.progress().0 > 1));
    html::div()
        .class("buttons")
        .child((
            back.then(|| quiet(model, "back", Key::Back, Event::Back)),
            quiet(model, "skip", decline, Event::Skip),
            html::button().class("primary").attr("part", "button").r#type("submit").child(model.text(submit)),
        ))
        .into_any()
}

fn quiet(model: Model, class: &'static str, key: Key, event: Event) -> AnyView {
    html::button()
        .class(["quiet ", class].concat())
        .r#type("button")
        .on(ev::click, move |_| model.send(event.clone()))
        .child(model.text(key))
        .into_any()
}

/// The score that was given, and the way back to it.
pub(super) fn score(model: Model) -> Option<AnyView> {
    let _: Score = model.with(Session::score)?;
    let given = html::span().child(model.text(Key::ScoreGiven));
    let change = html::button()
        .class("link")
        .r#type("button")
        .on(ev::click, move |_| model.restart())
        .child(model.text(Key::ScoreChange));
    Some(html::p().class("given").child((given, change)).into_any())
}
