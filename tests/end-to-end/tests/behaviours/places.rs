//! The survey stands where it can be seen and used, whatever the page does with its boxes and layers.

use end_to_end::{Card, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

/// Asserts that the middle of each score can be hit with the pointer.
async fn can_be_hit(card: &Card<'_>) {
    card.settles().await;
    let missed = card
        .eval(
            "[...root.querySelectorAll('.cell')].filter((cell) => {
                const { left, top, width, height } = cell.getBoundingClientRect();
                const hit = root.elementFromPoint(left + width / 2, top + height / 2);
                return !cell.contains(hit) && !hit?.contains(cell);
            }).length",
        )
        .await;
    assert_eq!(missed, 0, "scores that can't be hit");
}

#[apply(behaviour)]
async fn a_popover_is_above_everything_and_in_the_window(engine: Engine) {
    let styles = [
        ("transform", "body { transform: translateZ(0) }"),
        ("filter", "body { filter: grayscale(0.1) } html { filter: none }"),
        ("will-change", "body { will-change: transform }"),
        ("contain", "body { contain: paint; overflow: clip }"),
        ("perspective", "html { perspective: 500px } body { transform: rotateX(0deg) }"),
        ("a banner", "#banner { position: fixed; inset: 0; z-index: 2147483647; background: pink }"),
        ("display", "html { display: flex; gap: 40px } html > * { display: block; border: 4px solid; width: 500px }"),
    ];
    for (name, style) in styles {
        let body = r#"<p style="height: 3000px">tall</p><div id="banner"></div>"#;
        let stage = Stage::with(&Page::new().style(style).body(body).tag(&[]));
        let visitor = stage.visitor(engine).await;
        visitor.resize(1000, 700).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        can_be_hit(&card).await;
        visitor.resize(700, 500).await;
        can_be_hit(&card).await;
        card.choose(10).await;
        card.asks("Was schätzen Sie am meisten?").await;
        let row = stage.row("the score is stored", |row| row.score == Some(10)).await;
        assert_eq!(row.layout, "popover", "{name}");
        // The application's card as well.
        let inside = card.eval("(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(root.querySelector('.card').getBoundingClientRect())");
        assert_eq!(inside.await, true, "{name}");
    }
}

#[apply(behaviour)]
async fn a_popover_stands_in_the_corner_in_quirks_mode(engine: Engine) {
    let stage = Stage::open();
    stage.put_file(
        "index.html",
        r#"<html lang=de><title>Page</title><body><p style="height:3000px">tall</p>
        <script async src="/askwell.js" data-endpoint="/v1/responses?key=demo" data-delay="0"></script>"#,
    );
    let visitor = stage.visitor(engine).await;
    visitor.resize(1000, 700).await;
    visitor.visit("/").await;
    assert_eq!(visitor.eval("document.compatMode").await, "BackCompat");
    let card = visitor.card().await;
    can_be_hit(&card).await;
    card.choose(3).await;
    card.asks("Was ist schiefgelaufen?").await;
    visitor.resize(800, 600).await;
    card.settles().await;
    let bottom =
        card.eval("Math.round(innerHeight - root.querySelector('.card').getBoundingClientRect().bottom)").await;
    assert!(bottom.as_i64().is_some_and(|bottom| (0..40).contains(&bottom)), "{bottom} px from the bottom");
}

#[apply(behaviour)]
async fn an_inline_survey_has_a_width_of_its_own_and_never_more_than_there_is(engine: Engine) {
    // As classes: the policy of the pages forbids styles in elements.
    let styles = "
        .flex { display: flex }
        .float { float: left }
        .inline { display: inline-block }
        .grid { display: grid; grid-template-columns: auto auto; justify-content: start }
        .column { display: flex; flex-direction: column; align-items: start }
        .absolute { position: absolute }
        .content { width: min-content; min-width: 300px }
        dialog { position: static; margin: 0 }";
    let contexts = [
        r#"<div class="flex">ITEM<p>Text daneben</p></div>"#,
        r#"<div class="float">ITEM</div>"#,
        r#"<div class="inline">ITEM</div>"#,
        r#"<div class="grid">ITEM<p>Text</p></div>"#,
        "<table><tr><td>ITEM</td><td>Text</td></tr></table>",
        "<dialog open>ITEM</dialog>",
        r#"<div class="column">ITEM</div>"#,
        r#"<div class="absolute">ITEM</div>"#,
        r#"<div class="content">ITEM</div>"#,
        "ITEM",
    ];
    for (index, context) in contexts.into_iter().enumerate() {
        let body = context.replace("ITEM", r#"<askwell-rating topic="x" preset="helpful"></askwell-rating>"#);
        let stage = Stage::with(&Page::new().style(styles).tag(&[("show", "manual")]).body(&body));
        let visitor = stage.visitor(engine).await;
        for width in [1000, 360] {
            visitor.resize(width, 700).await;
            visitor.visit("/").await;
            let card = visitor.card_in("askwell-rating").await;
            card.settles().await;
            let measured =
                "(({ left, width }) => [Math.round(width), left + width <= document.documentElement.clientWidth + 1])
                (root.querySelector('.card').getBoundingClientRect())";
            let measured = card.eval(measured).await;
            let wide = measured[0].as_u64().expect("it has a width");
            assert!(wide >= 240 && measured[1] == true, "{index} at {width}: {measured}");
        }
    }
}

async fn waits(visitor: &Visitor) {
    // Longer than it takes where nothing is in the way.
    visitor.passes(1500).await;
    assert!(!visitor.sees_a_card().await, "it is shown where it can't be used");
    assert_eq!(visitor.events("shown").await, [json!(null); 0]);
}

#[apply(behaviour)]
async fn a_popover_waits_until_a_dialog_is_closed(engine: Engine) {
    let open = "addEventListener('DOMContentLoaded', () => document.querySelector(dialogue)[how]());";
    for (dialogue, how, close) in [("dialog", "showModal", "close"), ("[popover]", "showPopover", "hidePopover")] {
        for load in ["interaction", "now"] {
            let script = format!("const dialogue = '{dialogue}', how = '{how}'; {open}");
            let body = r#"<dialog><p>Ein Dialog</p></dialog><div popover><p>Ein Menü</p></div>"#;
            let stage = Stage::with(&Page::new().script(&script).body(body).tag(&[("load", load)]));
            let visitor = stage.visitor(engine).await;
            visitor.visit("/").await;
            waits(&visitor).await;
            visitor.eval(&format!("document.querySelector('{dialogue}').{close}()")).await;
            let card = visitor.card().await;
            can_be_hit(&card).await;
            card.choose(9).await;
            stage.row("the score is stored", |row| row.score == Some(9)).await;
        }
    }
}

#[apply(behaviour)]
async fn a_call_waits_for_a_dialog_and_says_so(engine: Engine) {
    let stage = Stage::with(&Page::new().body("<dialog><p>Ein Dialog</p></dialog>").tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.eval("(document.querySelector('dialog').showModal(), window.shown = askwell.show(), 0)").await;
    waits(&visitor).await;
    let rules = "(await askwell.explain()).surveys[0].rules.filter(({ holds }) => !holds).map(({ rule }) => rule)";
    assert_eq!(visitor.eval(rules).await, json!(["manual", "covered"]));
    visitor.eval("document.querySelector('dialog').close()").await;
    assert_eq!(visitor.eval("await window.shown").await, "nps");
    can_be_hit(&visitor.card().await).await;
}

#[apply(behaviour)]
async fn a_frame_that_cannot_be_seen_takes_no_turn(engine: Engine) {
    for hidden in ["display: none", "visibility: hidden", "width: 1px; height: 1px"] {
        let frame = r#"<iframe src="/survey.html" width="600" height="500" class="hidden"></iframe>"#;
        let style = format!(".hidden {{ {hidden} }}");
        let stage = Stage::with(&Page::new().style(&style).body(frame));
        stage.put("survey.html", &Page::new().tag(&[]));
        stage.put("shop.html", &Page::new().style(&style).body(frame).tag(&[]));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        visitor.passes(1500).await;
        let in_frame = "Boolean(frames[0].document.querySelector('askwell-card')?.shadowRoot?.querySelector('.card'))";
        assert_eq!(visitor.eval(in_frame).await, false, "{hidden}");
        visitor.eval("document.querySelector('iframe').className = ''").await;
        visitor.until("the frame asks", in_frame).await;
        // The page around it asks, though the frame would.
        visitor.visit("/shop.html").await;
        visitor.card().await.choose(6).await;
        stage.row("the score is stored", |row| row.score == Some(6)).await;
    }
}
