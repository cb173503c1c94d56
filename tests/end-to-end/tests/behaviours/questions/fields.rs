//! What is typed or ticked, and what is only read or followed.

use end_to_end::{Engine, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::json;
use thirtyfour::Key;

use crate::table::behaviour;

use super::{PROMPT, answered_both_ways, click};

#[apply(behaviour)]
async fn words_are_stored_without_spaces_around_them(engine: Engine) {
    answered_both_ways(
        engine,
        "text",
        json!({ "placeholder": "Anything" }),
        async |visitor, card| {
            click(card, "textarea").await;
            visitor.press("  The parcel <b>came</b> late\n").await;
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("textarea").await;
            visitor.press("Two").await;
            visitor.press(Key::Enter).await;
            visitor.press("lines").await;
            visitor.press_with(Key::Control, Key::Enter).await;
        },
        [json!({ "it": "The parcel <b>came</b> late" }), json!({ "it": "Two\nlines" })],
    )
    .await;
}

#[apply(behaviour)]
async fn one_line_of_words_is_sent_by_enter(engine: Engine) {
    answered_both_ways(
        engine,
        "text",
        json!({ "lines": "one", "maxLength": 12 }),
        async |visitor, card| {
            click(card, "input").await;
            visitor.press("A teapot for two").await;
            assert_eq!(card.text("#count").await.as_str().map(str::trim), Some("Characters: 12 of 12"));
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("input").await;
            visitor.press("Tea").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": "A teapot for" }), json!({ "it": "Tea" })],
    )
    .await;
}

#[apply(behaviour)]
async fn few_characters_left_are_announced_once_and_a_field_has_one_ring(engine: Engine) {
    let stage =
        Stage::with(&super::page(&json!([super::question("text", &json!({ "lines": "one", "maxLength": 30 }))])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.until("the card has announced itself", "root?.querySelector('.unseen').textContent.startsWith('Feedback')")
        .await;
    visitor.tab_to("input").await;
    let ring = "(({ outlineOffset, outlineWidth }) => [outlineOffset, outlineWidth])(getComputedStyle(root.querySelector('input')))";
    assert_eq!(card.eval(ring).await, json!(["-1px", "2px"]), "it lies on the border");
    const SAID: &str = "root.querySelector('.unseen').textContent";
    for (words, count, said) in
        [("123456789", 9, None), ("0", 10, Some(10)), ("1", 11, Some(10)), ("2345678901234567890", 30, Some(30))]
    {
        visitor.press(words).await;
        card.until(
            "it is counted",
            &format!("root.querySelector('#count').textContent.trim() === 'Characters: {count} of 30'"),
        )
        .await;
        match said {
            None => assert_eq!(card.eval(&format!("{SAID}.startsWith('Feedback')")).await, true),
            Some(said) => assert_eq!(card.eval(SAID).await, format!("Characters: {said} of 30")),
        }
    }
}

#[apply(behaviour)]
async fn a_contact_is_what_was_filled_in_and_the_permission(engine: Engine) {
    let fields = json!({ "name": "optional", "email": "required", "phone": "optional", "company": "optional" });
    let all = json!({ "name": "Ada", "email": "a@example.org", "phone": "+49 (0)30 / 12-34", "company": "Muster GmbH", "consent": true });
    answered_both_ways(
        engine,
        "contact",
        fields,
        async |visitor, card| {
            for (field, words) in [
                ("name", "Ada"),
                ("email", " a@example.org"),
                ("phone", "+49 (0)30 / 12-34"),
                ("company", "Muster GmbH"),
            ] {
                click(card, &format!("#{field}")).await;
                visitor.press(words).await;
            }
            card.click("Yes, contact me").await;
        },
        async |visitor, _| {
            visitor.tab_to("#email").await;
            visitor.press("b@example.org").await;
            visitor.press(Key::Tab).await;
            visitor.press("030 12345").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": all }), json!({ "it": { "email": "b@example.org", "phone": "030 12345", "consent": true } })],
    )
    .await;
}

#[apply(behaviour)]
async fn a_permission_is_true_with_a_tick_and_false_without(engine: Engine) {
    let fields = json!({ "label": "You may publish these words." });
    answered_both_ways(
        engine,
        "consent",
        fields.clone(),
        async |_, card| {
            click(card, "label.row").await;
            card.click("Send").await;
        },
        async |visitor, _| {
            visitor.tab_to("input[type=checkbox]").await;
            visitor.press(" ").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": true }), json!({ "it": true })],
    )
    .await;
    answered_both_ways(
        engine,
        "consent",
        fields,
        async |_, card| card.click("Send").await,
        async |visitor, _| {
            visitor.tab_to(".skip").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": false }), json!({})],
    )
    .await;
}

/// The keys of 20 November 2026, in the order in which this browser's date field has day, month and year.
pub(super) async fn day(visitor: &Visitor) -> String {
    const PARTS: &str = "new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: 'numeric' })
        .formatToParts(new Date(2026, 10, 20)).filter(({ type }) => type !== 'literal').map(({ value }) => value).join('')";
    visitor.eval(PARTS).await.as_str().expect("it is text").to_owned()
}

#[apply(behaviour)]
async fn a_date_is_a_day_whatever_order_the_browser_shows_it_in(engine: Engine) {
    answered_both_ways(
        engine,
        "date",
        json!({ "min": "2026-01-01" }),
        async |visitor, card| {
            let field = card.find("input[type=date]").await;
            field.click().await.expect("it can be clicked");
            let keys = match engine {
                // At its beginning is the first of its parts.
                Engine::Chromium => day(visitor).await,
                // Its driver takes whole dates alone, and puts them there at once.
                _ => "2026-11-20".to_owned(),
            };
            field.send_keys(keys).await.expect("it takes keys");
            card.click("Send").await;
        },
        async |visitor, card| {
            visitor.tab_to("input[type=date]").await;
            let keys = day(visitor).await;
            visitor.press(keys.as_str()).await;
            card.until("the day is there", "root.querySelector('[type=date]').value === '2026-11-20'").await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": "2026-11-20" }), json!({ "it": "2026-11-20" })],
    )
    .await;
}

#[apply(behaviour)]
async fn a_message_has_no_answer(engine: Engine) {
    answered_both_ways(
        engine,
        "message",
        json!({}),
        async |_, card| card.click("Next").await,
        async |visitor, _| {
            visitor.tab_to(".primary").await;
            visitor.press(" ").await;
        },
        [json!({}), json!({})],
    )
    .await;
}

#[apply(behaviour)]
async fn a_link_that_was_followed_is_opened_and_the_survey_stays(engine: Engine) {
    answered_both_ways(
        engine,
        "link",
        json!({ "label": "Join the group", "url": "/shop/" }),
        async |visitor, card| {
            card.click("Join the group").await;
            leads_to_the_shop(visitor).await;
            card.asks(PROMPT).await;
            card.click("Next").await;
        },
        async |visitor, card| {
            visitor.tab_to("a.primary").await;
            visitor.press(Key::Enter).await;
            leads_to_the_shop(visitor).await;
            card.asks(PROMPT).await;
            visitor.press_with(Key::Shift, Key::Tab).await;
            visitor.press(Key::Enter).await;
        },
        [json!({ "it": "opened" }), json!({ "it": "opened" })],
    )
    .await;
}

async fn leads_to_the_shop(visitor: &Visitor) {
    let opened = visitor.close_other_tabs().await;
    assert!(matches!(opened.as_slice(), [address] if address.ends_with("/shop/")), "{opened:?}");
    assert_eq!(visitor.told("answered").await.len(), 1);
}

#[apply(behaviour)]
async fn a_link_that_was_passed_over_is_not_opened(engine: Engine) {
    let fields = json!({ "label": "Join the group", "url": "/shop/" });
    answered_both_ways(
        engine,
        "link",
        fields,
        async |_, card| card.click("Next").await,
        async |visitor, _| {
            visitor.tab_to("button.quiet").await;
            visitor.press(" ").await;
        },
        [json!({}), json!({})],
    )
    .await;
}
