//! Moving everything from one database into another.

use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use super::save::{SIZES, pieces, placeholders};
use super::write::Lane;
use super::{Store, StoreError};

/// Rows that are read at a time.
const PAGE: i64 = 256;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}
use Kind::{Number, Text};

/// A table: its name, how many of its first columns name a row, and its columns.
type Table = (&'static str, usize, &'static [(&'static str, Kind)]);

/// Of counts, by day and by month.
const COUNTS: &[(&str, Kind)] = &[
    ("mark", Text),
    ("scope", Text),
    ("survey", Text),
    ("day", Number),
    ("value", Text),
    ("question", Text),
    ("answer", Text),
    ("\"group\"", Text),
    ("kind", Text),
    ("survey_version", Number),
    ("shard", Number),
    ("responses", Number),
];

/// In an order in which no row refers to one that isn't there yet.
const TABLES: [Table; 23] = [
    (
        "responses",
        1,
        &[
            ("id", Text),
            ("revision", Number),
            ("status", Text),
            ("survey", Text),
            ("survey_version", Number),
            ("kind", Text),
            ("score", Number),
            ("\"group\"", Text),
            ("helpful", Text),
            ("comment", Text),
            ("topic", Text),
            ("locale", Text),
            ("layout", Text),
            ("page_path", Text),
            ("attributes", Text),
            ("document", Text),
            ("counted_at", Number),
            ("received_at", Number),
            ("mark", Text),
            ("person", Text),
            ("email", Text),
            ("personal", Number),
            ("counted", Text),
        ],
    ),
    ("counts", 11, COUNTS),
    ("counts_by_month", 11, COUNTS),
    ("surveys", 2, &[("id", Text), ("version", Number), ("definition", Text), ("registered_at", Number)]),
    (
        "forwards",
        2,
        &[
            ("response", Text),
            ("endpoint", Text),
            ("revision", Number),
            ("since", Number),
            ("tries", Number),
            ("due", Number),
            ("failed_at", Number),
            ("failed_status", Number),
            ("failed_reason", Text),
            ("failed_answer", Text),
        ],
    ),
    (
        "follow_ups",
        1,
        &[
            ("response", Text),
            ("mark", Text),
            ("reason", Text),
            ("since", Number),
            ("status", Text),
            ("owner", Text),
            ("due", Number),
            ("version", Number),
            ("contacted_at", Number),
            ("done_at", Number),
            ("rule", Text),
        ],
    ),
    (
        "follow_up_events",
        3,
        &[("response", Text), ("version", Number), ("what", Text), ("value", Text), ("at", Number), ("actor", Text)],
    ),
    ("tags", 1, &[("\"key\"", Text), ("name", Text), ("created_at", Number), ("actor", Text)]),
    ("response_tags", 2, &[("response", Text), ("tag", Text), ("actor", Text), ("at", Number)]),
    (
        "rules",
        1,
        &[
            ("id", Text),
            ("place", Number),
            ("name", Text),
            ("document", Text),
            ("enabled", Number),
            ("version", Number),
            ("created_at", Number),
            ("deleted_at", Number),
            ("applying", Text),
            ("applied", Number),
        ],
    ),
    ("rule_matches", 2, &[("response", Text), ("rule", Text), ("at", Number)]),
    ("meta", 1, &[("name", Text), ("value", Text)]),
    (
        "access_keys",
        1,
        &[
            ("id", Text),
            ("label", Text),
            ("scope", Text),
            ("hash", Text),
            ("origins", Text),
            ("created_at", Number),
            ("used_at", Number),
            ("revoked_at", Number),
        ],
    ),
    (
        "benchmarks",
        1,
        &[
            ("id", Text),
            ("sort", Text),
            ("name", Text),
            ("survey", Text),
            ("kind", Text),
            ("measure", Text),
            ("value", Number),
            ("source", Text),
            ("day", Text),
            ("created_at", Number),
        ],
    ),
    (
        "customer_values",
        1,
        &[
            ("id", Text),
            ("import_id", Text),
            ("person", Text),
            ("account", Text),
            ("day", Number),
            ("kind", Text),
            ("amount", Number),
            ("currency", Text),
        ],
    ),
    ("value_imports", 1, &[("id", Text), ("name", Text), ("created_at", Number), ("actor", Text)]),
    (
        "annotations",
        1,
        &[
            ("id", Text),
            ("day", Text),
            ("title", Text),
            ("survey", Text),
            ("segment", Text),
            ("value", Text),
            ("created_at", Number),
        ],
    ),
    ("notices", 1, &[("\"key\"", Text), ("created_at", Number), ("document", Text), ("spread_at", Number)]),
    (
        "notice_deliveries",
        2,
        &[
            ("notice", Text),
            ("recipient", Text),
            ("tries", Number),
            ("due", Number),
            ("sent_at", Number),
            ("failed_at", Number),
            ("error", Text),
        ],
    ),
    (
        "users",
        1,
        &[
            ("name", Text),
            ("role", Text),
            ("password", Text),
            ("created_at", Number),
            ("email", Text),
            ("digest", Text),
        ],
    ),
    (
        "alerts",
        1,
        &[
            ("id", Text),
            ("kind", Text),
            ("subject", Text),
            ("segment_name", Text),
            ("segment_value", Text),
            ("since", Number),
            ("found_at", Number),
            ("ended_at", Number),
            ("figures", Text),
            ("acknowledged_by", Text),
            ("acknowledged_at", Number),
        ],
    ),
    (
        "sessions",
        1,
        &[("hash", Text), ("account", Text), ("key_digest", Text), ("created_at", Number), ("expires_at", Number)],
    ),
    ("audit", 0, &[("at", Number), ("actor", Text), ("action", Text), ("detail", Text)]),
];

/// A cell of a row.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
}

/// Copies everything from `from` into `to`, which has no responses yet, in one transaction. Before it is committed, both are
/// read and compared by count and checksum. Returned is how many responses that are.
pub(crate) async fn transfer(from: &Store, to: &Store) -> Result<u64, StoreError> {
    let source = from.pools().await?;
    let mut read = source.reports.acquire().await?;
    let mut write = to.write(Lane::Durable).await?;
    let there: i64 = sqlx::query("SELECT COUNT(*) FROM responses").fetch_one(write.connection()).await?.try_get(0)?;
    if there > 0 {
        return Err(StoreError::Refused("the target has responses already: use an empty database".to_owned()));
    }
    let mut responses = 0;
    for table in TABLES {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {}", table.0))).execute(write.connection()).await?;
        let copied = copy(&mut read, write.connection(), table).await?;
        let written = digest(write.connection(), table).await?;
        if copied != written {
            return Err(StoreError::Refused(format!("the copy of the table {} differs", table.0)));
        }
        if table.0 == "responses" {
            responses = copied.0;
        }
    }
    write.commit().await?;
    Ok(responses)
}

/// Copies a table. Returned is what [`digest`] says of the source.
async fn copy(read: &mut AnyConnection, write: &mut AnyConnection, table: Table) -> Result<(u64, Vec<u8>), StoreError> {
    let (name, _, columns) = table;
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    let statements = SIZES
        .map(|size| format!("INSERT INTO {name} ({}) VALUES {}", names.join(", "), placeholders(size, columns.len())));
    let mut pages = Pages::of(table);
    while let Some(rows) = pages.next(read).await? {
        for (size, piece) in pieces(&rows) {
            let mut query = sqlx::query(AssertSqlSafe(statements[size].as_str()));
            for cell in piece.iter().flatten() {
                query = match cell {
                    Cell::Text(text) => query.bind(text.clone()),
                    Cell::Number(number) => query.bind(*number),
                };
            }
            query.execute(&mut *write).await?;
        }
    }
    Ok(pages.digest())
}

/// How many rows a table has, and a checksum of them in the order of what names them.
async fn digest(read: &mut AnyConnection, table: Table) -> Result<(u64, Vec<u8>), StoreError> {
    let mut pages = Pages::of(table);
    while pages.next(read).await?.is_some() {}
    Ok(pages.digest())
}

/// Reads a table page by page, counts its rows, and adds them up.
struct Pages {
    table: Table,
    last: Option<Vec<Cell>>,
    ended: bool,
    count: u64,
    sum: Sha256,
}

impl Pages {
    fn of(table: Table) -> Self {
        Self { table, last: None, ended: false, count: 0, sum: Sha256::new() }
    }

    async fn next(&mut self, read: &mut AnyConnection) -> Result<Option<Vec<Vec<Cell>>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let (name, named, columns) = self.table;
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        // In the order of bytes, whatever the database's language is.
        let collation = if read.backend_name() == "PostgreSQL" { "\"C\"" } else { "BINARY" };
        let ordered = |(name, kind): &(&str, Kind)| match kind {
            Text => format!("{name} COLLATE {collation}"),
            Number => (*name).to_owned(),
        };
        let keys: Vec<_> = columns[..named].iter().map(ordered).collect();
        let all: Vec<_> = columns.iter().map(ordered).collect();
        let (order, begin) = match named {
            // Its rows have no name: they are few.
            0 => (all, format!("OFFSET {}", self.count)),
            _ => (keys, String::new()),
        };
        let after = match (&self.last, named) {
            (Some(_), 1..) => format!("WHERE ({}) > {}", order.join(", "), placeholders(1, named)),
            _ => String::new(),
        };
        let query = format!(
            "SELECT {} FROM {name} {after} ORDER BY {} LIMIT {PAGE} {begin}",
            names.join(", "),
            order.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(query));
        if let (Some(last), 1..) = (&self.last, named) {
            for cell in &last[..named] {
                query = match cell {
                    Cell::Text(text) => query.bind(text.clone()),
                    Cell::Number(number) => query.bind(*number),
                };
            }
        }
        let rows = query.fetch_all(read).await?;
        let rows: Vec<Vec<Cell>> = rows.iter().map(|row| cells(row, columns)).collect::<Result<_, _>>()?;
        rows.iter().for_each(|row| add(&mut self.sum, row));
        self.count += rows.len() as u64;
        self.ended = (rows.len() as i64) < PAGE;
        self.last = rows.last().cloned();
        Ok(Some(rows))
    }

    fn digest(self) -> (u64, Vec<u8>) {
        (self.count, self.sum.finalize().to_vec())
    }
}

fn cells(row: &AnyRow, columns: &[(&str, Kind)]) -> Result<Vec<Cell>, StoreError> {
    let cell = |(index, (_, kind)): (usize, &(&str, Kind))| match kind {
        // What PostgreSQL can't store was never a visitor's letter.
        Text => {
            let text: Option<String> = row.try_get(index)?;
            Ok(Cell::Text(text.map(|text| text.replace('\0', "\u{fffd}"))))
        }
        Number => Ok(Cell::Number(row.try_get(index)?)),
    };
    columns.iter().enumerate().map(cell).collect()
}

fn add(sum: &mut Sha256, row: &[Cell]) {
    for cell in row {
        let text = match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.map(|number| number.to_string()),
        };
        match text {
            Some(text) => {
                sum.update((text.len() as u64).to_be_bytes());
                sum.update(text);
            }
            None => sum.update(u64::MAX.to_be_bytes()),
        }
    }
}
