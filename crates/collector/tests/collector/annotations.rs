//! Marked dates: who marks them, and how the score went before and after.

use axum::http::StatusCode;
use serde_json::json;

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, scored};
use crate::results::text;
use crate::roles::{cookie_of, done, shown, take, with_users};

const DATES: &str = "/report/annotations";

async fn mark(collector: &Collector, day: &str, title: &str, more: &str) -> Answer {
    let body = format!("day={day}&title={title}&survey=shop{more}");
    collector.send(form(&format!("{DATES}/add"), &body, HERE, None)).await
}

#[tokio::test]
async fn only_analysts_and_admins_mark_dates_and_everybody_sees_them() {
    let collector = with_users(|_| {}).await;
    take(&collector, &scored(9)).await;
    for (name, may) in [("vera", false), ("gus", false), ("anna", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let expected = if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        let body = format!("day=2026-11-01&title={name}&survey=&segment=");
        let answer = collector.send(form(&format!("{DATES}/add"), &body, HERE, Some(&cookie))).await;
        assert_eq!(answer.status, expected, "{name}");
        let page = shown(&collector, DATES, &cookie).await;
        assert_eq!((page.status, page.body.contains("Mark a date")), (StatusCode::OK, may), "{name}");
    }
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    let page = shown(&collector, DATES, &vera).await.body;
    assert!(page.contains("<bdi>anna</bdi>") && !page.contains("Remove"), "{page}");
    let page = shown(&collector, DATES, &ada).await.body;
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let remove = |cookie: &str| form(&format!("{DATES}/remove"), &format!("id={id}"), HERE, Some(cookie));
    assert_eq!(collector.send(remove(&vera)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(collector.send(remove(&ada)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(collector.send(remove(&ada)).await.status, StatusCode::NOT_FOUND);
    let log: Vec<_> =
        done(&collector).await.into_iter().filter(|(_, action, _)| action.contains("marked date")).collect();
    assert_eq!((log.len(), log[0].0.as_str()), (1, "ada"));
}

#[tokio::test]
async fn before_and_after_are_compared_and_those_concerned_with_the_rest() {
    let collector = Collector::with_set_clock().await;
    for number in 0..60_u8 {
        let team = if number % 2 == 0 { "logistics" } else { "service" };
        for (day, low) in [("2026-08-10", false), ("2026-09-14", team == "logistics")] {
            let mut document = scored(if low { number % 7 } else { 8 + number % 3 });
            document["attributes"]["team"] = json!(team);
            collector.take_on(day, &document).await;
        }
    }
    collector.set_day("2026-11-21");
    assert_eq!(mark(&collector, "2026-09-01", "New+carrier", "&segment=attribute:team=logistics").await.status, 303);
    let words = text(&collector.get(DATES).await.body);
    for part in [
        "1 Sep 2026 New carrier Survey shop , Team: logistics",
        "After −100",
        "Score from 7 Jul 2026 to 31 Aug 2026, and from 1 Sep 2026 to 26 Oct 2026.",
        "isn’t proof that the date is its cause",
        "All others no change",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let against = words.split("Against all others").nth(1).unwrap();
    assert!(against.starts_with(" down ") && against.contains("likely real"), "{words}");
    // Another date ends both sides, and one of another survey doesn’t.
    mark(&collector, "2026-08-20", "Sale", "&segment=").await;
    let words = text(&collector.get(DATES).await.body);
    assert!(
        words.contains("Score from 20 Aug 2026 to 31 Aug 2026, and from 1 Sep 2026 to 12 Sep 2026: as long as"),
        "{words}"
    );
    let overview = collector.get("/report?survey=shop").await.body;
    assert!(
        overview.contains("<line class=\"annotation\"") && overview.contains("1 Sep 2026: New carrier"),
        "{overview}"
    );
    let listed = text(overview.split("aria-label=\"Marked dates\"").nth(1).unwrap());
    assert!(listed.contains("20 Aug 2026 Sale 1 Sep 2026 New carrier"), "{listed}");
}

#[tokio::test]
async fn what_is_entered_wrongly_is_said_and_kept() {
    let collector = Collector::new().await;
    for (day, title) in [("soon", "<b>x</b>"), ("2026-11-01", "")] {
        let answer = mark(&collector, day, title, "&segment=").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("role=\"alert\"") && !answer.body.contains("<b>"), "{}", answer.body);
    }
    for number in 0..50 {
        assert_eq!(mark(&collector, "2026-11-01", &format!("n{number}"), "&segment=").await.status, 303);
    }
    let full = mark(&collector, "2026-11-01", "x", "&segment=").await;
    assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.body.contains("There are 50 already"));
}
