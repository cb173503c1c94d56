//! Yes or no.

use askwell_survey::{Answer, Event, Key};

use super::buttons::button;
use super::{Model, QUESTION, Tag, heading};

/// The question with its two buttons.
pub(super) fn thumbs(model: &Model) -> Vec<Tag> {
    let earlier = model.with(|session| session.earlier().cloned());
    let thumb = |up: bool, key| {
        let pressed = earlier == Some(Answer::Thumbs(up));
        let answered = model.clone();
        button("thumb", move |_| answered.send(Event::Answer(Answer::Thumbs(up))))
            .attr("part", "button")
            .attr("aria-pressed", if pressed { "true" } else { "false" })
            .text(&model.text(key))
    };
    let group = Tag::of("div", "thumbs").attr("role", "group").attr("aria-labelledby", QUESTION);
    vec![heading(model), group.child(thumb(true, Key::HelpfulYes)).child(thumb(false, Key::HelpfulNo))]
}
