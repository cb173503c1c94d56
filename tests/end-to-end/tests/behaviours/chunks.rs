//! What a page fetches of the widget, and what happens when a part of it can't be had.

use std::collections::BTreeMap;

use end_to_end::{Endpoint, Engine, Manifest, Outage, Page, Site, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

/// Classes of pages, as the manifest names them.
const RECOMMENDATION: &str = "recommendation";
const UNTOUCHED: &str = "untouched-question";
const ELEMENT: &str = "untouched-element";
const ANY_QUESTION: &str = "any-question";
const ENDPOINTS: &str = "endpoints";
/// Parts that a page downloads in addition.
const OPENING: &str = "opening";
const CALLS: &str = "calls";
const QUESTIONS: &str = "questions";

const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";
const PRESET: &str = "{ endpoint: '/answers', id: 'preset', show: 'manual', delay: 0 }";
const DEFINED: &str =
    "{ endpoint: '/answers', id: 'defined', show: 'manual', delay: 0, followUps: { detractor: 'Woran lag es?' } }";
/// Endpoints that only their chunk knows, for a survey that is built in.
const FORWARDED: &str = "{ id: 'forwarded', show: 'manual', delay: 0, receiver: 'webhook', parameters: { url: location.origin + '/answers' } }";

/// What the page has fetched of the site, and how many bytes of it, by the path. Its own documents don't count.
async fn fetched(visitor: &Visitor) -> BTreeMap<String, u64> {
    let entries = visitor
        .eval(
            "performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(location.origin))
                 .map(({ name, decodedBodySize }) => [new URL(name).pathname.slice(1), decodedBodySize])
                 .filter(([path]) => !['survey.json', 'page.js', 'answers'].includes(path) && !path.startsWith('v1/'))",
        )
        .await;
    let entries: Vec<(String, u64)> = serde_json::from_value(entries).expect("they are paths with numbers");
    let mut found = BTreeMap::new();
    for (path, bytes) in entries {
        assert_eq!(found.insert(path.clone(), bytes), None, "{path} is fetched twice");
    }
    found
}

/// Waits until the page has fetched what the manifest says of these classes and of German, and asserts that it has
/// fetched nothing else, and as many bytes of each. `first` is the preset and layout whose first question stood there.
async fn fetches(visitor: &Visitor, classes: &[&str], first: Option<&str>, page: &str) {
    let expected = Manifest::read().files(classes, first, Some("de"));
    for path in expected.keys() {
        let there = format!(
            "performance.getEntriesByType('resource').some(({{ name, responseEnd }}) => name.endsWith('/{path}') && responseEnd > 0)"
        );
        visitor.until(&format!("{page} fetches {path}"), &there).await;
    }
    assert_eq!(fetched(visitor).await, expected, "{page}");
}

/// Pages of a site that takes answers itself.
async fn site_with(page: &Page) -> (Stage, Site) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    stage.put("index.html", page);
    (stage, site)
}

#[apply(behaviour)]
async fn the_manifest_counts_what_the_browser_counts(engine: Engine) {
    let rare = r#"<script type="application/askwell+json">{ "questions": [{ "id": "stars", "type": "stars", "prompt": "Sterne?" }] }</script>"#;
    let forwarded = [("delay", "0"), ("receiver", "webhook"), ("parameter-url", "https://shop.example/")];
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("rare.html", &Page::new().head(rare).tag(&[("id", "own")]));
    stage.put("forwarded.html", &Page::new().bare_tag(&forwarded));
    stage.put("all.html", &Page::new().head(rare).bare_tag(&[&forwarded[..], &[("id", "own")]].concat()));
    for (page, first, classes) in [
        ("/", Some("nps-popover"), vec![RECOMMENDATION]),
        ("/rare.html", None, vec![ANY_QUESTION]),
        ("/forwarded.html", Some("nps-popover"), vec![RECOMMENDATION, ENDPOINTS]),
        ("/all.html", None, vec![ANY_QUESTION, ENDPOINTS]),
    ] {
        let visitor = stage.visitor(engine).await;
        visitor.visit(page).await;
        visitor.told("shown").await;
        if first.is_some() {
            assert_eq!(fetched(&visitor).await, untouched(UNTOUCHED, "nps-popover"), "{page}, not touched");
            visitor.card().await.find("h2").await.click().await.expect("it can be touched");
        }
        fetches(&visitor, &classes, first, page).await;
        visitor.page_is_unharmed().await;
    }
    stage.put("rating.html", &Page::new().tag(&[("show", "manual")]).body("<askwell-rating></askwell-rating>"));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/rating.html").await;
    visitor.told("shown").await;
    assert_eq!(fetched(&visitor).await, untouched(ELEMENT, "helpful-inline"));
}

/// What the first question takes, as long as nobody turns to it.
fn untouched(class: &str, first: &str) -> BTreeMap<String, u64> {
    let mut files = Manifest::read().files(&[class], Some(first), Some("de"));
    files.retain(|path, _| !path.contains("/languages/"));
    files
}

#[apply(behaviour)]
async fn one_whom_nothing_is_asked_downloads_the_loader(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    // Time enough for more to be asked for: the loader does so when the page is idle.
    visitor.eval("new Promise((idle) => requestIdleCallback(() => requestIdleCallback(idle)))").await;
    assert_eq!(fetched(&visitor).await, Manifest::read().files(&["loader"], None, None));
}

#[apply(behaviour)]
async fn rare_types_and_definitions_load_their_chunk_as_well(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("preset", "csat")]));
    let document =
        json!({ "endpoint": "/v1/responses?key=demo", "delay": 0, "followUps": { "passive": "Was fehlt?" } });
    let inline = format!(r#"<script type="application/askwell+json">{document}</script>"#);
    stage.put("inline.html", &Page::new().bare_tag(&[]).head(&inline));
    stage.put("named.html", &Page::new().bare_tag(&[("survey", "/survey.json")]));
    stage.put_file("survey.json", &document.to_string());
    let element = r#"<askwell-survey preset="csat"></askwell-survey>"#;
    stage.put("element.html", &Page::new().tag(&[("show", "manual")]).body(element));
    let calls = format!("window.askwell = [['init', {PRESET}], ['init', {DEFINED}], ['show', 'defined']];");
    stage.put("calls.html", &Page::new().bare_tag(&[]).script(&calls));
    for (page, first, classes) in [
        ("/", Some("csat-popover"), vec![RECOMMENDATION, QUESTIONS]),
        ("/inline.html", None, vec![ANY_QUESTION]),
        ("/named.html", None, vec![ANY_QUESTION]),
        ("/element.html", Some("csat-inline"), vec![RECOMMENDATION, QUESTIONS, ELEMENT]),
        ("/calls.html", None, vec![ANY_QUESTION, CALLS]),
    ] {
        let visitor = stage.visitor(engine).await;
        visitor.visit(page).await;
        visitor.told("shown").await;
        if first.is_some() {
            let card = visitor.card_in("askwell-card, askwell-survey").await;
            card.find("h2").await.click().await.expect("it can be touched");
        }
        fetches(&visitor, &classes, first, page).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_page_that_needs_more_later_loads_each_part_once_and_is_told_ready_once(engine: Engine) {
    let (_stage, site) = site_with(&Page::new().bare_tag(&[])).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    for (config, id, classes) in [
        (PRESET, "preset", vec![RECOMMENDATION, OPENING, CALLS]),
        (DEFINED, "defined", vec![ANY_QUESTION, CALLS]),
        (FORWARDED, "forwarded", vec![ANY_QUESTION, CALLS, ENDPOINTS]),
        (PRESET, "preset", vec![ANY_QUESTION, CALLS, ENDPOINTS]),
    ] {
        visitor.eval(&format!("await askwell.init({config})")).await;
        assert_eq!(visitor.eval(&format!("await askwell.show('{id}', {{ ignoreRecontact: true }})")).await, id);
        visitor.card().await.asks(QUESTION).await;
        fetches(&visitor, &classes, None, id).await;
        visitor.eval("(await askwell.close(), 0)").await;
        visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    }
    assert_eq!(visitor.events("ready").await.len(), 1);
    visitor.page_is_unharmed().await;
}

/// What this class downloads and the others don't can't be had.
fn withhold(site: &Site, class: &str, outage: Outage) {
    let manifest = Manifest::read();
    let mut paths = manifest.class(class);
    for other in [RECOMMENDATION, OPENING, CALLS, QUESTIONS, ENDPOINTS].into_iter().filter(|other| *other != class) {
        paths = &paths - &manifest.class(other);
    }
    site.withholds(paths, outage);
}

/// A call that needs a part of the widget that can't be had is refused, and the page is told once.
async fn is_refused(visitor: &Visitor, call: &str, part: &str) {
    let before = visitor.events("error").await.len();
    let refused = visitor.eval(call).await;
    assert_eq!(refused["rejected"]["code"], "load", "{call}: {refused}");
    let errors = visitor.events("error").await;
    let codes: Vec<_> = errors[before..].iter().map(|error| &error["code"]).collect();
    assert_eq!(codes, ["load"], "{part}: {errors:?}");
    let message = errors[before]["message"].as_str().expect("the message is text");
    let console_errors = visitor.recorded("consoleErrors").await;
    assert!(console_errors.iter().any(|said| said.contains(message)), "{message:?} is not in {console_errors:?}");
}

#[apply(behaviour)]
async fn a_chunk_of_questions_that_cannot_be_had_is_reported_and_fetched_by_the_next_call(engine: Engine) {
    for outage in [Outage::Answers(503), Outage::Cuts] {
        let (_stage, site) = site_with(&Page::new().tag(&[("endpoint", "/answers"), ("id", "first")])).await;
        withhold(&site, QUESTIONS, outage);
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(9).await;
        card.asks("Was schätzen Sie am meisten?").await;

        let auto = DEFINED.replace("manual", "auto");
        is_refused(&visitor, &format!("await askwell.init({auto})"), QUESTIONS).await;
        is_refused(&visitor, &format!("await askwell.init({auto})"), QUESTIONS).await;
        // What was there goes on, and what was answered arrives.
        card.write("Den Tee").await;
        card.click("Senden").await;
        card.asks("Danke. Das freut uns sehr.").await;
        arrived(&site, "first", 9).await;
        visitor.eval("(await askwell.close(), 0)").await;
        visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;

        site.withholds_nothing();
        assert_eq!(visitor.eval(&format!("await askwell.init({DEFINED})")).await, Value::Null);
        assert_eq!(visitor.eval("await askwell.show('defined', { ignoreRecontact: true })").await, "defined");
        let card = visitor.card().await;
        card.choose(2).await;
        card.asks("Woran lag es?").await;
        arrived(&site, "defined", 2).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_survey_of_the_tag_whose_chunk_cannot_be_had_is_shown_by_the_next_call(engine: Engine) {
    let document =
        r#"<script type="application/askwell+json">{ "followUps": { "detractor": "Woran lag es?" } }</script>"#;
    for outage in [Outage::Answers(503), Outage::Cuts] {
        let page = Page::new().head(document).tag(&[("endpoint", "/answers"), ("id", "defined")]);
        let (_stage, site) = site_with(&page).await;
        withhold(&site, QUESTIONS, outage);
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit("/").await;
        let errors = visitor.told("error").await;
        assert_eq!(errors.iter().map(|error| &error["code"]).collect::<Vec<_>>(), ["load"]);
        assert!(!visitor.sees_a_card().await);
        is_refused(&visitor, "await askwell.show()", QUESTIONS).await;

        site.withholds_nothing();
        assert_eq!(visitor.eval("await askwell.show()").await, "defined");
        let card = visitor.card().await;
        card.choose(1).await;
        card.asks("Woran lag es?").await;
        arrived(&site, "defined", 1).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_chunk_of_endpoints_that_cannot_be_had_is_reported_and_fetched_by_the_next_call(engine: Engine) {
    for outage in [Outage::Answers(503), Outage::Cuts] {
        let (_stage, site) = site_with(&Page::new().tag(&[("endpoint", "/answers"), ("id", "first")])).await;
        withhold(&site, ENDPOINTS, outage);
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit("/").await;
        visitor.card().await.choose(8).await;
        let auto = FORWARDED.replace("manual", "auto");
        is_refused(&visitor, &format!("await askwell.init({auto})"), ENDPOINTS).await;
        arrived(&site, "first", 8).await;
        visitor.eval("(await askwell.close(), 0)").await;
        visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;

        site.withholds_nothing();
        assert_eq!(visitor.eval(&format!("await askwell.init({FORWARDED})")).await, Value::Null);
        assert_eq!(visitor.eval("await askwell.show('forwarded', { ignoreRecontact: true })").await, "forwarded");
        visitor.card().await.choose(7).await;
        arrived(&site, "forwarded", 7).await;
        visitor.page_is_unharmed().await;
    }
}

/// Waits until the site's own endpoint has been given this score.
async fn arrived(site: &Site, survey: &str, score: u8) {
    let what = format!("the score of {survey} arrives");
    end_to_end::until(&what, async || {
        site.received().into_iter().find(|answer| answer["survey"]["id"] == survey && answer["score"] == score)
    })
    .await;
}
