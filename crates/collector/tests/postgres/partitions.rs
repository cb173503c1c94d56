//! Partitions of the coming months are made while others write.

use askwell_collector::{Clock, Location, Settings, State};
use askwell_survey::Timestamp;
use tokio::sync::watch;

use crate::helper::any;
use crate::postgres;
use crate::until::until_async;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_while_partitions_are_made_goes_on_and_all_are_made() {
    let Some(postgres) = postgres::shared() else { return };
    let address = postgres.database();
    let database = any(&Location::Postgres(address.clone())).await;
    let count = async |query: &'static str| sqlx::query_scalar::<_, i64>(query).fetch_one(&database).await.unwrap();
    let mut writer = database.begin().await.unwrap();
    // As whoever claims what is to be forwarded: first this table, then the responses.
    sqlx::query("LOCK TABLE forwards IN ROW EXCLUSIVE MODE").execute(&mut *writer).await.unwrap();
    let (_time, now) = watch::channel(Timestamp::parse("2040-02-01T00:00:00Z").unwrap());
    let settings =
        Settings { database: Location::Postgres(address), clock: Clock::Manual(now), ..Settings::local("unused.db") };
    let state = State::open(settings).await.unwrap();
    let waits = "SELECT COUNT(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database \
                 WHERE NOT granted AND datname = current_database()";
    until_async("nobody makes a partition", async || count(waits).await > 0).await;
    sqlx::query("SELECT 1 FROM responses").execute(&mut *writer).await.unwrap();
    writer.commit().await.unwrap();
    let made = "SELECT COUNT(*) FROM pg_class WHERE relname SIMILAR TO 'responses_(2040|2041)_[0-9]{2}'";
    until_async("the last month has no partition", async || {
        count("SELECT COUNT(*) FROM pg_class WHERE relname = 'responses_2041_02'").await == 1
    })
    .await;
    assert_eq!(count(made).await, 14);
    state.close().await.unwrap();
}
