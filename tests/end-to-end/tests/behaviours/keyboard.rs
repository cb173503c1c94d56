//! The keyboard is enough, and the card takes nothing of it from the page.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use thirtyfour::Key;

use crate::table::{behaviour, behaviour_in_three};

fn page() -> Page {
    Page::new().tag(&[("delay", "0")]).recorded()
}

/// What has the focus: an id or a value, seen through shadow roots.
async fn focused(visitor: &Visitor) -> String {
    let found = visitor
        .eval(
            "((inner) => inner.matches('input[type=radio]') ? `radio ${inner.value}` : inner.id || inner.className || inner.tagName)
             (document.activeElement.shadowRoot?.activeElement ?? document.activeElement)",
        )
        .await;
    found.as_str().expect("something is named").to_owned()
}

async fn focus_is_on(visitor: &Visitor, name: &str) {
    let mut last = String::new();
    let found = end_to_end::in_time(async || {
        last = focused(visitor).await;
        (last == name).then_some(())
    });
    if found.await.is_none() {
        panic!("the focus was to be on {name}, and is on {last}");
    }
}

/// Tabs from the page's link to the scale.
async fn tab_to_the_scale(visitor: &Visitor) {
    visitor.eval("document.querySelector('#link').focus()").await;
    visitor.press(Key::Tab).await;
    focus_is_on(visitor, "close").await;
    visitor.press(Key::Tab).await;
    focus_is_on(visitor, "radio 0").await;
}

#[apply(behaviour_in_three)]
async fn the_card_takes_no_focus_when_it_appears(engine: Engine) {
    let stage = Stage::with(
        &page().script("addEventListener('DOMContentLoaded', () => document.querySelector('#link').focus());"),
    );
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.until("it has been announced", "root.querySelector('[aria-live]').textContent !== ''").await;
    assert_eq!(focused(&visitor).await, "link");
}

#[apply(behaviour)]
async fn the_scale_is_one_stop_of_the_tab_key(engine: Engine) {
    let stage = Stage::with(&page().body("<button id='after'>Danach</button>"));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await;
    visitor.eval("document.querySelector('#link').focus()").await;
    let mut stops = Vec::new();
    for _ in 0..4 {
        visitor.press(Key::Tab).await;
        stops.push(focused(&visitor).await);
    }
    // After the last stop the focus leaves the page.
    assert_eq!(stops, ["after", "close", "radio 0", "BODY"]);
}

#[apply(behaviour_in_three)]
async fn arrows_move_and_only_space_answers(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    tab_to_the_scale(&visitor).await;
    for score in 1..=3 {
        visitor.press(Key::Right).await;
        focus_is_on(&visitor, &format!("radio {score}")).await;
    }
    visitor.press(Key::Left).await;
    focus_is_on(&visitor, "radio 2").await;
    assert_eq!(visitor.events("answered").await, [""; 0], "an arrow key answered");
    assert_eq!(stage.rows().await, []);

    visitor.press(" ").await;
    card.asks("Was ist schiefgelaufen?").await;
    assert_eq!(visitor.events("answered").await.len(), 1);
    stage.row("the score is stored", |row| row.score == Some(2)).await;
}

#[apply(behaviour_in_three)]
async fn a_detractor_answers_everything_by_keyboard_and_focus_returns(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    tab_to_the_scale(&visitor).await;
    visitor.press(Key::Right).await;
    focus_is_on(&visitor, "radio 1").await;
    visitor.press(Key::Enter).await;
    card.asks("Was ist schiefgelaufen?").await;
    focus_is_on(&visitor, "TEXTAREA").await;
    visitor.press("Zu spät").await;
    visitor.press_with(Key::Control, Key::Enter).await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    focus_is_on(&visitor, "email").await;
    visitor.press("a@example.org").await;
    visitor.press(Key::Enter).await;
    card.asks("Danke für Ihre Offenheit. Wir lesen jede Antwort.").await;
    focus_is_on(&visitor, "question").await;
    visitor.press(Key::Escape).await;
    card.leaves().await;
    assert_eq!(focused(&visitor).await, "link");

    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(1), Some("detractor"), Some("Zu spät")));
    assert_eq!(row.answer("contact")["email"], "a@example.org");
}

#[apply(behaviour)]
async fn the_send_button_can_be_reached_and_pressed(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    tab_to_the_scale(&visitor).await;
    visitor.press(Key::Enter).await;
    card.asks("Was ist schiefgelaufen?").await;
    focus_is_on(&visitor, "TEXTAREA").await;
    visitor.press("Alles").await;
    // Skip is gone: nothing that was typed can be thrown away by the next key.
    visitor.press(Key::Tab).await;
    focus_is_on(&visitor, "primary").await;
    visitor.press(Key::Enter).await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    stage.row("the reason is stored", |row| row.comment.as_deref() == Some("Alles")).await;
}

#[apply(behaviour_in_three)]
async fn escape_closes_from_inside_alone(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    visitor.eval("document.querySelector('#link').focus()").await;
    visitor.press(Key::Escape).await;
    tab_to_the_scale(&visitor).await;
    assert_eq!(visitor.events("dismissed").await, [""; 0], "Escape on the page closed the card");
    visitor.press(Key::Escape).await;
    assert_eq!(visitor.told("dismissed").await.len(), 1);
    card.leaves().await;
    assert_eq!(focused(&visitor).await, "link");
}

#[apply(behaviour)]
async fn keys_pressed_in_the_card_do_not_reach_the_page(engine: Engine) {
    let stage = Stage::with(&page());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    tab_to_the_scale(&visitor).await;
    assert!(visitor.recorded("keys").await.contains(&"keydown Tab".to_owned()), "the page hears keys of its own");
    visitor.eval("recorded.keys.length = 0").await;
    visitor.press(Key::Right).await;
    visitor.press(" ").await;
    card.asks("Was ist schiefgelaufen?").await;
    focus_is_on(&visitor, "TEXTAREA").await;
    visitor.press("s/?").await;
    card.until("the keys were typed", "root.querySelector('textarea').value === 's/?'").await;
    visitor.press(Key::Escape).await;
    card.leaves().await;
    assert_eq!(visitor.recorded("keys").await, [""; 0]);
}
