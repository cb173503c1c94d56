//! The database without a collector: the same tables, the same columns, the same batch.

use std::path::Path;
use std::time::{Duration, Instant};

use askwell_collector::{Location, migrate};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe};

use crate::client::document;

/// One connection to it.
pub(crate) struct Raw(AnyPool);

const DAY: u64 = 86_400_000;
/// 2026-11-26.
const END: u64 = 1_795_651_200_000;

impl Raw {
    pub(crate) async fn sqlite(path: &Path) -> Self {
        let location = Location::File(path.to_owned());
        migrate(&location).await.expect("tables");
        let pool = Self::connect(&format!("sqlite:{}", path.display())).await;
        sqlx::raw_sql("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").execute(&pool.0).await.expect("set");
        pool
    }

    pub(crate) async fn postgres(address: &str) -> Self {
        migrate(&Location::Postgres(address.to_owned())).await.expect("tables");
        Self::connect(address).await
    }

    async fn connect(address: &str) -> Self {
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new().max_connections(1).test_before_acquire(false).connect(address).await;
        Self(pool.expect("a connection"))
    }

    pub(crate) async fn close(self) {
        self.0.close().await;
    }

    /// How many rows a second it stores, in transactions of so many.
    pub(crate) async fn rate(&self, batch: usize, time: Duration) -> f64 {
        let rows = |first: u64| (0..batch as u64).map(move |n| Row::of(first + n, END)).collect::<Vec<_>>();
        // Made before: what is measured is the database.
        let batches: Vec<_> = (0..40_u64).map(|n| rows(1_000_000_000 * batch as u64 + n * batch as u64)).collect();
        let statement = statement(batch);
        let (start, mut stored) = (Instant::now(), 0);
        let mut round = 0_u64;
        while start.elapsed() < time {
            for batch in &batches {
                self.store(&statement, batch, round).await;
                stored += batch.len();
                if start.elapsed() >= time {
                    break;
                }
            }
            round += 1;
        }
        stored as f64 / start.elapsed().as_secs_f64()
    }

    /// Stores rows over the last year, and marks each as failed for an endpoint if there is one.
    pub(crate) async fn fill(&self, count: usize, endpoint: Option<&str>) {
        for first in (0..count).step_by(500) {
            let rows: Vec<_> =
                (first..(first + 500).min(count)).map(|n| Row::of(n as u64, END - DAY * (n as u64 % 365))).collect();
            self.store(&statement(rows.len()), &rows, 0).await;
        }
        if let Some(endpoint) = endpoint {
            sqlx::query(
                "INSERT INTO forwards SELECT id, $1, revision, received_at, 0, received_at, received_at, 404 FROM responses",
            )
            .bind(endpoint)
            .execute(&self.0)
            .await
            .expect("stored");
        }
        sqlx::raw_sql("ANALYZE").execute(&self.0).await.expect("analysed");
    }

    /// Fills the inbox with so many of the stored responses.
    pub(crate) async fn follow_up(&self, count: usize) {
        let statement = format!(
            "INSERT INTO follow_ups (response, reason, since, status, due, version)
             SELECT id, 'detractor', received_at, 'open', 20000, 0 FROM responses LIMIT {count}"
        );
        sqlx::query(AssertSqlSafe(statement)).execute(&self.0).await.expect("stored");
        sqlx::raw_sql("ANALYZE").execute(&self.0).await.expect("analysed");
    }

    async fn store(&self, statement: &str, rows: &[Row], round: u64) {
        let mut transaction = self.0.begin().await.expect("a transaction");
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for row in rows {
            query = query
                .bind(if round == 0 { row.id.clone() } else { format!("{}{round:04x}", &row.id[..32]) })
                .bind(1_i64)
                .bind("partial")
                .bind(row.survey.as_str())
                .bind(1_i64)
                .bind("relational")
                .bind(row.score)
                .bind(row.group)
                .bind("The parcel came late")
                .bind("de")
                .bind("popover")
                .bind("/thanks")
                .bind(r#"{"segment":"returning","touchpoint":"checkout"}"#)
                .bind(row.document.as_str())
                .bind(row.at)
                .bind(row.at)
                .bind(row.person.as_str());
        }
        query.execute(&mut *transaction).await.expect("stored");
        transaction.commit().await.expect("committed");
    }
}

/// Stores so many rows.
fn statement(rows: usize) -> String {
    let values: Vec<_> = (0..rows)
        .map(|row| {
            let names: Vec<_> = (1..=17).map(|column| format!("${}", row * 17 + column)).collect();
            format!("({})", names.join(","))
        })
        .collect();
    format!(
        "INSERT INTO responses (id, revision, status, survey, survey_version, kind, score, \"group\", comment, locale,
             layout, page_path, attributes, document, counted_at, received_at, person) VALUES {}
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision",
        values.join(",")
    )
}

struct Row {
    id: String,
    survey: String,
    score: i64,
    group: &'static str,
    document: String,
    at: i64,
    person: String,
}

impl Row {
    fn of(number: u64, at: u64) -> Self {
        let document = document(number);
        let id = document.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let score = (number % 11) as i64;
        Self {
            id: id.to_owned(),
            survey: format!("survey-{}", number % 100),
            score,
            group: match score {
                0..=6 => "detractor",
                7..=8 => "passive",
                _ => "promoter",
            },
            document,
            at: at as i64,
            person: format!("c-{number}"),
        }
    }
}
