//! Reading counts, grouped by whatever a page shows.
//!
//! Without a filter by segments they are read from the kept counts: by day, or, of segments, by month as far as whole months
//! are wanted. With one, the responses that fit are counted anew: what every combination of segments amounts to can't be kept.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Row as _};

use super::counts::{ANSWERS, Cell, Changes, CountedRow, JOINT, READ, Span, TOTAL, is_segment};
use super::report::{Filter, Snapshot};
use super::{Store, StoreError};
use crate::counted::Counted;
use crate::day::Day;

/// Responses that are read at a time where they are counted anew.
const PAGE: i64 = 2_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope<'a> {
    /// Responses and their scores.
    Total,
    /// Answers to each question.
    Answers,
    /// Answers that judge a part, such as a row of a matrix, by what the whole was rated: `satisfaction=4` is the value.
    Joint,
    /// Responses, scores and ratings in each segment of this name, such as `attribute:team`.
    Segment(&'a str),
    /// The same for all segments.
    Segments,
}

/// By what counts are grouped: columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Survey,
    Version,
    Kind,
    Day,
    /// Counted from the one that 1970-01-01 is in; they begin on Mondays.
    Week,
    /// The name of a segment.
    Segment,
    /// Its value.
    Value,
    Question,
    /// The answer: empty for responses; with an empty question, the score.
    Answer,
    /// The group of the score; empty without one.
    Group,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Version => "CAST(survey_version AS TEXT)",
            Self::Kind => "kind",
            Self::Day => "CAST(day AS TEXT)",
            Self::Week => "CAST((day + 3) / 7 AS TEXT)",
            Self::Segment => "scope",
            Self::Value => "value",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Group => "\"group\"",
        }
    }

    fn of(self, cell: &Cell) -> String {
        match self {
            Self::Survey => cell.survey.clone(),
            Self::Version => cell.survey_version.to_string(),
            Self::Kind => cell.kind.clone(),
            Self::Day => cell.day.to_string(),
            Self::Week => ((cell.day + 3) / 7).to_string(),
            Self::Segment => cell.scope.clone(),
            Self::Value => cell.value.clone(),
            Self::Question => cell.question.clone(),
            Self::Answer => cell.answer.clone(),
            Self::Group => cell.group.clone(),
        }
    }
}

impl Scope<'_> {
    /// As a condition on parameter 1.
    fn condition(self) -> String {
        match self {
            Self::Segments => format!("scope NOT IN ($1, '{ANSWERS}', '{JOINT}')"),
            Self::Total | Self::Answers | Self::Joint | Self::Segment(_) => "scope = $1".to_owned(),
        }
    }

    fn parameter(&self) -> &str {
        match self {
            Self::Total | Self::Segments => TOTAL,
            Self::Answers => ANSWERS,
            Self::Joint => JOINT,
            Self::Segment(name) => name,
        }
    }

    fn has(self, scope: &str) -> bool {
        match self {
            Self::Segments => is_segment(scope),
            Self::Total | Self::Answers | Self::Joint | Self::Segment(_) => scope == self.parameter(),
        }
    }
}

/// The kept counts that a filter is about, with these columns.
fn kept(scope: Scope<'_>, filter: &Filter, by: &[By], columns: &str) -> String {
    let conditions = format!(
        "{} AND {} AND {} AND {} AND {}",
        scope.condition(),
        filter.counted_mark(),
        filter.of_survey("$2"),
        filter.of_kind("$3"),
        filter.of_version(),
    );
    // Days are numbers that were read.
    let rows = |span: Span, since: i64, before: i64, more: &str| {
        let table = span.table();
        format!(
            "SELECT {columns}, responses FROM {table} WHERE {conditions} AND day >= {since} AND day < {before}{more}"
        )
    };
    let (since, before) = filter.days();
    let needs_days = matches!(scope, Scope::Total | Scope::Answers | Scope::Joint)
        || by.iter().any(|by| matches!(by, By::Day | By::Week));
    let Some((first, end)) = whole_months(filter).filter(|_| !needs_days) else {
        return rows(Span::Day, since, before, "");
    };
    // The key begins with scope and survey: where they are named, the days are a range of it.
    let months = Span::Month.table();
    let named: String =
        ["scope", "survey"].map(|column| format!(" AND {column} IN (SELECT DISTINCT {column} FROM {months})")).concat();
    let mut parts = vec![rows(Span::Month, first, end, "")];
    let edges = [(since, first), (end, before)].into_iter().filter(|(since, before)| since < before);
    parts.extend(edges.map(|(since, before)| rows(Span::Day, since, before, &named)));
    parts.join(" UNION ALL ")
}

/// The first day of the first month that is whole within a filter's days, and the first one after the last.
fn whole_months(filter: &Filter) -> Option<(i64, i64)> {
    let month = |day: i64, later| Day::from_epoch(day.unsigned_abs()).first_of_month(later).since_epoch() as i64;
    let (since, before) = filter.days();
    let first = if month(since, 0) == since { since } else { month(since, 1) };
    let end = if filter.before.is_some() { month(before, 0) } else { before };
    (first < end).then_some((first, end))
}

impl Snapshot {
    /// How many there are, grouped by `by`, in the order of that.
    pub(crate) async fn counts<const N: usize>(
        &mut self,
        scope: Scope<'_>,
        filter: &Filter,
        by: [By; N],
    ) -> Result<Vec<([String; N], u64)>, StoreError> {
        if !filter.segments.is_empty() {
            return self.count_anew(scope, filter, by).await;
        }
        let columns: Vec<_> =
            by.iter().zip(1..).map(|(by, number)| format!("{} AS by_{number}", by.column())).collect();
        let groups: Vec<_> = (1..=N).map(|number| format!("by_{number}")).collect();
        let groups = groups.join(", ");
        let query = format!(
            "SELECT {groups}, CAST(SUM(responses) AS BIGINT) FROM ({}) AS kept
             GROUP BY {groups} HAVING SUM(responses) <> 0 ORDER BY {groups}",
            kept(scope, filter, &by, &columns.join(", ")),
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(scope.parameter())
            .bind(filter.survey.as_deref())
            .bind(filter.kind.map(askwell_survey::Kind::name))
            .fetch_all(self.connection())
            .await?;
        let mut counts = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut group = [const { String::new() }; N];
            for (column, text) in group.iter_mut().enumerate() {
                *text = row.try_get(column)?;
            }
            counts.push((group, row.try_get::<i64, _>(N)?.unsigned_abs()));
        }
        Ok(counts)
    }

    /// Counts the responses that are in the filter's segments. They are read once: what else the filter says is applied to
    /// their counts.
    async fn count_anew<const N: usize>(
        &mut self,
        scope: Scope<'_>,
        filter: &Filter,
        by: [By; N],
    ) -> Result<Vec<([String; N], u64)>, StoreError> {
        let wanted = Filter {
            since: filter.since,
            before: filter.before,
            segments: filter.segments.clone(),
            ..Filter::default()
        };
        if self.counted.as_ref().is_none_or(|(counted, _)| *counted != wanted) {
            let changes = self.read_anew(&wanted).await?;
            self.counted = Some((wanted, changes));
        }
        let mut grouped: BTreeMap<[String; N], i64> = BTreeMap::new();
        let cells = self.counted.iter().flat_map(|(_, changes)| changes.cells());
        for (cell, count) in cells.filter(|(cell, _)| scope.has(&cell.scope) && cell.fits(filter)) {
            *grouped.entry(by.map(|by| by.of(cell))).or_default() += count;
        }
        Ok(grouped.into_iter().map(|(group, count)| (group, count.unsigned_abs())).collect())
    }

    async fn read_anew(&mut self, filter: &Filter) -> Result<Changes, StoreError> {
        let mut changes = Changes::default();
        let mut after = String::new();
        loop {
            let query = format!(
                "SELECT {READ} FROM responses WHERE id > $1 AND counted_at >= $2 AND counted_at < $3 AND {}
                 ORDER BY id LIMIT {PAGE}",
                filter.in_segments(4),
            );
            let query = sqlx::query(AssertSqlSafe(query)).bind(after).bind(filter.since()).bind(filter.before());
            let rows = filter.bind_segments(query).fetch_all(self.connection()).await?;
            for row in &rows {
                let counted: Option<String> = row.try_get(8)?;
                let Some(counted) = counted.as_deref().and_then(Counted::read) else { continue };
                changes.add(&CountedRow::read(row, counted)?);
            }
            let Some(last) = rows.last().filter(|_| rows.len() as i64 == PAGE) else { return Ok(changes) };
            after = last.try_get(0)?;
        }
    }

    /// Whether everything that is stored is counted.
    pub(crate) async fn is_counted(&mut self) -> Result<bool, StoreError> {
        let first = sqlx::query("SELECT id FROM responses WHERE counted IS NULL LIMIT 1");
        Ok(first.fetch_optional(self.connection()).await?.is_none())
    }
}

impl Store {
    /// Counts everything that is counted once more, and compares. Returned is how many counts there are.
    ///
    /// # Errors
    /// The first that differs.
    pub(crate) async fn check_counts(&self) -> Result<u64, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut expected = Changes::default();
        let mut after = String::new();
        loop {
            let query =
                format!("SELECT {READ} FROM responses WHERE id > $1 AND counted IS NOT NULL ORDER BY id LIMIT {PAGE}");
            let rows = sqlx::query(AssertSqlSafe(query)).bind(after.as_str()).fetch_all(snapshot.connection()).await?;
            for row in &rows {
                let counted: String = row.try_get(8)?;
                if let Some(counted) = Counted::read(&counted) {
                    expected.add(&CountedRow::read(row, counted)?);
                }
            }
            let Some(last) = rows.last() else { break };
            after = last.try_get(0)?;
        }
        let by_month = expected.by_month();
        let mut checked = 0;
        for (span, mut differing) in [(Span::Day, expected), (Span::Month, by_month)] {
            let query = format!(
                "SELECT mark, scope, survey, day, value, question, answer, \"group\", kind, survey_version,
                     CAST(SUM(responses) AS BIGINT) FROM {}
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING SUM(responses) <> 0",
                span.table()
            );
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(snapshot.connection()).await?;
            for row in &rows {
                differing.set_off(Cell::read(row)?, row.try_get(10)?);
            }
            if let Some((cell, by)) = differing.cells().find(|(_, count)| **count != 0) {
                return Err(StoreError::Damaged(format!("a count is wrong by {by}: {cell:?} in {}", span.table())));
            }
            checked += rows.len() as u64;
        }
        snapshot.finish().await?;
        Ok(checked)
    }
}
