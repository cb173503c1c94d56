//! What scores are compared with.

use axum::http::StatusCode;
use serde_json::json;

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, get, scored};
use crate::roles::{cookie_of, done, shown, take, with_users};

const GOALS: &str = "/report/goals";

/// A form that adds a goal of 45 for the survey `shop`, with other fields in place of some.
fn goal(other: &[(&str, &str)]) -> String {
    let usual = [
        ("sort", "goal"),
        ("name", "Our goal"),
        ("scope", "survey:shop"),
        ("measure", "score"),
        ("value", "45"),
        ("source", "Board"),
        ("day", "2026-11-21"),
    ];
    let field = |(name, value): (&'static str, &'static str)| {
        (
            name,
            other.iter().find(|(known, _)| *known == name).map_or(value.to_owned(), |(_, value)| (*value).to_owned()),
        )
    };
    form_urlencoded(usual.map(field))
}

fn form_urlencoded(fields: [(&'static str, String); 7]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.map(|(name, value)| format!("{name}={}", encode(&value))).join("&")
}

async fn add(collector: &Collector, other: &[(&str, &str)]) -> Answer {
    collector.send(form("/report/goals/add", &goal(other), HERE, None)).await
}

/// The part of the overview that compares.
async fn compared(collector: &Collector, query: &str) -> String {
    let page = collector.get(&format!("/report?{query}")).await.body;
    let section = page.split("id=\"compared-title\"").nth(1).unwrap_or_default();
    section.split("</section>").next().unwrap().to_owned()
}

#[tokio::test]
async fn only_analysts_and_admins_change_goals_and_everybody_who_reads_sees_them() {
    let collector = with_users(|_| {}).await;
    take(&collector, &scored(9)).await;
    for (name, may) in [("vera", false), ("gus", false), ("anna", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let expected = if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        let answer = collector.send(form("/report/goals/add", &goal(&[("name", name)]), HERE, Some(&cookie))).await;
        assert_eq!(answer.status, expected, "{name}");
        let page = shown(&collector, GOALS, &cookie).await;
        assert_eq!((page.status, page.body.contains("Add a value")), (StatusCode::OK, may), "{name}");
    }
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    let page = shown(&collector, GOALS, &vera).await.body;
    assert!(page.contains("<bdi>anna</bdi>") && page.contains("<bdi>ada</bdi>") && !page.contains("Remove"), "{page}");
    let page = shown(&collector, GOALS, &ada).await.body;
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let remove = |cookie: &str, origin: &str| form("/report/goals/remove", &format!("id={id}"), origin, Some(cookie));
    assert_eq!(collector.send(remove(&vera, HERE)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(collector.send(remove(&ada, "https://other.example")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(collector.send(remove(&ada, HERE)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(collector.send(remove(&ada, HERE)).await.status, StatusCode::NOT_FOUND);
    assert!(!shown(&collector, GOALS, &vera).await.body.contains("<bdi>ada</bdi>"));
    let mut changes: Vec<_> =
        done(&collector).await.into_iter().filter(|(_, action, _)| action.starts_with("benchmark")).collect();
    changes.sort();
    let entry = |actor: &str, action: &str, name: &str| {
        (actor.to_owned(), format!("benchmark {action}"), format!("{name}: score 45 for survey shop"))
    };
    assert_eq!(changes, [entry("ada", "added", "ada"), entry("ada", "removed", "ada"), entry("anna", "added", "anna")]);
    assert_eq!(collector.send(get(GOALS)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_score_is_compared_with_values_of_its_survey_or_kind_and_measure() {
    let collector = Collector::with_set_clock().await;
    for number in 0..40 {
        collector.take_on("2026-11-20", &scored(if number < 30 { 10 } else { 8 })).await;
    }
    let mut bought = scored(0);
    bought["survey"] = json!({ "id": "checkout", "version": 1, "kind": "relational" });
    collector.take_on("2026-11-21", &bought).await;
    for (name, scope, measure, value) in [
        ("Ours", "survey:shop", "score", "45.5"),
        ("Near", "survey:shop", "score", "77"),
        ("Trade", "kind:relational", "score", "-20"),
        ("Other survey", "survey:checkout", "score", "1"),
        ("Other kind", "kind:transactional", "score", "2"),
        ("Other measure", "survey:shop", "csat", "80"),
    ] {
        let answer = add(&collector, &[("name", name), ("scope", scope), ("measure", measure), ("value", value)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    let of_shop = compared(&collector, "survey=shop").await;
    for part in [
        "Ours",
        "29.5 points above<",
        "Near",
        "2 points below, could be chance: it lies within the interval",
        "Trade",
        "95 points above<",
    ] {
        assert!(of_shop.contains(part), "{part}: {of_shop}");
    }
    assert!(!of_shop.contains("Other"), "{of_shop}");
    let of_all = compared(&collector, "").await;
    assert!(of_all.contains("Trade") && !of_all.contains("Ours"), "two surveys aren’t one: {of_all}");
    let page = collector.get("/report?survey=shop").await.body;
    let trend = page.split("id=\"trend-title\"").nth(1).unwrap();
    assert!(trend.contains("<line class=\"benchmark\"") && trend.contains("Near: 77"));
    assert!(!trend.contains("Trade"), "what isn’t on the scale has no line");
    assert_eq!(compared(&collector, "survey=shop&marked=test").await, "");
}

#[tokio::test]
async fn what_is_entered_wrongly_is_said_and_kept() {
    let collector = Collector::new().await;
    let answer = add(&collector, &[("value", "101"), ("name", "<b>Rival</b>")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("from −100 to 100"), "{}", answer.body);
    assert!(answer.body.contains("value=\"&lt;b&gt;Rival&lt;/b&gt;\"") && !answer.body.contains("<b>"));
    for number in 0..100 {
        assert_eq!(add(&collector, &[("name", &format!("n{number}"))]).await.status, StatusCode::SEE_OTHER);
    }
    let full = add(&collector, &[]).await;
    assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.body.contains("There are 100 already"));
}
