//! A ranking, which buttons, keys and dragging bring into order.

use end_to_end::{Card, Engine, Stage};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

use super::{END, PROMPT, answered_both_ways, click, complete, page, question};

fn fields() -> Value {
    json!({ "choices": [{ "id": "a", "label": "Alpha" }, { "id": "b", "label": "Beta" }, { "id": "c", "label": "Gamma" }] })
}

async fn order(card: &Card<'_>) -> Value {
    card.eval("[...root.querySelectorAll('li .label')].map(({ textContent }) => textContent)").await
}

#[apply(behaviour)]
async fn buttons_bring_a_ranking_into_order_and_keep_the_focus(engine: Engine) {
    answered_both_ways(
        engine,
        "ranking",
        fields(),
        async |_, card| {
            click(card, "[aria-label='Move up: Gamma']").await;
            click(card, "[aria-label='Move down: Alpha']").await;
            assert_eq!(order(card).await, json!(["Gamma", "Alpha", "Beta"]));
            card.click("Send").await;
        },
        async |visitor, card| {
            // What the card says of itself would take the place of what is said of the order.
            let announced = "root.querySelector('.unseen').textContent.startsWith('Feedback')";
            card.until("the card has announced itself", announced).await;
            visitor.tab_to("[aria-label='Move down: Alpha']").await;
            visitor.press(" ").await;
            card.until("it is said", "root.querySelector('.unseen').textContent === 'Alpha: 2 of 3'").await;
            visitor.focus_comes_to("[aria-label='Move down: Alpha']").await;
            visitor.press(Key::Enter).await;
            card.until("it is said", "root.querySelector('.unseen').textContent === 'Alpha: 3 of 3'").await;
            // The last has no way down; what it has is the way up.
            visitor.press(Key::Tab).await;
            visitor.press_with(Key::Shift, Key::Tab).await;
            visitor.focus_comes_to("[aria-label='Move up: Alpha']").await;
            visitor.tab_to(".primary").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": ["c", "a", "b"] }), json!({ "it": ["b", "c", "a"] })],
    )
    .await;
}

#[apply(behaviour)]
async fn rows_can_be_dragged_by_their_handles(engine: Engine) {
    let stage = Stage::with(&page(&json!([question("ranking", &fields())])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let row = card.eval("root.querySelectorAll('li')[1].offsetTop - root.querySelector('li').offsetTop").await;
    // A little further than from the middle of one to the middle of the next.
    let row = row.as_i64().expect("it is a number") + 4;
    visitor.drag(&card.find("li:nth-of-type(1) .handle").await, row).await;
    assert_eq!(order(&card).await, json!(["Beta", "Alpha", "Gamma"]));
    visitor.drag(&card.find("li:nth-of-type(3) .handle").await, -2 * row).await;
    assert_eq!(order(&card).await, json!(["Gamma", "Beta", "Alpha"]));
    assert_eq!(card.eval("root.querySelectorAll('.held').length").await, 0, "it was let go");
    card.click("Send").await;
    card.asks(END).await;
    let rows = complete(&stage, 1).await;
    assert_eq!(rows[0].answer("it"), &json!(["c", "b", "a"]));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_order_that_was_not_touched_is_the_answer_and_who_skips_has_none(engine: Engine) {
    answered_both_ways(
        engine,
        "ranking",
        fields(),
        async |_, card| card.click("Send").await,
        async |visitor, card| {
            card.asks(PROMPT).await;
            visitor.tab_to(".skip").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": ["a", "b", "c"] }), json!({})],
    )
    .await;
}
