//! Reading what reports are made of.

use std::collections::BTreeMap;

use askwell_survey::question::{NO, YES};
use askwell_survey::{Kind, Score, Timestamp};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

use super::counts::Changes;
use super::results::{By, Scope};
use super::{Store, StoreError};
use crate::counted::{HELPFUL, TAG, TOPIC};
use crate::day::Day;
use crate::tag;

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;
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
    /// Of this version of it; of all without one.
    pub(crate) version: Option<u32>,
    /// Of this kind; of all without one.
    pub(crate) kind: Option<Kind>,
    /// Counted at this moment or later.
    pub(crate) since: Option<Timestamp>,
    /// Counted before this moment.
    pub(crate) before: Option<Timestamp>,
    /// With this mark; without one, those that aren't marked.
    pub(crate) mark: Option<Mark>,
    /// In all of these segments: names with a value each.
    pub(crate) segments: Vec<(String, String)>,
}

impl Filter {
    pub(super) fn since(&self) -> i64 {
        self.since.map_or(0, |moment| moment.millis() as i64)
    }

    pub(super) fn before(&self) -> i64 {
        self.before.map_or(i64::MAX, |moment| moment.millis() as i64)
    }

    /// The same in the period that begins and ends with these days.
    pub(crate) fn within(&self, (since, until): (Day, Day)) -> Self {
        Self { since: Some(since.start()), before: Some(until.plus(1).start()), ..self.clone() }
    }

    /// The first day, and the one after the last, counted from 1970-01-01. Periods begin and end at midnight.
    pub(super) fn days(&self) -> (i64, i64) {
        (self.since() / DAY, self.before().div_euclid(DAY))
    }

    /// The kind as a condition on a parameter.
    pub(super) fn of_kind(&self, parameter: &str) -> String {
        match self.kind {
            Some(_) => format!("kind = {parameter}"),
            None => format!("{parameter} IS NULL"),
        }
    }

    /// The version as a condition. It is a number that was read.
    pub(super) fn of_version(&self) -> String {
        self.version.map_or_else(|| "1 = 1".to_owned(), |version| format!("survey_version = {version}"))
    }

    /// The mark as a condition on counts.
    pub(super) fn counted_mark(&self) -> &'static str {
        match self.mark {
            None => "mark = ''",
            Some(Mark::Test) => "mark = 'test'",
            Some(Mark::Spam) => "mark = 'spam'",
        }
    }

    /// The segments as a condition on parameters from `first` on.
    pub(super) fn in_segments(&self, first: usize) -> String {
        let fits = |(number, (name, _)): (usize, &(String, String))| match name.as_str() {
            TAG => format!(
                "EXISTS (SELECT 1 FROM response_tags tagged WHERE tagged.response = id AND tagged.tag = ${number})"
            ),
            // Both databases compare letters exactly here, and have no pattern to be escaped.
            _ => format!("counted <> REPLACE(counted, ${number}, '')"),
        };
        let all: Vec<_> = (first..).zip(&self.segments).map(fits).collect();
        if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") }
    }

    /// Binds these parameters: how each segment stands in what is counted of a response, and the keys of tags.
    pub(super) fn bind_segments<'q>(&self, query: Query<'q, Any, AnyArguments>) -> Query<'q, Any, AnyArguments> {
        let text = |segment: &(String, String)| match segment {
            (name, value) if name == TAG => tag::key(value),
            segment => segment_text(segment),
        };
        self.segments.iter().map(text).fold(query, |query, text| query.bind(text))
    }

    /// The survey as a condition on a parameter. It is left out or written out, so that the index by survey can be used.
    pub(super) fn of_survey(&self, parameter: &str) -> String {
        match self.survey {
            Some(_) => format!("survey = {parameter}"),
            None => format!("{parameter} IS NULL"),
        }
    }

    /// As a condition. It is written out, so that the indexes of what counts can be used.
    pub(super) fn marked(&self) -> &'static str {
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

impl Rating {
    fn of(topic: Option<String>) -> Self {
        Self { topic, yes: 0, no: 0 }
    }

    /// Adds answers, if they are ratings.
    fn count(&mut self, question: &str, answer: &str, count: u64) {
        match (question, answer) {
            (HELPFUL, YES) => self.yes += count,
            (HELPFUL, NO) => self.no += count,
            _ => {}
        }
    }

    /// How often it was rated.
    pub(crate) fn total(&self) -> u64 {
        self.yes + self.no
    }
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
    /// What was counted anew, and for which filter.
    pub(super) counted: Option<(Filter, Changes)>,
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
        let mut snapshot = Snapshot { connection, finished: false, counted: None };
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

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// Every survey answered in the filter's period, most answered first. The filter's survey and kind play no part. Whoever
    /// shows them names a few: made-up surveys can be many.
    pub(crate) async fn surveys(&mut self, filter: &Filter) -> Result<Vec<SurveyCount>, StoreError> {
        let all = Filter { survey: None, version: None, kind: None, ..filter.clone() };
        let mut surveys = Vec::new();
        for ([id, kind, score], count) in self.counts(Scope::Total, &all, [By::Survey, By::Kind, By::Answer]).await? {
            if score.is_empty() {
                surveys.push(SurveyCount { id, kind: kind_of(&kind)?, count });
            }
        }
        surveys.sort_by(|one, other| {
            let names = |survey: &SurveyCount| (survey.id.clone(), survey.kind.name());
            other.count.cmp(&one.count).then_with(|| names(one).cmp(&names(other)))
        });
        Ok(surveys)
    }

    /// How many responses of the filter are left out for each mark.
    pub(crate) async fn marked(&mut self, filter: &Filter) -> Result<Vec<(Mark, u64)>, StoreError> {
        let mut marked = Vec::new();
        for (_, mark) in Mark::NAMES {
            let filter = Filter { mark: Some(*mark), ..filter.clone() };
            let counts = self.counts(Scope::Total, &filter, [By::Answer]).await?;
            let count: u64 = counts.iter().filter(|([score], _)| score.is_empty()).map(|(_, count)| count).sum();
            if count > 0 {
                marked.push((*mark, count));
            }
        }
        Ok(marked)
    }

    /// The scores given, by day and score.
    pub(crate) async fn scores(&mut self, filter: &Filter) -> Result<Vec<DayScore>, StoreError> {
        let mut scores = Vec::new();
        for ([day, points], count) in self.counts(Scope::Total, filter, [By::Day, By::Answer]).await? {
            if !points.is_empty() {
                let day = day.parse().map_err(|_| decode("day"))?;
                scores.push(DayScore { day, score: score_of(&points)?, count });
            }
        }
        scores.sort_by_key(|of_day| (of_day.day, of_day.score.points()));
        Ok(scores)
    }

    /// The ratings by article, most rated first: answers of that kind alone, whatever else may have been asked.
    pub(crate) async fn ratings(&mut self, filter: &Filter) -> Result<Vec<Rating>, StoreError> {
        let filter = Filter { kind: Some(Kind::Rating), ..filter.clone() };
        let mut ratings: BTreeMap<Option<String>, Rating> = BTreeMap::new();
        let named = self.counts(Scope::Segment(TOPIC), &filter, [By::Value, By::Question, By::Answer]).await?;
        for ([topic, question, answer], count) in named {
            let rating = ratings.entry(Some(topic.clone())).or_insert_with(|| Rating::of(Some(topic)));
            rating.count(&question, &answer, count);
        }
        // What is left of all answers was given without a topic.
        let mut unnamed = Rating::of(None);
        for ([question, answer], count) in self.counts(Scope::Answers, &filter, [By::Question, By::Answer]).await? {
            unnamed.count(&question, &answer, count);
        }
        unnamed.yes -= ratings.values().map(|rating| rating.yes).sum::<u64>();
        unnamed.no -= ratings.values().map(|rating| rating.no).sum::<u64>();
        let mut ratings: Vec<_> = ratings.into_values().chain([unnamed]).filter(|rating| rating.total() > 0).collect();
        ratings.sort_by(|one, other| other.total().cmp(&one.total()).then_with(|| one.topic.cmp(&other.topic)));
        Ok(ratings)
    }

    /// The latest comments, at most `most`, older than `cursor` if there is one.
    pub(crate) async fn comments(
        &mut self,
        filter: &Filter,
        cursor: Option<&Cursor>,
        most: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        let before = filter.before().min(cursor.map_or(i64::MAX, |cursor| cursor.at.millis() as i64 + 1));
        let query = format!(
            "SELECT id, comment, score, helpful, survey, topic, page_path, locale, counted_at FROM responses
             WHERE {} AND counted_at >= $2 AND counted_at < $3 AND {}
                 AND comment IS NOT NULL AND ($5 IS NULL OR counted_at < $5 OR id < $6) AND {} AND {} AND {}
             ORDER BY counted_at DESC, id DESC LIMIT $7",
            filter.of_kind("$1"),
            filter.of_survey("$4"),
            filter.marked(),
            filter.of_version(),
            filter.in_segments(8),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(filter.kind.map(Kind::name))
            .bind(filter.since())
            .bind(before)
            .bind(filter.survey.as_deref())
            .bind(cursor.map(|cursor| cursor.at.millis() as i64))
            .bind(cursor.map(|cursor| cursor.id.as_str()))
            .bind(i64::from(most));
        let rows = filter.bind_segments(query).fetch_all(&mut *self.connection).await?;
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

/// The day of a moment, counted from 1970-01-01 in UTC.
pub(super) fn day_of(moment: Timestamp) -> i64 {
    moment.millis() as i64 / DAY
}

/// How a segment stands in what is counted of a response.
pub(super) fn segment_text(segment: &(String, String)) -> String {
    serde_json::to_string(segment).unwrap_or_default()
}

pub(super) fn kind_of(name: &str) -> Result<Kind, sqlx::Error> {
    let found = Kind::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| decode("kind"))
}

pub(super) fn score_of(points: &str) -> Result<Score, sqlx::Error> {
    points.parse().ok().and_then(Score::new).ok_or_else(|| decode("score"))
}

pub(super) fn score(row: &AnyRow, column: usize) -> Result<Option<Score>, sqlx::Error> {
    let points: Option<i64> = row.try_get(column)?;
    let score = |points: i64| u8::try_from(points).ok().and_then(Score::new).ok_or_else(|| decode("score"));
    points.map(score).transpose()
}

pub(super) fn decode(column: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the column {column} has an unexpected value").into())
}
