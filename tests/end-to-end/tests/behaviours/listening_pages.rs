//! Pages that listen: what happens on the card is not their business.

use end_to_end::{Endpoint, Engine, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const DETRACTOR: &str = "Was ist schiefgelaufen?";

#[apply(behaviour)]
async fn no_event_of_the_card_reaches_the_page(engine: Engine) {
    let listen = "window.heard = new Set();
        const types = ['focusin', 'focusout', 'compositionstart', 'compositionupdate', 'compositionend'];
        for (const name in document.createElement('div')) if (name.startsWith('on')) types.push(name.slice(2));
        // Who listens to every movement of a pen draws with it, and makes browsers slow.
        for (const type of types.filter((type) => type !== 'pointerrawupdate')) {
            // What the browser sends to the host itself, where the application takes a card's place, does not begin in the card.
            document.addEventListener(type, (event) =>
                event.target.localName === 'askwell-card' && event.composedPath()[0] !== event.target && heard.add(type));
        }";
    for load in ["interaction", "now"] {
        let stage = Stage::with(&Page::new().script(listen).tag(&[("load", load)]));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(3).await;
        card.asks(DETRACTOR).await;
        card.write("Das Paket kam spät").await;
        let field = card.find("textarea").await;
        visitor.click_twice(&field, 50).await;
        // What no test can do by hand.
        card.eval(
            "(() => {
                const field = root.querySelector('textarea');
                for (const [make, types] of [
                    [DragEvent, 'dragstart drag dragenter dragover dragleave drop dragend'],
                    [ClipboardEvent, 'copy cut paste'],
                    [WheelEvent, 'wheel'],
                    [CompositionEvent, 'compositionstart compositionupdate compositionend'],
                    [MouseEvent, 'auxclick contextmenu'],
                    [UIEvent, 'touchstart touchmove touchend touchcancel'],
                ]) for (const type of types.split(' ')) field.dispatchEvent(new make(type, { bubbles: true, composed: true }));
            })()",
        )
        .await;
        card.click("Weiter").await;
        card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
        assert_eq!(visitor.eval("[...heard].sort()").await, json!([]), "load={load}");
        stage.row("the reason is stored", |row| row.comment.is_some()).await;
    }
}

#[apply(behaviour)]
async fn a_focus_trap_of_the_page_pulls_no_words_out_of_the_card(engine: Engine) {
    let trap = "document.addEventListener('focusin', ({ target }) => {
        const modal = document.querySelector('#modal');
        if (!modal.contains(target)) modal.querySelector('input').focus();
    });";
    let stage = Stage::with(&Page::new().script(trap).body("<div id=modal role=dialog><input></div>").tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    card.find("textarea").await.click().await.expect("it can be clicked");
    visitor.press_at_once("Das Paket").await;
    assert_eq!(card.eval("root.querySelector('textarea').value").await, "Das Paket");
    assert_eq!(visitor.eval("document.querySelector('#modal input').value").await, "");
}

#[apply(behaviour)]
async fn an_answer_is_delivered_once_through_a_wrapped_fetch(engine: Engine) {
    let wrap = "const real = fetch;
        window.fetch = async (...options) => {
            const response = await real(...options);
            return new Response(response.status === 204 ? null : await response.arrayBuffer(), response);
        };";
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    stage.put("index.html", &Page::new().script(wrap).tag(&[("endpoint", "/answers")]));
    let mut visitor = stage.visitor(engine).await;
    visitor.turn_to_site(site.address());
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    visitor.told("delivered").await;
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    // A refusal is told apart as well.
    site.endpoint_now(Endpoint::Answers(400));
    card.click("Überspringen").await;
    visitor.told("undeliverable").await;
    assert_eq!(site.received().len(), 2);
}

#[apply(behaviour)]
async fn a_frame_without_forms_can_send(engine: Engine) {
    let frame =
        r#"<iframe src="/inner.html" width="600" height="600" sandbox="allow-scripts allow-same-origin"></iframe>"#;
    let stage = Stage::with(&Page::new().body(frame));
    stage.put("inner.html", &Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.enter_frame().await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    card.write("Das Paket kam spät").await;
    card.click("Weiter").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    // By a key as well.
    card.find("input[type=email]").await.send_keys("a@example.org").await.expect("it takes text");
    visitor.press("\u{e007}").await;
    let row = stage.complete_row().await;
    assert_eq!(row.comment.as_deref(), Some("Das Paket kam spät"));
    assert_eq!(row.answer("contact")["email"], "a@example.org");
}

#[apply(behaviour)]
async fn escape_belongs_to_an_input_method_while_it_composes(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks(DETRACTOR).await;
    card.write("かな").await;
    let press = |composing: bool, code: u16| {
        format!(
            "['keydown', 'keyup'].forEach((type) => root.querySelector('textarea').dispatchEvent(new KeyboardEvent(type,
                {{ key: 'Escape', keyCode: {code}, isComposing: {composing}, bubbles: true, composed: true, cancelable: true }})))"
        )
    };
    for (composing, code) in [(true, 27), (false, 229)] {
        card.eval(&press(composing, code)).await;
        visitor.passes(300).await;
        assert_eq!(card.eval("root?.querySelector('textarea')?.value ?? null").await, "かな", "{composing} {code}");
    }
}
