//! One team on a page.

use axum::http::StatusCode;
use serde_json::json;

use crate::helper::{Collector, scored};
use crate::results::text;
use crate::roles::{cookie_of, shown, take, with_users};

#[tokio::test]
async fn a_team_is_compared_with_the_others_and_with_before() {
    let collector = Collector::with_set_clock().await;
    for number in 0..40_u8 {
        for (team, day, points) in [
            ("Logistics", "2026-07-01", 9 + number % 2),
            ("Logistics", "2026-11-02", number % 7),
            ("Service", "2026-11-03", 8 + number % 3),
        ] {
            let mut document = scored(points);
            document["attributes"]["team"] = json!(team);
            document["answers"]["reason"] = json!(format!("I am {team} {number}"));
            collector.take_on(day, &document).await;
        }
    }
    collector.set_day("2026-11-21");
    let page = collector.get("/report/team?by=attribute:team&value=Logistics").await;
    assert_eq!(page.status, StatusCode::OK);
    let words = text(&page.body);
    for part in [
        "Team Logistics All relational surveys, 24 Aug 2026 to 21 Nov 2026",
        "from 40 answers Against the others",
        "worse, likely real",
        "The others: 65 (45 to 76), from 40 answers",
        "Since the period before down 200, likely real 26 May 2026 to 23 Aug 2026",
        "Follow-ups Not done 40",
        "I am Logistics 39",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("I am Service"), "{words}");
    let segments = collector.get("/report/segments?survey=shop&by=attribute:team").await.body;
    assert!(segments.contains("/report/team?survey=shop&amp;by=attribute%3Ateam&amp;value=Logistics"), "{segments}");
    for query in ["", "?by=attribute:team", "?by=&value=x"] {
        assert_eq!(collector.get(&format!("/report/team{query}")).await.status, StatusCode::NOT_FOUND, "{query}");
    }
    let wrong = collector.get("/report/team?by=attribute:team&value=x&since=soon").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let nobody = text(&collector.get("/report/team?by=attribute:team&value=%3Cb%3E").await.body);
    assert!(nobody.contains("Team &lt;b&gt;") && nobody.contains("Nobody has given a score"), "{nobody}");
}

#[tokio::test]
async fn only_those_who_follow_up_see_the_work() {
    let collector = with_users(|_| {}).await;
    let mut document = scored(3);
    document["attributes"]["team"] = json!("Logistics");
    take(&collector, &document).await;
    for (name, may) in [("vera", false), ("anna", false), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, "/report/team?by=attribute:team&value=Logistics", &cookie).await;
        assert_eq!((page.status, page.body.contains("Follow-ups")), (StatusCode::OK, may), "{name}");
    }
}
