//! Reading what reports are made of.

use askwell_survey::{Kind, Score, Timestamp};
use sqlx::any::AnyRow;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AssertSqlSafe, Row as _};

use super::{Store, StoreError};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Surveys and articles that a report names: who posts can make up as many as they like.
pub(crate) const NAMED: usize = 100;

/// Why a response stays out of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was sent while somebody built or tried the site.
    Test,
    /// It looks as if no visitor had sent it.
    Spam,
}

impl Mark {
    /// The names, and what they stand for.
    pub(crate) const NAMES: &[(&str, Self)] = &[("test", Self::Test), ("spam", Self::Spam)];

    /// The name in the database and in queries.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Spam => "spam",
        }
    }
}

/// Which responses are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// Of this survey; of all without one.
    pub(crate) survey: Option<String>,
    /// Counted at this moment or later.
    pub(crate) since: Option<Timestamp>,
    /// Counted before this moment.
    pub(crate) before: Option<Timestamp>,
    /// With this mark; without one, those that aren't marked.
    pub(crate) mark: Option<Mark>,
}

impl Filter {
    fn since(&self) -> i64 {
        self.since.map_or(0, |moment| moment.millis() as i64)
    }

    fn before(&self) -> i64 {
        self.before.map_or(i64::MAX, |moment| moment.millis() as i64)
    }

    /// The survey as a condition on a parameter. It is left out or written out, so that the index by survey can be used.
    fn of_survey(&self, parameter: &str) -> String {
        match self.survey {
            Some(_) => format!("survey = {parameter}"),
            None => format!("{parameter} IS NULL"),
        }
    }

    /// As a condition. It is written out, so that the indexes of what counts can be used.
    fn marked(&self) -> &'static str {
        match self.mark {
            None => "mark IS NULL",
            Some(Mark::Test) => "mark = 'test'",
            Some(Mark::Spam) => "mark = 'spam'",
        }
    }
}

/// How many responses a survey has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SurveyCount {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) count: u64,
}

/// What isn't named one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Others {
    /// How many there are.
    pub(crate) number: u64,
    /// How many responses they have.
    pub(crate) responses: u64,
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

/// The store as it is at one moment, so that the figures of one report agree with each other. Unless it is
/// finished, its connection isn't used again: a report that was given up half-way leaves a transaction open.
pub(crate) struct Snapshot {
    connection: PoolConnection<Any>,
    finished: bool,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if !self.finished {
            self.connection.close_on_drop();
        }
    }
}

impl Store {
    /// The store as it is now.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let connection = self.pools().await?.reports.acquire().await?;
        let mut snapshot = Snapshot { connection, finished: false };
        sqlx::raw_sql(self.0.dialect.begin_snapshot()).execute(&mut *snapshot.connection).await?;
        Ok(snapshot)
    }
}

impl Snapshot {
    /// Everything was read.
    pub(crate) async fn finish(mut self) -> Result<(), StoreError> {
        sqlx::raw_sql("COMMIT").execute(&mut *self.connection).await?;
        self.finished = true;
        Ok(())
    }

    /// Every survey answered in the filter's period, most answered first. The filter's survey plays no part. It is read in
    /// one pass, and whoever shows it names a few: made-up surveys can be many.
    pub(crate) async fn surveys(&mut self, filter: &Filter) -> Result<Vec<SurveyCount>, StoreError> {
        let query = format!(
            "SELECT survey, kind, COUNT(*) FROM responses
             WHERE kind IN ('relational', 'transactional', 'rating') AND counted_at >= $1 AND counted_at < $2 AND {}
             GROUP BY kind, survey",
            filter.marked()
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(filter.since())
            .bind(filter.before())
            .fetch_all(&mut *self.connection)
            .await?;
        let survey = |row: &AnyRow| Ok(SurveyCount { id: row.try_get(0)?, kind: kind(row, 1)?, count: count(row, 2)? });
        let mut surveys: Vec<SurveyCount> = rows.iter().map(survey).collect::<Result<_, StoreError>>()?;
        surveys.sort_by(|one, other| {
            let names = |survey: &SurveyCount| (survey.id.clone(), survey.kind.name());
            other.count.cmp(&one.count).then_with(|| names(one).cmp(&names(other)))
        });
        Ok(surveys)
    }

    /// How many responses of the period are left out for each mark.
    pub(crate) async fn marked(&mut self, filter: &Filter) -> Result<Vec<(Mark, u64)>, StoreError> {
        let rows = sqlx::query(
            "SELECT mark, COUNT(*) FROM responses WHERE mark IS NOT NULL AND counted_at >= $1 AND counted_at < $2
             GROUP BY mark ORDER BY mark",
        )
        .bind(filter.since())
        .bind(filter.before())
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter()
            .map(|row| {
                let name: String = row.try_get(0)?;
                let mark = Mark::NAMES.iter().find(|(known, _)| *known == name).ok_or_else(|| decode("mark"))?.1;
                Ok((mark, count(row, 1)?))
            })
            .collect()
    }

    /// The scores given, by day and score.
    pub(crate) async fn scores(&mut self, kind: Kind, filter: &Filter) -> Result<Vec<DayScore>, StoreError> {
        let query = format!(
            "SELECT counted_at / $1, score, COUNT(*) FROM responses
             WHERE kind = $2 AND counted_at >= $3 AND counted_at < $4 AND {}
                 AND score IS NOT NULL AND {}
             GROUP BY 1, 2 ORDER BY 1, 2",
            filter.of_survey("$5"),
            filter.marked()
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(DAY)
            .bind(kind.name())
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref())
            .fetch_all(&mut *self.connection)
            .await?;
        rows.iter()
            .map(|row| {
                let score = score(row, 1)?.ok_or_else(|| decode("score"))?;
                Ok(DayScore { day: row.try_get::<i64, _>(0)?.unsigned_abs(), score, count: count(row, 2)? })
            })
            .collect()
    }

    /// The ratings by article, most rated first, [`NAMED`] at most: answers of that kind alone, whatever else may have
    /// been asked.
    pub(crate) async fn ratings(&mut self, filter: &Filter) -> Result<Vec<Rating>, StoreError> {
        let query = format!(
            "SELECT topic, COUNT(CASE helpful WHEN 'yes' THEN 1 END), COUNT(CASE helpful WHEN 'no' THEN 1 END)
             FROM responses
             WHERE kind = 'rating' AND counted_at >= $1 AND counted_at < $2
                 AND {} AND helpful IS NOT NULL AND {}
             GROUP BY topic ORDER BY COUNT(*) DESC, topic LIMIT $4",
            filter.of_survey("$3"),
            filter.marked()
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref())
            .bind(NAMED as i64)
            .fetch_all(&mut *self.connection)
            .await?;
        rows.iter().map(|row| Ok(Rating { topic: row.try_get(0)?, yes: count(row, 1)?, no: count(row, 2)? })).collect()
    }

    /// How many articles were rated, and how often.
    pub(crate) async fn all_ratings(&mut self, filter: &Filter) -> Result<Others, StoreError> {
        let query = format!(
            "SELECT COUNT(*), CAST(COALESCE(SUM(responses), 0) AS BIGINT) FROM (
                 SELECT COUNT(*) AS responses FROM responses
                 WHERE kind = 'rating' AND counted_at >= $1 AND counted_at < $2
                     AND {} AND helpful IS NOT NULL AND {}
                 GROUP BY topic) AS topics",
            filter.of_survey("$3"),
            filter.marked()
        );
        let row = sqlx::query(AssertSqlSafe(query))
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref())
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(Others { number: count(&row, 0)?, responses: count(&row, 1)? })
    }

    /// The latest comments, at most `most`, older than `cursor` if there is one.
    pub(crate) async fn comments(
        &mut self,
        kind: Kind,
        filter: &Filter,
        cursor: Option<&Cursor>,
        most: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        let before = filter.before().min(cursor.map_or(i64::MAX, |cursor| cursor.at.millis() as i64 + 1));
        let query = format!(
            "SELECT id, comment, score, helpful, survey, topic, page_path, locale, counted_at FROM responses
             WHERE kind = $1 AND counted_at >= $2 AND counted_at < $3 AND {}
                 AND comment IS NOT NULL AND ($5 IS NULL OR counted_at < $5 OR id < $6) AND {}
             ORDER BY counted_at DESC, id DESC LIMIT $7",
            filter.of_survey("$4"),
            filter.marked()
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(kind.name())
            .bind(filter.since())
            .bind(before)
            .bind(filter.survey.as_deref())
            .bind(cursor.map(|cursor| cursor.at.millis() as i64))
            .bind(cursor.map(|cursor| cursor.id.as_str()))
            .bind(i64::from(most))
            .fetch_all(&mut *self.connection)
            .await?;
        rows.iter()
            .map(|row| {
                let helpful: Option<String> = row.try_get(3)?;
                let at: i64 = row.try_get(8)?;
                Ok(Comment {
                    id: row.try_get(0)?,
                    text: row.try_get(1)?,
                    score: score(row, 2)?,
                    helpful: helpful.map(|answer| answer == "yes"),
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

fn kind(row: &AnyRow, column: usize) -> Result<Kind, sqlx::Error> {
    let name: String = row.try_get(column)?;
    let found = Kind::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| decode("kind"))
}

fn score(row: &AnyRow, column: usize) -> Result<Option<Score>, sqlx::Error> {
    let points: Option<i64> = row.try_get(column)?;
    let score = |points: i64| u8::try_from(points).ok().and_then(Score::new).ok_or_else(|| decode("score"));
    points.map(score).transpose()
}

fn decode(column: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the column {column} has an unexpected value").into())
}

fn count(row: &AnyRow, column: usize) -> Result<u64, sqlx::Error> {
    row.try_get::<i64, _>(column).map(i64::unsigned_abs)
}
