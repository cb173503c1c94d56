//! What holds an SQLite file, and who waits for it.

use axum::http::StatusCode;

use crate::helper::{Collector, count_any, post, scored};
use crate::sqlite::database;

#[tokio::test]
async fn while_another_process_holds_the_file_answers_are_put_off() {
    let collector = Collector::new().await;
    let mut other = database(collector.location.file().unwrap()).await.acquire().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *other).await.unwrap();
    let document = scored(9);
    let answer = collector.post(&document).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), Some("30"));
    assert_eq!(answer.json()["error"]["code"], "unavailable");
    sqlx::query("ROLLBACK").execute(&mut *other).await.unwrap();
    collector.take(&document).await;
}

#[tokio::test]
async fn more_answers_than_can_wait_are_put_off_and_the_others_kept() {
    /// What the queue holds, and one transaction.
    const WAITING: usize = 1_024 + 100;
    let collector = Collector::new().await;
    let mut other = database(collector.location.file().unwrap()).await.acquire().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *other).await.unwrap();
    let mut posts = tokio::task::JoinSet::new();
    for _ in 0..WAITING + 50 {
        let (app, request) = (collector.app.clone(), post(&scored(5)));
        posts.spawn(async move { tower::ServiceExt::oneshot(app, request).await.unwrap() });
    }
    for _ in 0..50 {
        let put_off = posts.join_next().await.unwrap().unwrap();
        assert_eq!(put_off.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(put_off.headers()["retry-after"], "1");
    }
    sqlx::query("ROLLBACK").execute(&mut *other).await.unwrap();
    let answers = posts.join_all().await;
    let kept = answers.iter().filter(|answer| answer.status() == StatusCode::CREATED).count();
    assert!(kept >= 1_024, "{kept}");
    assert_eq!(count_any(&collector.database().await).await, kept as i64);
}

#[tokio::test]
async fn a_collector_that_is_closing_keeps_what_it_took_and_takes_no_more() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    collector.state.close().await.unwrap();
    let answer = collector.post(&scored(9)).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let wal = collector.folder.path().join("askwell.db-wal");
    assert!(!wal.exists() || wal.metadata().unwrap().len() == 0, "everything is in the file itself");
    assert_eq!(count_any(&collector.database().await).await, 1);
}
