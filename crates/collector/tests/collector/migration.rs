//! Databases of earlier versions.

use std::borrow::Cow;

use askwell_collector::{Settings, State};
use serde_json::json;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::helper::{Collector, scored};

static STEPS: Migrator = sqlx::migrate!("migrations/sqlite");

/// A database as the version had it whose last step was `step`.
async fn database_at(path: &std::path::Path, step: i64) -> SqlitePool {
    let pool =
        SqlitePool::connect_with(SqliteConnectOptions::new().filename(path).create_if_missing(true)).await.unwrap();
    let steps: Vec<_> = STEPS.iter().filter(|known| known.version <= step).cloned().collect();
    Migrator { migrations: Cow::Owned(steps), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
    pool
}

#[tokio::test]
async fn what_earlier_versions_stored_is_reported_and_what_waited_still_waits() {
    for step in [1, 2, 3] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("askwell.db");
        let pool = database_at(&path, step).await;
        let document = scored(3);
        sqlx::query(
            r#"INSERT INTO responses (id, revision, status, survey, survey_version, kind, score, "group", comment, locale,
                   layout, page_path, attributes, document, counted_at, received_at)
               VALUES ($1, 1, 'partial', 'shop', 1, 'relational', 3, 'detractor', 'Late', 'de', 'popover', '/thanks',
                   '{}', $2, 1795255205000, 1795255205000)"#,
        )
        .bind(document["id"].as_str())
        .bind(document.to_string())
        .execute(&pool)
        .await
        .unwrap();
        if step >= 2 {
            let table = if step == 2 { "handovers" } else { "forwards" };
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "INSERT INTO {table} VALUES ($1, 'desk', 1, 1795255205000, 2, 1795255300000, 1795255400000, 404)"
            )))
            .bind(document["id"].as_str())
            .execute(&pool)
            .await
            .unwrap();
        }
        pool.close().await;
        let settings = Settings::local(&path);
        let location = settings.database.clone();
        let state = State::open(settings).await.unwrap();
        let collector = Collector::of(state, location, folder);
        collector.until_counted().await;
        let report = collector.get("/v1/report").await.json();
        assert_eq!((&report["count"], &report["comments"][0]["text"]), (&json!(1), &json!("Late")), "step {step}");
        let endpoints = collector.get("/v1/endpoints").await.json()["endpoints"].clone();
        let expected = if step >= 2 { json!([{ "status": 404, "count": 1 }]) } else { json!(null) };
        assert_eq!(endpoints[0]["statuses"], expected, "step {step}");
        let check: String =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&collector.database().await).await.unwrap();
        assert_eq!(check, "ok");
    }
}
