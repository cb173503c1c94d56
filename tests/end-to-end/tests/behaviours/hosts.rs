//! Whatever the page is like, the card stands; and the page stays as it was.

use end_to_end::{Card, Engine, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

/// Asserts that what the visitor needs can be seen and is in the viewport.
async fn is_usable(card: &Card<'_>) {
    let hidden = card
        .eval(
            "[...root.querySelectorAll('#question, .cell, .cell input, .close')].filter((element) => {
                const { width, height, left, top, right, bottom } = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                return width < 20 || height < 20 || left < 0 || top < 0 || right > innerWidth || bottom > innerHeight
                    || style.visibility !== 'visible' || style.display === 'none';
            }).map((element) => element.outerHTML)",
        )
        .await;
    assert_eq!(hidden, json!([]));
    let scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(card.eval(scrolls).await, false, "the page scrolls sideways");
}

#[apply(behaviour)]
async fn hostile_styles_do_not_reach_the_card(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]).style(
        "* { all: unset !important; font-size: 3px !important; visibility: hidden !important; opacity: 0.99 }
         div, h2, label, input, button, textarea, askwell-card { display: none !important; transform: scale(0.1) !important }
         :not(html):not(body) { letter-spacing: 2em !important; text-transform: uppercase !important; direction: rtl !important }",
    ));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    is_usable(&card).await;
    let style = "(({ fontSize, letterSpacing, textTransform, direction }) => [fontSize, letterSpacing, textTransform, direction])
        (getComputedStyle(root.querySelector('#question')))";
    assert_eq!(card.eval(style).await, json!(["17px", "normal", "none", "ltr"]));
    card.choose(5).await;
    card.asks("Was hätte besser sein müssen?").await;
    card.write("Das Licht").await;
    card.click("Weiter").await;
    stage.row("the reason is stored", |row| row.comment.as_deref() == Some("Das Licht")).await;
}

#[apply(behaviour)]
async fn a_page_that_runs_from_right_to_left_keeps_its_direction_and_gets_a_whole_card(engine: Engine) {
    let stage = Stage::with(&Page::new().html(r#"lang="en" dir="rtl""#).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    is_usable(&card).await;
    // English runs from left to right, on whatever page.
    assert_eq!(card.eval("getComputedStyle(root.querySelector('#question')).direction").await, "ltr");
    assert_eq!(visitor.eval("getComputedStyle(document.body).direction").await, "rtl");
    card.choose(10).await;
    stage.row("the score is stored", |row| row.score == Some(10)).await;
}

#[apply(behaviour)]
async fn a_phone_of_320_pixels_gets_targets_a_finger_can_hit(engine: Engine) {
    let stage = Stage::with(&Page::new().head(r#"<meta name="viewport" content="width=device-width">"#).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.hold_phone(320, 640).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    is_usable(&card).await;
    let small = "[...root.querySelectorAll('.cell')].map((cell) => cell.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length";
    assert_eq!(card.eval(small).await, 0);
    card.choose(0).await;
    card.asks("Was ist schiefgelaufen?").await;
    assert_eq!(card.eval("parseFloat(getComputedStyle(root.querySelector('textarea')).fontSize) >= 16").await, true);
}

#[apply(behaviour)]
async fn nothing_of_the_page_moves_or_changes(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]).body(&"<p>Ein Absatz.</p>".repeat(60)));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    // ChromeDriver, which looks at the page, leaves two kinds of names there.
    let state = "({
        globals: Object.getOwnPropertyNames(window)
            .filter((name) => !recorded.globals.includes(name) && !/^cdc_|^ret_nodes$/.test(name)),
        root: document.documentElement.cloneNode().outerHTML,
        body: document.body.cloneNode().outerHTML,
        added: [...document.querySelectorAll('html > *, head > *, body > *')].map((element) => element.localName)
            .filter((name) => !['head', 'body', 'meta', 'title', 'link', 'script', 'h1', 'p'].includes(name)),
        sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
        storage: localStorage.length + sessionStorage.length,
        cookies: document.cookie,
        history: history.length,
        title: document.title,
        scroll: scrollY,
    })";
    let mut before = visitor.eval(state).await;
    let history = before["history"].take();
    let expected = json!({
        "globals": ["askwell"], "root": r#"<html lang="de"></html>"#, "body": "<body></body>", "added": ["askwell-card"],
        "sheets": 0, "storage": 0, "cookies": "", "history": null, "title": "Eine Seite", "scroll": 0,
    });
    assert_eq!(before, expected);

    // What follows on a click within half a second is no shift to browsers; loading the application may take longer.
    card.find("h2").await.click().await.expect("it can be clicked");
    visitor.told("ready").await;
    card.choose(8).await;
    card.asks("Was müsste besser sein für eine 9 oder 10?").await;
    card.click("Überspringen").await;
    card.asks("Danke. Jetzt wissen wir, woran wir arbeiten können.").await;
    stage.complete_row().await;
    card.click("Schließen").await;
    card.leaves().await;
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    let after = visitor.eval(state).await;
    assert_eq!(after["added"], json!([]));
    assert_eq!((&after["history"], &after["storage"]), (&history, &json!(1)), "the recontact period alone is kept");
    assert_eq!((&after["root"], &after["body"]), (&expected["root"], &expected["body"]));
    // Only Chromium tells pages of it.
    assert_eq!(visitor.eval("recorded.shift").await, json!(0), "the layout shifted");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_page_with_mootools_traces_of_old_and_a_sandbox_without_storage_still_asks(engine: Engine) {
    // MooTools 1.4 replaces window.Window; Prototype.js 1.6 puts toJSON on arrays; sandboxed frames have no storage.
    let meddle = "window.Window = function () {};
        Array.prototype.toJSON = function () { return 'an array'; };
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    let stage = Stage::with(&Page::new().tag(&[]).script(meddle));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.click("Überspringen").await;
    card.asks("Danke. Das freut uns sehr.").await;
    let row = stage.complete_row().await;
    assert_eq!(row.score, Some(9));
}
