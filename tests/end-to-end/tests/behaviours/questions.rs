//! Every type of question, by pointer and by keyboard alone, and what the row says then.

mod axe;
mod contrast;
mod fields;
mod form_errors;
mod narrow;
mod ranking;
mod samples;
mod semantics;
mod trees;
mod walks;

use end_to_end::{Card, Engine, Page, Row, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

const PROMPT: &str = "What do you say?";
const END: &str = "Thank you for your answers.";

/// A page with a survey of these questions, in the flow of nothing and kept nowhere, so that it asks at each visit.
fn page(questions: &Value) -> Page {
    let definition = json!({
        "endpoint": "/v1/responses?key=demo", "delay": 0, "storage": "none",
        "id": "own", "languages": ["en"], "questions": questions,
    });
    Page::new()
        .html(r#"lang="en""#)
        .bare_tag(&[])
        .recorded()
        .head(&format!(r#"<script type="application/askwell+json">{definition}</script>"#))
}

/// A question called `it`, of this type and with these fields.
fn question(kind: &str, fields: &Value) -> Value {
    let mut question = json!({ "id": "it", "type": kind, "prompt": PROMPT });
    for (name, value) in fields.as_object().expect("fields are an object") {
        question[name] = value.clone();
    }
    question
}

/// Complete rows, once there are so many.
async fn complete(stage: &Stage, count: usize) -> Vec<Row> {
    until(&format!("{count} rows are complete"), async || {
        let rows = stage.rows().await;
        (rows.len() == count && rows.iter().all(|row| row.status == "complete")).then_some(rows)
    })
    .await
}

/// Asks the question twice: `by_pointer` answers it, then `by_keyboard` does. The rows have these answers.
async fn answered_both_ways(
    engine: Engine,
    kind: &str,
    fields: Value,
    by_pointer: impl AsyncFn(&Visitor, &Card<'_>),
    by_keyboard: impl AsyncFn(&Visitor, &Card<'_>),
    answers: [Value; 2],
) {
    let stage = Stage::with(&page(&json!([question(kind, &fields)])));
    let visitor = stage.visitor(engine).await;
    for (number, keyboard) in [(1, false), (2, true)] {
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.asks(PROMPT).await;
        if keyboard {
            by_keyboard(&visitor, &card).await;
        } else {
            by_pointer(&visitor, &card).await;
        }
        card.asks(END).await;
        complete(&stage, number).await;
        visitor.page_is_unharmed().await;
    }
    let rows = stage.rows().await;
    let given: Vec<_> = rows.iter().map(|row| row.document["answers"].clone()).collect();
    assert_eq!(given, answers, "what was answered by pointer, and by keyboard");
}

/// Clicks what `selector` finds.
async fn click(card: &Card<'_>, selector: &str) {
    card.find(selector).await.click().await.expect("it can be clicked");
}

/// Presses a key so many times.
async fn press(visitor: &Visitor, key: Key, times: usize) {
    for _ in 0..times {
        visitor.press(key.clone()).await;
    }
}

/// A type that a click answers, with values in a group of radio buttons: this one is clicked, and that one reached with
/// so many presses of the arrow key.
async fn a_click_answers(engine: Engine, kind: &str, fields: Value, clicked: i32, presses: usize, reached: i32) {
    answered_both_ways(
        engine,
        kind,
        fields,
        async |_, card| click(card, &format!("input[value='{clicked}']")).await,
        async |visitor, _| {
            visitor.tab_to("input[type=radio]").await;
            press(visitor, Key::Right, presses).await;
            assert_eq!(visitor.events("answered").await, [""; 0], "an arrow key answered");
            visitor.press(" ").await;
        },
        [json!({ "it": clicked }), json!({ "it": reached })],
    )
    .await;
}

#[apply(behaviour)]
async fn a_recommendation_is_a_number_with_its_group(engine: Engine) {
    let stage = Stage::with(&page(&json!([question("nps", &json!({ "low": "Never", "high": "Always" }))])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    assert_eq!(card.text(".low").await, "Never");
    card.choose(9).await;
    card.asks(END).await;
    complete(&stage, 1).await;
    visitor.reload().await;
    let card = visitor.card().await;
    visitor.tab_to("input[value='0']").await;
    press(&visitor, Key::Right, 3).await;
    visitor.press(Key::Enter).await;
    card.asks(END).await;
    let rows = complete(&stage, 2).await;
    let stored: Vec<_> = rows.iter().map(|row| (row.answer("it"), row.score, row.group.as_deref())).collect();
    assert_eq!(stored, [(&json!(9), Some(9), Some("promoter")), (&json!(3), Some(3), Some("detractor"))]);
}

#[apply(behaviour)]
async fn a_point_of_a_scale_of_numbers_is_that_number(engine: Engine) {
    a_click_answers(engine, "scale", json!({ "min": -2, "max": 2, "low": "Worse", "high": "Better" }), -1, 4, 2).await;
}

#[apply(behaviour)]
async fn a_point_of_a_labelled_scale_is_its_number(engine: Engine) {
    let labels = json!({ "min": -1, "max": 1, "labels": ["Worse", "The same", "Better"] });
    a_click_answers(engine, "scale", labels, -1, 2, 1).await;
}

#[apply(behaviour)]
async fn stars_are_counted(engine: Engine) {
    a_click_answers(engine, "stars", json!({}), 4, 1, 2).await;
}

#[apply(behaviour)]
async fn faces_are_numbered_from_the_unhappiest(engine: Engine) {
    a_click_answers(engine, "emoji", json!({}), 5, 3, 4).await;
    a_click_answers(engine, "emoji", json!({ "max": 3 }), 3, 1, 2).await;
}

#[apply(behaviour)]
async fn satisfaction_is_a_number_from_one_to_five(engine: Engine) {
    a_click_answers(engine, "csat", json!({}), 4, 1, 2).await;
}

#[apply(behaviour)]
async fn effort_is_a_number_from_one_to_seven(engine: Engine) {
    a_click_answers(engine, "ces", json!({}), 7, 4, 5).await;
}

#[apply(behaviour)]
async fn thumbs_are_yes_or_no_whatever_the_buttons_say(engine: Engine) {
    answered_both_ways(
        engine,
        "thumbs",
        json!({ "no": "Not yet" }),
        async |_, card| card.click("Yes").await,
        async |visitor, card| {
            visitor.tab_to(".thumb[value=no]").await;
            assert_eq!(card.text(":focus").await, "Not yet");
            visitor.press(" ").await;
        },
        [json!({ "it": "yes" }), json!({ "it": "no" })],
    )
    .await;
}

fn choices() -> Value {
    json!([{ "id": "price", "label": "The price" }, { "id": "delivery", "label": "The delivery" }, { "id": "colour", "label": "The colour" }])
}

#[apply(behaviour)]
async fn a_choice_is_the_name_of_what_was_chosen(engine: Engine) {
    answered_both_ways(
        engine,
        "choice",
        json!({ "choices": choices() }),
        async |_, card| click(card, "label.row:nth-of-type(2)").await,
        async |visitor, _| {
            visitor.tab_to("input[type=radio]").await;
            press(visitor, Key::Down, 2).await;
            assert_eq!(visitor.events("answered").await, [""; 0], "an arrow key answered");
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": "delivery" }), json!({ "it": "colour" })],
    )
    .await;
}

#[apply(behaviour)]
async fn what_is_written_beside_other_is_the_answer(engine: Engine) {
    answered_both_ways(
        engine,
        "choice",
        json!({ "choices": choices(), "other": "Something else" }),
        async |visitor, card| {
            assert_eq!(card.eval("root.querySelector('input.other').checkVisibility()").await, false);
            click(card, "label.row:nth-of-type(4)").await;
            click(card, "input.other").await;
            visitor.press("  The smell ").await;
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("input[type=radio]").await;
            // Round to the last.
            visitor.press(Key::Up).await;
            visitor.tab_to("input.other").await;
            visitor.press("The noise").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": { "other": "The smell" } }), json!({ "it": { "other": "The noise" } })],
    )
    .await;
}

#[apply(behaviour)]
async fn several_choices_are_a_list_in_the_order_of_the_question(engine: Engine) {
    answered_both_ways(
        engine,
        "choices",
        json!({ "choices": choices(), "other": true, "none": true }),
        async |visitor, card| {
            click(card, "label.row:nth-of-type(4)").await;
            // The field beside “other” has the focus by itself.
            visitor.press("Weight").await;
            click(card, "label.row:nth-of-type(3)").await;
            click(card, "label.row:nth-of-type(1)").await;
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("input[value='1']").await;
            visitor.press(" ").await;
            visitor.tab_to("input[value='2']").await;
            visitor.press(" ").await;
            visitor.tab_to(".primary").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": ["price", "colour", { "other": "Weight" }] }), json!({ "it": ["delivery", "colour"] })],
    )
    .await;
}

#[apply(behaviour)]
async fn none_of_these_takes_the_other_ticks_away_and_is_an_empty_list(engine: Engine) {
    const TICKED: &str = "[...root.querySelectorAll('input:checked')].map(({ value }) => value)";
    answered_both_ways(
        engine,
        "choices",
        json!({ "choices": choices(), "other": true, "none": "All is well" }),
        async |_, card| {
            click(card, "label.row:nth-of-type(1)").await;
            click(card, "label.row:nth-of-type(4)").await;
            assert_eq!(card.eval(TICKED).await, json!(["0", "other"]));
            click(card, "label.row:nth-of-type(5)").await;
            assert_eq!(card.eval(TICKED).await, json!(["none"]));
            assert_eq!(card.eval("root.querySelector('input.other').checkVisibility()").await, false);
            card.click("Send").await;
        },
        async |visitor, card| {
            visitor.tab_to("input[value=none]").await;
            visitor.press(" ").await;
            visitor.press_with(Key::Shift, Key::Tab).await;
            visitor.press_with(Key::Shift, Key::Tab).await;
            visitor.press(" ").await;
            assert_eq!(card.eval(TICKED).await, json!(["2"]), "a tick takes “none” away");
            visitor.tab_to("input[value=none]").await;
            visitor.press(" ").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": [] }), json!({ "it": [] })],
    )
    .await;
}

#[apply(behaviour)]
async fn an_entry_of_a_dropdown_is_its_name(engine: Engine) {
    answered_both_ways(
        engine,
        "dropdown",
        json!({ "choices": ["Berlin", "Leipzig", { "id": "muc", "label": "Munich" }] }),
        async |_, card| {
            click(card, "select").await;
            click(card, "option:nth-child(4)").await;
            card.click("Send").await;
        },
        async |visitor, card| {
            visitor.tab_to("select").await;
            visitor.press("L").await;
            card.until("it is chosen", "root.querySelector('select').value === '1'").await;
            visitor.tab_to(".primary").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": "muc" }), json!({ "it": "Leipzig" })],
    )
    .await;
}

#[apply(behaviour)]
async fn a_matrix_is_a_column_for_each_row_that_was_answered(engine: Engine) {
    answered_both_ways(
        engine,
        "matrix",
        json!({ "rows": ["Talks", "Venue", "Food"], "columns": [{ "id": "poor", "label": "Poor" }, { "id": "good", "label": "Good" }, { "id": "best", "label": "Best" }] }),
        async |_, card| {
            click(card, "input[name=row0][value='2']").await;
            click(card, "input[name=row2][value='0']").await;
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("input[name=row0]").await;
            visitor.press(" ").await;
            visitor.press(Key::Tab).await;
            visitor.press(Key::Right).await;
            visitor.press(Key::Tab).await;
            press(visitor, Key::Right, 2).await;
            visitor.tab_to(".primary").await;
            visitor.press(Key::Enter).await;
        },
        [
            json!({ "it": { "Talks": "best", "Food": "poor" } }),
            json!({ "it": { "Talks": "poor", "Venue": "good", "Food": "best" } }),
        ],
    )
    .await;
}
