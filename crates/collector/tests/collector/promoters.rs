//! Promoters who agreed to be contacted: their list, what becomes of asking them, and that they are no detractors' work.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, scored};
use crate::results::text;
use crate::roles::{cookie_of, shown, take, with_users};

const PROMOTERS: &str = "/report/promoters";

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

fn agreeing(points: u8) -> Value {
    let mut document = scored(points);
    document["answers"]["contact"] = json!({ "name": "Ann <i>Muster</i>", "consent": true });
    document["answers"]["reason"] = json!("<b>Great</b>");
    document["attributes"]["account"] = json!("Muster & Co");
    document
}

/// A second revision.
fn again(mut document: Value, before: &Value) -> Value {
    document["id"] = before["id"].clone();
    document["revision"] = json!(2);
    document
}

async fn edit(collector: &Collector, cookie: &str, document: &Value, version: u32, fields: &str) -> Answer {
    let body = format!("id={}&version={version}&{fields}", id(document));
    collector.send(form("/report/follow-up", &body, HERE, Some(cookie))).await
}

/// The responses in the inbox, with their reasons.
async fn inbox(collector: &Collector) -> Vec<(String, String)> {
    let items = collector.get("/v1/inbox").await.json()["items"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items.as_array().unwrap().iter().map(|item| (text(&item["id"]), text(&item["reason"]))).collect()
}

#[tokio::test]
async fn promoters_who_agreed_have_a_list_for_those_who_follow_up() {
    let collector = with_users(|_| {}).await;
    let (asked, declining) = (agreeing(10), {
        let mut document = agreeing(9);
        document["answers"]["contact"]["consent"] = json!(false);
        document
    });
    for document in [&asked, &declining, &scored(9), &agreeing(8), &scored(2)] {
        take(&collector, document).await;
    }
    for (name, may) in [("vera", false), ("anna", false), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, PROMOTERS, &cookie).await;
        assert_eq!(page.status, if may { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{name}");
        assert_eq!(shown(&collector, "/report", &cookie).await.body.contains(PROMOTERS), may, "{name}: the tab");
    }
    let gus = cookie_of(&collector, "gus").await;
    let page = shown(&collector, PROMOTERS, &gus).await.body;
    for part in ["&lt;b&gt;Great&lt;/b&gt;", "Ann &lt;i&gt;Muster&lt;/i&gt;", "Muster &amp; Co", "Not asked yet"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("/report/response?id=").count(), 1, "only who agreed, and is a promoter");
    let work = shown(&collector, "/report/inbox", &gus).await.body;
    assert!(!work.contains(id(&asked)) && text(&work).contains("Not done 2 Overdue 0"), "{work}");
}

#[tokio::test]
async fn asking_ends_with_an_outcome_and_is_counted() {
    let collector = Collector::new().await;
    let documents: Vec<_> = (0..4).map(|_| agreeing(9)).collect();
    for document in &documents {
        collector.take(document).await;
    }
    let [published, referred, declined, _] = documents.as_slice() else { panic!("four") };
    for (document, version, status, expected) in [
        (published, 0, "invited", StatusCode::SEE_OTHER),
        (published, 1, "agreed", StatusCode::SEE_OTHER),
        (published, 2, "published", StatusCode::SEE_OTHER),
        (referred, 0, "solved", StatusCode::UNPROCESSABLE_ENTITY),
        (referred, 0, "in-progress", StatusCode::UNPROCESSABLE_ENTITY),
        (referred, 0, "referred", StatusCode::SEE_OTHER),
        (referred, 0, "declined", StatusCode::CONFLICT),
        (declined, 0, "declined", StatusCode::SEE_OTHER),
    ] {
        let answer = edit(&collector, "", document, version, &format!("status={status}&owner=&due=")).await;
        assert_eq!(answer.status, expected, "{status}");
    }
    let page = text(&collector.get(PROMOTERS).await.body);
    assert!(page.contains("Agreed to be contacted 4 Invited 3 Agreed 2 67 % of those invited"), "{page}");
    for (query, count) in [("", 4), ("?status=open", 1), ("?status=done", 3), ("?status=agreed", 0), ("?owner=mine", 0)]
    {
        let body = collector.get(&format!("{PROMOTERS}{query}")).await.body;
        assert_eq!(body.matches("/report/response?id=").count(), count, "{query}");
    }
    assert_eq!(inbox(&collector).await, []);
    assert!(text(&collector.get("/report/inbox").await.body).contains("Not done 0 Overdue 0"));
    let work = collector.get(&format!("/report/response?id={}", id(published))).await.body;
    assert!(work.contains("Done: published") && work.contains("Reopen"), "{work}");
    assert_eq!(edit(&collector, "", published, 3, "reopen=yes").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_promoter_who_becomes_unhappy_needs_somebody() {
    let collector = Collector::new().await;
    let (mut touched, mut untouched, mut calmed) = (agreeing(9), agreeing(9), scored(3));
    for document in [&touched, &untouched, &calmed] {
        collector.take(document).await;
    }
    edit(&collector, "", &touched, 0, "status=declined&owner=&due=").await;
    edit(&collector, "", &calmed, 0, "take=yes").await;
    for document in [&mut touched, &mut untouched] {
        *document = again(scored(2), document);
    }
    calmed = again(agreeing(10), &calmed);
    for document in [&touched, &untouched, &calmed] {
        collector.post(document).await;
    }
    let mut expected: Vec<_> =
        [&touched, &untouched, &calmed].map(|document| (id(document).to_owned(), "detractor".to_owned())).into();
    let mut found = inbox(&collector).await;
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "what somebody works on stays in the inbox");
    let items = collector.get("/v1/inbox").await.json()["items"].clone();
    assert!(items.as_array().unwrap().iter().all(|item| item["due"].is_string()), "{items}");
    assert!(!collector.get(PROMOTERS).await.body.contains("/report/response?id="));
}
