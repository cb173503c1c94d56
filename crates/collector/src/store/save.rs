//! Storing responses, many in a statement.

use std::collections::HashSet;
use std::sync::LazyLock;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

use super::counts::{self, Changes, CountedRow};
use super::follow_ups;
use super::forward::{self, NewForward};
use super::write::Lane;
use super::{Dialect, Store, StoreError};
use crate::row::Row;
use crate::rule::ActiveRule;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Saved {
    /// The revision that is stored now.
    pub(crate) revision: u32,
    /// Whether it is this row's; otherwise the store had this revision already, or a later one.
    pub(crate) stored: bool,
}

/// Rows in a statement: few sizes, so that the statements stay prepared.
pub(super) const SIZES: [usize; 4] = [64, 16, 4, 1];

const COLUMNS: [&str; 23] = [
    "id",
    "revision",
    "status",
    "survey",
    "survey_version",
    "kind",
    "score",
    "\"group\"",
    "helpful",
    "comment",
    "topic",
    "locale",
    "layout",
    "page_path",
    "attributes",
    "document",
    "counted_at",
    "received_at",
    "mark",
    "person",
    "email",
    "personal",
    "counted",
];
/// When a response counts stays as it was with the first revision.
const FIXED: [&str; 2] = ["id", "counted_at"];

/// The highest revision stays. Of two documents with the same revision, the first does.
static INSERTS: LazyLock<[String; 4]> = LazyLock::new(|| {
    let updated: Vec<String> = COLUMNS
        .iter()
        .filter(|column| !FIXED.contains(column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    SIZES.map(|size| {
        format!(
            "INSERT INTO responses ({}) VALUES {} ON CONFLICT (id) DO UPDATE SET {} \
             WHERE excluded.revision > responses.revision RETURNING id",
            COLUMNS.join(", "),
            placeholders(size, COLUMNS.len()),
            updated.join(", "),
        )
    })
});

/// `($1, $2), ($3, $4)` for two rows of two columns.
pub(super) fn placeholders(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let names: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", names.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Cuts `items` into pieces as long as [`SIZES`] has them; with each comes the size's index.
pub(super) fn pieces<T>(items: &[T]) -> impl Iterator<Item = (usize, &[T])> {
    let mut rest = items;
    std::iter::from_fn(move || {
        let index = SIZES.iter().position(|size| *size <= rest.len())?;
        let (piece, left) = rest.split_at(SIZES[index]);
        rest = left;
        Some((index, piece))
    })
}

impl Store {
    /// Stores rows that arrive: in one transaction, with what each means for the endpoints, and with what rules do about it. When this returns
    /// they are on the disk, or none of them is.
    pub(crate) async fn save(&self, rows: &[(&Row, &[NewForward])]) -> Result<Vec<Saved>, StoreError> {
        let rules = self.active_rules().await?;
        self.save_by(rows, &rules).await
    }

    /// Stores rows that arrived elsewhere before: no rule acts on them.
    pub(crate) async fn take_in(&self, rows: &[(&Row, &[NewForward])]) -> Result<Vec<Saved>, StoreError> {
        self.save_by(rows, &[]).await
    }

    /// Stores rows in one transaction, and does what these rules say.
    pub(crate) async fn save_by(
        &self,
        rows: &[(&Row, &[NewForward])],
        rules: &[ActiveRule],
    ) -> Result<Vec<Saved>, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let mut saved = vec![Saved { revision: 0, stored: false }; rows.len()];
        let mut changes = Changes::default();
        // A statement can't change a row twice: what came twice is stored one after the other.
        let mut left: Vec<usize> = (0..rows.len()).collect();
        // In one order everywhere: two collectors that store the same responses then wait for each other, and never both.
        left.sort_by_key(|index| &rows[*index].0.id);
        while !left.is_empty() {
            let mut seen = HashSet::new();
            let (now, later): (Vec<_>, Vec<_>) = left.into_iter().partition(|index| seen.insert(&rows[*index].0.id));
            let changed =
                save_distinct(write.connection(), self.0.dialect, rows, &now, &mut saved, &mut changes).await?;
            write.act(rules, &changed).await?;
            left = later;
        }
        changes.apply(write.connection(), self.0.dialect).await?;
        write.commit().await?;
        Ok(saved)
    }
}

/// Returned are the rows that are stored now.
async fn save_distinct<'r>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    rows: &[(&'r Row, &'r [NewForward])],
    indexes: &[usize],
    saved: &mut [Saved],
    changes: &mut Changes,
) -> Result<Vec<&'r Row>, StoreError> {
    let ids: Vec<&str> = indexes.iter().map(|index| rows[*index].0.id.as_str()).collect();
    let before = counts::stored(connection, dialect, &ids).await?;
    let mut stored = HashSet::new();
    for (size, piece) in pieces(indexes) {
        let query = sqlx::query(AssertSqlSafe(INSERTS[size].as_str()));
        let query = piece.iter().fold(query, |query, index| bind(query, rows[*index].0));
        for row in query.fetch_all(&mut *connection).await? {
            stored.insert(row.try_get::<String, _>(0)?);
        }
    }
    let (mut forwards, mut changed) = (Vec::new(), Vec::new());
    for index in indexes {
        let (row, new) = rows[*index];
        if stored.contains(&row.id) {
            saved[*index] = Saved { revision: row.revision, stored: true };
            let mut now = CountedRow::of(row);
            if let Some(before) = before.get(&row.id) {
                now.counted_at = before.counted_at;
                changes.take(before);
            }
            changes.add(&now);
            changed.push(row);
            forwards.extend(new.iter().map(|forward| (row, forward)));
        } else {
            // What was stored before has been forwarded, or waits already.
            let there = sqlx::query("SELECT revision FROM responses WHERE id = $1").bind(&row.id);
            let revision: i64 = there.fetch_one(&mut *connection).await?.try_get(0)?;
            saved[*index] = Saved { revision: revision.unsigned_abs() as u32, stored: false };
        }
    }
    follow_ups::save(connection, dialect, &changed, &before).await?;
    forward::insert(connection, &forwards).await?;
    Ok(changed)
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, row: &'q Row) -> Query<'q, Any, AnyArguments> {
    query
        .bind(row.id.as_str())
        .bind(i64::from(row.revision))
        .bind(row.status)
        .bind(row.survey.as_str())
        .bind(i64::from(row.survey_version))
        .bind(row.kind.name())
        .bind(row.score.map(i64::from))
        .bind(row.group)
        .bind(row.helpful)
        .bind(row.comment.as_deref())
        .bind(row.topic.as_deref())
        .bind(row.locale.as_str())
        .bind(row.layout)
        .bind(row.page_path.as_str())
        .bind(row.attributes.as_str())
        .bind(row.document.as_str())
        .bind(row.counted_at.millis() as i64)
        .bind(row.received_at.millis() as i64)
        .bind(row.mark.map(super::Mark::name))
        .bind(row.person.as_deref())
        .bind(row.email.as_deref())
        .bind(i64::from(row.personal))
        .bind(row.counted.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_the_sizes_of_prepared_statements() {
        let items: Vec<u8> = (0..100).collect();
        let sizes: Vec<usize> = pieces(&items).map(|(_, piece)| piece.len()).collect();
        assert_eq!(sizes, [64, 16, 16, 4]);
        assert_eq!(pieces(&items).flat_map(|(_, piece)| piece.to_vec()).collect::<Vec<_>>(), items);
        assert_eq!(placeholders(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}
