//! May we get in touch?

use askwell_survey::{Answer, Event, Key, limits};
use web_sys::HtmlInputElement;

use super::{Model, Tag, buttons, form, heading};
use crate::watched::Watched;

/// The question, one field for the address, and a sentence on what happens with it.
pub(super) fn contact(model: &Model) -> Vec<Tag> {
    let earlier = model.with(|session| match session.earlier() {
        Some(Answer::Contact { email }) => email.clone(),
        _ => String::new(),
    });
    let wrong = Watched::new(false);
    let field = Tag::new("input")
        .attr("part", "field")
        .attr("type", "email")
        .attr("id", "email")
        .attr("autocomplete", "email")
        .attr("maxlength", &limits::EMAIL.to_string())
        .attr("aria-describedby", "wrong help")
        .follow({
            let wrong = wrong.clone();
            move |field| {
                let _ = field.set_attribute("aria-invalid", if wrong.get() { "true" } else { "false" });
            }
        });
    let input: HtmlInputElement = field.element();
    input.set_value(&earlier);
    let answer = {
        let input = input.clone();
        move || Answer::contact(&input.value())
    };
    // Takes the complaint back as soon as it no longer applies, and never makes one while typing.
    let field = field.on("input", {
        let (answer, wrong) = (answer.clone(), wrong.clone());
        move |_| {
            if answer().is_some() {
                wrong.set(false);
            }
        }
    });
    let send = {
        let (model, wrong) = (model.clone(), wrong.clone());
        move || match answer() {
            Some(answer) => model.send(Event::Answer(answer)),
            None => {
                wrong.set(true);
                let _ = input.focus();
            }
        }
    };
    let invalid = model.text(Key::ContactInvalid);
    let complaint = Tag::of("p", "wrong")
        .attr("id", "wrong")
        .attr("role", "alert")
        .follow_text(move || wrong.get().then(|| invalid.clone()));
    let form = form(send)
        .maybe(buttons::score(model))
        .child(heading(model))
        .child(Tag::new("label").attr("for", "email").text(&model.text(Key::ContactEmail)))
        .child(field)
        .child(complaint)
        .child(Tag::of("p", "help").attr("id", "help").text(&model.text(Key::ContactHelp)))
        .child(buttons::row(model, Key::ContactDecline, Key::ContactSend));
    vec![form]
}
