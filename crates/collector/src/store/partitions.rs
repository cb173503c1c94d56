//! The months into which PostgreSQL divides responses.
//!
//! A response's identifier begins with the moment at which the visitor's browser made it. What a wrong clock made lies in
//! the partition for the rest. If that has rows of a month already, the month gets no partition of its own: they stay
//! together.

use askwell_survey::Timestamp;
use sqlx::{AnyPool, AssertSqlSafe, Row as _};

use super::StoreError;
use crate::day::Day;

/// How many months have their partition before they begin. Enough that a collector needn't be started for a year.
const AHEAD: i32 = 12;

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
        let Partition { name, from, to } = &partition;
        let statement =
            format!("CREATE TABLE IF NOT EXISTS {name} PARTITION OF responses FOR VALUES FROM ('{from}') TO ('{to}')");
        if let Err(error) = sqlx::raw_sql(AssertSqlSafe(statement)).execute(pool).await {
            // Another collector was faster, or the rest has rows of that month.
            tracing::warn!(%error, partition = name, "a month has no partition of its own");
        }
    }
    Ok(())
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
