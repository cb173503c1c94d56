//! The recommendation scale: eleven native radio buttons.

use std::cell::Cell;
use std::rc::Rc;

use askwell_survey::{Answer, Event, Key, Score};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::{Model, QUESTION, Tag, heading};

/// How long the chosen cell is seen before the next question.
const CHOSEN: i32 = 200;

/// The question with its scale. A click, Space or Enter answers; arrow keys only move.
pub(super) fn scale(model: &Model) -> Vec<Tag> {
    let earlier = model.with(|session| session.earlier().cloned());
    // Browsers send a click for an arrow key as well: this tells the two apart.
    let moving = Rc::new(Cell::new(false));
    let pressed = moving.clone();
    let on_key = move |event: web_sys::Event| {
        let key = event.unchecked_ref::<KeyboardEvent>().key();
        pressed.set(key.starts_with("Arrow"));
        // Space as well: Chromium ignores it on a radio button that an arrow key has chosen already.
        if (key == "Enter" || key == " ")
            && let Some(input) = event.target()
        {
            event.prevent_default();
            input.unchecked_ref::<HtmlInputElement>().click();
        }
    };
    let end = |class, key| Tag::of("span", class).attr("id", class).text(&model.text(key));
    let mut scale = Tag::of("div", "scale")
        .attr("part", "scale")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", QUESTION)
        .attr("aria-describedby", "low high")
        .on("keydown", on_key);
    for score in Score::all() {
        scale = scale.child(cell(model, score, earlier == Some(Answer::Score(score)), &moving));
    }
    let ends = Tag::of("div", "ends").child(end("low", Key::ScoreLow)).child(end("high", Key::ScoreHigh));
    vec![heading(model), scale, ends]
}

fn cell(model: &Model, score: Score, checked: bool, moving: &Rc<Cell<bool>>) -> Tag {
    let points = score.points().to_string();
    let (model, moving) = (model.clone(), moving.clone());
    let input =
        Tag::new("input").attr("type", "radio").attr("name", "score").attr("value", &points).on("click", move |_| {
            if !moving.replace(false) {
                model.send_then_show(Event::Answer(Answer::Score(score)), CHOSEN);
            }
        });
    input.element::<HtmlInputElement>().set_checked(checked);
    Tag::of("label", "cell").child(input).child(Tag::new("span").text(&points))
}
