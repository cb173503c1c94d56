//! Answers to a first question whose application isn't there: it can't be had, or takes its time.

use std::os::unix::fs::symlink;

use end_to_end::{Endpoint, Engine, Outage, Page, from_environment};
use serde_json::json;

use super::row;
use super::storage::{FILL, FORBID};
use crate::scene::{Scene, inline};
use crate::table::{Row, Verdict};

const GESTURES: &str = "(localStorage.getItem('askwell.gestures') ?? sessionStorage.getItem('askwell.gestures'))";

/// Whether the page is back from the browser's cache.
const BACK: &str = "addEventListener('pageshow', ({ persisted }) => { window.back = persisted; });
    document.addEventListener('freeze', () => { window.frozen = true; });";

/// Whether the card says that the answer is sent later.
const SAVED: &str = "Boolean(root.querySelector('[role=status]'))";

const FOLLOW_UP: &str = "Was müsste besser sein für eine 9 oder 10?";

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("No application, and the page is left", "it is sent on leaving; the next page sends it again", left),
        row!(
            "No application, and the page is left; storage is `session`",
            "it is sent before that; the next page sends it again",
            |scene| left_unsafe(scene, "session")
        ),
        row!("No application, and the page is left; storage is `none`", "it is sent before that", |scene| left_unsafe(
            scene, "none"
        )),
        row!("No application, the page is left, and the endpoint fails", "the next page sends it", left_in_vain),
        row!(
            "No application, and none on the next page",
            "the question isn't asked again; the page after that sends the answer",
            left_twice
        ),
        row!("No application on this page, another version of it on the next", "that version sends it", other_version),
        row!("No application, and the tab is closed", "it is sent on leaving, or by the next page", closed),
        row!("No application, and the tab is closed; storage is `session`", "it is sent before that", |scene| {
            closed_unsafe(scene, "session")
        }),
        row!("No application, and the tab is closed; storage is `none`", "it is sent before that", |scene| {
            closed_unsafe(scene, "none")
        }),
        row!("No application, and the tab is killed", "the next page sends it", killed),
        row!(
            "The application is late, and the page is frozen before it arrives",
            "it is sent when the page resumes",
            frozen
        ),
        row!(
            "The application is late, and the page is left",
            "it is sent on leaving; the next page sends it again",
            late
        ),
        row!(
            "No application, the page is left, and the visitor comes back",
            "it is sent on leaving; if the page was cached, the survey continues",
            comes_back
        ),
        row!(
            "No application, the visitor comes back, and clicks another score",
            "the first score is sent and counts",
            comes_back_to_correct
        ),
        row!("No application, two tabs, and both get an answer", "both are sent", two_tabs),
        row!(
            "No application, another tab sends the score, and another score is clicked",
            "the first score is sent and counts",
            sent_by_the_other_tab
        ),
        row!("No application because the browser is offline; online again on the same page", "it is sent then", online),
        row!(
            "No application because the browser is offline; online again on another page",
            "that page sends it",
            online_elsewhere
        ),
        row!("No application, and storage is full", "it is sent at once", |scene| unstored(scene, FILL)),
        row!("No application, and storage throws", "it is sent at once", |scene| unstored(scene, FORBID)),
        row!(
            "No application, and the tag has more options, such as a segment",
            "the next page sends it",
            |scene| more(scene, r#"<div id="here"></div>"#, &[("segment", "new")])
        ),
        row!(
            "No application, and the element has more options, such as a segment",
            "the next page sends it",
            |scene| more(
                scene,
                r#"<div id="here"><askwell-survey segment="new"></askwell-survey></div>"#,
                &[("show", "manual")]
            )
        ),
        row!(
            "No application, and a title of more than 500 characters",
            "it is sent with the first 500 characters",
            long_title
        ),
        row!("No application, and the card is closed after the score", "the score is sent", card_closed),
        row!("No application, and the page removes the survey after the score", "the score is sent", removed),
    ]
}

/// Waits until the browser keeps so many gestures.
async fn are_kept(scene: &Scene, count: usize) {
    let kept = format!("Object.keys(JSON.parse({GESTURES}) ?? {{}}).length === {count}");
    scene.visitor.until(&format!("{count} gestures are kept"), &kept).await;
}

/// Gives a score on a page without the application, and waits until the browser keeps it.
async fn score_without(scene: &mut Scene, path: &str, score: u8) {
    scene.site.withholds_application(Outage::Answers(503));
    let _ = scene.score_at(path, score).await;
    are_kept(scene, 1).await;
}

/// Goes to a page that can have the application, and waits until nothing is left to do and this has arrived.
async fn next_page_ends_with(scene: &mut Scene, score: u64) {
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.site.withholds_nothing();
    scene.visit("/next.html").await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(score, "partial", 1)]).await;
}

async fn left(scene: &mut Scene) -> Verdict {
    score_without(scene, "/", 7).await;
    assert_eq!(scene.site.requests().len(), 0, "it can still be changed");
    scene.visit("/plain.html").await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    next_page_ends_with(scene, 7).await;
    assert!(scene.posts(2).await.len() >= 2, "what is stored is sent again");
    Verdict::Arrived
}

/// Gives a score that is stored nowhere, or not for longer than the tab.
async fn score_unsafe(scene: &mut Scene, storage: &str) {
    let page = Page::new().recorded().tag(&[("endpoint", "/answers"), ("storage", storage)]);
    scene.put("index.html", &page);
    scene.site.withholds_application(Outage::Answers(503));
    let _ = scene.score_at("/", 7).await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    are_kept(scene, usize::from(storage == "session")).await;
}

async fn left_unsafe(scene: &mut Scene, storage: &str) -> Verdict {
    score_unsafe(scene, storage).await;
    scene.visit("/plain.html").await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn late(scene: &mut Scene) -> Verdict {
    scene.site.withholds_application(Outage::Stalls);
    let _ = scene.score_at("/", 7).await;
    are_kept(scene, 1).await;
    scene.visit("/plain.html").await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn left_in_vain(scene: &mut Scene) -> Verdict {
    score_without(scene, "/", 7).await;
    scene.site.endpoint_now(Endpoint::Cuts);
    scene.visit("/plain.html").await;
    scene.posts(1).await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn left_twice(scene: &mut Scene) -> Verdict {
    // By then, it is known that the application can't be had.
    const DUE: &str = "performance.now() > 4500 &&
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('first/nps-popover-de.json'))";
    score_without(scene, "/", 7).await;
    scene.put("late.html", &Page::new().recorded().tag(&[("endpoint", "/answers"), ("delay", "4")]));
    scene.visit("/late.html").await;
    scene.visitor.told("error").await;
    scene.visitor.until("the question is due", DUE).await;
    assert!(!scene.visitor.sees_a_card().await, "they have answered");
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn closed(scene: &mut Scene) -> Verdict {
    let next = scene.visitor.open_tab().await;
    score_without(scene, "/", 7).await;
    scene.visitor.close_tab(&next).await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn closed_unsafe(scene: &mut Scene, storage: &str) -> Verdict {
    let next = scene.visitor.open_tab().await;
    score_unsafe(scene, storage).await;
    scene.visitor.close_tab(&next).await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn killed(scene: &mut Scene) -> Verdict {
    let next = scene.visitor.open_tab().await;
    score_without(scene, "/", 7).await;
    scene.visitor.kill_tab(&next).await;
    assert_eq!(scene.site.requests().len(), 0, "nothing was sent");
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn frozen(scene: &mut Scene) -> Verdict {
    scene.put_scripted("index.html", BACK);
    scene.site.withholds_application(Outage::Stalls);
    let next = scene.visitor.open_tab().await;
    let card = scene.score_at("/", 7).await;
    are_kept(scene, 1).await;
    // Firefox doesn't freeze pages.
    if scene.visitor.engine() == Engine::Chromium {
        scene.visitor.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await;
        scene.site.withholds_nothing();
        scene.visitor.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await;
        assert_eq!(scene.visitor.eval("window.frozen").await, true);
    }
    scene.site.withholds_nothing();
    card.asks(FOLLOW_UP).await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    // Such a tab stays hidden.
    scene.visitor.close_tab(&next).await;
    Verdict::Arrived
}

/// Gives a score, leaves by a link, and comes back to a page that may have the application, or not. Whether that is the page
/// as it was: Firefox loads it anew.
async fn come_back(scene: &mut Scene, outage: Option<Outage>) -> bool {
    scene.put_scripted("index.html", BACK);
    scene.put("other.html", &Page::new().recorded());
    score_without(scene, "/", 7).await;
    scene.visitor.click("#link").await;
    scene.visitor.until("the other page is there", "location.pathname === '/other.html'").await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    match outage {
        Some(outage) => scene.site.withholds_application(outage),
        None => scene.site.withholds_nothing(),
    }
    scene.visitor.eval("(history.back(), 0)").await;
    scene.visitor.until("the page is back", "location.pathname === '/' && 'back' in window").await;
    let is_as_it_was = scene.visitor.eval("window.back").await == true;
    assert_eq!(is_as_it_was, scene.visitor.engine() == Engine::Chromium);
    is_as_it_was
}

async fn comes_back(scene: &mut Scene) -> Verdict {
    if come_back(scene, None).await {
        scene.card().await.asks(FOLLOW_UP).await;
    }
    are_kept(scene, 0).await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn comes_back_to_correct(scene: &mut Scene) -> Verdict {
    if come_back(scene, Some(Outage::Answers(503))).await {
        scene.score(2).await.until("the score stays", "root.querySelector(':checked').value === '7'").await;
    }
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn online(scene: &mut Scene) -> Verdict {
    scene.visit("/").await;
    let card = scene.card().await;
    scene.visitor.network(false).await;
    card.choose(7).await;
    are_kept(scene, 1).await;
    card.until("the card says that it is saved", SAVED).await;
    assert_eq!(scene.site.requests().len(), 0);
    scene.visitor.network(true).await;
    card.asks(FOLLOW_UP).await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn online_elsewhere(scene: &mut Scene) -> Verdict {
    scene.visit("/").await;
    let card = scene.card().await;
    // Chromium, which is not really offline, now and then lets through what it has begun to load, and what is sent on leaving.
    scene.site.withholds_application(Outage::Answers(503));
    scene.visitor.network(false).await;
    card.choose(7).await;
    are_kept(scene, 1).await;
    assert_eq!(scene.site.requests().len(), 0);
    scene.site.endpoint_now(Endpoint::Cuts);
    scene.visitor.visit_in_vain("/plain.html").await;
    scene.visitor.network(true).await;
    scene.site.withholds_nothing();
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn unstored(scene: &mut Scene, script: &str) -> Verdict {
    scene.put_scripted("index.html", script);
    scene.site.withholds_application(Outage::Answers(503));
    let card = scene.score_at("/", 7).await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    // This page has the only copy, and sends it again when it can.
    scene.site.withholds_nothing();
    scene.visitor.eval("(dispatchEvent(new Event('online')), 0)").await;
    card.asks(FOLLOW_UP).await;
    scene.waiting(0).await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn other_version(scene: &mut Scene) -> Verdict {
    // The same build in another folder, which is all that a page sees of a version.
    symlink(from_environment("ASKWELL_DIST"), scene.site.folder().join("later")).expect("it can be linked");
    let tag = r#"<script async src="/later/askwell.js" data-endpoint="/answers" data-delay="0"></script>"#;
    scene.put("next.html", &Page::new().recorded().head(tag));
    scene.site.withholds_application(Outage::Answers(404));
    let _ = scene.score_at("/", 7).await;
    are_kept(scene, 1).await;
    scene.site.endpoint_now(Endpoint::Cuts);
    scene.visit("/plain.html").await;
    scene.posts(1).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

/// Two tabs with a survey each that were not touched.
async fn open_two_tabs(scene: &Scene) -> [thirtyfour::WindowHandle; 2] {
    scene.put("one.html", &inline("one"));
    scene.put("other.html", &inline("other"));
    let tabs = [scene.visitor.tab().await, scene.visitor.open_tab().await];
    for (tab, page) in tabs.iter().zip(["/one.html", "/other.html"]) {
        scene.visitor.turn_to(tab).await;
        scene.visit(page).await;
        scene.card().await.settles().await;
    }
    tabs
}

async fn two_tabs(scene: &mut Scene) -> Verdict {
    let [first, second] = open_two_tabs(scene).await;
    scene.site.withholds_application(Outage::Stalls);
    let _ = scene.score(3).await;
    scene.visitor.turn_to(&first).await;
    let _ = scene.score(8).await;
    are_kept(scene, 2).await;
    scene.site.withholds_nothing();
    scene.card().await.asks(FOLLOW_UP).await;
    scene.visitor.turn_to(&second).await;
    scene.card().await.asks("Was ist schiefgelaufen?").await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(3, "partial", 1), (8, "partial", 1)]).await;
    Verdict::Arrived
}

async fn sent_by_the_other_tab(scene: &mut Scene) -> Verdict {
    let [first, second] = open_two_tabs(scene).await;
    scene.site.withholds_application(Outage::Answers(503));
    let card = scene.score(3).await;
    card.until("the card says that it is saved", SAVED).await;
    scene.visitor.turn_to(&first).await;
    scene.site.withholds_nothing();
    let _ = scene.score(8).await;
    are_kept(scene, 0).await;
    scene.arrived(&scene.site, &[(3, "partial", 1), (8, "partial", 1)]).await;
    scene.site.withholds_application(Outage::Answers(503));
    scene.visitor.turn_to(&second).await;
    scene.score(9).await.until("the score stays", "root.querySelector(':checked').value === '3'").await;
    scene.site.withholds_nothing();
    scene.visit("/next.html").await;
    are_kept(scene, 0).await;
    scene.ends_with(&[(3, "partial", 1), (8, "partial", 1)]).await;
    Verdict::Arrived
}

async fn more(scene: &mut Scene, body: &str, attributes: &[(&str, &str)]) -> Verdict {
    let tag = [&[("endpoint", "/answers"), ("display", "inline"), ("container", "#here")], attributes].concat();
    scene.put("index.html", &Page::new().recorded().body(body).tag(&tag));
    scene.site.withholds_application(Outage::Answers(503));
    let _ = scene.score_at("/", 7).await;
    are_kept(scene, 1).await;
    scene.visit("/plain.html").await;
    next_page_ends_with(scene, 7).await;
    let sent = scene.site.received();
    assert!(sent.iter().all(|answer| answer["attributes"] == json!({ "segment": "new" })), "{sent:#?}");
    Verdict::Arrived
}

async fn card_closed(scene: &mut Scene) -> Verdict {
    score_without(scene, "/", 7).await;
    scene.card().await.click("Schließen").await;
    scene.visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    next_page_ends_with(scene, 7).await;
    Verdict::Arrived
}

async fn removed(scene: &mut Scene) -> Verdict {
    for storage in ["local", "none"] {
        let body = format!(r#"<askwell-survey id="here" storage="{storage}"></askwell-survey>"#);
        let tag = [("endpoint", "/answers"), ("show", "manual")];
        scene.put("index.html", &Page::new().recorded().body(&body).tag(&tag));
        scene.site.withholds_application(Outage::Stalls);
        scene.visit("/").await;
        scene.visitor.card_in("#here").await.choose(7).await;
        scene.visitor.eval("(document.querySelector('#here').remove(), 0)").await;
        scene.visit("/plain.html").await;
        scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
        next_page_ends_with(scene, 7).await;
        scene.visitor.eval("(localStorage.clear(), 0)").await;
        scene.begin_again().await;
    }
    Verdict::Arrived
}

async fn long_title(scene: &mut Scene) -> Verdict {
    scene.put_scripted(
        "index.html",
        "addEventListener('DOMContentLoaded', () => { document.title = '𝄞'.repeat(600); });",
    );
    score_without(scene, "/", 7).await;
    scene.visit("/plain.html").await;
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    next_page_ends_with(scene, 7).await;
    let sent = scene.site.received();
    assert!(sent.iter().all(|answer| answer["page"]["title"] == "𝄞".repeat(500)), "{sent:#?}");
    Verdict::Arrived
}
