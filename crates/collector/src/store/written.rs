//! What visitors wrote to a question.

use askwell_survey::{Group, Kind, Timestamp, Value};
use sqlx::{AssertSqlSafe, Row as _};

use super::StoreError;
use super::report::{Cursor, Filter, Snapshot};
use crate::counted::{OTHER, TEXT};

/// Responses that are read at a time where a word is looked for; otherwise, no more than are shown.
const PAGE: i64 = 500;
/// Responses in which a word is looked for before a page ends: it then goes on from there.
const SEARCHED: usize = 20_000;

/// An answer in somebody's own words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenAnswer {
    /// Of the response.
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) score: Option<u8>,
    pub(crate) locale: String,
    pub(crate) at: Timestamp,
}

/// Which of them are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WrittenQuery<'a> {
    /// With this in it, whatever the case of letters.
    pub(crate) contains: Option<&'a str>,
    /// Of responses of this group.
    pub(crate) group: Option<Group>,
    /// Also those of which nothing may be shown here, such as contact data.
    pub(crate) without_words: bool,
    /// Older than this one.
    pub(crate) after: Option<&'a Cursor>,
}

impl Snapshot {
    /// The latest answers in words to `question`, and where they go on, if they do.
    pub(crate) async fn written(
        &mut self,
        filter: &Filter,
        question: &str,
        wanted: WrittenQuery<'_>,
        most: u32,
    ) -> Result<(Vec<WrittenAnswer>, Option<Cursor>), StoreError> {
        let contains = wanted.contains.map(str::to_lowercase);
        let page = if contains.is_some() { PAGE } else { PAGE.min(i64::from(most) + 1) };
        let (mut found, mut searched) = (Vec::new(), 0);
        let mut after = wanted.after.cloned();
        loop {
            let rows = self.written_rows(filter, question, wanted.group, after.as_ref(), page).await?;
            for row in &rows {
                let cursor = Cursor { id: row.id.clone(), at: row.at };
                let fits = |part: &String| row.text.to_lowercase().contains(part);
                if (wanted.without_words || !row.text.is_empty()) && contains.as_ref().is_none_or(fits) {
                    if found.len() == most as usize {
                        return Ok((found, after));
                    }
                    found.push(row.clone());
                }
                after = Some(cursor);
            }
            searched += rows.len();
            if (rows.len() as i64) < page {
                return Ok((found, None));
            }
            if searched >= SEARCHED {
                return Ok((found, after));
            }
        }
    }

    async fn written_rows(
        &mut self,
        filter: &Filter,
        question: &str,
        group: Option<Group>,
        after: Option<&Cursor>,
        page: i64,
    ) -> Result<Vec<WrittenAnswer>, StoreError> {
        let before = filter.before().min(after.map_or(i64::MAX, |cursor| cursor.at.millis() as i64 + 1));
        // As `counted` has it. Something else among several choices may be that of another question.
        let texts = [TEXT, OTHER].map(|answer| serde_json::to_string(&(question, answer)).unwrap_or_default());
        let first = 9 + filter.segments.len();
        let given = |number| format!("counted <> REPLACE(counted, ${number}, '')");
        let query = format!(
            "SELECT id, document, score, locale, counted_at FROM responses
             WHERE {} AND counted_at >= $2 AND counted_at < $3 AND {}
                 AND ($5 IS NULL OR counted_at < $5 OR id < $6) AND ($7 IS NULL OR \"group\" = $7) AND {} AND {} AND {}
                 AND ({} OR {} OR counted LIKE '%:{OTHER}\"]%')
             ORDER BY counted_at DESC, id DESC LIMIT $8",
            filter.of_kind("$1"),
            filter.of_survey("$4"),
            filter.marked(),
            filter.of_version(),
            filter.in_segments(9),
            given(first),
            given(first + 1),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(filter.kind.map(Kind::name))
            .bind(filter.since())
            .bind(before)
            .bind(filter.survey.as_deref())
            .bind(after.map(|cursor| cursor.at.millis() as i64))
            .bind(after.map(|cursor| cursor.id.as_str()))
            .bind(group.map(Group::as_str))
            .bind(page);
        let query = texts.into_iter().fold(filter.bind_segments(query), |query, text| query.bind(text));
        let mut found = Vec::new();
        for row in &query.fetch_all(self.connection()).await? {
            let document: String = row.try_get(1)?;
            found.push(WrittenAnswer {
                id: row.try_get(0)?,
                text: words(&document, question).unwrap_or_default(),
                score: row.try_get::<Option<i64>, _>(2)?.and_then(|score| u8::try_from(score).ok()),
                locale: row.try_get(3)?,
                at: Timestamp::from_millis(row.try_get::<i64, _>(4)? as f64),
            });
        }
        Ok(found)
    }
}

/// What was written to `question` in a document.
fn words(document: &str, question: &str) -> Option<String> {
    let document: Value = serde_json::from_str(document).ok()?;
    match document.get("answers")?.get(question)? {
        Value::List(list) => {
            list.iter().find_map(|value| value.get(OTHER)).and_then(Value::as_text).map(ToOwned::to_owned)
        }
        answer => answer.as_text().or_else(|| answer.get(OTHER)?.as_text()).map(ToOwned::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_an_answer_has_them() {
        let document = r#"{"answers": {"reason": "Late", "cause": {"other": "The smell"}, "causes": ["a", {"other": "Fog"}], "n": 3}}"#;
        let found = ["reason", "cause", "causes", "n", "gone"].map(|question| words(document, question));
        assert_eq!(
            found,
            [Some("Late"), Some("The smell"), Some("Fog"), None, None].map(|text| text.map(ToOwned::to_owned))
        );
    }
}
