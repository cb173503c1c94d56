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
    for row in [
        "INSERT INTO customer_values VALUES ('x', 'v_1', 'c-1', NULL, 20000, 'order', 1250, 'EUR')",
        "INSERT INTO value_imports VALUES ('v_1', 'crm.csv', 1, 'ada')",
        "INSERT INTO annotations VALUES ('d_1', '2026-11-21', 'New carrier', '', '', '', 1)",
        "INSERT INTO users VALUES ('ann', 'agent', 'x', 1, 'ann@shop.example', 'weekly')",
        "INSERT INTO notices SELECT 'n', MAX(received_at), '{}', 2 FROM responses",
        "INSERT INTO notice_deliveries VALUES ('n', 'channel:team', 3, NULL, NULL, 4, '503')",
        "INSERT INTO tags VALUES ('late', 'Late', 1, 'ann')",
        "INSERT INTO response_tags SELECT id, 'late', 'ann', 1 FROM responses",
        "INSERT INTO rules VALUES ('r_1', 1, 'Rule', '{}', 1, 3, 1, NULL, NULL, 7)",
        "INSERT INTO rule_matches SELECT id, 'r_1', 1 FROM responses",
        "UPDATE follow_ups SET rule = 'r_1'",
    ] {
        sqlx::query(row).execute(&any(&file).await).await.unwrap();
    }
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
    let worth = "SELECT CAST(SUM(amount) AS BIGINT) FROM customer_values v JOIN value_imports i ON i.id = v.import_id";
    let worth: i64 = sqlx::query_scalar(worth).fetch_one(&moved).await.unwrap();
    let marked: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM annotations").fetch_one(&moved).await.unwrap();
    assert_eq!((worth, marked), (1_250, 1));
    let alerts: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM alerts").fetch_one(&moved).await.unwrap();
    assert_eq!(alerts, 1);
    let notes: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow_up_events").fetch_one(&moved).await.unwrap();
    let open: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow_ups").fetch_one(&moved).await.unwrap();
    assert_eq!((notes, open), (1, (0..700).filter(|number| number % 11 <= 6).count() as i64));
    let told: (String, i64, String) = sqlx::query_as(
        "SELECT email, failed_at, error FROM users, notice_deliveries JOIN notices ON \"key\" = notice WHERE tries = 3",
    )
    .fetch_one(&moved)
    .await
    .unwrap();
    assert_eq!(told, ("ann@shop.example".to_owned(), 4, "503".to_owned()));
    for count in [
        "SELECT COUNT(*) FROM response_tags r JOIN tags t ON t.\"key\" = r.tag WHERE t.name = 'Late'",
        "SELECT COUNT(*) FROM rule_matches m JOIN rules r ON r.id = m.rule WHERE r.version = 3 AND r.applied = 7",
    ] {
        assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&moved).await.unwrap(), 700);
    }
    let by_rule: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM follow_ups WHERE rule = 'r_1'").fetch_one(&moved).await.unwrap();
    assert_eq!(by_rule, open);
    let rest: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM responses_rest").fetch_one(&moved).await.unwrap();
    assert_eq!(rest, 0, "each lies in its month’s partition");
}
