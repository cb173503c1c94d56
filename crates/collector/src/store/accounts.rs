//! Reading what the people of an account answered.

use std::collections::{BTreeMap, BTreeSet};

use askwell_survey::{Kind, Score, Timestamp};
use sqlx::{AssertSqlSafe, Row as _};

use super::StoreError;
use super::report::{DayScore, Filter, Snapshot, decode, kind_of, score, score_of, segment_text};
use crate::counted::Counted;
use crate::day::Day;

/// A response of an account, without what says who answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AccountResponse {
    pub(crate) id: String,
    pub(crate) survey: String,
    pub(crate) kind: Kind,
    pub(crate) score: Option<Score>,
    pub(crate) comment: Option<String>,
    pub(crate) locale: String,
    pub(crate) at: Timestamp,
    /// The segments it belongs to.
    pub(crate) segments: Vec<(String, String)>,
}

/// What is counted of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AccountCounts {
    pub(crate) responses: u64,
    /// The scores by kind, and by day within it.
    pub(crate) scores: BTreeMap<&'static str, Vec<DayScore>>,
    /// Where responses are: the day, the survey and its kind.
    days: BTreeSet<(u64, String, &'static str)>,
}

impl Snapshot {
    /// Whether responses that count have a segment of this name.
    pub(crate) async fn has_segment(&mut self, name: &str) -> Result<bool, StoreError> {
        let first = sqlx::query("SELECT day FROM counts WHERE mark = '' AND scope = $1 AND responses > 0 LIMIT 1");
        Ok(first.bind(name).fetch_optional(self.connection()).await?.is_some())
    }

    /// What is counted of the segment `name` = `value`.
    pub(crate) async fn account_counts(&mut self, name: &str, value: &str) -> Result<AccountCounts, StoreError> {
        let rows = sqlx::query(
            "SELECT day, survey, kind, answer, CAST(SUM(responses) AS BIGINT) FROM counts
             WHERE mark = '' AND scope = $1 AND value = $2 AND question = ''
             GROUP BY 1, 2, 3, 4 HAVING SUM(responses) <> 0 ORDER BY 1",
        )
        .bind(name)
        .bind(value)
        .fetch_all(self.connection())
        .await?;
        let mut counts = AccountCounts::default();
        for row in &rows {
            let day = row.try_get::<i64, _>(0)?.unsigned_abs();
            let kind = kind_of(row.try_get(2)?)?.name();
            let answer: String = row.try_get(3)?;
            let count = row.try_get::<i64, _>(4)?.unsigned_abs();
            if answer.is_empty() {
                counts.responses += count;
                counts.days.insert((day, row.try_get(1)?, kind));
            } else {
                let scores = counts.scores.entry(kind).or_default();
                scores.push(DayScore { day, score: score_of(&answer)?, count });
            }
        }
        Ok(counts)
    }

    /// The latest responses of the segment `name` = `value`, `most` at most. They are looked for on the days on which there
    /// are some: no index has the segments.
    pub(crate) async fn account_responses(
        &mut self,
        (name, value): (&str, &str),
        counts: &AccountCounts,
        most: usize,
    ) -> Result<Vec<AccountResponse>, StoreError> {
        let segment = segment_text(&(name.to_owned(), value.to_owned()));
        let mut found = Vec::new();
        let mut read_day = u64::MAX;
        for (day, survey, kind) in counts.days.iter().rev() {
            if found.len() >= most && *day != read_day {
                break;
            }
            read_day = *day;
            let day = Day::from_epoch(*day);
            let filter = Filter::default().within((day, day));
            let query = format!(
                "SELECT id, score, comment, locale, counted_at, counted FROM responses
                 WHERE {} AND survey = $1 AND kind = $2 AND counted_at >= $3 AND counted_at < $4
                     AND counted <> REPLACE(counted, $5, '')",
                filter.marked(),
            );
            let rows = sqlx::query(AssertSqlSafe(query))
                .bind(survey.as_str())
                .bind(*kind)
                .bind(filter.since())
                .bind(filter.before())
                .bind(segment.as_str())
                .fetch_all(self.connection())
                .await?;
            for row in &rows {
                let counted: String = row.try_get(5)?;
                found.push(AccountResponse {
                    id: row.try_get(0)?,
                    survey: survey.clone(),
                    kind: kind_of(kind)?,
                    score: score(row, 1)?,
                    comment: row.try_get(2)?,
                    locale: row.try_get(3)?,
                    at: Timestamp::from_millis(row.try_get::<i64, _>(4)? as f64),
                    segments: Counted::read(&counted).ok_or_else(|| decode("counted"))?.segments,
                });
            }
        }
        found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        found.truncate(most);
        Ok(found)
    }
}
