//! The row of buttons under a question, and the button that closes the card.

use askwell_survey::{Event, Key, Session};

use super::{Model, Tag};

/// A button that does something at once.
pub(super) fn button(class: &str, press: impl FnMut(web_sys::Event) + 'static) -> Tag {
    Tag::of("button", class).attr("type", "button").on("click", press)
}

/// Closes the card.
pub(super) fn close(model: &Model) -> Tag {
    let label = model.text(Key::Close);
    let model = model.clone();
    button("close", move |_| model.dismiss()).attr("part", "close").attr("aria-label", &label)
}

/// Back at the start; at the end a quiet way on and the primary button, which submits the form around it.
pub(super) fn row(model: &Model, decline: Key, submit: Key) -> Tag {
    // Next to the score, which leads back to itself, a second way back to it would be one too many.
    let back = model.with(|session| session.can_go_back() && (session.score().is_none() || session.progress().0 > 1));
    Tag::of("div", "buttons")
        .maybe(back.then(|| quiet(model, "quiet back", Key::Back, Event::Back)))
        .child(quiet(model, "quiet", decline, Event::Skip))
        .child(Tag::of("button", "primary").attr("part", "button").text(&model.text(submit)))
}

fn quiet(model: &Model, class: &str, key: Key, event: Event) -> Tag {
    let label = model.text(key);
    let model = model.clone();
    button(class, move |_| model.send(event.clone())).text(&label)
}

/// The score that was given, and the way back to it.
pub(super) fn score(model: &Model) -> Option<Tag> {
    model.with(Session::score)?;
    let given = Tag::new("span").text(&model.text(Key::ScoreGiven));
    let label = model.text(Key::ScoreChange);
    let model = model.clone();
    let change = button("link", move |_| model.restart()).text(&label);
    Some(Tag::of("p", "given").child(given).child(change))
}
