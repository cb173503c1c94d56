//! Moving from SQLite to PostgreSQL.

use askwell_collector::{Endpoints, Location, Settings, State, app, create_key, sqlite_to_postgres};
use serde_json::json;

use crate::helper::{Collector, any, count_any, local, post, scored, with_key};
use crate::postgres;

#[tokio::test]
async fn everything_is_moved_and_compared() {
    let Some(postgres) = postgres::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let file = Location::File(path.clone());
    let key = create_key(&file, "read", "x", &[]).await.unwrap().key;
    let list = json!({ "endpoints": [{ "name": "desk", "url": "http://127.0.0.1:9/", "revisions": "last" }] });
    let endpoints = Endpoints::read(&list.to_string(), |_| None).unwrap();
    let state = State::open(Settings { endpoints, ..local(&path) }).await.unwrap();
    let collector = app(state.clone());
    let mut posts = tokio::task::JoinSet::new();
    for number in 0..700 {
        let mut document = scored(number as u8 % 11);
        document["answers"]["reason"] = json!(format!("ünï\u{0}cødé {number} '\"\\"));
        posts.spawn(tower::ServiceExt::oneshot(collector.clone(), post(&document)));
    }
    assert!(posts.join_all().await.into_iter().all(|answer| answer.unwrap().status() == 201));
    sqlx::query(
        "INSERT INTO follow_up_events SELECT response, 1, 'note', 'Called', since, 'ann' FROM follow_ups LIMIT 1",
    )
    .execute(&any(&file).await)
    .await
    .unwrap();
    let target = Location::Postgres(postgres.database());
    let running = sqlite_to_postgres(&file, &target).await.unwrap_err().to_string();
    assert!(running.contains("a collector runs on it"), "{running}");
    state.close().await.unwrap();
    drop((state, collector));
    let benchmark =
        "INSERT INTO benchmarks VALUES ('b_1', 'goal', 'Goal', 'shop', '', 'score', 425, 'Board', '2026-11-21', 1)";
    sqlx::query(benchmark).execute(&any(&file).await).await.unwrap();
    let alert = "INSERT INTO alerts VALUES ('a_1', 'silence', 'shop', '', '', 1, 2, NULL, '{}', NULL, NULL)";
    sqlx::query(alert).execute(&any(&file).await).await.unwrap();
    assert_eq!(sqlite_to_postgres(&file, &target).await.unwrap(), 700);
    let again = sqlite_to_postgres(&file, &target).await.unwrap_err().to_string();
    assert!(again.contains("the target has responses already"), "{again}");

    let settings = Settings { database: target.clone(), open: false, ..Settings::local("") };
    let state = State::open(settings).await.unwrap();
    let collector = Collector::of(state, target, folder);
    let report = collector.send(with_key("/v1/report", &key)).await.json();
    assert_eq!(report["count"], 700);
    let endpoints = collector.send(with_key("/v1/endpoints", &key)).await.json();
    assert_eq!(endpoints["endpoints"][0]["waiting"], 700);
    let moved = any(&collector.location).await;
    assert_eq!(count_any(&moved).await, 700);
    let value: i64 = sqlx::query_scalar("SELECT value FROM benchmarks").fetch_one(&moved).await.unwrap();
    assert_eq!(value, 425);
    let alerts: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM alerts").fetch_one(&moved).await.unwrap();
    assert_eq!(alerts, 1);
    let notes: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow_up_events").fetch_one(&moved).await.unwrap();
    let open: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow_ups").fetch_one(&moved).await.unwrap();
    assert_eq!((notes, open), (1, (0..700).filter(|number| number % 11 <= 6).count() as i64));
    let rest: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM responses_rest").fetch_one(&moved).await.unwrap();
    assert_eq!(rest, 0, "each lies in its month’s partition");
}
