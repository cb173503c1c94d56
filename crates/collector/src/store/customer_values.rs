//! What customers are worth: imported, removed, and read beside their scores.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askwell_survey::{Score, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::report::{Filter, Snapshot, score_of};
use super::save::{SIZES, pieces, placeholders};
use super::write::{Lane, Write};
use super::{Dialect, Store, StoreError, audit};
use crate::customer_value::{CustomerValue, ValueKind};
use crate::day::Day;

const COLUMNS: &str = "id, import_id, person, account, day, kind, amount, currency";

static INSERTS: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| format!("INSERT INTO customer_values ({COLUMNS}) VALUES {}", placeholders(size, 8)))
});
static KNOWN: LazyLock<[String; 4]> =
    LazyLock::new(|| SIZES.map(|size| format!("SELECT {COLUMNS} FROM customer_values WHERE id IN ({})", listed(size))));

/// `$1, $2` for two names.
fn listed(names: usize) -> String {
    (1..=names).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImportedValues {
    /// How many rows are new. All others were stored already.
    Stored(u64),
    /// Nothing: rows of these lines were stored already, with another customer, day or amount.
    Conflicts(Vec<u64>),
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueImport {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) rows: u64,
    /// The first and the last day.
    pub(crate) days: Option<(Day, Day)>,
}

/// Whose values are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum CustomerBy {
    Person,
    Account,
}

impl CustomerBy {
    fn column(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Account => "account",
        }
    }
}

/// What a customer is worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Worth {
    /// Hundredths by currency, of the days that were asked for.
    pub(crate) revenue: Vec<(String, i64)>,
    /// The last day with an order, a repeat purchase or revenue.
    pub(crate) last_order: Option<Day>,
    /// When they left, if they did.
    pub(crate) churned: Option<Day>,
}

/// A customer with what they did in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerFigures {
    /// A person as responses have them, or an account.
    pub(crate) name: String,
    /// Hundredths.
    pub(crate) revenue: i64,
    /// Whether any amount up to the end of the period is in the currency.
    pub(crate) is_in_currency: bool,
    pub(crate) has_churned: bool,
    /// Whether they have ordered, in the period or before.
    pub(crate) has_ordered: bool,
    /// Whether an order of the period isn't their first.
    pub(crate) has_ordered_again: bool,
}

impl Store {
    /// Stores the rows of a file, all or none. With `dry_run`, it says what would become of it.
    pub(crate) async fn import_values(
        &self,
        import: &ValueImport,
        rows: &[(u64, CustomerValue)],
        dry_run: bool,
    ) -> Result<ImportedValues, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let (mut new, mut conflicts) = (Vec::new(), Vec::new());
        for (size, piece) in pieces(rows) {
            let query = sqlx::query(AssertSqlSafe(KNOWN[size].as_str()));
            let query = piece.iter().fold(query, |query, (_, value)| query.bind(value.id.as_str()));
            let known = query.fetch_all(write.connection()).await?;
            let known: Vec<_> = known.iter().map(read).collect::<Result<_, _>>()?;
            let known: BTreeMap<_, _> = known.iter().map(|value| (value.id.as_str(), value)).collect();
            for (line, value) in piece {
                match known.get(value.id.as_str()) {
                    None => new.push(value),
                    Some(known) if **known != *value => conflicts.push(*line),
                    Some(_) => {}
                }
            }
        }
        if !conflicts.is_empty() {
            return Ok(ImportedValues::Conflicts(conflicts));
        }
        let count = new.len() as u64;
        if dry_run || count == 0 {
            return Ok(ImportedValues::Stored(count));
        }
        for (size, piece) in pieces(&new) {
            let mut query = sqlx::query(AssertSqlSafe(INSERTS[size].as_str()));
            for value in piece {
                query = query
                    .bind(value.id.as_str())
                    .bind(import.id.as_str())
                    .bind(value.person.as_deref())
                    .bind(value.account.as_deref())
                    .bind(value.day.since_epoch() as i64)
                    .bind(value.kind.name())
                    .bind(value.amount.as_ref().map(|(hundredths, _)| *hundredths))
                    .bind(value.amount.as_ref().map(|(_, currency)| currency.as_str()));
            }
            query.execute(write.connection()).await?;
        }
        sqlx::query("INSERT INTO value_imports (id, name, created_at, actor) VALUES ($1, $2, $3, $4)")
            .bind(import.id.as_str())
            .bind(import.name.as_str())
            .bind(import.at.millis() as i64)
            .bind(import.actor.as_str())
            .execute(write.connection())
            .await?;
        let detail = format!("{}: {count} of {} rows", import.name, rows.len());
        audit::note(write.connection(), import.at, &import.actor, "customer values imported", &detail).await?;
        write.commit().await?;
        Ok(ImportedValues::Stored(count))
    }

    /// What was imported, latest first.
    pub(crate) async fn value_imports(&self) -> Result<Vec<ValueImport>, StoreError> {
        let rows = sqlx::query(
            "SELECT i.id, i.name, i.created_at, i.actor, COUNT(v.id), MIN(v.day), MAX(v.day)
             FROM value_imports i LEFT JOIN customer_values v ON v.import_id = i.id
             GROUP BY i.id, i.name, i.created_at, i.actor ORDER BY i.created_at DESC, i.id",
        )
        .fetch_all(&self.pools().await?.reports)
        .await?;
        let import = |row: &AnyRow| {
            Ok(ValueImport {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                at: Timestamp::from_millis(row.try_get::<i64, _>(2)? as f64),
                actor: row.try_get(3)?,
                rows: row.try_get::<i64, _>(4)?.unsigned_abs(),
                days: day(row, 5)?.zip(day(row, 6)?),
            })
        };
        rows.iter().map(import).collect()
    }

    /// Removes what a file has brought; whether there was such an import.
    pub(crate) async fn remove_value_import(&self, id: &str, now: Timestamp, actor: &str) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let name = sqlx::query("SELECT name FROM value_imports WHERE id = $1");
        let Some(name) = name.bind(id).fetch_optional(write.connection()).await? else { return Ok(false) };
        let name: String = name.try_get(0)?;
        let removed = sqlx::query("DELETE FROM customer_values WHERE import_id = $1").bind(id);
        let removed = removed.execute(write.connection()).await?.rows_affected();
        sqlx::query("DELETE FROM value_imports WHERE id = $1").bind(id).execute(write.connection()).await?;
        let detail = format!("{name}: {removed} rows");
        audit::note(write.connection(), now, actor, "customer values removed", &detail).await?;
        write.commit().await?;
        Ok(true)
    }
}

impl Write {
    /// Erases what a person is worth, as responses name them. Returned is how many rows that were.
    pub(super) async fn erase_values_of(&mut self, person: &str) -> Result<u64, StoreError> {
        let erased = sqlx::query("DELETE FROM customer_values WHERE person = $1").bind(person);
        Ok(erased.execute(self.connection()).await?.rows_affected())
    }

    /// Erases values of days before `before`, or only what they say of persons. Returned is how many rows that were.
    pub(super) async fn forget_values(&mut self, before: Day, persons_alone: bool) -> Result<u64, StoreError> {
        if self.dialect() == Dialect::Sqlite {
            sqlx::raw_sql("PRAGMA secure_delete = ON").execute(self.connection()).await?;
        }
        let day = before.since_epoch() as i64;
        let fits = if persons_alone { "AND person IS NOT NULL AND account IS NULL" } else { "" };
        let erase = format!("DELETE FROM customer_values WHERE day < $1 {fits}");
        let mut erased = sqlx::query(AssertSqlSafe(erase)).bind(day).execute(self.connection()).await?.rows_affected();
        if persons_alone {
            let forget = "UPDATE customer_values SET person = NULL WHERE day < $1 AND person IS NOT NULL";
            erased += sqlx::query(forget).bind(day).execute(self.connection()).await?.rows_affected();
        }
        Ok(erased)
    }
}

impl Snapshot {
    /// The currencies there are, the most frequent first.
    pub(crate) async fn currencies(&mut self) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query(
            "SELECT currency, COUNT(*) FROM customer_values WHERE currency IS NOT NULL GROUP BY currency ORDER BY 2 DESC, 1",
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// What each of these customers is worth in the period that begins and ends with these days. Nobody is in it who has no
    /// values.
    pub(crate) async fn worth(
        &mut self,
        by: CustomerBy,
        names: &[&str],
        (since, until): (Day, Day),
    ) -> Result<BTreeMap<String, Worth>, StoreError> {
        let mut found: BTreeMap<String, Worth> = BTreeMap::new();
        let column = by.column();
        for (size, piece) in pieces(names) {
            let size = SIZES[size];
            let query = format!(
                "SELECT {column}, COALESCE(currency, ''),
                     CAST(COALESCE(SUM(CASE WHEN day >= ${} AND day <= ${} THEN amount END), 0) AS BIGINT),
                     MAX(CASE WHEN kind <> 'churn' THEN day END), MAX(CASE WHEN kind = 'churn' THEN day END)
                 FROM customer_values WHERE {column} IN ({}) GROUP BY 1, 2 ORDER BY 1, 2",
                size + 1,
                size + 2,
                listed(size),
            );
            let query = sqlx::query(AssertSqlSafe(query));
            let query = piece.iter().fold(query, |query, name| query.bind(*name));
            let query = query.bind(since.since_epoch() as i64).bind(until.since_epoch() as i64);
            for row in &query.fetch_all(self.connection()).await? {
                let worth = found.entry(row.try_get(0)?).or_default();
                let currency: String = row.try_get(1)?;
                if !currency.is_empty() {
                    worth.revenue.push((currency, row.try_get(2)?));
                }
                worth.last_order = worth.last_order.max(day(row, 3)?);
                worth.churned = worth.churned.max(day(row, 4)?);
            }
        }
        Ok(found)
    }

    /// All customers with values up to the end of a period who hadn't left before it, and what they did in it.
    pub(crate) async fn customers(
        &mut self,
        by: CustomerBy,
        (since, until): (Day, Day),
        currency: &str,
    ) -> Result<Vec<CustomerFigures>, StoreError> {
        const ORDERS: &str = "kind IN ('order', 'repeat-purchase')";
        let column = by.column();
        let query = format!(
            "SELECT {column},
                 CAST(COALESCE(SUM(CASE WHEN day >= $1 AND currency = $2 THEN amount END), 0) AS BIGINT),
                 CAST(SUM(CASE WHEN currency = $2 THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(SUM(CASE WHEN kind = 'churn' THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(SUM(CASE WHEN {ORDERS} THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(SUM(CASE WHEN {ORDERS} AND day >= $1 THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(SUM(CASE WHEN kind = 'repeat-purchase' AND day >= $1 THEN 1 ELSE 0 END) AS BIGINT)
             FROM customer_values WHERE {column} IS NOT NULL AND day <= $3 GROUP BY 1
             HAVING SUM(CASE WHEN kind = 'churn' AND day < $1 THEN 1 ELSE 0 END) = 0 ORDER BY 1"
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(since.since_epoch() as i64)
            .bind(currency)
            .bind(until.since_epoch() as i64)
            .fetch_all(self.connection())
            .await?;
        let figures = |row: &AnyRow| {
            let number = |column| row.try_get::<i64, _>(column);
            let (orders, now, again) = (number(4)?, number(5)?, number(6)?);
            Ok(CustomerFigures {
                name: row.try_get(0)?,
                revenue: number(1)?,
                is_in_currency: number(2)? > 0,
                has_churned: number(3)? > 0,
                has_ordered: orders > 0,
                has_ordered_again: again > 0 || now > 0 && orders > 1,
            })
        };
        rows.iter().map(figures).collect::<Result<_, sqlx::Error>>().map_err(StoreError::from)
    }

    /// The last score before a period of everybody who has values, by the person.
    pub(crate) async fn last_scores(&mut self, filter: &Filter) -> Result<BTreeMap<String, Score>, StoreError> {
        let query = format!(
            "SELECT person, score FROM (
                 SELECT person, score, ROW_NUMBER() OVER (PARTITION BY person ORDER BY counted_at DESC, id DESC) AS place
                 FROM responses WHERE person IS NOT NULL AND score IS NOT NULL AND {} AND {} AND counted_at >= $2
                     AND counted_at < $3 AND {} AND {} AND {} AND person IN (SELECT person FROM customer_values)
             ) AS scored WHERE place = 1",
            filter.of_kind("$1"),
            filter.of_survey("$4"),
            filter.marked(),
            filter.of_version(),
            filter.in_segments(5),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(filter.kind.map(askwell_survey::Kind::name))
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref());
        let rows = filter.bind_segments(query).fetch_all(self.connection()).await?;
        let scored = |row: &AnyRow| Ok((row.try_get(0)?, score_of(&row.try_get::<i64, _>(1)?.to_string())?));
        rows.iter().map(scored).collect::<Result<_, sqlx::Error>>().map_err(StoreError::from)
    }
}

fn read(row: &AnyRow) -> Result<CustomerValue, sqlx::Error> {
    let kind: String = row.try_get(5)?;
    let kind = crate::names::named(ValueKind::NAMES, &kind).ok_or_else(|| super::report::decode("kind"))?;
    let amount: Option<i64> = row.try_get(6)?;
    Ok(CustomerValue {
        id: row.try_get(0)?,
        person: row.try_get(2)?,
        account: row.try_get(3)?,
        day: Day::from_epoch(row.try_get::<i64, _>(4)?.unsigned_abs()),
        kind,
        amount: amount.zip(row.try_get(7)?),
    })
}

fn day(row: &AnyRow, column: usize) -> Result<Option<Day>, sqlx::Error> {
    let day: Option<i64> = row.try_get(column)?;
    Ok(day.map(|day| Day::from_epoch(day.unsigned_abs())))
}
