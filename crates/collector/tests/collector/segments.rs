//! Segments compared with all others, and with the period before.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, id, scored};
use crate::results::text;

/// A response with a score of somebody's team.
fn of_team(points: u8, team: &str) -> Value {
    let mut document = scored(points);
    document["attributes"]["team"] = json!(team);
    document
}

/// The row of a segment's value.
fn row(page: &str, value: &str) -> String {
    let rows = page.split("<tr>").filter(|row| row.contains(&format!("<bdi>{value}</bdi>")));
    let row = rows.last().unwrap_or_else(|| panic!("no row of {value}: {}", text(page)));
    text(row.split("</tr>").next().unwrap())
}

#[tokio::test]
async fn a_segment_that_differs_comes_first_and_chance_is_called_chance() {
    let collector = Collector::new().await;
    for number in 0..40_u8 {
        for (points, team) in
            [(2 + number % 7, "logistics"), (7 + number % 4, "shop"), (7 + (number + 1) % 4, "service")]
        {
            collector.take(&of_team(points, team)).await;
        }
    }
    for points in [0, 10, 3, 9, 8] {
        collector.take(&of_team(points, "billing")).await;
    }
    collector.take(&of_team(1, "rare")).await;
    let page = collector.get("/report/segments").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.body;
    assert!(row(&page, "logistics").contains("Worse, likely real"), "{}", row(&page, "logistics"));
    assert!(row(&page, "shop").contains("Better, likely real"));
    assert!(row(&page, "billing").contains("Too few answers to tell"));
    let shown = text(&page);
    let place = |value: &str| shown.find(&format!("Team {value}")).unwrap();
    assert!(place("logistics") < place("billing") && !shown.contains("Team rare"), "{shown}");
    assert!(shown.contains("Choose a period to compare with the one before."), "{shown}");
    // What everybody has in common is no segment.
    assert!(!shown.contains("Layout"), "{shown}");
    let link = page.split("href=\"").find(|link| link.starts_with("/report?segment=attribute%3Ateam%3Dlogistics"));
    let address = link.unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(collector.get(&format!("/v1{address}")).await.json()["count"], 40);
}

#[tokio::test]
async fn the_period_before_is_as_long_and_ends_where_the_period_begins() {
    let collector = Collector::with_set_clock().await;
    for number in 0..40_u8 {
        collector.take_on("2026-10-20", &of_team(if number % 4 == 0 { 9 } else { 2 }, "shop")).await;
        collector.take_on("2026-11-05", &of_team(if number % 4 == 0 { 2 } else { 9 }, "shop")).await;
        collector.take_on("2026-11-05", &of_team(8, "new")).await;
    }
    // Before that: it plays no part.
    collector.take_on("2026-10-11", &of_team(0, "shop")).await;
    let page = collector.get("/report/segments?since=2026-11-01&until=2026-11-20").await.body;
    assert!(row(&page, "shop").contains("up 100, likely real"), "{}", row(&page, "shop"));
    assert!(row(&page, "new").contains("No answers before"));
    assert!(text(&page).contains("Compared with the period before: 12 Oct 2026 to 31 Oct 2026."), "{}", text(&page));
    let overview =
        text(&collector.get("/report?since=2026-11-01&until=2026-11-20&segment=attribute:team%3Dshop").await.body);
    assert!(overview.contains("up 100, likely real since the period before"), "{overview}");
}

#[tokio::test]
async fn without_scores_segments_are_compared_by_satisfaction() {
    let collector = Collector::new().await;
    for number in 0..40_u8 {
        for (points, channel) in [(1 + number % 3, "phone"), (4 + number % 2, "chat")] {
            let document = json!({
                "schema": "askwell.response/1", "id": id(), "survey": { "id": "support", "kind": "transactional" },
                "answers": { "satisfaction": points }, "status": "partial", "attributes": { "channel": channel }
            });
            collector.take(&document).await;
        }
    }
    // Somebody who left right after the answer has answered once.
    let page = collector.get("/report/segments?survey=support").await.body;
    assert!(text(&page).contains("Satisfied: 50 % from 80 answers"), "{}", text(&page));
    let phone = row(&page, "phone");
    assert!(phone.starts_with("Channel phone Summary of Channel phone 0 % Worse, likely real 40"), "{phone}");
    let overview = text(&collector.get("/report?survey=support").await.body);
    assert!(overview.contains("Satisfied 50 % 39 to 61 % with 95 % confidence from 80 answers"), "{overview}");
    assert!(row(&page, "chat").contains("Better, likely real"));
}

#[tokio::test]
async fn the_halves_of_an_experiment_are_compared_with_each_other() {
    let collector = Collector::new().await;
    let half = async |points: u8, variant: &str| {
        let mut document = scored(points);
        document["attributes"]["variant"] = json!(variant);
        collector.take(&document).await;
    };
    for number in 0..60_u8 {
        half(if number % 3 == 0 { 9 } else { 3 }, "a").await;
        half(if number % 3 == 0 { 3 } else { 9 }, "b").await;
        // Everybody else is happier still.
        collector.take(&scored(10)).await;
        collector.take(&scored(10)).await;
    }
    let page = collector.get("/report/segments?by=attribute:variant").await.body;
    assert!(row(&page, "a").contains("Worse, likely real"), "{}", row(&page, "a"));
    assert!(row(&page, "b").contains("Better, likely real"), "{}", row(&page, "b"));
}

#[tokio::test]
async fn made_up_segments_leave_the_page_small_and_markup_is_text() {
    let collector = Collector::new().await;
    for number in 0..300 {
        for points in [1, 9, 9, 3, 8] {
            collector.take(&of_team(points, &format!("<script>{number}</script>\u{202e}"))).await;
        }
    }
    let page = collector.get("/report/segments").await.body;
    assert!(page.len() < 150_000 && !page.contains("<script"), "{}", page.len());
    assert!(text(&page).contains("Not listed: 2"), "{}", text(&page));
}

#[tokio::test]
async fn a_selection_without_segments_or_answers_says_what_to_do() {
    let collector = Collector::new().await;
    assert!(text(&collector.get("/report/segments").await.body).contains("No answers in this selection"));
    collector.take(&scored(9)).await;
    assert!(text(&collector.get("/report/segments").await.body).contains("No segments yet"));
    let mut document = scored(9);
    document["answers"] = json!({ "why": "Because" });
    document["survey"]["id"] = json!("words");
    for field in ["score", "group"] {
        document.as_object_mut().unwrap().remove(field);
    }
    document["id"] = json!(id());
    collector.take(&document).await;
    let page = text(&collector.get("/report/segments?survey=words").await.body);
    assert!(page.contains("Nothing to compare by"), "{page}");
}
