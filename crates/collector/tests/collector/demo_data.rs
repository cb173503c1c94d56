//! A database filled with demo data.

use askwell_collector::audit;
use askwell_collector::demo_data::{DEFINITIONS, DemoData, DemoDataError, make_demo_data, truths};
use sqlx::Row;

use crate::helper::{Collector, count_any, scored};

const UNTIL: &str = "2026-01-01";

fn wanted(answers: u64, seed: u64) -> DemoData {
    DemoData { answers, until: Some(UNTIL.to_owned()), seed }
}

/// Everything that is stored of the responses.
async fn stored(collector: &Collector) -> Vec<String> {
    let rows = sqlx::query("SELECT id, document, counted_at, received_at, mark FROM responses ORDER BY id")
        .fetch_all(&collector.database().await)
        .await
        .unwrap();
    let text = |row: &sqlx::any::AnyRow| {
        let (id, document): (String, String) = (row.get(0), row.get(1));
        let (counted, received): (i64, i64) = (row.get(2), row.get(3));
        format!("{id} {document} {counted} {received} {:?}", row.get::<Option<String>, _>(4))
    };
    rows.iter().map(text).collect()
}

#[tokio::test]
async fn an_empty_database_is_filled_and_the_same_seed_fills_another_alike() {
    let (one, other) = (Collector::new().await, Collector::new().await);
    let mut told = Vec::new();
    let made = make_demo_data(&one.location, None, &wanted(3_000, 7), |stored| told.push(stored)).await.unwrap();
    assert_eq!((made.responses, made.since.as_str(), made.until.as_str()), (3_000, "2024-01-02", "2025-12-31"));
    assert_eq!((told.last(), made.surveys.iter().map(|(_, count)| count).sum::<u64>()), (Some(&3_000), 3_000));
    let database = one.database().await;
    assert_eq!(count_any(&database).await, 3_000);
    if crate::ON_POSTGRES && crate::postgres::shared().is_some() {
        let rest: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM responses_rest").fetch_one(&database).await.unwrap();
        assert_eq!(rest, 0, "each lies in its month’s partition");
    }
    let report = one.get("/v1/report?survey=after-purchase").await.json();
    let counted = "SELECT COUNT(*) FROM responses WHERE survey = 'after-purchase' AND mark IS NULL";
    let counted: i64 = sqlx::query_scalar(counted).fetch_one(&database).await.unwrap();
    assert_eq!(report["responses"], counted);
    assert_eq!(report["comments"].as_array().unwrap().len(), 20);
    assert!(audit(&one.location).await.unwrap().iter().any(|entry| entry.action == "made demo data"));

    make_demo_data(&other.location, None, &wanted(3_000, 7), |_| {}).await.unwrap();
    assert!(stored(&one).await == stored(&other).await);
    let values = async |collector: &Collector| {
        let sums = "SELECT COUNT(*), CAST(SUM(amount) AS BIGINT), CAST(SUM(day) AS BIGINT) FROM customer_values";
        let row = sqlx::query(sums).fetch_one(&collector.database().await).await.unwrap();
        [0, 1, 2].map(|column| row.get::<i64, _>(column))
    };
    let [count, ..] = values(&one).await;
    assert!(count > 1_500 && values(&one).await == values(&other).await, "{count}");
    let marked: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM annotations").fetch_one(&database).await.unwrap();
    assert_eq!(marked, 5);
}

#[tokio::test]
async fn a_database_with_responses_is_left_as_it_is() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    let refused = make_demo_data(&collector.location, None, &wanted(100, 1), |_| {}).await.unwrap_err();
    assert!(matches!(refused, DemoDataError::NotEmpty(_)), "{refused}");
    assert_eq!(count_any(&collector.database().await).await, 1);
}

#[test]
fn truths_are_about_surveys_that_are_defined() {
    let truths = truths(UNTIL).unwrap();
    assert!(truths.iter().all(|truth| DEFINITIONS.iter().any(|(survey, _)| *survey == truth.slice.survey)));
    assert!(truths.iter().all(|truth| truth.slice.since < truth.slice.until));
}
