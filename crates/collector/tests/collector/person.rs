//! The page of one customer.

use askwell_collector::ContactKey;
use axum::http::StatusCode;
use serde_json::json;
use sqlx::Row;

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, rated, scored};
use crate::response::{CONTACT_READ, hostile};
use crate::results::text;
use crate::roles::{cookie_of, done, shown, take, with_users};

fn key() -> ContactKey {
    ContactKey::new(&"a".repeat(64)).unwrap()
}

async fn look_up(collector: &Collector, who: &str) -> Answer {
    let who: String = form_urlencoded::byte_serialize(who.as_bytes()).collect();
    collector.send(form("/report/person", &format!("who={who}"), HERE, None)).await
}

#[tokio::test]
async fn everything_a_person_answered_stands_on_one_page_latest_first() {
    for key in [None, Some(key())] {
        let is_sealed = key.is_some();
        let collector = Collector::with(|settings| settings.contact_key = key).await;
        let mut first = scored(9);
        first["person"] = json!({ "id": "c-17", "role": "user", "account": "Muster GmbH" });
        first["answers"]["reason"] = json!("Fast delivery");
        first["attributes"] = json!({ "team": "shop" });
        first["answeredAt"] = json!("2026-11-19T10:00:05Z");
        let mut second = rated("returns", "no");
        second["person"] = json!({ "id": "c-17", "role": "buyer" });
        second["answers"]["contact"] = json!({ "email": "a@example.org" });
        second["answeredAt"] = json!("2026-11-20T10:00:05Z");
        let mut other = scored(2);
        other["person"] = json!({ "id": "c-18" });
        for document in [&first, &second, &other] {
            collector.take(document).await;
        }
        let page = collector.get("/report/person?id=c-17").await;
        assert_eq!(page.status, StatusCode::OK);
        let words = text(&page.body);
        assert!(words.contains("Customer c-17 2 responses"), "{words}");
        assert!(words.contains("Role buyer") && !words.contains("a@example.org"), "{words}");
        assert!(page.body.contains("aria-label=\"Scores, earliest first: 9\""), "{}", page.body);
        let place = |part: &str| words.find(part).unwrap_or_else(|| panic!("no {part} in {words}"));
        assert!(place("helpful") < place("Fast delivery") && place("Fast delivery") < place("Team: shop"), "{words}");
        assert!(!page.body.contains(other["id"].as_str().unwrap()));
        for document in [&first, &second] {
            assert!(page.body.contains(&format!("/report/response?id={}", document["id"].as_str().unwrap())));
        }
        let found = look_up(&collector, " c-17 ").await;
        assert_eq!((found.status, found.header("location")), (StatusCode::SEE_OTHER, Some("/report/person?id=c-17")));
        let found = look_up(&collector, "A@Example.org").await;
        assert_eq!(found.status, StatusCode::OK, "{is_sealed}");
        assert!(text(&found.body).contains("Customer c-17 1 response,"), "{}", text(&found.body));
        for nobody in ["b@example.org", "example.org@"] {
            let found = look_up(&collector, nobody).await;
            assert!(found.status == StatusCode::NOT_FOUND && found.body.contains("Nobody found"), "{}", found.body);
        }
    }
}

#[tokio::test]
async fn only_agents_and_admins_see_people_and_each_page_is_logged_without_the_person() {
    let collector = with_users(|_| {}).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut document = scored(3);
        document["person"]["id"] = json!("c-17");
        take(&collector, &document).await;
        ids.push(document["id"].as_str().unwrap().to_owned());
    }
    for (name, sees) in [("vera", false), ("anna", false), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, "/report/person?id=c-17", &cookie).await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{name}");
        assert_eq!(page.body.contains(&ids[0]), sees, "{name}");
        let found = collector.send(form("/report/person", "who=c-17", HERE, Some(&cookie))).await;
        assert_eq!(found.status, if sees { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN }, "{name}");
        let foreign = form("/report/person", "who=c-17", "https://other.example", Some(&cookie));
        assert_eq!(collector.send(foreign).await.status, StatusCode::FORBIDDEN, "{name}");
        shown(&collector, "/report/person?id=nobody", &cookie).await;
        let lists = shown(&collector, "/report/accounts", &cookie).await.body;
        assert_eq!(lists.contains("href=\"/report/person\""), sees, "{name}");
    }
    assert_eq!(shown(&collector, "/report/person?id=c-17", "").await.status, StatusCode::UNAUTHORIZED);
    let reads: Vec<_> = done(&collector).await.into_iter().filter(|(_, action, _)| action == CONTACT_READ).collect();
    assert_eq!(reads.len(), 2, "{reads:?}");
    assert!(reads.iter().all(|(_, _, detail)| ids.iter().all(|id| detail.contains(id)) && !detail.contains("c-17")));
    let ada = cookie_of(&collector, "ada").await;
    let history = shown(&collector, &format!("/report/response?id={}", ids[0]), &ada).await;
    assert!(text(&history.body).contains("3 reads of contact data"));
}

#[tokio::test]
async fn somebody_who_was_erased_is_gone() {
    let collector = Collector::new().await;
    let mut document = scored(3);
    document["person"] = json!({ "id": "c-17", "account": "Muster GmbH" });
    collector.take(&document).await;
    for (address, heading) in
        [("/report/person?id=c-17", "Nobody found"), ("/report/account?name=Muster+GmbH", "No such account")]
    {
        let page = collector.get(address).await;
        assert!(page.status == StatusCode::OK && !page.body.contains(heading), "{}", page.body);
    }
    let erase = format!("id={}&confirmed=yes", document["id"].as_str().unwrap());
    assert_eq!(collector.send(form("/report/response/erase", &erase, HERE, None)).await.status, StatusCode::OK);
    for (address, heading) in
        [("/report/person?id=c-17", "Nobody found"), ("/report/account?name=Muster+GmbH", "No such account")]
    {
        let page = collector.get(address).await;
        assert!(page.status == StatusCode::NOT_FOUND && page.body.contains(heading), "{}", page.body);
    }
    assert!(collector.get("/report/accounts").await.body.contains("No accounts yet"));
}

#[tokio::test]
async fn hostile_persons_are_found_and_stay_text() {
    let collector = Collector::new().await;
    for hostile in hostile() {
        let mut document = scored(3);
        document["person"] = json!({ "id": hostile, "account": hostile, "note": hostile });
        document["attributes"]["note"] = json!(hostile);
        document["answers"]["reason"] = json!(hostile.repeat(10));
        document["answers"]["list"] = json!([hostile]);
        document["survey"]["id"] = json!("\"><b>");
        collector.take(&document).await;
        let found = look_up(&collector, &hostile).await;
        let page = collector.get(found.header("location").expect("a page")).await;
        assert_eq!(page.status, StatusCode::OK, "{hostile}");
        assert!(page.body.contains(document["id"].as_str().unwrap()));
        for markup in ["<script", "<img", "<b>"] {
            assert!(!page.body.contains(markup), "{markup} in {}", page.body);
        }
    }
    assert!(collector.get("/report/person").await.body.contains("One customer"));
}

#[tokio::test]
async fn responses_of_a_person_are_found_by_an_index() {
    let collector = Collector::new().await;
    if crate::ON_POSTGRES {
        return;
    }
    let plan = sqlx::query(
        "EXPLAIN QUERY PLAN SELECT id FROM responses WHERE (person = $1 OR person = $2)
         ORDER BY counted_at DESC, id DESC LIMIT 200",
    );
    let plan = plan.bind("c").bind("-").fetch_all(&collector.database().await).await.unwrap();
    let steps: Vec<String> = plan.iter().map(|row| row.get(3)).collect();
    assert!(steps[0].contains("responses_person"), "{steps:?}");
}
