//! The counts that results are read from: they are what counting the responses from scratch gives, whatever happened to
//! them.

use askwell_collector::{Location, Retention, Settings, Whose, check, erase, forget, mark};
use serde_json::{Value, json};
use sqlx::Row as _;
use tower::ServiceExt as _;

use crate::helper::{Collector, any, post, rated, scored};

/// What `check` says of them.
async fn checked(location: &Location) -> String {
    let settings = Settings { database: location.clone(), ..Settings::local("unused.db") };
    let findings = check(&settings).await.unwrap();
    assert_eq!(findings.problems, Vec::<String>::new());
    findings.fine.into_iter().find(|line| line.contains("counts")).unwrap()
}

/// A response to be changed later.
fn drawn(random: &mut fastrand::Rng) -> Value {
    let mut document = match random.u8(..4) {
        0 => rated(["returns", "gifts"][random.usize(..2)], ["yes", "no"][random.usize(..2)]),
        _ => scored(random.u8(..=10)),
    };
    document["attributes"]["team"] = json!(["shop", "logistics", "Größe & \"mehr\""][random.usize(..3)]);
    document["person"] = json!({ "id": format!("c-{}", random.u8(..9)), "role": "buyer" });
    document
}

/// The next revision of a response.
fn continued(document: &mut Value, random: &mut fastrand::Rng) {
    document["revision"] = json!(document["revision"].as_u64().unwrap() + 1);
    document["answers"]["reason"] = json!(["price", "The parcel came late", "x"][random.usize(..3)]);
    document["answers"]["causes"] = json!(["late", "dear"][..random.usize(..=2)]);
    document["status"] = json!(["partial", "complete", "abandoned"][random.usize(..3)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_exact_after_revisions_marks_and_erasures() {
    let collector = Collector::new().await;
    let location = &collector.location;
    for seed in 0..4 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut documents: Vec<Value> = Vec::new();
        for _ in 0..60 {
            match random.u8(..10) {
                0..4 => documents.push(drawn(&mut random)),
                4..8 if !documents.is_empty() => {
                    let index = random.usize(..documents.len());
                    continued(&mut documents[index], &mut random);
                    collector.post(&documents[index]).await;
                    // An earlier revision that arrives later changes nothing.
                    documents[index]["revision"] = json!(documents[index]["revision"].as_u64().unwrap().max(2));
                }
                8 if !documents.is_empty() => {
                    let id = documents[random.usize(..documents.len())]["id"].as_str().unwrap().to_owned();
                    mark(location, &id, [None, Some("spam"), Some("test")][random.usize(..3)]).await.unwrap();
                }
                _ if !documents.is_empty() => {
                    let whose = Whose::Person(format!("c-{}", random.u8(..9)));
                    erase(location, None, &whose).await.unwrap();
                }
                _ => {}
            }
            if let Some(document) = documents.last() {
                collector.post(document).await;
            }
        }
        checked(location).await;
    }
    let retention = Retention { personal: Some(0), ..Retention::default() };
    forget(location, retention).await.unwrap();
    checked(location).await;
    for table in ["counts", "counts_by_month"] {
        let named = format!("SELECT COUNT(*) FROM {table} WHERE scope LIKE 'person:%'");
        let named = sqlx::query(sqlx::AssertSqlSafe(named)).fetch_one(&any(location).await).await.unwrap();
        assert_eq!(named.get::<i64, _>(0), 0, "{table}");
    }
    forget(location, Retention { responses: Some(0), ..Retention::default() }).await.unwrap();
    assert!(checked(location).await.starts_with("0 counts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_of_any_period_are_counted_as_their_responses_are() {
    let collector = Collector::with_set_clock().await;
    let mut random = fastrand::Rng::with_seed(11);
    let days: Vec<_> =
        ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-03-15", "2026-04-30", "2026-05-01"].into();
    for day in &days {
        for _ in 0..6 {
            let mut document = scored(random.u8(..=10));
            document["attributes"] =
                json!({ "team": if random.bool() { "shop" } else { "phone" }, "everybody": "yes" });
            collector.take_on(day, &document).await;
        }
    }
    let periods = days.iter().flat_map(|since| days.iter().map(move |until| format!("&since={since}&until={until}")));
    let open = days.iter().flat_map(|day| [format!("&since={day}"), format!("&until={day}"), String::new()]);
    for period in periods.chain(open) {
        let rows = async |more: &str| {
            let segments = collector.get(&format!("/v1/segments?kind=relational{period}{more}")).await.json();
            (segments["total"].clone(), segments["rows"].clone())
        };
        // With a segment that everybody is in, the responses are counted anew.
        assert_eq!(rows("").await, rows("&segment=attribute:everybody=yes").await, "{period}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_count_is_found() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    sqlx::query("UPDATE counts SET responses = 2 WHERE scope = 'total' AND answer = '9'")
        .execute(&collector.database().await)
        .await
        .unwrap();
    let settings = Settings { database: collector.location.clone(), ..Settings::local("unused.db") };
    let problems = check(&settings).await.unwrap().problems;
    assert!(problems[0].contains("a count is wrong by -1"), "{problems:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_of_a_version_without_counts_are_counted_at_the_next_start() {
    let collector = Collector::new().await;
    for points in [9, 10, 3] {
        collector.take(&scored(points)).await;
    }
    let database = collector.database().await;
    let before = checked(&collector.location).await;
    sqlx::raw_sql("UPDATE responses SET counted = NULL; DELETE FROM counts; DELETE FROM counts_by_month")
        .execute(&database)
        .await
        .unwrap();
    let again = Collector::with(|settings| settings.database = collector.location.clone()).await;
    again.until_counted().await;
    assert_eq!(checked(&collector.location).await, before);
    assert_eq!(again.get("/v1/report").await.json()["score"]["rounded"], 33);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_response_sent_many_times_at_once_counts_once() {
    let collector = Collector::new().await;
    let document = scored(9);
    let mut posts = tokio::task::JoinSet::new();
    for _ in 0..40 {
        posts.spawn(collector.app.clone().oneshot(post(&document)));
    }
    for answer in posts.join_all().await {
        assert!(answer.unwrap().status().is_success());
    }
    let report = collector.get("/v1/report").await.json();
    assert_eq!((&report["count"], &report["responses"]), (&json!(1), &json!(1)));
    checked(&collector.location).await;
}
