//! Keeping the counts: whatever changes a response changes them in the same transaction, so that they are exact at every
//! moment.
//!
//! They are kept by day, and those of segments by month as well: there are many, and most reports are of longer times.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use askwell_survey::Timestamp;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

use super::report::Filter;
use super::save::{SIZES, pieces, placeholders};
use super::write::{Lane, Write};
use super::{Dialect, Mark, Store, StoreError, alerts};
use crate::contact::ContactKey;
use crate::counted::{self, Counted};
use crate::day::Day;
use crate::document::Document;
use crate::row::Row;

/// The scope in which responses and scores are counted.
pub(super) const TOTAL: &str = "total";
/// The scope in which answers are counted.
pub(super) const ANSWERS: &str = "answers";
/// The scope in which answers that judge a part are counted beside what the whole was rated.
pub(super) const JOINT: &str = "joint";

/// Writers at the same time, each with rows of its own to add to. One waits for another only if both draw the same.
const SHARDS: u8 = 8;
/// Responses of an earlier version that are counted in a transaction: in between, others write.
const AT_ONCE: i64 = 500;

const COLUMNS: usize = 12;

/// How long what is counted together lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Day,
    /// Of segments alone. A month has the day that it begins with.
    Month,
}

impl Span {
    pub(super) const ALL: [Self; 2] = [Self::Day, Self::Month];

    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Day => "counts",
            Self::Month => "counts_by_month",
        }
    }
}

/// Whether what is counted in this scope is a segment's.
pub(super) fn is_segment(scope: &str) -> bool {
    ![TOTAL, ANSWERS, JOINT].contains(&scope)
}

static UPSERTS: LazyLock<[[String; 4]; 2]> = LazyLock::new(|| Span::ALL.map(upserts));

fn upserts(span: Span) -> [String; 4] {
    let table = span.table();
    SIZES.map(|size| {
        format!(
            "INSERT INTO {table} (mark, scope, survey, day, value, question, answer, \"group\", kind, survey_version, shard, \
             responses) VALUES {} ON CONFLICT \
             (mark, scope, survey, day, value, question, answer, \"group\", kind, survey_version, shard) \
             DO UPDATE SET responses = {table}.responses + excluded.responses",
            placeholders(size, COLUMNS)
        )
    })
}

/// What of a response counts.
#[derive(Clone, Debug)]
pub(super) struct CountedRow {
    survey: String,
    survey_version: i64,
    kind: String,
    group: String,
    score: Option<i64>,
    mark: String,
    pub(super) counted_at: Timestamp,
    counted: Counted,
}

/// The columns that [`CountedRow::read`] takes.
pub(super) const READ: &str = "id, survey, survey_version, kind, \"group\", score, mark, counted_at, counted";

impl CountedRow {
    pub(super) fn of(row: &Row) -> Self {
        Self {
            survey: row.survey.clone(),
            survey_version: i64::from(row.survey_version),
            kind: row.kind.name().to_owned(),
            group: row.group.unwrap_or_default().to_owned(),
            score: row.score.map(i64::from),
            mark: row.mark.map_or("", Mark::name).to_owned(),
            counted_at: row.counted_at,
            counted: row.counted.clone(),
        }
    }

    /// What the whole was rated: by the recommendation score, or else by the first scale. With the name of the question,
    /// which for the score may be any.
    fn rating(&self) -> Option<(&str, String)> {
        let points = || self.counted.answers.iter().filter(|(_, answer)| counted::is_point(answer));
        match self.score {
            Some(score) => {
                let score = score.to_string();
                let question = points().find(|(_, answer)| *answer == score);
                Some((question.map_or("score", |(question, _)| question.as_str()), score))
            }
            None => points().next().map(|(question, answer)| (question.as_str(), answer.clone())),
        }
    }

    /// A stored response that is counted like this.
    pub(super) fn read(row: &AnyRow, counted: Counted) -> Result<Self, sqlx::Error> {
        let (group, mark): (Option<String>, Option<String>) = (row.try_get(4)?, row.try_get(6)?);
        Ok(Self {
            survey: row.try_get(1)?,
            survey_version: row.try_get(2)?,
            kind: row.try_get(3)?,
            group: group.unwrap_or_default(),
            score: row.try_get(5)?,
            mark: mark.unwrap_or_default(),
            counted_at: Timestamp::from_millis(row.try_get::<i64, _>(7)? as f64),
            counted,
        })
    }
}

/// A row of the table, but for its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) mark: String,
    pub(super) scope: String,
    pub(super) survey: String,
    pub(super) day: i64,
    pub(super) value: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) group: String,
    pub(super) kind: String,
    pub(super) survey_version: i64,
}

/// A count, in all shards: what [`Cell::bind`] binds.
const CELL: &str = "mark = $1 AND scope = $2 AND survey = $3 AND day = $4 AND value = $5 AND question = $6 AND answer = $7 \
    AND \"group\" = $8 AND kind = $9 AND survey_version = $10";

impl Cell {
    fn bind<'q>(&'q self, query: Query<'q, Any, AnyArguments>) -> Query<'q, Any, AnyArguments> {
        query
            .bind(self.mark.as_str())
            .bind(self.scope.as_str())
            .bind(self.survey.as_str())
            .bind(self.day)
            .bind(self.value.as_str())
            .bind(self.question.as_str())
            .bind(self.answer.as_str())
            .bind(self.group.as_str())
            .bind(self.kind.as_str())
            .bind(self.survey_version)
    }

    /// That of its month, for what is counted by months.
    fn of_month(&self) -> Option<Self> {
        let month = || Day::from_epoch(self.day.unsigned_abs()).first_of_month(0).since_epoch() as i64;
        is_segment(&self.scope).then(|| Self { day: month(), ..self.clone() })
    }

    /// Whether the filter's survey, version, kind and mark are its own.
    pub(super) fn fits(&self, filter: &Filter) -> bool {
        filter.survey.as_ref().is_none_or(|survey| *survey == self.survey)
            && filter.version.is_none_or(|version| i64::from(version) == self.survey_version)
            && filter.kind.is_none_or(|kind| kind.name() == self.kind)
            && filter.mark.map_or("", Mark::name) == self.mark
    }

    /// A row that begins with these columns.
    pub(super) fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            mark: row.try_get(0)?,
            scope: row.try_get(1)?,
            survey: row.try_get(2)?,
            day: row.try_get(3)?,
            value: row.try_get(4)?,
            question: row.try_get(5)?,
            answer: row.try_get(6)?,
            group: row.try_get(7)?,
            kind: row.try_get(8)?,
            survey_version: row.try_get(9)?,
        })
    }
}

/// By how much counts change.
#[derive(Debug, Default)]
pub(super) struct Changes(BTreeMap<Cell, i64>);

impl Changes {
    /// Counts a response.
    pub(super) fn add(&mut self, row: &CountedRow) {
        self.change(row, 1);
    }

    /// Counts a response no more.
    pub(super) fn take(&mut self, row: &CountedRow) {
        self.change(row, -1);
    }

    fn change(&mut self, row: &CountedRow, by: i64) {
        let mut count = |scope: &str, value: &str, question: &str, answer: &str| {
            let cell = Cell {
                mark: row.mark.clone(),
                scope: scope.to_owned(),
                survey: row.survey.clone(),
                day: super::report::day_of(row.counted_at),
                value: value.to_owned(),
                question: question.to_owned(),
                answer: answer.to_owned(),
                group: if scope == ANSWERS { row.group.clone() } else { String::new() },
                kind: row.kind.clone(),
                survey_version: row.survey_version,
            };
            *self.0.entry(cell).or_default() += by;
        };
        count(TOTAL, "", "", "");
        let score = row.score.map(|score| score.to_string());
        if let Some(score) = &score {
            count(TOTAL, "", "", score);
        }
        for (question, answer) in &row.counted.answers {
            count(ANSWERS, "", question, answer);
        }
        let rating = row.rating();
        if let Some((whole, rating)) = &rating {
            let is_part = |question: &str, answer: &str| {
                question != *whole && (counted::is_point(answer) || answer.contains('=') && answer != counted::PARTS)
            };
            for (question, answer) in row.counted.answers.iter().filter(|(question, answer)| is_part(question, answer))
            {
                count(JOINT, &format!("{whole}={rating}"), question, answer);
            }
        }
        for (segment, value) in &row.counted.segments {
            count(segment, value, "", "");
            if let Some(score) = &score {
                count(segment, value, "", score);
            }
            // The question that gave the score is counted already.
            let is_score =
                |question: &str| score.is_some() && rating.as_ref().is_some_and(|(whole, _)| *whole == question);
            for (question, answer) in &row.counted.answers {
                if counted::is_rating(answer) && !is_score(question) {
                    count(segment, value, question, answer);
                }
            }
        }
    }

    /// The counts, and by how much each changes.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&Cell, &i64)> {
        self.0.iter()
    }

    /// Takes `responses` from a count.
    pub(super) fn set_off(&mut self, cell: Cell, responses: i64) {
        *self.0.entry(cell).or_default() -= responses;
    }

    /// The same by months.
    pub(super) fn by_month(&self) -> Self {
        let mut months = Self::default();
        for (cell, by) in self.cells() {
            if let Some(cell) = cell.of_month() {
                *months.0.entry(cell).or_default() += by;
            }
        }
        months
    }

    /// Writes the changes.
    pub(super) async fn apply(&self, connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
        self.apply_to(Span::Day, connection, dialect).await?;
        self.by_month().apply_to(Span::Month, connection, dialect).await
    }

    async fn apply_to(&self, span: Span, connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
        let shard = match dialect {
            Dialect::Sqlite => 0,
            Dialect::Postgres => i64::from(fastrand::u8(..SHARDS)),
        };
        // In one order everywhere: two that write the same rows then wait for each other, and never both.
        let changes: Vec<_> = self.0.iter().filter(|(_, by)| **by != 0).collect();
        for (size, piece) in pieces(&changes) {
            let query = sqlx::query(AssertSqlSafe(UPSERTS[span as usize][size].as_str()));
            let query = piece.iter().fold(query, |query, (cell, by)| cell.bind(query).bind(shard).bind(**by));
            query.execute(&mut *connection).await?;
        }
        self.forget_empty(span, connection, dialect).await
    }

    /// Removes counts that nothing is left of: a word or the value of a segment may be a customer's name.
    async fn forget_empty(
        &self,
        span: Span,
        connection: &mut AnyConnection,
        dialect: Dialect,
    ) -> Result<(), StoreError> {
        let table = span.table();
        // With each further answer somebody left later than before: that names nobody, and is counted again.
        let may_be_empty = |(cell, by): &(&Cell, &i64)| **by < 0 && cell.answer != counted::LAST;
        let mut has_segments = false;
        for cell in self.0.iter().filter(may_be_empty).map(|(cell, _)| cell) {
            // Rows of other shards that are added meanwhile stay: what is deleted amounts to nothing by itself.
            let select = format!("SELECT shard, responses FROM {table} WHERE {CELL} {}", dialect.for_update());
            let rows = cell.bind(sqlx::query(AssertSqlSafe(select))).fetch_all(&mut *connection).await?;
            let responses: Vec<i64> = rows.iter().map(|row| row.try_get(1)).collect::<Result<_, _>>()?;
            if responses.iter().sum::<i64>() == 0 {
                for row in &rows {
                    let shard: i64 = row.try_get(0)?;
                    let delete = format!("DELETE FROM {table} WHERE {CELL} AND shard = $11");
                    cell.bind(sqlx::query(AssertSqlSafe(delete))).bind(shard).execute(&mut *connection).await?;
                }
                has_segments |= !cell.value.is_empty();
            }
        }
        if has_segments { alerts::forget_segments(connection).await } else { Ok(()) }
    }
}

/// Those of the responses `ids` that are stored and counted. Until the transaction ends, nobody else changes them or stores
/// one of them.
pub(super) async fn stored(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &[&str],
) -> Result<HashMap<String, CountedRow>, StoreError> {
    let mut found = HashMap::new();
    for (_, piece) in pieces(ids) {
        let list = (1..=piece.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
        if let Some(lock) = dialect.lock_names(piece.len()) {
            let query = piece.iter().fold(sqlx::query(AssertSqlSafe(lock)), |query, id| query.bind(*id));
            query.fetch_all(&mut *connection).await?;
        }
        let query = format!("SELECT {READ} FROM responses WHERE id IN ({list}) {}", dialect.for_update());
        let query = piece.iter().fold(sqlx::query(AssertSqlSafe(query)), |query, id| query.bind(*id));
        for row in &query.fetch_all(&mut *connection).await? {
            let counted: Option<String> = row.try_get(8)?;
            if let Some(counted) = counted.as_deref().and_then(Counted::read) {
                found.insert(row.try_get(0)?, CountedRow::read(row, counted)?);
            }
        }
    }
    Ok(found)
}

impl Write {
    /// Counts these responses no more: they are about to be erased.
    pub(super) async fn take_from_counts(&mut self, ids: &[&str]) -> Result<(), StoreError> {
        let dialect = self.dialect();
        let mut changes = Changes::default();
        stored(self.connection(), dialect, ids).await?.values().for_each(|row| changes.take(row));
        changes.apply(self.connection(), dialect).await
    }

    /// Counts a response under another mark.
    pub(super) async fn count_as(&mut self, id: &str, mark: Option<Mark>) -> Result<(), StoreError> {
        self.recount(id, |row| row.mark = mark.map_or("", Mark::name).to_owned()).await.map(drop)
    }

    /// Counts a response without what the site says of the person. Returned is what its column has from now on.
    pub(super) async fn count_without_person(&mut self, id: &str) -> Result<Option<String>, StoreError> {
        self.recount(id, |row| row.counted = std::mem::take(&mut row.counted).without_person()).await
    }

    async fn recount(&mut self, id: &str, change: impl Fn(&mut CountedRow)) -> Result<Option<String>, StoreError> {
        let dialect = self.dialect();
        let mut found = stored(self.connection(), dialect, &[id]).await?;
        let Some(mut row) = found.remove(id) else { return Ok(None) };
        let mut changes = Changes::default();
        changes.take(&row);
        change(&mut row);
        changes.add(&row);
        changes.apply(self.connection(), dialect).await?;
        Ok(Some(row.counted.to_json()))
    }
}

impl Store {
    /// Counts what was stored by a version without counts. Returned is how many responses that were.
    pub(crate) async fn count_stored(&self, key: Option<&ContactKey>) -> Result<u64, StoreError> {
        let mut done = 0;
        loop {
            let mut write = self.write(Lane::Durable).await?;
            let query = format!(
                "SELECT {READ}, document FROM responses WHERE counted IS NULL ORDER BY id LIMIT {AT_ONCE} {}",
                self.0.dialect.for_update()
            );
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(write.connection()).await?;
            if rows.is_empty() {
                return Ok(done);
            }
            let mut changes = Changes::default();
            for row in &rows {
                let id: String = row.try_get(0)?;
                let document: String = row.try_get(9)?;
                let counted = CountedRow::read(row, count_of(&id, &document, key))?;
                changes.add(&counted);
                sqlx::query("UPDATE responses SET counted = $1 WHERE id = $2")
                    .bind(counted.counted.to_json())
                    .bind(id)
                    .execute(write.connection())
                    .await?;
            }
            changes.apply(write.connection(), self.0.dialect).await?;
            write.commit().await?;
            done += rows.len() as u64;
            tracing::info!(responses = done, "counted responses of an earlier version");
        }
    }
}

/// What a stored document adds to the counts; nothing but itself if it can't be read.
fn count_of(id: &str, document: &str, key: Option<&ContactKey>) -> Counted {
    let Ok(mut document) = serde_json::from_str(document) else { return Counted::default() };
    if key.is_some_and(|key| key.open(id, &mut document).is_err()) {
        return Counted::default();
    }
    let read = Document::read(document, Timestamp::default());
    read.map_or_else(|_| Counted::default(), |document| Counted::of(&document.response, key.is_none()))
}
