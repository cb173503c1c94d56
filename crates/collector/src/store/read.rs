//! Reading what reports are made of.

use askwell_survey::{Kind, Score, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite, Transaction};

use super::{Store, StoreError};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Which answers are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// Of this survey; of all without one.
    pub(crate) survey: Option<String>,
    /// Counted at this moment or later.
    pub(crate) since: Option<Timestamp>,
    /// Counted before this moment.
    pub(crate) before: Option<Timestamp>,
}

impl Filter {
    fn since(&self) -> i64 {
        self.since.map_or(0, |moment| moment.millis() as i64)
    }

    fn before(&self) -> i64 {
        self.before.map_or(i64::MAX, |moment| moment.millis() as i64)
    }
}

/// How many responses a survey has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SurveyCount {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) count: u64,
}

/// How often a score was given on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DayScore {
    /// Counted from 1970-01-01, in UTC.
    pub(crate) day: u64,
    pub(crate) score: Score,
    pub(crate) count: u64,
}

/// How an article was rated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rating {
    /// None for ratings that don't say what they are about.
    pub(crate) topic: Option<String>,
    pub(crate) yes: u64,
    pub(crate) no: u64,
}

/// Something a visitor wrote.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) score: Option<Score>,
    pub(crate) helpful: Option<bool>,
    pub(crate) survey: String,
    pub(crate) topic: Option<String>,
    pub(crate) page_path: String,
    pub(crate) locale: String,
    pub(crate) at: Timestamp,
}

/// Where a list of comments goes on: after the comment of that moment and identifier.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cursor {
    pub(crate) at: Timestamp,
    pub(crate) id: String,
}

/// The store as it is at one moment, so that the figures of one report agree with each other.
pub(crate) struct Snapshot(Transaction<'static, Sqlite>);

impl Store {
    /// The store as it is now.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot(self.reads.begin().await?))
    }
}

impl Snapshot {
    /// The surveys answered in the filter's period, most answered first. The filter's survey plays no part.
    pub(crate) async fn surveys(&mut self, filter: &Filter) -> Result<Vec<SurveyCount>, StoreError> {
        let rows = sqlx::query(
            "SELECT survey, kind, COUNT(*) FROM responses
             WHERE kind IN ('relational', 'transactional', 'rating') AND counted_at >= $1 AND counted_at < $2
             GROUP BY survey, kind ORDER BY COUNT(*) DESC, survey, kind",
        )
        .bind(filter.since())
        .bind(filter.before())
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter()
            .map(|row| Ok(SurveyCount { id: row.try_get(0)?, kind: kind(row, 1)?, count: row.try_get(2)? }))
            .collect()
    }

    /// The scores given, by day and score.
    pub(crate) async fn scores(&mut self, kind: Kind, filter: &Filter) -> Result<Vec<DayScore>, StoreError> {
        let rows = sqlx::query(
            "SELECT counted_at / $1, score, COUNT(*) FROM responses
             WHERE kind = $2 AND counted_at >= $3 AND counted_at < $4 AND ($5 IS NULL OR survey = $5)
                 AND score IS NOT NULL
             GROUP BY 1, 2 ORDER BY 1, 2",
        )
        .bind(DAY)
        .bind(kind.name())
        .bind(filter.since())
        .bind(filter.before())
        .bind(&filter.survey)
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter()
            .map(|row| {
                let score = score(row, 1)?.ok_or_else(|| decode("score"))?;
                Ok(DayScore { day: row.try_get(0)?, score, count: row.try_get(2)? })
            })
            .collect()
    }

    /// The ratings by article, most rated first: answers of that kind alone, whatever else may have been asked.
    pub(crate) async fn ratings(&mut self, filter: &Filter) -> Result<Vec<Rating>, StoreError> {
        let rows = sqlx::query(
            "SELECT topic, COUNT(CASE helpful WHEN 'yes' THEN 1 END), COUNT(CASE helpful WHEN 'no' THEN 1 END)
             FROM responses
             WHERE kind = 'rating' AND counted_at >= $1 AND counted_at < $2
                 AND ($3 IS NULL OR survey = $3) AND helpful IS NOT NULL
             GROUP BY topic ORDER BY COUNT(*) DESC, topic",
        )
        .bind(filter.since())
        .bind(filter.before())
        .bind(&filter.survey)
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter()
            .map(|row| Ok(Rating { topic: row.try_get(0)?, yes: row.try_get(1)?, no: row.try_get(2)? }))
            .collect()
    }

    /// The latest comments, at most `count`, older than `cursor` if there is one.
    pub(crate) async fn comments(
        &mut self,
        kind: Kind,
        filter: &Filter,
        cursor: Option<&Cursor>,
        count: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        let before = filter.before().min(cursor.map_or(i64::MAX, |cursor| cursor.at.millis() as i64 + 1));
        let rows = sqlx::query(
            "SELECT id, comment, score, helpful, survey, topic, page_path, locale, counted_at FROM responses
             WHERE kind = $1 AND counted_at >= $2 AND counted_at < $3 AND ($4 IS NULL OR survey = $4)
                 AND comment IS NOT NULL AND ($5 IS NULL OR counted_at < $5 OR id < $6)
             ORDER BY counted_at DESC, id DESC LIMIT $7",
        )
        .bind(kind.name())
        .bind(filter.since())
        .bind(before)
        .bind(&filter.survey)
        .bind(cursor.map(|cursor| cursor.at.millis() as i64))
        .bind(cursor.map(|cursor| &cursor.id))
        .bind(count)
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter()
            .map(|row| {
                let helpful: Option<String> = row.try_get(3)?;
                let at: i64 = row.try_get(8)?;
                Ok(Comment {
                    id: row.try_get(0)?,
                    text: row.try_get(1)?,
                    score: score(row, 2)?,
                    helpful: helpful.map(|said| said == "yes"),
                    survey: row.try_get(4)?,
                    topic: row.try_get(5)?,
                    page_path: row.try_get(6)?,
                    locale: row.try_get(7)?,
                    at: Timestamp::from_millis(at as f64),
                })
            })
            .collect()
    }
}

fn kind(row: &SqliteRow, column: usize) -> Result<Kind, sqlx::Error> {
    let name: String = row.try_get(column)?;
    let found = Kind::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| decode("kind"))
}

fn score(row: &SqliteRow, column: usize) -> Result<Option<Score>, sqlx::Error> {
    let points: Option<u8> = row.try_get(column)?;
    points.map(|points| Score::new(points).ok_or_else(|| decode("score"))).transpose()
}

fn decode(column: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the column {column} holds what was never stored there").into())
}
