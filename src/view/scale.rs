//! The recommendation scale: eleven native radio buttons.

use std::cell::Cell;
use std::rc::Rc;

use askwell_survey::{Answer, Event, Key, Score};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::{Model, QUESTION, heading};

/// How long the chosen cell is seen before the next question.
const CHOSEN: i32 = 200;

/// The question with its scale. A click, Space or Enter answers; arrow keys only move.
pub(super) fn scale(model: Model) -> AnyView {
    let earlier = model.with(|session| session.earlier().cloned());
    // Browsers send a click for an arrow key as well: this tells the two apart.
    let moving = Rc::new(Cell::new(false));
    let cells: Vec<_> =
        Score::all().map(|score| cell(model, score, earlier == Some(Answer::Score(score)), moving.clone())).collect();
    let on_key = move |event: KeyboardEvent| {
        let key = event.key();
        moving.set(key.starts_with("Arrow"));
        let chosen = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = chosen.filter(|_| key == "Enter") {
            event.prevent_default();
            input.click();
        }
    };
    let end = |class, key| html::span().class(class).id(class).child(model.text(key));
    (
        heading(model),
        html::div()
            .class("scale")
            .attr("part", "scale")
            .role("radiogroup")
            .aria_labelledby(QUESTION)
            .aria_describedby("low high")
            .on(ev::keydown, on_key)
            .child(cells),
        html::div().class("ends").child((end("low", Key::ScoreLow), end("high", Key::ScoreHigh))),
    )
        .into_any()
}

fn cell(model: Model, score: Score, checked: bool, moving: Rc<Cell<bool>>) -> AnyView {
    let points = score.points().to_string();
    let answer = move |_| {
        if !moving.replace(false) {
            model.send_then_show(Event::Answer(Answer::Score(score)), CHOSEN);
        }
    };
    let input =
        html::input().r#type("radio").name("score").value(points.clone()).checked(checked).on(ev::click, answer);
    html::label().class("cell").child((input, html::span().child(points))).into_any()
}
