//! Pages that aren't simply open: prerendered and frozen ones.

use end_to_end::{Endpoint, Engine, Page, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::chromium_behaviour;

const NOTHING_WAITS: &str = "JSON.parse(localStorage.getItem('askwell.outbox') || '[]').length === 0";

#[apply(chromium_behaviour)]
#[because("Firefox does not prerender pages")]
async fn a_prerendered_page_asks_nobody_before_somebody_turns_to_it(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    let rules = r#"<script type="speculationrules">{"prerender": [{"urls": ["/shop.html"], "eagerness": "immediate"}]}</script>"#;
    stage.put("index.html", &Page::new().head(rules));
    let script = "window.shown = 0; addEventListener('askwell:shown', () => {
        shown = { prerendering: document.prerendering, after: performance.now() - performance.getEntriesByType('navigation')[0].activationStart };
    }, true);
    window.began = document.prerendering;
    fetch('/answers?began=' + began);";
    stage.put("shop.html", &Page::new().script(script).tag(&[("endpoint", "/answers"), ("delay", "1.5")]));
    let visitor = Visitor::new(engine, site.address()).await;
    // Switched off for browsers that are steered.
    visitor.devtools("Page.setPrerenderingAllowed", json!({ "isAllowed": true })).await;
    visitor.visit("/").await;
    until("the page is prerendered", async || {
        let seen =
            site.requests().into_iter().any(|request| request.path == "/answers" && request.query == "began=true");
        seen.then_some(())
    })
    .await;
    visitor.eval("(location.href = '/shop.html', 0)").await;
    visitor.until("the page is turned to", "location.pathname === '/shop.html' && !document.prerendering").await;
    assert_eq!(visitor.eval("began").await, true, "it was prerendered");
    visitor.card().await.choose(9).await;
    let shown = visitor.eval("shown").await;
    assert_eq!(shown["prerendering"], false);
    assert!(shown["after"].as_f64().is_some_and(|after| after >= 1_500.0), "{shown}");
    until("the answer arrives", async || site.received().first().cloned()).await;
}

#[apply(chromium_behaviour)]
#[because("Firefox does not freeze pages that are open")]
async fn a_page_that_was_frozen_goes_on_delivering(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(503)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    visitor.card().await.choose(4).await;
    until("it was tried in vain", async || (!site.received().is_empty()).then_some(())).await;
    visitor.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await;
    site.endpoint_now(Endpoint::Answers(200));
    visitor.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await;
    visitor.until("nothing waits", NOTHING_WAITS).await;
    let last = site.received().pop().expect("it arrived");
    assert_eq!((&last["score"], &last["revision"]), (&json!(4), &json!(1)));
}
