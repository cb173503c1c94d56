//! An answer is kept until somebody has acknowledged it, and arrives once.

use end_to_end::{Card, Endpoint, Engine, Page, Site, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::{behaviour, chromium_behaviour};

const SAVED: &str = "Gespeichert. Wir senden es, sobald Sie wieder online sind.";

/// Answers to the end.
async fn answer(card: &Card<'_>) {
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.write("Den Tee").await;
    card.click("Senden").await;
    card.asks("Danke. Das freut uns sehr.").await;
}

/// Asserts that one answer, complete, is kept in the browser.
async fn one_answer_waits(visitor: &Visitor) {
    let outbox = visitor.stored("askwell.outbox").await;
    assert_eq!(outbox.as_array().map(Vec::len), Some(1), "{outbox}");
    assert_eq!(outbox[0]["document"]["status"], "complete");
    assert_eq!(outbox[0]["document"]["answers"]["reason"], "Den Tee");
}

#[apply(behaviour)]
async fn an_acknowledged_answer_leaves_the_outbox(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    answer(&card).await;
    let row = stage.complete_row().await;
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    let delivered = visitor.told("delivered").await;
    assert!(delivered.iter().all(|detail| detail["id"] == row.id.as_str()), "{delivered:?}");
    assert_eq!(delivered.last().map(|detail| &detail["revision"]), Some(&row.revision.into()));
    assert_eq!(card.text("[role=status]").await, "");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_collector_that_is_down_loses_nothing(engine: Engine) {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(404)).await;
    let endpoint = stage.collector().endpoint();
    stage.put("index.html", &Page::new().tag(&[("endpoint", &endpoint)]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    stage.collector().stop();
    answer(&card).await;
    card.until("the visitor is told", &format!("root.querySelector('[role=status]').textContent === '{SAVED}'")).await;
    one_answer_waits(&visitor).await;
    visitor.page_is_unharmed().await;

    stage.collector().start_again(site.address());
    assert_eq!(stage.rows().await, []);
    visitor.reload().await;
    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(9), Some("promoter"), Some("Den Tee")));
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn a_failing_endpoint_is_tried_again_on_the_next_page_and_gets_the_answer_once(engine: Engine) {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(500)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    answer(&card).await;
    card.until("the visitor is told", &format!("root.querySelector('[role=status]').textContent === '{SAVED}'")).await;
    one_answer_waits(&visitor).await;
    assert!(!site.received().is_empty());
    assert_eq!(visitor.events("delivered").await, [""; 0], "500 is no acknowledgement");

    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    visitor.reload().await;
    let row = stage.complete_row().await;
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    assert_eq!(site.received().last(), Some(&row.document), "what was sent is what was stored");

    let attempts = site.received().len();
    visitor.reload().await;
    assert_eq!(visitor.eval("(await askwell.explain()).waiting").await, 0);
    assert_eq!(site.received().len(), attempts, "it was sent again though it had been acknowledged");
}

#[apply(behaviour)]
async fn what_could_not_be_sent_goes_with_the_next_revision(engine: Engine) {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(503)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(5).await;
    card.asks("Was hätte besser sein müssen?").await;
    end_to_end::until("the score was tried", async || (!site.received().is_empty()).then_some(())).await;
    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    card.write("Zu teuer").await;
    card.click("Weiter").await;
    let row = stage.row("the reason is stored", |row| row.comment.is_some()).await;
    assert_eq!((row.said(), row.revision), ((Some(5), Some("detractor"), Some("Zu teuer")), 2));
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
}

#[apply(behaviour)]
async fn a_page_left_right_after_the_score_still_delivers_it(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(4).await;
    visitor.visit("/other.html").await;
    // By the first question or by the application, whichever was there.
    let row = stage.row("the score is stored", |row| row.score == Some(4)).await;
    assert!(["partial", "abandoned"].contains(&row.status.as_str()), "{}", row.status);
}

const NOTHING_WAITS: &str = "localStorage.getItem('askwell.outbox') === null";

/// A page whose answers go to an endpoint of its own, and a visitor who is there.
async fn at_a_page(engine: Engine, endpoint: Endpoint) -> (Stage, Site, Visitor) {
    let (stage, site) = Stage::apart(endpoint).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "answers")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    (stage, site, visitor)
}

#[apply(behaviour)]
async fn an_endpoint_that_asks_for_patience_is_given_it(engine: Engine) {
    for status in [429, 503] {
        let (mut stage, site, visitor) = at_a_page(engine, Endpoint::Asks(status, "2")).await;
        visitor.card().await.choose(7).await;
        visitor
            .until("its wish is kept", "(localStorage.getItem('askwell.outbox') ?? '').includes('\"told\":true')")
            .await;
        let endpoint = stage.collector().endpoint();
        site.endpoint_now(Endpoint::HandsOnTo(endpoint));
        assert_eq!(site.received().len(), 1, "{status}");
        let row = stage.row("the score is stored", |row| row.score == Some(7)).await;
        assert_eq!((row.status.as_str(), site.received().len()), ("partial", 2), "{status}");
        visitor.until("nothing waits", NOTHING_WAITS).await;
    }
}

#[apply(behaviour)]
async fn a_refused_answer_leaves_the_outbox_and_the_page_is_told(engine: Engine) {
    let (_stage, site, visitor) = at_a_page(engine, Endpoint::Answers(400)).await;
    visitor.card().await.choose(7).await;
    let told = visitor.told("undeliverable").await;
    let endpoint = format!("{}/answers", site.address());
    assert_eq!((&told[0]["status"], &told[0]["endpoint"]), (&json!(400), &json!(endpoint)));
    assert_eq!(told[0]["reason"], "refused");
    visitor.until("nothing waits", NOTHING_WAITS).await;
    let said = format!("askwell: {endpoint} answered 400");
    visitor.until("the console says so", &format!("recorded.consoleErrors.includes('{said}')")).await;
    assert_eq!(site.received().len(), 1);
}

#[apply(behaviour)]
async fn an_answer_that_was_kept_without_a_word_is_sent_again_and_counts_once(engine: Engine) {
    let (mut stage, site, visitor) = at_a_page(engine, Endpoint::Stalls).await;
    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnAndCuts(endpoint.clone()));
    visitor.card().await.choose(7).await;
    stage.row("the score is stored", |row| row.score == Some(7)).await;
    end_to_end::until("it is sent again", async || (site.received().len() > 1).then_some(())).await;
    assert_eq!(visitor.events("delivered").await, [""; 0]);
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    visitor.until("nothing waits", NOTHING_WAITS).await;
    assert_eq!(stage.rows().await.len(), 1);
}

#[apply(behaviour)]
async fn an_answer_given_offline_goes_out_when_the_browser_is_online_again(engine: Engine) {
    let (mut stage, site, visitor) = at_a_page(engine, Endpoint::Stalls).await;
    let endpoint = stage.collector().endpoint();
    let card = visitor.card().await;
    visitor.network(false).await;
    card.choose(7).await;
    // The application is what can't be had first of all.
    card.until("the card says that it is saved", "Boolean(root.querySelector('[role=status]').textContent)").await;
    assert_eq!(site.received(), [json!(null); 0]);
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    visitor.network(true).await;
    stage.row("the score is stored", |row| row.score == Some(7)).await;
    visitor.until("nothing waits", NOTHING_WAITS).await;
}

#[apply(behaviour)]
async fn what_a_closed_page_had_on_its_way_is_sent_by_the_next_from_another_folder(engine: Engine) {
    let (mut stage, site, visitor) = at_a_page(engine, Endpoint::Stalls).await;
    visitor.card().await.choose(7).await;
    end_to_end::until("it is on its way", async || (!site.received().is_empty()).then_some(())).await;
    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    stage.put("other.html", &Page::new().tag(&[("endpoint", "elsewhere")]));
    visitor.visit("/other.html").await;
    let row = stage.row("what was given is stored", |row| row.status == "abandoned").await;
    assert_eq!((row.score, row.revision), (Some(7), 2));
    visitor.until("nothing waits", NOTHING_WAITS).await;
}

#[apply(behaviour)]
async fn rubbish_in_the_storage_is_put_aside_and_a_full_one_replaced_by_memory(engine: Engine) {
    let page = Page::new().tag(&[]).script(
        "localStorage.setItem('askwell.outbox', '[{');
         const { setItem } = Storage.prototype;
         window.fill = () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; };",
    );
    let stage = Stage::with(&page);
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    visitor.until("nothing waits", NOTHING_WAITS).await;
    assert_eq!(visitor.eval("localStorage.getItem('askwell.outbox.damaged')").await, "[{");
    assert_eq!(visitor.eval("(await askwell.explain()).surveys[0].storage").await, "local");

    visitor.eval("fill()").await;
    card.write("Den Tee").await;
    card.click("Senden").await;
    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(9), Some("promoter"), Some("Den Tee")));
    visitor.page_is_unharmed().await;
}

#[apply(chromium_behaviour)]
#[because("Firefox loads a page anew once a survey on it was answered")]
async fn a_page_with_a_survey_enters_the_back_forward_cache_and_goes_on_when_it_comes_back(engine: Engine) {
    let stage = Stage::with(
        &Page::new().tag(&[]).script("addEventListener('pageshow', (event) => { window.back = event.persisted; });"),
    );
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    visitor.until("the score is delivered", NOTHING_WAITS).await;
    visitor.eval("(document.getElementById('link').click(), 0)").await;
    visitor.until("the other page is there", "location.pathname === '/other.html'").await;
    stage.row("the visitor has left", |row| row.status == "abandoned" && row.revision == 2).await;
    visitor.eval("(history.back(), 0)").await;
    visitor.until("the page is back as it was", "window.back === true").await;
    card.write("Den Tee").await;
    card.click("Senden").await;
    let row = stage.complete_row().await;
    assert_eq!((row.said(), row.revision), ((Some(9), Some("promoter"), Some("Den Tee")), 3));
}

#[apply(behaviour)]
async fn a_policy_that_forbids_the_endpoint_and_one_without_cors_are_told_apart(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Stalls).await;
    let elsewhere = Site::start(site.folder(), Endpoint::Answers(200)).await;
    let endpoint = format!("{}/answers", elsewhere.address());
    let policy = r#"<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">"#;
    stage.put("index.html", &Page::new().tag(&[("endpoint", &endpoint)]));
    stage.put("policy.html", &Page::new().head(policy).tag(&[("endpoint", &endpoint), ("id", "other")]));
    let table = [
        ("/", "does not allow this origin (CORS)"),
        ("/policy.html", "is not in the Content-Security-Policy's connect-src"),
    ];
    for (path, why) in table {
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit(path).await;
        visitor.card().await.choose(7).await;
        let said = format!("askwell: {endpoint} {why}");
        visitor.until("the console says why", &format!("recorded.consoleErrors.includes(\"{said}\")")).await;
        assert_eq!(visitor.eval("(await askwell.explain()).waiting").await, 1);
    }
}
