//! What adds to the score and what takes from it, as a page.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, id, scored};
use crate::results::{put, text};

fn definition() -> Value {
    json!({
        "id": "shop", "languages": ["en"],
        "questions": [
            { "id": "score", "type": "nps", "prompt": "Would you recommend us?" },
            { "id": "cause", "type": "choices", "prompt": "Why <b>that</b>?", "other": true,
              "choices": [{ "id": "price", "label": "The price & more" }, { "id": "speed", "label": "The speed" }] },
            { "id": "parts", "type": "matrix", "prompt": "And the parts?",
              "rows": [{ "id": "wait", "label": "The wait" }, { "id": "smile", "label": "The smile" }],
              "columns": [{ "id": "poor", "label": "Poor" }, { "id": "fair", "label": "Fair" },
                          { "id": "good", "label": "Good" }, { "id": "excellent", "label": "Excellent" }] }
        ]
    })
}

fn because(points: u8, causes: &Value) -> Value {
    let mut document = scored(points);
    document["answers"]["cause"] = causes.clone();
    document
}

async fn shown(collector: &Collector, query: &str) -> String {
    let page = collector.get(&format!("/report/drivers?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for forbidden in ["<script", "style=", "<b>that"] {
        assert!(!page.body.contains(forbidden), "{forbidden}");
    }
    text(&page.body)
}

#[tokio::test]
async fn the_points_of_all_reasons_sum_to_the_score() {
    let collector = Collector::new().await;
    assert_eq!(put(&collector, "shop", &definition()).await.status, StatusCode::CREATED);
    for (points, causes, times) in [
        (2, json!(["price"]), 3),
        (10, json!(["price", "speed"]), 2),
        (9, json!(["speed"]), 2),
        (9, json!([{ "other": "The <i>smell</i>" }]), 1),
        (8, json!([]), 2),
    ] {
        for _ in 0..times {
            collector.take(&because(points, &causes)).await;
        }
    }
    collector.take(&scored(3)).await;
    let page = shown(&collector, "survey=shop").await;
    for part in [
        "Why &lt;b&gt;that&lt;/b&gt;?",
        "how many points of the score of 9 come from answers that name this reason",
        "Of the 3 detractors with a reason, 3 name The price &amp; more , more than any other.",
        "Of the 5 promoters with a reason, 4 name The speed , more than any other.",
        "The speed +27 4 0 0 4",
        "The price &amp; more −18 2 0 3 5",
        "Other +9 1 0 0 1",
        "No reason given −9 0 2 1 3",
        "Score 9 5 2 4 11",
        "gives each of them a third of its points",
        "Only 11 scores",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("smell"), "{page}");
}

#[tokio::test]
async fn reasons_are_those_of_the_selected_segments() {
    let collector = Collector::new().await;
    for (points, team) in [(10, "a"), (10, "a"), (1, "b")] {
        let mut document = because(points, &json!("price"));
        document["attributes"]["team"] = json!(team);
        collector.take(&document).await;
    }
    assert!(shown(&collector, "").await.contains("price +33 2 0 1 3"));
    assert!(shown(&collector, "segment=attribute:team%3Db").await.contains("price −100 0 0 1 1"));
}

#[tokio::test]
async fn an_aspect_that_goes_with_the_score_and_is_rated_low_is_improved_first() {
    let collector = Collector::new().await;
    put(&collector, "shop", &definition()).await;
    for number in 0..60_u8 {
        let (points, wait) = [(1, "poor"), (3, "poor"), (9, "fair"), (10, "good")][usize::from(number % 4)];
        let mut document = scored(points);
        let smile = if number < 30 { "good" } else { "excellent" };
        document["answers"]["parts"] = json!({ "wait": wait, "smile": smile });
        collector.take(&document).await;
    }
    let page = shown(&collector, "survey=shop").await;
    let wait = page.find("1 The wait Improve first It matters, and is rated low. 1.8 of 4 about “ Fair ”").unwrap();
    let smile = page.find("2 The smile").unwrap();
    assert!(wait < smile && page.contains("goes with the score: 0 if"), "{page}");
    assert!(page.contains("Ask for reasons with a choice question"), "{page}");
}

#[tokio::test]
async fn without_a_score_there_is_nothing_to_split_and_the_parts_are_rated_all_the_same() {
    let collector = Collector::new().await;
    for number in 0..40 {
        let points = number % 5 + 1;
        let answers = json!({ "satisfaction": points, "waiting": (points + number % 2).min(5), "cause": "price",
                              "parts": { "room": "good" }, "order": format!("L-{number}"), "value_of_order": 50 + number });
        collector
            .take(&json!({ "schema": "askwell.response/1", "id": id(), "answers": answers,
                           "survey": { "id": "desk", "kind": "transactional" } }))
            .await;
    }
    let page = shown(&collector, "").await;
    for part in [
        "No score to split",
        "the answer to “ satisfaction ”",
        "1 waiting Improve next",
        "3.4 of 5",
        "Left out, as only the survey’s definition says which column is the best: parts",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("value_of_order"), "{page}");
}

#[tokio::test]
async fn kinds_are_never_counted_together() {
    let collector = Collector::new().await;
    for (kind, points) in [("relational", 10), ("relational", 10), ("transactional", 1)] {
        let mut document = because(points, &json!("price"));
        document["survey"]["kind"] = json!(kind);
        collector.take(&document).await;
    }
    assert!(shown(&collector, "survey=shop").await.contains("Score 100 2 0 0 2"));
    assert!(shown(&collector, "survey=shop&kind=transactional").await.contains("Score −100 0 0 1 1"));
}

#[tokio::test]
async fn where_there_is_nothing_the_page_says_which_question_would_help() {
    let collector = Collector::new().await;
    assert!(shown(&collector, "").await.contains("No answers in this selection"));
    collector.take(&scored(9)).await;
    let page = shown(&collector, "").await;
    assert!(page.contains("Ask for reasons with a choice question"), "{page}");
    assert!(page.contains("Ask for ratings of the parts with a matrix"), "{page}");
}
