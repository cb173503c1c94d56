//! Surveys of several questions: the focus goes along, and the way back finds everything as it was.

use end_to_end::{Card, Engine, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::{Map, Value, json};
use thirtyfour::Key;

use crate::table::{behaviour, behaviour_in_three};

use super::samples::{SAMPLES, Sample, answers};
use super::{END, click, complete, page};

/// One survey of them.
fn every_type() -> Value {
    SAMPLES.iter().map(Sample::question).collect()
}

#[apply(behaviour)]
async fn the_step_before_fades_out_behind_the_next_one_and_the_way_back_runs_the_other_way(engine: Engine) {
    let texts = json!([{ "id": "a", "type": "text", "prompt": "a" }, { "id": "b", "type": "text", "prompt": "b" }]);
    let stage = Stage::with(&page(&texts));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("a").await;
    // What fades out, whether it can still be used, and from which side the next one comes.
    card.eval(
        "(window.faded = [], new MutationObserver((changes) => changes.forEach(({ target }) => target.matches('.gone') && faded.push(
            [target.querySelector('h2').textContent, target.inert, getComputedStyle(target.parentNode).getPropertyValue('--ahead')]))
        ).observe(root.querySelector('.steps'), { subtree: true, attributes: true, attributeFilter: ['class'] }))",
    )
    .await;
    for (button, next) in [(".skip", "b"), (".back", "a")] {
        click(&card, button).await;
        card.asks(next).await;
        card.until("the step before is gone", "root.querySelectorAll('.steps > *').length === 1").await;
        card.is_seen().await;
    }
    assert_eq!(visitor.eval("faded").await, json!([["a", true, "8px"], ["b", true, "-8px"]]));
}

/// What is filled in, names and values, and which thumb is pressed.
async fn filled_in(card: &Card<'_>) -> Value {
    card.eval(
        "[...root.querySelectorAll('.step :is(input, textarea, select)')]
            .filter(({ type, checked }) => !/radio|checkbox/.test(type) || checked).map(({ name, value }) => [name, value])
            .concat([...root.querySelectorAll('.step [aria-pressed=true]')].map(({ value }) => ['pressed', value]))",
    )
    .await
}

#[apply(behaviour_in_three)]
async fn a_survey_of_every_type_is_answered_by_keyboard_and_the_focus_never_leaves_it(engine: Engine) {
    let stage = Stage::with(&page(&every_type()));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    for (number, sample) in SAMPLES.iter().enumerate() {
        let Sample { id, begins_with, .. } = sample;
        card.asks(id).await;
        if number > 0 {
            card.until(
                &format!("{id} begins with {begins_with}"),
                &format!("Boolean(root.activeElement?.matches('{begins_with}'))"),
            )
            .await;
        }
        sample.answer_by_keyboard(&visitor).await;
    }
    card.asks(END).await;
    visitor.focus_comes_to("#question").await;
    let rows = complete(&stage, 1).await;
    assert_eq!(rows[0].document["answers"], answers());
    assert_eq!(visitor.events("answered").await.len(), answers().as_object().map_or(0, Map::len));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn the_way_back_finds_every_answer_as_it_was_and_the_way_on_changes_none(engine: Engine) {
    let (last, others) = SAMPLES.split_last().expect("there are some");
    let stage = Stage::with(&page(&every_type()));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    for sample in others {
        card.asks(sample.id).await;
        sample.answer_by_keyboard(&visitor).await;
    }
    card.asks(last.id).await;
    let before = stage.row("the last is stored", |row| row.answer("date") == "2026-11-20").await;
    assert_eq!(before.document["answers"], answers());

    for sample in others[1..].iter().rev() {
        card.click("Back").await;
        card.asks(sample.id).await;
        assert_eq!(filled_in(&card).await, sample.filled_in(), "{}", sample.id);
    }
    for sample in &others[1..] {
        card.asks(sample.id).await;
        let answered = "[aria-pressed=true], .step:not(:has(.primary)) input:checked";
        let way = if card.text(answered).await.is_null() { ".primary" } else { answered };
        click(&card, way).await;
    }
    card.asks(last.id).await;
    card.click("Next").await;
    card.asks(END).await;
    let rows = complete(&stage, 1).await;
    assert_eq!((&rows[0].id, &rows[0].document["answers"]), (&before.id, &answers()));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn arrow_keys_in_a_text_do_not_swallow_the_next_click(engine: Engine) {
    let stage = Stage::with(&Page::new().html(r#"lang="en""#).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(4).await;
    card.asks("What went wrong?").await;
    click(&card, "textarea").await;
    visitor.press("lte").await;
    visitor.press(Key::Left).await;
    card.click("Change").await;
    card.until("the score is asked again", "Boolean(root.querySelector('.scale'))").await;
    card.choose(10).await;
    card.asks("What do you value most?").await;
    stage.row("the other score is stored", |row| row.score == Some(10)).await;
}

#[apply(behaviour)]
async fn arrow_keys_on_the_way_to_other_do_not_swallow_the_next_click(engine: Engine) {
    let choices =
        json!([{ "id": "choice", "type": "choice", "prompt": "choice", "choices": ["a", "b"], "other": true }]);
    let stage = Stage::with(&page(&choices));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    visitor.tab_to("input[type=radio]").await;
    visitor.press(Key::Up).await;
    click(&card, "label.row:nth-of-type(2)").await;
    card.asks(END).await;
    assert_eq!(complete(&stage, 1).await[0].answer("choice"), "b");
}
