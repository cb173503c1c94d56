//! Tags on responses.

use std::collections::HashMap;

use askwell_survey::{Kind, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::report::{Filter, Snapshot};
use super::save::{SIZES, pieces, placeholders};
use super::write::{Lane, Write};
use super::{Store, StoreError, Stored};
use crate::tag::{MOST, ON_RESPONSE, TagName};

/// A tag on a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ResponseTag {
    pub(crate) key: String,
    pub(crate) name: String,
    /// As the audit log names them; of a rule, `rule: ` and its name.
    pub(crate) actor: String,
    pub(crate) at: Timestamp,
}

/// What became of a tag that somebody adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tagged {
    Saved,
    /// There is no such response.
    Missing,
    /// The response has as many as it may.
    Full,
    /// There are as many tags as there can be.
    TooMany,
}

/// How many responses have a tag: by the group of their score, which is empty without one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TagCount {
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) responses: u64,
}

/// Its name as it was written first.
const NAME: &str = "COALESCE((SELECT tags.name FROM tags WHERE tags.\"key\" = t.tag), t.tag)";

impl Store {
    /// The names there are.
    pub(crate) async fn tag_names(&self) -> Result<Vec<String>, StoreError> {
        let rows =
            sqlx::query("SELECT name FROM tags ORDER BY \"key\"").fetch_all(&self.pools().await?.lookups).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// The tags of a response, the earliest first.
    pub(crate) async fn tags_of(&self, response: &str) -> Result<Vec<ResponseTag>, StoreError> {
        let query = format!(
            "SELECT t.tag, {NAME}, t.actor, t.at FROM response_tags t WHERE t.response = $1 ORDER BY t.at, t.tag"
        );
        let rows = sqlx::query(AssertSqlSafe(query)).bind(response).fetch_all(&self.pools().await?.lookups).await?;
        let tag = |row: &AnyRow| {
            Ok(ResponseTag {
                key: row.try_get(0)?,
                name: row.try_get(1)?,
                actor: row.try_get(2)?,
                at: Timestamp::from_millis(row.try_get::<i64, _>(3)? as f64),
            })
        };
        rows.iter().map(tag).collect()
    }

    /// Puts its tags beside each of these responses.
    pub(super) async fn with_tags(&self, mut responses: Vec<Stored>) -> Result<Vec<Stored>, StoreError> {
        if responses.is_empty() {
            return Ok(responses);
        }
        let list = (1..=responses.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
        let query =
            format!("SELECT t.response, {NAME} FROM response_tags t WHERE t.response IN ({list}) ORDER BY t.tag");
        let query = responses.iter().fold(sqlx::query(AssertSqlSafe(query)), |query, stored| query.bind(&stored.id));
        let mut tags: HashMap<String, Vec<String>> = HashMap::new();
        for row in &query.fetch_all(&self.pools().await?.reports).await? {
            tags.entry(row.try_get(0)?).or_default().push(row.try_get(1)?);
        }
        for stored in &mut responses {
            stored.tags = tags.remove(&stored.id).unwrap_or_default();
        }
        Ok(responses)
    }

    /// Adds a tag to a response.
    pub(crate) async fn add_tag(
        &self,
        response: &str,
        tag: &TagName,
        now: Timestamp,
        actor: &str,
    ) -> Result<Tagged, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let query = format!("SELECT id FROM responses WHERE id = $1 {}", write.dialect().for_update());
        if sqlx::query(AssertSqlSafe(query)).bind(response).fetch_optional(write.connection()).await?.is_none() {
            return Ok(Tagged::Missing);
        }
        let counts = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM response_tags WHERE response = $1 AND tag <> $2),
                 (SELECT COUNT(*) FROM tags WHERE \"key\" <> $2)",
        );
        let counts = counts.bind(response).bind(tag.key.as_str()).fetch_one(write.connection()).await?;
        if counts.try_get::<i64, _>(0)? >= ON_RESPONSE as i64 {
            return Ok(Tagged::Full);
        }
        if counts.try_get::<i64, _>(1)? >= MOST as i64 {
            return Ok(Tagged::TooMany);
        }
        write.tag(&[(response, tag, now)], actor).await?;
        write.commit().await?;
        Ok(Tagged::Saved)
    }

    /// Adds tags to responses that are there.
    pub(crate) async fn add_tags(
        &self,
        tags: &[(&str, &TagName)],
        now: Timestamp,
        actor: &str,
    ) -> Result<(), StoreError> {
        let tags: Vec<_> = tags.iter().map(|(response, tag)| (*response, *tag, now)).collect();
        let mut write = self.write(Lane::Durable).await?;
        write.tag(&tags, actor).await?;
        write.commit().await
    }

    /// Takes a tag from a response.
    pub(crate) async fn remove_tag(&self, response: &str, key: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        sqlx::query("DELETE FROM response_tags WHERE response = $1 AND tag = $2")
            .bind(response)
            .bind(key)
            .execute(write.connection())
            .await?;
        write.drop_unused_tags().await?;
        write.commit().await
    }
}

impl Write {
    /// Adds tags to responses, where they aren't there yet.
    pub(super) async fn tag(&mut self, tags: &[(&str, &TagName, Timestamp)], actor: &str) -> Result<(), StoreError> {
        let Some((_, _, at)) = tags.first() else { return Ok(()) };
        self.name_tags(tags.iter().map(|(_, tag, _)| (*tag, actor)).collect(), *at).await?;
        for (size, piece) in pieces(tags) {
            let query = format!(
                "INSERT INTO response_tags (response, tag, actor, at) VALUES {} ON CONFLICT (response, tag) DO NOTHING",
                placeholders(SIZES[size], 4)
            );
            let query = piece.iter().fold(sqlx::query(AssertSqlSafe(query)), |query, (response, tag, at)| {
                query.bind(*response).bind(tag.key.as_str()).bind(actor).bind(at.millis() as i64)
            });
            query.execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Adds the names that aren't there yet, and whose they are. In one order everywhere: two collectors then wait for each
    /// other, and never both.
    pub(super) async fn name_tags(
        &mut self,
        mut tags: Vec<(&TagName, &str)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tags.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
        tags.dedup_by(|(one, _), (other, _)| one.key == other.key);
        for (tag, actor) in tags {
            sqlx::query(
                "INSERT INTO tags (\"key\", name, created_at, actor) VALUES ($1, $2, $3, $4) ON CONFLICT (\"key\") DO NOTHING",
            )
            .bind(tag.key.as_str())
            .bind(tag.name.as_str())
            .bind(now.millis() as i64)
            .bind(actor)
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }

    /// Forgets the tags that no response has: their names may say whom they were about.
    pub(super) async fn drop_unused_tags(&mut self) -> Result<(), StoreError> {
        let unused = "DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM response_tags t WHERE t.tag = tags.\"key\")";
        sqlx::query(unused).execute(self.connection()).await?;
        Ok(())
    }
}

impl Snapshot {
    /// How many of the filter's responses have each tag.
    pub(crate) async fn tag_counts(&mut self, filter: &Filter) -> Result<Vec<TagCount>, StoreError> {
        let rows =
            self.tagged(filter, &format!("{NAME}, COALESCE(r.\"group\", ''), COUNT(*)"), "GROUP BY 1, 2").await?;
        let count = |row: &AnyRow| {
            let responses = row.try_get::<i64, _>(2)?.unsigned_abs();
            Ok(TagCount { name: row.try_get(0)?, group: row.try_get(1)?, responses })
        };
        rows.iter().map(count).collect()
    }

    /// How many of the filter's responses have any.
    pub(crate) async fn tagged_responses(&mut self, filter: &Filter) -> Result<u64, StoreError> {
        let rows = self.tagged(filter, "COUNT(DISTINCT t.response)", "").await?;
        Ok(rows.first().map(|row| row.try_get::<i64, _>(0)).transpose()?.unwrap_or(0).unsigned_abs())
    }

    async fn tagged(&mut self, filter: &Filter, columns: &str, end: &str) -> Result<Vec<AnyRow>, StoreError> {
        let query = format!(
            "SELECT {columns} FROM response_tags t JOIN responses r ON r.id = t.response
             WHERE {} AND r.counted_at >= $2 AND r.counted_at < $3 AND {} AND {} AND {} AND {} {end}",
            filter.of_kind("$1"),
            filter.of_survey("$4"),
            filter.marked(),
            filter.of_version(),
            filter.in_segments(5),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(filter.kind.map(Kind::name))
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref());
        Ok(filter.bind_segments(query).fetch_all(self.connection()).await?)
    }
}
