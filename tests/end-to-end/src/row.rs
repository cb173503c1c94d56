//! What the collector stored of one response.

use serde_json::Value;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

/// A row of the collector's table.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the table, and the collector's migrations describe them")]
pub struct Row {
    pub id: String,
    pub revision: u32,
    pub status: String,
    pub survey: String,
    pub kind: String,
    pub score: Option<u8>,
    pub group: Option<String>,
    pub helpful: Option<String>,
    pub comment: Option<String>,
    pub topic: Option<String>,
    pub locale: String,
    pub layout: String,
    pub page_path: String,
    /// The whole response.
    pub document: Value,
}

impl Row {
    pub(crate) fn read(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let document: String = row.try_get("document")?;
        Ok(Self {
            id: row.try_get("id")?,
            revision: row.try_get("revision")?,
            status: row.try_get("status")?,
            survey: row.try_get("survey")?,
            kind: row.try_get("kind")?,
            score: row.try_get("score")?,
            group: row.try_get("group")?,
            helpful: row.try_get("helpful")?,
            comment: row.try_get("comment")?,
            topic: row.try_get("topic")?,
            locale: row.try_get("locale")?,
            layout: row.try_get("layout")?,
            page_path: row.try_get("page_path")?,
            document: serde_json::from_str(&document).map_err(|error| sqlx::Error::Decode(error.into()))?,
        })
    }

    /// Score, group and comment: what most tests are about.
    pub fn said(&self) -> (Option<u8>, Option<&str>, Option<&str>) {
        (self.score, self.group.as_deref(), self.comment.as_deref())
    }

    /// An answer of the document by its name; null if it isn't there.
    pub fn answer(&self, name: &str) -> &Value {
        &self.document["answers"][name]
    }
}
