//! `?askwell_debug`: a panel that says why each survey of the page shows or doesn't.

use end_to_end::{Endpoint, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

const PANEL: &str = "document.querySelector('askwell-debug')?.shadowRoot";

/// Waits until the panel's text has this in it.
async fn says(visitor: &Visitor, text: &str) {
    let there = format!("Boolean({PANEL}?.querySelector('.panel')?.innerText.includes({}))", json!(text));
    visitor.until(&format!("the panel says “{text}”"), &there).await;
}

async fn press(visitor: &Visitor, name: &str) {
    let found = format!(
        "[...{PANEL}.querySelectorAll('button')].find((button) => (button.ariaLabel ?? button.textContent).trim() === {})",
        json!(name)
    );
    visitor.until(&format!("the panel has {name}"), &format!("Boolean({found})")).await;
    visitor.eval(&format!("({found}.click(), 0)")).await;
}

#[apply(behaviour)]
async fn panel_says_why_nothing_is_shown_and_shows_it_anyway(engine: Engine) {
    let tag = [("id", "orders"), ("if-url", "*/thanks*"), ("when", "event order")];
    let stage = Stage::with(&Page::new().tag(&tag));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/?askwell_debug").await;
    says(&visitor, "orders").await;
    says(&visitor, "not shown").await;
    says(&visitor, "and has to match */thanks*").await;
    says(&visitor, "Nothing waits to be delivered.").await;
    assert!(!visitor.sees_a_card().await);
    press(&visitor, "Show orders anyway").await;
    let card = visitor.card().await;
    says(&visitor, "orders is on the page.").await;
    says(&visitor, "open").await;
    card.choose(9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn panel_resets_switches_language_and_closes(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/?askwell_debug").await;
    press(&visitor, "Show nps anyway").await;
    let card = visitor.card().await;
    let choose = "(({ shadowRoot: root }) => {
        const field = root.querySelector('input');
        field.value = 'fr';
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return 0;
    })(document.querySelector('askwell-debug'))";
    visitor.eval(choose).await;
    says(&visitor, "The language is fr.").await;
    card.until("the card is in French", "root.querySelector('.card').lang === 'fr'").await;
    visitor.has_read().await;
    visitor.eval("await askwell.close()").await;
    card.leaves().await;
    says(&visitor, "The visitor answered or declined not long ago.").await;
    press(&visitor, "Reset").await;
    let forgotten = format!("!{PANEL}.querySelector('.panel').innerText.includes('not long ago')");
    visitor.until("the dismissal is forgotten", &forgotten).await;
    visitor.eval(&format!("({PANEL}.querySelector('input').focus(), 0)")).await;
    visitor.press_at_once(Key::Escape).await;
    visitor.until("the panel is gone", "!document.querySelector('askwell-debug')").await;
    assert_eq!(visitor.recorded("keys").await, [""; 0], "the page heard the panel's keys");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn panel_lists_what_waits_with_its_endpoint_and_the_last_error(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(503)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers"), ("show", "manual")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/?askwell_debug").await;
    press(&visitor, "Show nps anyway").await;
    visitor.card().await.choose(7).await;
    says(&visitor, &format!("{}/answers", site.address())).await;
    says(&visitor, "Last error: status 503").await;
    site.endpoint_now(Endpoint::Answers(200));
    says(&visitor, "Nothing waits to be delivered.").await;
}

#[apply(behaviour)]
async fn page_without_the_parameter_loads_nothing_of_it(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/?askwell=debug&debug").await;
    visitor.until("the script has run", "Boolean(window.askwell?.explain)").await;
    visitor.passes(700).await;
    let files = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()).filter((name) => /wasm|app/.test(name))";
    assert_eq!(visitor.eval(files).await, Value::Array(Vec::new()));
    assert_eq!(visitor.eval("Boolean(document.querySelector('askwell-debug'))").await, false);
}
