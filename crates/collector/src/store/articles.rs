//! What the latest ratings of articles say beside yes and no: what the page is called, and what was missing.

use std::collections::HashMap;

use askwell_survey::{Kind, Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::StoreError;
use super::report::{Filter, Snapshot};
use super::written::WrittenAnswer;

/// Ratings, and ratings with a text, that are looked through at most, latest first.
const SEARCHED: i64 = 20_000;

/// What the readers of an article missed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Missing {
    /// The survey that was answered last.
    pub(crate) survey: String,
    /// Latest first.
    pub(crate) texts: Vec<WrittenAnswer>,
}

/// Which ratings of an article are read.
enum Latest {
    /// The one with the title of its page.
    Page,
    /// Those with a text.
    Texts(u32),
}

impl Snapshot {
    /// The title of the page on which each of `topics` was rated last. Those that weren't rated lately, or on a page
    /// without a title, have none.
    pub(crate) async fn page_titles(
        &mut self,
        filter: &Filter,
        topics: &[&str],
    ) -> Result<HashMap<String, String>, StoreError> {
        let title = |row: &AnyRow| -> Result<_, sqlx::Error> {
            let document: String = row.try_get(5)?;
            let document: Option<Value> = serde_json::from_str(&document).ok();
            let title = document.as_ref().and_then(|document| document.get("page")?.get("title")?.as_text());
            Ok(title.map(str::trim).filter(|title| !title.is_empty()).map(ToOwned::to_owned))
        };
        let mut titles = HashMap::new();
        for row in &self.latest_ratings(filter, topics, &Latest::Page).await? {
            if let Some(title) = title(row)? {
                titles.insert(row.try_get(0)?, title);
            }
        }
        Ok(titles)
    }

    /// The latest texts of those whom an article didn't help, at most `most` of each of `topics`.
    pub(crate) async fn missing(
        &mut self,
        filter: &Filter,
        topics: &[&str],
        most: u32,
    ) -> Result<HashMap<String, Missing>, StoreError> {
        let mut missing: HashMap<String, Missing> = HashMap::new();
        for row in &self.latest_ratings(filter, topics, &Latest::Texts(most)).await? {
            let of_topic = missing.entry(row.try_get(0)?).or_default();
            if of_topic.texts.is_empty() {
                of_topic.survey = row.try_get(6)?;
            }
            of_topic.texts.push(WrittenAnswer {
                id: row.try_get(1)?,
                text: row.try_get(2)?,
                score: None,
                locale: row.try_get(3)?,
                at: Timestamp::from_millis(row.try_get::<i64, _>(4)? as f64),
            });
        }
        Ok(missing)
    }

    /// Topic, identifier, text, language, moment, document and survey of the latest ratings of each of `topics`.
    async fn latest_ratings(
        &mut self,
        filter: &Filter,
        topics: &[&str],
        latest: &Latest,
    ) -> Result<Vec<AnyRow>, StoreError> {
        if topics.is_empty() {
            return Ok(Vec::new());
        }
        let first = 5 + filter.segments.len();
        let named: Vec<_> = (first..first + topics.len()).map(|number| format!("${number}")).collect();
        let (condition, most) = match latest {
            Latest::Page => ("1 = 1", 1),
            Latest::Texts(most) => ("comment IS NOT NULL AND helpful = 'no'", *most),
        };
        let query = format!(
            "SELECT topic, id, COALESCE(comment, ''), locale, counted_at, document, survey FROM responses WHERE id IN (
                 SELECT id FROM (
                     SELECT id, ROW_NUMBER() OVER (PARTITION BY topic ORDER BY counted_at DESC, id DESC) AS place FROM (
                         SELECT id, topic, counted_at FROM responses
                         WHERE {} AND counted_at >= $2 AND counted_at < $3 AND {} AND {} AND {} AND {} AND topic IN ({topics})
                             AND {condition}
                         ORDER BY counted_at DESC, id DESC LIMIT {SEARCHED}
                     ) AS recent
                 ) AS numbered WHERE place <= {most}
             ) ORDER BY counted_at DESC, id DESC",
            filter.of_kind("$1"),
            filter.of_survey("$4"),
            filter.marked(),
            filter.of_version(),
            filter.in_segments(5),
            topics = named.join(", "),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(filter.kind.map(Kind::name))
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref());
        let query = topics.iter().fold(filter.bind_segments(query), |query, topic| query.bind(*topic));
        Ok(query.fetch_all(self.connection()).await?)
    }
}
