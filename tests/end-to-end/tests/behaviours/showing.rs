//! The survey shows on every page where it should: whatever stands on the tag, whatever the page has of its own, however often
//! it is made known.

use end_to_end::{Endpoint, Engine, Outage, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const CONFIG: &str = "{ endpoint: '/v1/responses?key=demo', delay: 0 }";

#[apply(behaviour)]
async fn attributes_of_other_tools_are_ignored(engine: Engine) {
    let foreign = [
        ("cfasync", "false"),
        ("nscript", "afterInteractive"),
        ("turbo-track", "reload"),
        ("cookieconsent", "statistics"),
        ("testid", "survey"),
        ("lang", ""),
        ("topic", ""),
    ];
    let rating = r#"<askwell-rating topic="x" _ngcontent-abc-c1="" tabindex="0" translate="no" v-cloak hx-boost="false"
        x-data="{}" lang="" data-testid="a"></askwell-rating>"#;
    let stage = Stage::with(&Page::new().tag(&foreign).body(rating));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(10).await;
    card.asks("Was schätzen Sie am meisten?").await;
    visitor.card_in("askwell-rating").await.click("Ja").await;
    let rows =
        end_to_end::until("both are stored", async || Some(stage.rows().await).filter(|rows| rows.len() == 2)).await;
    assert!(rows.iter().any(|row| row.topic.as_deref() == Some("x") && row.helpful.as_deref() == Some("yes")));
    assert_eq!(visitor.recorded("consoleErrors").await, [""; 0]);
}

#[apply(behaviour)]
async fn an_attribute_that_is_nearly_one_is_warned_of(engine: Engine) {
    let listen = "window.warned = []; console.warn = (text) => warned.push(text);";
    let stage = Stage::with(&Page::new().script(listen).tag(&[("recomend-url", "/friends"), ("load", "now")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await;
    visitor.told("ready").await;
    let warned = visitor.eval("warned.join()").await;
    assert_eq!(warned, "askwell: recomendUrl: is not known; did you mean recommendUrl?");
}

#[apply(behaviour)]
async fn one_trait_that_cannot_be_used_costs_only_itself(engine: Engine) {
    let long = "x".repeat(501);
    let topic = "Returns, refunds and all that";
    let stage = Stage::with(&Page::new().tag(&[("attribute-note", &long), ("topic", topic)]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.eval("askwell.identify({ id: 'u-1', since: new Date(), tags: ['a'], big: 10n, call() {} })").await;
    let card = visitor.card().await;
    card.choose(9).await;
    let row = stage.row("the score is stored", |row| row.score == Some(9)).await;
    assert_eq!(row.document["person"], json!({ "id": "u-1" }));
    assert_eq!(row.document["attributes"]["note"].as_str().map(str::len), Some(500));
    assert_eq!(row.topic.as_deref(), Some(topic));
}

#[apply(behaviour)]
async fn a_survey_that_is_made_known_twice_shows_once(engine: Engine) {
    // As React's strict mode does: made known, removed, made known.
    let orders = [
        format!("for (const call of [1, 2]) (window.askwell ||= []).push(['init', {CONFIG}]);"),
        format!("(window.askwell ||= []).push(['init', {CONFIG}], ['destroy'], ['init', {CONFIG}]);"),
        format!(
            "(window.askwell ||= []).push(['init', {CONFIG}]);
             document.addEventListener('askwell:shown', () => {{ askwell.destroy(); askwell.init({CONFIG}); }}, {{ once: true }});"
        ),
    ];
    for order in orders {
        let stage = Stage::with(&Page::new().bare_tag(&[]).script(&order));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.is_seen().await;
        visitor.until("one card is there", "document.querySelectorAll('askwell-card').length === 1").await;
        card.choose(8).await;
        stage.row("the score is stored", |row| row.score == Some(8)).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn making_it_known_again_interrupts_no_answer(engine: Engine) {
    let stage =
        Stage::with(&Page::new().bare_tag(&[]).script(&format!("(window.askwell ||= []).push(['init', {CONFIG}]);")));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.write("Halb ").await;
    let again = "await askwell.init({ endpoint: '/v1/responses?key=demo', delay: 0, attributes: { cart: 2 } })";
    assert_eq!(visitor.eval(again).await, "nps");
    visitor.passes(300).await;
    card.write("geschrieben").await;
    card.click("Weiter").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    card.click("Nein, danke").await;
    let row = stage.complete_row().await;
    assert_eq!((row.comment.as_deref(), &row.document["attributes"]), (Some("Halb geschrieben"), &json!({})));
    card.click("Schließen").await;
    card.leaves().await;
    // What comes is as was said last.
    visitor.eval("askwell.show(undefined, { ignoreRecontact: true })").await;
    visitor.card().await.choose(10).await;
    let rows =
        end_to_end::until("another is stored", async || Some(stage.rows().await).filter(|rows| rows.len() == 2)).await;
    assert!(rows.iter().any(|row| row.document["attributes"] == json!({ "cart": 2 })));
}

#[apply(behaviour)]
async fn making_it_known_again_leaves_the_first_question_where_it_is(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let again =
        "await askwell.init({ endpoint: '/v1/responses?key=demo', product: 'Lindenhof', attributes: { cart: 2 } })";
    assert_eq!(visitor.eval(again).await, "nps");
    card.is_seen().await;
    assert_eq!(visitor.eval("document.querySelectorAll('askwell-card').length").await, 1);
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    let row = stage.row("the score is stored", |row| row.score == Some(9)).await;
    assert_eq!(row.document["attributes"], json!({}), "it was asked before the page said more");
    assert_eq!(stage.rows().await.len(), 1);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn names_that_the_page_uses_itself_are_in_nobodys_way(engine: Engine) {
    for meddle in [
        "var URL = '/shop/', Map = 'a map', Set = [], Blob = null;",
        "document.addEventListener('DOMContentLoaded', () => document.body.insertAdjacentHTML('beforeend', '<input name=askwell>'));",
    ] {
        let stage = Stage::with(
            &Page::new()
                .script(meddle)
                .body(r#"<form name="askwell"></form><div id="askwell"></div>"#)
                .tag(&[("keep-query", "a")]),
        );
        let visitor = stage.visitor(engine).await;
        visitor.visit("/?a=1&b=2").await;
        let card = visitor.card().await;
        card.choose(3).await;
        card.asks("Was ist schiefgelaufen?").await;
        let row = stage.row("the score is stored", |row| row.score == Some(3)).await;
        let url = row.document["page"]["url"].as_str().expect("it has one").to_owned();
        assert!(url.ends_with("/?a=1"), "{url}");
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_page_that_is_never_complete_shows_it(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    site.withholds(["hanging.png".to_owned()].into(), Outage::Stalls);
    let page = Page::new().tag(&[("endpoint", "/answers")]);
    let page = page.body(r#"<img src="/hanging.png"><askwell-rating topic="x"></askwell-rating>"#);
    stage.put("hanging.html", &page);
    stage.put("index.html", &Page::new());
    let mut visitor = stage.visitor(engine).await;
    visitor.turn_to_site(site.address());
    visitor.visit("/").await;
    // In a frame: the browser's driver waits for pages to be complete.
    visitor
        .eval(
            "(() => {
                const frame = Object.assign(document.createElement('iframe'), { src: '/hanging.html', width: 900, height: 700 });
                document.body.append(frame);
            })()",
        )
        .await;
    let asks = |host| format!("Boolean(frames[0]?.document.querySelector('{host}')?.shadowRoot?.querySelector('h2'))");
    visitor.until("the popover is there", &asks("askwell-card")).await;
    visitor.until("the rating is there", &asks("askwell-rating")).await;
    assert_ne!(visitor.eval("frames[0].document.readyState").await, "complete");
    site.withholds_nothing();
}

#[apply(behaviour)]
async fn a_call_shows_a_survey_that_is_not_due(engine: Engine) {
    for tag in [&[("delay", "30")][..], &[("delay", "30"), ("texts", ""), ("accent", "#c2410c")]] {
        let stage = Stage::with(&Page::new().tag(tag));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        assert_eq!(visitor.eval("await askwell.show()").await, "nps");
        visitor.card().await.choose(9).await;
        stage.row("the score is stored", |row| row.score == Some(9)).await;
    }
}

#[apply(behaviour)]
async fn a_container_that_comes_late_is_waited_for(engine: Engine) {
    let late = "setTimeout(() => document.querySelector('#app').innerHTML = '<div id=slot></div>', 1500);";
    for document in ["", r#"{"texts": {"action.send": "Los"}}"#] {
        let mut page = Page::new()
            .tag(&[("display", "inline"), ("container", "#slot")])
            .body(r#"<div id="app"></div><script src="/late.js"></script>"#);
        if !document.is_empty() {
            page = page.head(&format!(r#"<script type="application/askwell+json">{document}</script>"#));
        }
        let stage = Stage::with(&page);
        stage.put_file("late.js", late);
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card_in("#slot > askwell-card").await;
        card.choose(7).await;
        stage.row("the score is stored", |row| row.score == Some(7)).await;
    }
}

#[apply(behaviour)]
async fn elements_are_seen_however_they_are_shown(engine: Engine) {
    let stage = Stage::with(
        &Page::new()
            .tag(&[("show", "manual"), ("lang", "")])
            .style(
                ":not(:defined) { visibility: hidden; opacity: 0 } #contents { display: contents } #late { display: none }
                 #late.seen { display: block }",
            )
            .body(
                r#"<askwell-rating id="contents" topic="a"></askwell-rating><askwell-rating id="late" topic="b"></askwell-rating>
                   <my-app></my-app><div id="here"></div>"#,
            )
            .script(
                "customElements.define('my-app', class extends HTMLElement {
                    constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<askwell-rating topic=c></askwell-rating>'; }
                 });",
            ),
    );
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card_in("#contents").await.asks("War dieser Artikel hilfreich?").await;
    visitor.eval("document.querySelector('#late').classList.add('seen')").await;
    visitor.card_in("#late").await.asks("War dieser Artikel hilfreich?").await;
    // The language is that of the page, though the element stands in a shadow root.
    let inner = "document.querySelector('my-app').shadowRoot.querySelector('askwell-rating').shadowRoot?.querySelector('h2')?.textContent
        === 'War dieser Artikel hilfreich?'";
    visitor.until("the element in the shadow root asks", inner).await;
    visitor
        .eval("askwell.init({ endpoint: '/v1/responses?key=demo', id: 'here', display: 'inline', container: '#here', delay: 0 })")
        .await;
    let card = visitor.card_in("#here > askwell-card").await;
    assert_eq!(card.eval("getComputedStyle(root.host).visibility").await, "visible");
    assert_eq!(card.eval("getComputedStyle(root.host).opacity").await, "1");
}

#[apply(behaviour)]
async fn a_script_that_is_bundled_says_what_it_needs(engine: Engine) {
    let stage = Stage::with(&Page::new().body(r#"<script src="/bundle.js"></script>"#));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let bundle = visitor.eval("(await (await fetch('/askwell.js')).text())").await;
    // Run without a tag of its own, as bundlers do; and imported.
    let bundled = format!("setTimeout(() => {{ {} }});", bundle.as_str().expect("it is text"));
    for script in [bundled.as_str(), "import('/askwell.js');"] {
        stage.put_file("bundle.js", script);
        visitor.visit("/").await;
        visitor.until("the console says it", "recorded.consoleErrors.join().includes('no script tag')").await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_recontact_period_of_a_wrong_clock_silences_nobody(engine: Engine) {
    let clock = "const ahead = Date.now() + 20 * 365 * 86400000;
        localStorage.setItem('askwell.rest', JSON.stringify({ 'nps/': ahead, '* popover': ahead }));";
    let stage = Stage::with(&Page::new().tag(&[]).script(clock));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await;
    let explained = visitor.eval("await askwell.explain()").await;
    assert_eq!((&explained["surveys"][0]["open"], &explained["surveys"][0]["visible"]), (&json!(true), &json!(true)));
}

#[apply(behaviour)]
async fn every_way_of_writing_a_language_is_understood(engine: Engine) {
    const CASES: &str = include_str!("../../../../crates/survey/languages.cases.json");
    let cases: std::collections::BTreeMap<String, String> = serde_json::from_str(CASES).expect("the cases are JSON");
    let stage = Stage::open();
    let mut frames = String::new();
    let mut pages = Vec::new();
    for (index, (tag, language)) in cases.iter().filter(|(tag, _)| !tag.is_empty()).enumerate() {
        let rating = r#"<askwell-rating topic="a"></askwell-rating>"#;
        let page = Page::new().html(&format!(r#"lang="{tag}""#)).tag(&[("show", "manual")]).body(rating);
        stage.put(&format!("{index}.html"), &page);
        frames += &format!(r#"<iframe src="{index}.html" height="400"></iframe>"#);
        pages.push(json!([tag, language]));
    }
    stage.put("index.html", &Page::new().body(&frames));
    let visitor = stage.visitor(engine).await;
    visitor.resize(1200, 10_000).await;
    visitor.visit("/").await;
    let cards = "Array.from(frames, (frame) => frame.document.querySelector('askwell-rating')?.shadowRoot?.querySelector('.card'))";
    visitor.until("all ratings ask", &format!("frames.length === {} && {cards}.every(Boolean)", pages.len())).await;
    let said = format!("{cards}.map((card) => [card.ownerDocument.documentElement.lang, card.lang])");
    assert_eq!(visitor.eval(&said).await, json!(pages), "the loader takes another language");
    // The application's choice is the same.
    visitor.eval("Promise.all(Array.from(frames, (frame) => frame.askwell.explain()))").await;
    visitor
        .eval(
            "Array.from(frames, (frame) => frame.document.querySelector('askwell-rating').setAttribute('topic', 'b'))",
        )
        .await;
    visitor.until("all ratings ask again", &format!("{cards}.every((card) => card?.querySelector('h2'))")).await;
    assert_eq!(visitor.eval(&said).await, json!(pages), "the application takes another language");
}
