//! What has changed, when, and two selections beside each other.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, id, scored};
use crate::results::text;

fn of_team(points: u8, team: &str) -> Value {
    let mut document = scored(points);
    document["attributes"]["team"] = json!(team);
    document
}

/// Twelve weeks from Monday 1 June 2026 on: one team falls in the seventh, the other stays.
async fn fallen() -> Collector {
    let collector = Collector::with_set_clock().await;
    for week in 0..12_u32 {
        let day =
            if week < 5 { format!("2026-06-{:02}", 1 + 7 * week) } else { format!("2026-07-{:02}", 7 * week - 29) };
        let day = if week < 9 { day } else { format!("2026-08-{:02}", 7 * week - 60) };
        for number in 0..15_u8 {
            let points = if week < 6 || number < 5 { 9 } else { 2 };
            collector.take_on(&day, &of_team(points, "logistics")).await;
            collector.take_on(&day, &of_team(if number % 2 == 0 { 9 } else { 7 }, "shop")).await;
        }
    }
    collector
}

#[tokio::test]
async fn a_fall_is_found_with_its_week_without_choosing_a_period() {
    let collector = fallen().await;
    let page = collector.get("/report/changes").await;
    assert_eq!(page.status, StatusCode::OK);
    let shown = text(&page.body);
    assert!(shown.contains("Down in the week of 13 Jul 2026 All answers"), "{shown}");
    assert!(shown.contains("Team logistics 100 (90) −33 (90) down 133"), "{shown}");
    assert!(!shown.contains("Team shop") && !shown.contains("Up in the week"), "{shown}");
    // Both sides can be looked at.
    let row = page.body.split("<bdi>logistics</bdi>").nth(1).unwrap();
    let link = row.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let compared = text(&collector.get(&link).await.body);
    assert!(compared.contains("A is 133 lower, likely real"), "{compared}");
}

#[tokio::test]
async fn nothing_is_called_a_change_where_there_is_none() {
    let collector = Collector::with_set_clock().await;
    for week in 0..4_u8 {
        for number in 0..40_u8 {
            let team = if number % 2 == 0 { "a" } else { "b" };
            let day = format!("2026-06-{:02}", 1 + 7 * week);
            collector.take_on(&day, &of_team(number % 11, team)).await;
        }
    }
    let shown = text(&collector.get("/report/changes").await.body);
    assert!(shown.contains("Nothing has changed by more than chance."), "{shown}");
    let empty = Collector::new().await;
    assert!(text(&empty.get("/report/changes").await.body).contains("No answers in this selection"));
}

#[tokio::test]
async fn the_overview_says_what_changed_lately() {
    let collector = Collector::with_set_clock().await;
    for number in 0..60_u8 {
        collector.take_on("2026-07-20", &of_team(9, "logistics")).await;
        collector.take_on("2026-07-20", &of_team(if number % 2 == 0 { 9 } else { 7 }, "shop")).await;
    }
    for number in 0..60_u8 {
        collector.take_on("2026-10-20", &of_team(if number % 3 == 0 { 9 } else { 2 }, "logistics")).await;
        collector.take_on("2026-10-20", &of_team(if number % 2 == 0 { 9 } else { 7 }, "shop")).await;
    }
    let shown = text(&collector.get("/report").await.body);
    assert!(shown.contains("All answers: down 67, likely real"), "{shown}");
    assert!(shown.contains("Team logistics −33 down 133, likely real"), "{shown}");
    assert!(!shown.contains("Team shop"), "{shown}");
}

#[tokio::test]
async fn a_period_is_compared_with_the_same_days_last_year() {
    let collector = Collector::with_set_clock().await;
    for _ in 0..40 {
        collector.take_on("2025-10-10", &of_team(2, "shop")).await;
        collector.take_on("2025-10-10", &of_team(9, "new")).await;
        collector.take_on("2026-09-20", &of_team(9, "shop")).await;
        collector.take_on("2026-10-10", &of_team(9, "shop")).await;
        collector.take_on("2026-10-10", &of_team(2, "new")).await;
    }
    let period = "since=2026-10-01&until=2026-10-31";
    let shown = text(&collector.get(&format!("/report?{period}&segment=attribute:team%3Dshop")).await.body);
    assert!(shown.contains("no change since the period before"), "{shown}");
    assert!(shown.contains("up 200, likely real since the same days last year"), "{shown}");
    let segments = text(&collector.get(&format!("/report/segments?{period}&compare=year")).await.body);
    assert!(segments.contains("Since the same days last year"), "{segments}");
    assert!(segments.contains("Compared with the same days last year: 1 Oct 2025 to 31 Oct 2025."), "{segments}");
    assert!(segments.contains("up 200, likely real"), "{segments}");
}

#[tokio::test]
async fn a_segment_is_compared_with_everybody_unless_something_else_is_chosen() {
    let collector = fallen().await;
    let with_everybody = text(&collector.get("/report/compare?segment=attribute:team%3Dlogistics").await.body);
    assert!(with_everybody.contains("Team: logistics 19 to 46"), "{with_everybody}");
    let chosen =
        "/report/compare?segment=attribute:team%3Dlogistics&with_segment=attribute:team%3Dshop&with_until=2026-06-30";
    let page = collector.get(chosen).await.body;
    let shown = text(&page);
    assert!(shown.contains("All surveys, until 30 Jun 2026, Team: shop"), "{shown}");
    assert!(shown.contains("A is 20 lower, likely real"), "{shown}");
    assert!(page.contains("name=\"with_until\" value=\"2026-06-30\""), "{page}");
    let choose = text(&collector.get("/report/compare").await.body);
    assert!(choose.contains("Compare two selections"), "{choose}");
    assert_eq!(collector.get("/report/compare?with_since=tomorrow").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_was_chosen_is_compared_and_markup_stays_text() {
    let collector = Collector::new().await;
    let hostile = "<script>alert(1)</script>\u{202e}";
    for number in 0..40_u8 {
        for (team, cause) in [(hostile, if number < 30 { "late" } else { hostile }), ("shop", "price")] {
            let document = json!({
                "schema": "askwell.response/1", "id": id(), "survey": { "id": "order", "kind": "transactional" },
                "score": 3, "answers": { "score": 3, "cause": cause }, "status": "complete",
                "attributes": { "team": team }
            });
            collector.take(&document).await;
        }
    }
    let segment: String = form_urlencoded::byte_serialize(format!("attribute:team={hostile}").as_bytes()).collect();
    let address = format!("/report/compare?survey=order&segment={segment}&with_segment=attribute:team%3Dshop");
    let page = collector.get(&address).await.body;
    assert!(!page.contains("<script"), "{page}");
    let shown = text(&page);
    assert!(shown.contains("cause price 0 % 0 of 40 100 % 40 of 40 A is 100 lower, likely real"), "{shown}");
    assert!(shown.contains("cause late 75 % 30 of 40 0 % 0 of 40 A is 75 higher, likely real"), "{shown}");
}

#[tokio::test]
async fn several_surveys_are_shown_one_by_one() {
    let collector = Collector::new().await;
    for (survey, points) in [("tea", 10), ("tea", 9), ("invoices", 2)] {
        let mut document = scored(points);
        document["survey"]["id"] = json!(survey);
        collector.take(&document).await;
    }
    let shown = text(&collector.get("/report").await.body);
    assert!(shown.contains("Each survey") && shown.contains("tea 100") && shown.contains("invoices −100"), "{shown}");
    assert!(!text(&collector.get("/report?survey=tea").await.body).contains("Each survey"));
}

#[tokio::test]
async fn without_scores_the_trend_is_of_the_share_that_is_measured() {
    let collector = Collector::with_set_clock().await;
    for (day, points) in [("2026-09-07", 5), ("2026-10-05", 2)] {
        for _ in 0..30 {
            let document = json!({
                "schema": "askwell.response/1", "id": id(), "survey": { "id": "support", "kind": "transactional" },
                "answers": { "satisfaction": points }
            });
            collector.take_on(day, &document).await;
        }
    }
    let shown = text(&collector.get("/report?survey=support&step=week").await.body);
    assert!(shown.contains("Line: the share of “Satisfied” in the last 4 weeks"), "{shown}");
    assert!(shown.contains("Period Satisfied 95 % interval Answers 5 Oct 2026 0 % 0 to 11 % 30"), "{shown}");
    let json = collector.get("/v1/report?survey=support").await.json();
    assert_eq!(json["trend"]["points"], json!([]), "which has scores alone");
}

#[tokio::test]
async fn the_steps_of_the_trend_can_be_chosen() {
    let collector = fallen().await;
    let by_quarter = text(&collector.get("/report?step=quarter").await.body);
    assert!(by_quarter.contains("1 Jul 2026 – 30 Sep 2026"), "{by_quarter}");
    let by_week = text(&collector.get("/report?step=week").await.body);
    assert!(by_week.contains("Line: the score in the last 4 weeks"), "{by_week}");
    assert_eq!(collector.get("/report?step=hour").await.status, StatusCode::BAD_REQUEST);
}
