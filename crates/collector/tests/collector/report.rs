//! The report as JSON.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, rated, scored};

async fn take_all(collector: &Collector, scores: &[u8]) {
    for points in scores {
        collector.take(&scored(*points)).await;
    }
}

#[tokio::test]
async fn without_answers_there_is_a_count_and_no_score() {
    let report = Collector::new().await.get("/v1/report").await.json();
    assert_eq!(report["count"], 0);
    assert_eq!((&report["score"], &report["interval"]), (&Value::Null, &Value::Null));
    assert_eq!(report["kind"], "relational");
    assert_eq!(report["trend"]["points"], json!([]));
}

#[tokio::test]
async fn the_score_comes_with_its_groups_and_its_interval() {
    let collector = Collector::new().await;
    take_all(&collector, &[0, 7, 7, 8, 8, 8, 8, 8]).await;
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["count"], &report["responses"]), (&json!(8), &json!(8)));
    assert_eq!(report["groups"], json!({ "detractor": 1, "passive": 7, "promoter": 0 }));
    assert_eq!(report["score"], json!({ "rounded": -13, "exact": -12.5 }));
    let (low, high) = (report["interval"]["low"].as_f64().unwrap(), report["interval"]["high"].as_f64().unwrap());
    assert!((low + 36.7464).abs() < 5e-5 && (high - 18.5646).abs() < 5e-5, "{low} {high}");
}

#[tokio::test]
async fn kinds_are_never_counted_together_and_the_most_answered_is_the_default() {
    let collector = Collector::new().await;
    take_all(&collector, &[10, 10]).await;
    for _ in 0..3 {
        let mut bought = scored(0);
        bought["survey"] = json!({ "id": "checkout", "version": 1, "kind": "transactional" });
        collector.take(&bought).await;
    }
    collector.take(&rated("returns", "yes")).await;
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["kind"], &report["score"]["rounded"]), (&json!("transactional"), &json!(-100)));
    assert_eq!(report["kinds"], json!({ "relational": 2, "transactional": 3, "rating": 1 }));
    assert_eq!(
        report["surveys"],
        json!([
            { "id": "checkout", "kind": "transactional", "count": 3 },
            { "id": "shop", "kind": "relational", "count": 2 },
            { "id": "helpful", "kind": "rating", "count": 1 },
        ])
    );
    let relational = collector.get("/v1/report?kind=relational").await.json();
    assert_eq!((&relational["count"], &relational["score"]["rounded"]), (&json!(2), &json!(100)));
    let shop = collector.get("/v1/report?survey=shop").await.json();
    assert_eq!((&shop["kind"], &shop["count"], &shop["survey"]), (&json!("relational"), &json!(2), &json!("shop")));
}

#[tokio::test]
async fn a_period_holds_its_first_and_its_last_day() {
    let collector = Collector::with_set_clock().await;
    for day in ["2026-10-31", "2026-11-01", "2026-11-15", "2026-11-30", "2026-12-01"] {
        collector.take_on(day, &scored(9)).await;
    }
    for (query, count) in [
        ("since=2026-11-01&until=2026-11-30", 3),
        ("since=2026-11-30", 2),
        ("until=2026-10-31", 1),
        ("since=2026-11-15&until=2026-11-15", 1),
        ("since=2027-01-01", 0),
    ] {
        let report = collector.get(&format!("/v1/report?{query}")).await.json();
        assert_eq!(report["count"], count, "{query}");
    }
}

#[tokio::test]
async fn the_trend_has_a_score_for_each_day_with_answers() {
    let collector = Collector::with_set_clock().await;
    for (points, day) in [(10, "2026-11-02"), (3, "2026-11-02"), (10, "2026-11-02"), (6, "2026-11-05")] {
        collector.take_on(day, &scored(points)).await;
    }
    let trend = &collector.get("/v1/report").await.json()["trend"];
    assert_eq!(trend["step"], "day");
    let points: Vec<_> = trend["points"].as_array().unwrap().iter().collect();
    assert_eq!(points.len(), 2);
    assert_eq!((&points[0]["from"], &points[0]["count"]), (&json!("2026-11-02"), &json!(3)));
    assert_eq!((&points[0]["score"]["rounded"], &points[1]["score"]["rounded"]), (&json!(33), &json!(-100)));
    assert!(points[0]["interval"]["low"].as_f64().unwrap() < 33.0);
}

#[tokio::test]
async fn ratings_are_counted_by_article() {
    let collector = Collector::new().await;
    for (topic, helpful) in [("returns", "yes"), ("returns", "no"), ("returns", "yes"), ("gifts", "no")] {
        collector.take(&rated(topic, helpful)).await;
    }
    // The same question in a survey of another kind is no rating of an article.
    let mut bought = rated("returns", "no");
    bought["survey"] = json!({ "id": "checkout", "version": 1, "kind": "transactional" });
    collector.take(&bought).await;
    let report = collector.get("/v1/report?kind=rating").await.json();
    assert_eq!((&report["kind"], &report["count"], &report["responses"]), (&json!("rating"), &json!(0), &json!(4)));
    assert_eq!(
        report["ratings"],
        json!([{ "topic": "returns", "yes": 2, "no": 1 }, { "topic": "gifts", "yes": 0, "no": 1 }])
    );
}

#[tokio::test]
async fn comments_come_latest_first_and_page_by_page_without_gap_or_repetition() {
    let collector = Collector::with_set_clock().await;
    let mut expected = Vec::new();
    for number in 0..45 {
        let mut document = scored(4);
        document["answers"]["reason"] = json!(format!("comment {number}"));
        // Several on the same day, so that the identifier decides.
        collector.take_on(&format!("2026-11-{:02}", 1 + number / 10), &document).await;
        expected.insert(0, format!("comment {number}"));
    }
    collector.take(&scored(9)).await;
    let (mut seen, mut query, mut pages) = (Vec::new(), String::new(), Vec::new());
    loop {
        let report = collector.get(&format!("/v1/report?{query}")).await.json();
        let comments = report["comments"].as_array().unwrap();
        pages.push(comments.len());
        seen.extend(comments.iter().map(|comment| comment["text"].as_str().unwrap().to_owned()));
        let Some(next) = report["next"].as_str() else { break };
        query = format!("after={next}");
    }
    assert_eq!(pages, [20, 20, 5]);
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_comment_says_where_it_comes_from() {
    let collector = Collector::new().await;
    let mut document = rated("returns", "no");
    document["answers"]["missing"] = json!("How long it takes");
    collector.take(&document).await;
    let mut comment = collector.get("/v1/report").await.json()["comments"][0].clone();
    let at = comment["at"].take();
    assert!(at.as_str().unwrap().ends_with('Z'), "{at}");
    assert_eq!(
        comment,
        json!({
            "id": document["id"], "text": "How long it takes", "score": null, "group": null, "helpful": false,
            "survey": "helpful", "topic": "returns", "path": "/thanks", "locale": "de", "at": null,
        })
    );
}

#[tokio::test]
async fn a_report_that_cant_be_asked_for_says_why() {
    let answer = Collector::new().await.get("/v1/report?since=yesterday&sort=up").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let problems = &answer.json()["error"]["problems"];
    assert_eq!((&problems[0]["path"], &problems[1]["path"]), (&json!("since"), &json!("sort")));
}
