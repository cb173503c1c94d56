//! Documents that aren't written as the widget writes them, and what doesn't count.

use axum::http::StatusCode;
use serde_json::json;

use crate::helper::{Collector, id, rated, scored};

#[tokio::test]
async fn an_integrator_needs_four_fields() {
    let collector = Collector::new().await;
    let document = json!({ "schema": "askwell.response/1", "id": id(), "survey": { "id": "shop" }, "score": 9 });
    collector.take(&document).await;
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["count"], &report["kind"]), (&json!(1), &json!("relational")));
}

#[tokio::test]
async fn moments_are_read_as_everybody_writes_them_and_unknown_fields_are_kept() {
    let collector = Collector::new().await;
    let mut document = scored(9);
    document["shownAt"] = json!("2026-11-21T11:00:00.125+01:00");
    document["answeredAt"] = json!("2026-11-21T10:00:05.999Z");
    document["revision"] = json!(3_000_000);
    document["device"] = json!({ "kind": "phone" });
    let answer = collector.post(&document).await;
    assert_eq!((answer.status, &answer.json()["revision"]), (StatusCode::CREATED, &json!(3_000_000)));
    let database = collector.database().await;
    let stored: String = sqlx::query_scalar("SELECT document FROM responses").fetch_one(&database).await.unwrap();
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    assert_eq!((&stored["device"]["kind"], &stored["shownAt"]), (&json!("phone"), &json!("2026-11-21T10:00:00Z")));
}

#[tokio::test]
async fn a_later_major_version_of_the_schema_is_refused_with_advice() {
    let collector = Collector::new().await;
    let mut document = scored(9);
    document["schema"] = json!("askwell.response/2");
    let answer = collector.post(&document).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = &answer.json()["error"]["problems"][0];
    assert_eq!(problem["path"], "schema");
    assert!(problem["message"].as_str().unwrap().contains("upgrade the collector"), "{problem}");
}

#[tokio::test]
async fn test_traffic_is_stored_and_left_out_of_the_score() {
    let collector = Collector::with(|settings| settings.test_traffic.local_counts = false).await;
    collector.take(&scored(9)).await;
    for url in ["http://localhost:3000/", "https://staging.shop.example/x"] {
        let mut document = scored(0);
        document["page"]["url"] = json!(url);
        collector.take(&document).await;
    }
    let mut said = scored(0);
    said["test"] = json!(true);
    collector.take(&said).await;
    let mut attribute = scored(0);
    attribute["attributes"]["test"] = json!(true);
    collector.take(&attribute).await;
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["count"], &report["score"]["rounded"]), (&json!(1), &json!(100)));
    assert_eq!(report["leftOut"], json!({ "test": 4, "spam": 0 }));
    let tests = collector.get("/v1/report?marked=test").await.json();
    assert_eq!((&tests["count"], &tests["marked"]), (&json!(4), &json!("test")));
    let page = collector.get("/report").await.body;
    assert!(page.contains("4 responses marked as test left out."), "{page}");
    assert!(collector.get("/report?marked=test").await.body.contains("These responses don’t count towards the score."));
}

#[tokio::test]
async fn ratings_never_take_the_place_of_the_score() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    for _ in 0..5 {
        collector.take(&rated("returns", "yes")).await;
    }
    assert_eq!(collector.get("/v1/report").await.json()["kind"], "relational");
}

#[tokio::test]
async fn made_up_surveys_and_articles_dont_make_the_report_longer() {
    let collector = Collector::new().await;
    for number in 0..130 {
        let mut document = scored(9);
        document["survey"]["id"] = json!(format!("made-up-{number}"));
        collector.take(&document).await;
        collector.take(&rated(&format!("topic {number}"), "yes")).await;
    }
    for _ in 0..2 {
        collector.take(&scored(9)).await;
    }
    let report = collector.get("/v1/report").await.json();
    assert_eq!(report["surveys"].as_array().unwrap().len(), 100);
    assert_eq!(report["surveys"][0]["id"], "helpful");
    assert_eq!(report["surveys"][1], json!({ "id": "shop", "kind": "relational", "count": 2 }));
    assert_eq!(report["otherSurveys"], json!({ "number": 32, "responses": 32 }));
    assert_eq!(report["ratings"].as_array().unwrap().len(), 100);
    assert_eq!(report["otherRatings"], json!({ "number": 30, "responses": 30 }));
    assert_eq!(report["count"], 132);
}

#[tokio::test]
async fn where_surveys_are_registered_others_are_not_named() {
    let collector = Collector::with(|settings| settings.surveys = vec!["shop".to_owned()]).await;
    collector.take(&scored(9)).await;
    for number in 0..3 {
        let mut document = scored(9);
        document["survey"]["id"] = json!(format!("made-up-{number}"));
        collector.take(&document).await;
    }
    let report = collector.get("/v1/report").await.json();
    assert_eq!(report["surveys"], json!([{ "id": "shop", "kind": "relational", "count": 1 }]));
    assert_eq!(report["otherSurveys"], json!({ "number": 3, "responses": 3 }));
    let page = collector.get("/report").await.body;
    assert!(page.contains("Not listed: 3 other surveys with 3 responses.") && !page.contains("made-up-"), "{page}");
}

#[tokio::test]
async fn what_looks_like_a_programs_is_stored_and_can_be_reviewed() {
    let collector = Collector::new().await;
    let mut trapped = scored(0);
    trapped["honeypot"] = json!("https://spam.example");
    collector.take(&trapped).await;
    collector.take(&scored(9)).await;
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["count"], &report["leftOut"]["spam"]), (&json!(1), &json!(1)));
    assert_eq!(collector.get("/v1/report?marked=spam").await.json()["count"], 1);
    let id = trapped["id"].as_str().unwrap();
    assert!(askwell_collector::mark(&collector.location, id, None).await.unwrap());
    assert_eq!(collector.get("/v1/report").await.json()["count"], 2);
}
