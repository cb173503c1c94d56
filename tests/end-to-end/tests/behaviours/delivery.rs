//! An answer is kept until somebody has acknowledged it, and arrives once.

use end_to_end::{Card, Endpoint, Page, Stage, Visitor};

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

#[tokio::test]
async fn an_acknowledged_answer_leaves_the_outbox() {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor().await;
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

#[tokio::test]
async fn a_collector_that_is_down_loses_nothing() {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(404)).await;
    let endpoint = stage.collector().endpoint();
    stage.put("index.html", &Page::new().tag(&[("endpoint", &endpoint)]));
    let visitor = Visitor::new(site.address()).await;
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

#[tokio::test]
async fn a_failing_endpoint_is_tried_again_on_the_next_page_and_gets_the_answer_once() {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(500)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    answer(&card).await;
    card.until("the visitor is told", &format!("root.querySelector('[role=status]').textContent === '{SAVED}'")).await;
    one_answer_waits(&visitor).await;
    let attempts = site.received().len();
    assert!(attempts > 0);
    assert_eq!(visitor.events("delivered").await, [""; 0], "500 is no acknowledgement");

    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    visitor.reload().await;
    let row = stage.complete_row().await;
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
    assert_eq!(site.received().len(), attempts + 1);
    assert_eq!(site.received().last(), Some(&row.document), "what was sent is what was stored");

    visitor.reload().await;
    assert_eq!(visitor.eval("(await askwell.explain()).waiting").await, 0);
    assert_eq!(site.received().len(), attempts + 1, "it was sent again though it had been acknowledged");
}

#[tokio::test]
async fn what_could_not_be_sent_goes_with_the_next_revision() {
    let (mut stage, site) = Stage::apart(Endpoint::Answers(503)).await;
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(5).await;
    card.asks("Was ist schiefgelaufen?").await;
    end_to_end::until("the score was tried", async || (!site.received().is_empty()).then_some(())).await;
    let endpoint = stage.collector().endpoint();
    site.endpoint_now(Endpoint::HandsOnTo(endpoint));
    card.write("Zu teuer").await;
    card.click("Senden").await;
    let row = stage.row("the reason is stored", |row| row.comment.is_some()).await;
    assert_eq!((row.said(), row.revision), ((Some(5), Some("detractor"), Some("Zu teuer")), 2));
    visitor.until("nothing waits", "localStorage.getItem('askwell.outbox') === null").await;
}

#[tokio::test]
async fn a_page_left_right_after_the_score_still_delivers_it() {
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor().await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(4).await;
    visitor.visit("/other.html").await;
    let row = stage.row("the score is stored", |row| row.score == Some(4)).await;
    assert_eq!(row.status, "partial");
}
