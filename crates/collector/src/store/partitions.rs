//! The months into which PostgreSQL divides responses.
//!
//! A response's identifier begins with the moment at which the visitor's browser made it. What a wrong clock made lies in
//! the partition for the rest. If that has rows of a month already, the month gets no partition of its own: they stay
//! together.
//!
//! Making a partition locks the table of responses and all tables that refer to it. Whoever writes at that time may have
//! locked one of them already and want another. To end in no deadlock, the partition waits for its locks for less time than
//! PostgreSQL takes to look for one, gives up those it has, and is tried again.

use std::time::Duration;

use askwell_survey::Timestamp;
use sqlx::{AnyPool, AssertSqlSafe, Row as _};

use super::StoreError;
use crate::day::Day;

/// How many months have their partition before they begin. Enough that a collector needn't be started for a year.
const AHEAD: i32 = 12;
/// How often a partition is tried while others hold the tables. After that it is made another day.
const TRIES: u32 = 20;
/// Between two of these.
const PAUSE: Duration = Duration::from_millis(250);
/// How long it waits for the tables, during which others wait for it: PostgreSQL looks for deadlocks after a second.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '200ms'";
/// PostgreSQL's code for a lock that was not to be had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// A month's partition: its name and its bounds.
#[derive(Debug, PartialEq)]
struct Partition {
    name: String,
    from: String,
    to: String,
}

/// Makes the partitions that are missing, from last month's on.
pub(super) async fn make(pool: &AnyPool, now: Timestamp) -> Result<(), StoreError> {
    for partition in partitions(now) {
        let there = sqlx::query("SELECT COUNT(*) FROM pg_class WHERE relname = $1")
            .bind(partition.name.as_str())
            .fetch_one(pool)
            .await?;
        if there.try_get::<i64, _>(0)? > 0 {
            continue;
        }
        if let Err(error) = create_between_others(pool, &partition).await {
            // The tables are in use, another collector was faster, or the rest has rows of that month.
            tracing::warn!(%error, partition = partition.name, "a month has no partition of its own");
            if is_locked(&error) {
                break;
            }
        }
    }
    Ok(())
}

/// Makes a partition as soon as nobody else holds the tables.
async fn create_between_others(pool: &AnyPool, partition: &Partition) -> Result<(), sqlx::Error> {
    for _ in 1..TRIES {
        match create(pool, partition).await {
            // Those who waited behind it come first.
            Err(error) if is_locked(&error) => tokio::time::sleep(PAUSE).await,
            made => return made,
        }
    }
    create(pool, partition).await
}

fn is_locked(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some(LOCK_NOT_AVAILABLE)
}

async fn create(pool: &AnyPool, Partition { name, from, to }: &Partition) -> Result<(), sqlx::Error> {
    let statement =
        format!("CREATE TABLE IF NOT EXISTS {name} PARTITION OF responses FOR VALUES FROM ('{from}') TO ('{to}')");
    let mut transaction = pool.begin().await?;
    sqlx::raw_sql(LOCK_TIMEOUT).execute(&mut *transaction).await?;
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *transaction).await?;
    transaction.commit().await
}

fn partitions(now: Timestamp) -> Vec<Partition> {
    let starts: Vec<Day> = (-1..=AHEAD + 1).map(|later| Day::of(now).first_of_month(later)).collect();
    let partition = |pair: &[Day]| {
        let (year, month) = pair[0].month();
        Partition { name: format!("responses_{year:04}_{month:02}"), from: bound(pair[0]), to: bound(pair[1]) }
    };
    starts.windows(2).map(partition).collect()
}

/// How identifiers begin that are made at the first moment of a day.
fn bound(day: Day) -> String {
    let millis = day.start().millis();
    format!("{:08x}-{:04x}", millis >> 16, millis & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::ResponseId;

    #[test]
    fn a_months_partition_holds_the_identifiers_of_that_month() {
        let moment = |text| Timestamp::parse(text).unwrap();
        let all = partitions(moment("2026-12-31T23:59:59Z"));
        let names: Vec<_> = all.iter().map(|partition| partition.name.as_str()).collect();
        assert_eq!(
            (names[0], names[1], names[2], names.len()),
            ("responses_2026_11", "responses_2026_12", "responses_2027_01", 14)
        );
        assert!(all.windows(2).all(|pair| pair[0].to == pair[1].from));
        for (text, month) in [
            ("2026-11-30T23:59:59Z", "responses_2026_11"),
            ("2026-12-01T00:00:00Z", "responses_2026_12"),
            ("2026-12-31T23:59:59Z", "responses_2026_12"),
        ] {
            let id = ResponseId::new(moment(text), [0; 10]).to_string();
            let within: Vec<_> = all.iter().filter(|partition| partition.from <= id && id < partition.to).collect();
            assert_eq!((within.len(), within[0].name.as_str()), (1, month), "{text}");
        }
    }
}
