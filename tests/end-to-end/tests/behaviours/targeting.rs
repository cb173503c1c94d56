//! When, where and to whom a survey is shown: judged by the gate, before anything else is downloaded.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const ENDPOINT: (&str, &str) = ("endpoint", "/v1/responses?key=demo");

/// A page with a tag that names no moment, a button and a field.
fn page(attributes: &[(&str, &str)]) -> Page {
    let all: Vec<_> = [ENDPOINT].into_iter().chain(attributes.iter().copied()).collect();
    Page::new().body("<button id=buy>Kaufen</button><input id=search>").bare_tag(&all)
}

/// Waits until the page has fetched these scripts and modules, and no others, by their names.
async fn fetches(visitor: &Visitor, expected: Value) {
    let names = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').pop())
        .filter((name) => /\\.(js|wasm)$/.test(name) && name !== 'page.js').sort()";
    visitor.until_is("what is fetched", names, &expected).await;
}

/// Waits until the gate is there, and has judged.
async fn judged(visitor: &Visitor) {
    let there = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/gate.wasm') && responseEnd)";
    visitor.until("the gate is fetched", there).await;
    // Resolves once it has been compiled, after it was asked.
    visitor.eval("(await askwell.track('nothing'), 0)").await;
}

#[apply(behaviour)]
async fn one_whom_targeting_turns_away_downloads_the_gate_and_nothing_else(engine: Engine) {
    for attributes in [&[("if-url", "/elsewhere*")][..], &[("sample", "0")], &[("when", "click #buy")], &[]] {
        let stage = Stage::with(&page(attributes));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        judged(&visitor).await;
        fetches(&visitor, json!(["askwell.js", "gate.js", "gate.wasm"])).await;
        assert!(!visitor.sees_a_card().await, "{attributes:?}");
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_click_shows_the_question_and_the_answer_arrives(engine: Engine) {
    let stage = Stage::with(&page(&[("when", "click #buy"), ("interrupt", "start")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    assert!(!visitor.sees_a_card().await);
    visitor.click("#buy").await;
    let card = visitor.card().await;
    fetches(&visitor, json!(["askwell.js", "first.js", "gate.js", "gate.wasm"])).await;
    card.choose(9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_event_shows_it_whenever_it_is_tracked(engine: Engine) {
    let tag = [("when", "event order"), ("interrupt", "start")];
    let stage = Stage::with(&page(&tag));
    let early = "(window.askwell ||= []).push(['track', 'order', { total: 60 }]);";
    stage.put("early.html", &page(&tag).script(early));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/early.html").await;
    visitor.card().await;
    visitor.visit("/").await;
    judged(&visitor).await;
    assert!(!visitor.sees_a_card().await);
    visitor.eval("askwell.track('order')").await;
    visitor.card().await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn of_surveys_that_are_due_together_the_one_with_the_highest_priority_is_shown(engine: Engine) {
    let survey = |id: &str, priority: u8| {
        json!(["init", {"endpoint": "/v1/responses?key=demo", "id": id, "interrupt": ["start"],
            "targeting": {"when": [{"event": "cancel"}], "priority": priority}}])
    };
    let early = json!([survey("usual", 0), survey("urgent", 10), survey("later", 5)]);
    let stage = Stage::with(&Page::new().bare_tag(&[]).script(&format!("window.askwell = {early};")));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    visitor.eval("askwell.track('cancel')").await;
    visitor.card().await;
    let shown = visitor.told("shown").await;
    assert_eq!(shown.iter().map(|detail| &detail["survey"]).collect::<Vec<_>>(), ["urgent"]);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_survey_of_a_call_waits_for_its_event(engine: Engine) {
    let init = "(window.askwell ||= []).push(['init', { endpoint: '/v1/responses?key=demo', id: 'orders', interrupt: ['start'],
        targeting: { when: [{ event: 'order', where: { property: 'total', atLeast: 50 } }] } }]);";
    let stage = Stage::with(&Page::new().bare_tag(&[]).script(init));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    visitor.eval("askwell.track('order', { total: 10 })").await;
    visitor.passes(700).await;
    assert!(!visitor.sees_a_card().await, "it was too small an order");
    visitor.eval("askwell.track('order', { total: 50 })").await;
    visitor.card().await.choose(9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_element_that_has_left_or_changed_waits_no_longer(engine: Engine) {
    let rating = r#"<askwell-rating topic="a" when="event order"></askwell-rating>"#;
    let stage = Stage::with(&page(&[("show", "manual")]).body(rating));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    visitor.eval("document.querySelector('askwell-rating').setAttribute('when', 'event refund')").await;
    visitor.passes(700).await;
    visitor.eval("(await askwell.track('order'), 0)").await;
    visitor.passes(700).await;
    assert_eq!(visitor.eval("Boolean(document.querySelector('askwell-rating').shadowRoot)").await, false);
    visitor.eval("(await askwell.track('refund'), 0)").await;
    visitor.card_in("askwell-rating").await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn nobody_is_asked_while_they_type(engine: Engine) {
    let stage = Stage::with(&page(&[("when", "event order"), ("interrupt", "start")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    visitor.click("#search").await;
    visitor.press_at_once("Tee").await;
    // They go on, however long the test takes.
    let goes_on = "(window.typing = setInterval(() =>
        document.querySelector('#search').dispatchEvent(new Event('input', { bubbles: true })), 200), 0)";
    visitor.eval(goes_on).await;
    visitor.eval("askwell.track('order')").await;
    visitor.passes(1000).await;
    assert!(!visitor.sees_a_card().await);
    assert!(visitor.focus_is_on("#search").await);
    visitor.eval("(clearInterval(window.typing), document.querySelector('#search').blur())").await;
    visitor.card().await;
}

#[apply(behaviour)]
async fn explain_says_what_the_survey_waits_for(engine: Engine) {
    let stage = Stage::with(&page(&[("when", "click #buy"), ("if-url", "*/nowhere*")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    let rules = "(await askwell.explain()).surveys[0].rules.filter(({ holds, verdict }) => verdict && !holds)
        .map(({ rule, verdict, because }) => [rule, verdict, because])";
    let rules = visitor.eval(rules).await;
    let find = |name: &str| rules.as_array().and_then(|rules| rules.iter().find(|rule| rule[0] == name)).cloned();
    assert_eq!(find("if").expect("the URL is wrong")[1], "never", "{rules}");
    assert_eq!(find("when").expect("nobody has clicked")[1], "wait", "{rules}");
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn every_visitor_gets_one_of_the_variants(engine: Engine) {
    let document = r#"<script type="application/askwell+json">{ "delay": 0, "languages": ["de"], "variants": [
        { "name": "usual", "weight": 0 }, { "name": "short", "config": { "followUps": { "promoter": "Warum?" } } }] }</script>"#;
    let stage = Stage::with(&page(&[]).head(document));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(10).await;
    card.asks("Warum?").await;
    let row = stage.row("the score is stored", |row| row.score == Some(10)).await;
    assert_eq!(row.document["attributes"], json!({ "variant": "short" }));
}

#[apply(behaviour)]
async fn an_element_is_judged_by_its_own_attributes(engine: Engine) {
    let survey = |attributes: &str| {
        format!("<askwell-survey preset=nps endpoint='/v1/responses?key=demo' {attributes}></askwell-survey>")
    };
    let body = [survey("id=in sample=100"), survey("id=out survey=other if-url='/elsewhere*'")].concat();
    let stage = Stage::with(&Page::new().body(&body).bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card_in("#in").await;
    judged(&visitor).await;
    assert_eq!(visitor.eval("document.querySelector('#out').shadowRoot").await, json!(null));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn what_the_document_in_an_element_says_is_judged(engine: Engine) {
    let document =
        r#"<script type="application/askwell+json">{"preset":"csat","targeting":{"when":"click #buy"}}</script>"#;
    let survey = format!(
        "<askwell-survey endpoint='/v1/responses?key=demo'>{document}</askwell-survey><button id=buy>Kaufen</button>"
    );
    let stage = Stage::with(&Page::new().body(&survey).bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    assert!(!visitor.sees_a_card().await);
    visitor.click("#buy").await;
    visitor.card_in("askwell-survey").await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_attribute_that_changes_is_judged_again(engine: Engine) {
    let survey = "<askwell-survey endpoint='/v1/responses?key=demo' preset=csat if-url='/elsewhere*'></askwell-survey>";
    let stage = Stage::with(&Page::new().body(survey).bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    assert!(!visitor.sees_a_card().await);
    visitor.eval("document.querySelector('askwell-survey').setAttribute('if-url', '*')").await;
    visitor.card_in("askwell-survey").await;
    visitor.page_is_unharmed().await;
}

/// Counts the page's timers, and what listens to the window and the document.
const COUNTING: &str = "
    window.counted = { listeners: new Map(), timers: new Set() };
    for (const target of [window, document]) {
        const { addEventListener, removeEventListener } = target;
        const key = (type, options) => `${type} ${options?.capture ?? options ?? false}`;
        target.addEventListener = function (type, listener, options) {
            const all = counted.listeners;
            if (!options?.once) all.set(listener, (all.get(listener) || new Set()).add(key(type, options)));
            options?.signal?.addEventListener('abort', () => forget(type, listener, options));
            return addEventListener.call(this ?? window, type, listener, options);
        };
        const forget = (type, listener, options) => {
            const keys = counted.listeners.get(listener);
            if (keys?.delete(key(type, options)) && !keys.size) counted.listeners.delete(listener);
        };
        target.removeEventListener = function (type, listener, options) {
            forget(type, listener, options);
            return removeEventListener.call(this ?? window, type, listener, options);
        };
    }
    const { setTimeout: start, clearTimeout: stop, setInterval: repeat } = window;
    window.setTimeout = (task, ...rest) => {
        const timer = start((...values) => (counted.timers.delete(timer), task(...values)), ...rest);
        counted.timers.add(timer);
        return timer;
    };
    window.clearTimeout = (timer) => (counted.timers.delete(timer), stop(timer));
    window.setInterval = (...values) => { const timer = repeat(...values); counted.timers.add(timer); return timer; };
    window.count = () => ({
        listeners: [...counted.listeners.values()].reduce((sum, keys) => sum + keys.size, 0),
        timers: counted.timers.size,
        nodes: document.querySelectorAll('*').length,
    });
    window.go = (route) => {
        history.pushState(null, '', `/app/${route}`);
        document.querySelector('main').innerHTML = `<h1>${route}</h1><askwell-rating topic='${route}'></askwell-rating>`;
    };";

#[apply(behaviour)]
async fn two_hundred_routes_leave_nothing_behind(engine: Engine) {
    let page = Page::new().body("<main></main><button id=buy>Kaufen</button>").script(COUNTING);
    let stage = Stage::with(&page.bare_tag(&[ENDPOINT, ("when", "click #buy"), ("interrupt", "start")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    judged(&visitor).await;
    let route = async |name: &str| {
        visitor.eval(&format!("go('{name}')")).await;
        visitor.card_in("askwell-rating").await;
    };
    let idle = "count().timers === 0";
    route("first").await;
    visitor.until("the page is idle", idle).await;
    let before = visitor.eval("count()").await;
    let routes =
        "for (let route = 0; route < 200; route += 1) { go(route); await new Promise(requestAnimationFrame); }";
    visitor.eval(&format!("(await (async () => {{ {routes} }})(), 0)")).await;
    route("last").await;
    visitor.until("the page is idle again", idle).await;
    assert_eq!(visitor.eval("count()").await, before);
    visitor.click("#buy").await;
    visitor.card().await;
    visitor.page_is_unharmed().await;
}
