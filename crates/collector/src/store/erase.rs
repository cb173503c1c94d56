//! Finding what somebody answered, to give it out or to erase it.

use askwell_survey::{Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::write::Lane;
use super::{Dialect, Mark, Store, StoreError, audit};
use crate::contact::ContactKey;

/// Rows that are read at a time.
const PAGE: i64 = 500;

/// Whose responses are meant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Selection {
    /// Everybody's.
    All,
    /// The response with this identifier.
    Id(String),
    /// Of the person whom the site knows by this.
    Person(String),
    /// Of whoever left this e-mail address, anywhere in a response.
    Email(String),
}

/// A stored response, as it is given out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) document: String,
    pub(crate) mark: Option<String>,
    pub(crate) counted_at: Timestamp,
    pub(crate) received_at: Timestamp,
    /// The names of its tags, where they are given out.
    pub(crate) tags: Vec<String>,
}

impl Stored {
    /// Reads `id, document, mark, counted_at, received_at`. What is sealed is opened by the key.
    pub(super) fn read(row: &AnyRow, key: Option<&ContactKey>) -> Result<Self, StoreError> {
        let (id, document): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let document = match key {
            Some(key) => opened(key, &id, &document)?,
            None => document,
        };
        Ok(Self {
            document,
            id,
            mark: row.try_get(2)?,
            counted_at: Timestamp::from_millis(row.try_get::<i64, _>(3)? as f64),
            received_at: Timestamp::from_millis(row.try_get::<i64, _>(4)? as f64),
            tags: Vec::new(),
        })
    }
}

impl Selection {
    fn condition(&self) -> &'static str {
        match self {
            Self::All => "($1 = '' OR $4 = '')",
            Self::Id(_) => "(id = $1 OR id = $4)",
            Self::Person(_) => "(person = $1 OR person = $4)",
            // What fits is looked at again: this finds the texts that an address is part of as well.
            Self::Email(_) => r"(LOWER(document) LIKE $1 ESCAPE '\' OR email LIKE '%' || $4 || '%')",
        }
    }

    fn argument(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Id(id) => id.to_ascii_lowercase(),
            Self::Person(person) => person.clone(),
            Self::Email(email) => {
                let text = serde_json::to_string(&email.to_lowercase()).unwrap_or_default();
                let inner = text.trim_matches('"').replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
                format!("%{inner}%")
            }
        }
    }

    /// The same as it is found where it was sealed; what nothing is, without a key.
    fn hash(&self, key: Option<&ContactKey>) -> String {
        let nothing = || "-".to_owned();
        match self {
            Self::All | Self::Id(_) => nothing(),
            Self::Person(text) | Self::Email(text) => key.map_or_else(nothing, |key| key.hash(text)),
        }
    }

    fn fits(&self, document: &str) -> bool {
        match self {
            Self::Email(email) => {
                serde_json::from_str::<Value>(document).is_ok_and(|value| has_text(&value, &email.to_lowercase()))
            }
            _ => true,
        }
    }
}

/// Whether a text anywhere in `value` is `text`, but for capital letters and the space around it.
fn has_text(value: &Value, text: &str) -> bool {
    match value {
        Value::Text(found) => found.trim().to_lowercase() == text,
        Value::List(list) => list.iter().any(|value| has_text(value, text)),
        Value::Map(map) => map.iter().any(|(_, value)| has_text(value, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A document with what was sealed in its place; one that isn't JSON as it is.
fn opened(key: &ContactKey, id: &str, document: &str) -> Result<String, StoreError> {
    let Ok(mut value) = serde_json::from_str::<Value>(document) else { return Ok(document.to_owned()) };
    key.open(id, &mut value).map_err(StoreError::Refused)?;
    Ok(value.to_json())
}

/// A row of identifier, document, mark and both moments.
fn stored(row: &AnyRow, key: Option<&ContactKey>) -> Result<Stored, StoreError> {
    let (id, document): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    Ok(Stored {
        document: key.map_or(Ok(document.clone()), |key| opened(key, &id, &document))?,
        id,
        mark: row.try_get(2)?,
        counted_at: Timestamp::from_millis(row.try_get::<i64, _>(3)? as f64),
        received_at: Timestamp::from_millis(row.try_get::<i64, _>(4)? as f64),
        tags: Vec::new(),
    })
}

impl Store {
    /// A page of the selected responses in the order of their identifiers, and after which identifier the next page
    /// begins; None if there is none.
    pub(crate) async fn page(
        &self,
        selection: &Selection,
        after: &str,
        key: Option<&ContactKey>,
    ) -> Result<(Vec<Stored>, Option<String>), StoreError> {
        let query = format!(
            "SELECT id, document, mark, counted_at, received_at FROM responses
             WHERE {} AND id > $2 ORDER BY id LIMIT $3",
            selection.condition()
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(selection.argument())
            .bind(after)
            .bind(PAGE)
            .bind(selection.hash(key))
            .fetch_all(&self.pools().await?.reports)
            .await?;
        let mut found = rows.iter().map(|row| Stored::read(row, key)).collect::<Result<Vec<_>, _>>()?;
        let next = found.last().filter(|_| rows.len() as i64 == PAGE).map(|last| last.id.clone());
        found.retain(|stored| selection.fits(&stored.document));
        Ok((found, next))
    }

    /// The latest of the selected responses, `most` at most.
    pub(crate) async fn latest(
        &self,
        selection: &Selection,
        most: u32,
        key: Option<&ContactKey>,
    ) -> Result<Vec<Stored>, StoreError> {
        let query = format!(
            "SELECT id, document, mark, counted_at, received_at FROM responses
             WHERE {} ORDER BY counted_at DESC, id DESC LIMIT $2",
            selection.condition().replace("$4", "$3")
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(selection.argument())
            .bind(i64::from(most))
            .bind(selection.hash(key))
            .fetch_all(&self.pools().await?.reports)
            .await?;
        let mut found = rows.iter().map(|row| stored(row, key)).collect::<Result<Vec<_>, _>>()?;
        found.retain(|stored| selection.fits(&stored.document));
        Ok(found)
    }

    /// Erases the selected responses, and with them what waits to be forwarded and what was noted about them. The audit log has how many that were,
    /// and not whose. Returned are their identifiers.
    pub(crate) async fn erase(
        &self,
        selection: &Selection,
        key: Option<&ContactKey>,
        now: Timestamp,
        actor: &str,
    ) -> Result<Vec<String>, StoreError> {
        let (mut erased, mut after) = (Vec::new(), String::new());
        if let Selection::Person(_) | Selection::Email(_) = selection {
            let persons = self.persons(selection, key).await?;
            self.erase_values(&persons, now, actor).await?;
        }
        loop {
            let (found, next) = self.page(selection, &after, key).await?;
            if !found.is_empty() {
                self.erase_rows(&found, now, actor).await?;
                erased.extend(found.into_iter().map(|stored| stored.id));
            }
            match next {
                Some(next) => after = next,
                None => break,
            }
        }
        self.forget_erased().await?;
        Ok(erased)
    }

    /// Marks a response, or takes its mark away; whether there is such a response.
    pub(crate) async fn mark(
        &self,
        id: &str,
        mark: Option<Mark>,
        now: Timestamp,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        write.count_as(id, mark).await?;
        let marked = sqlx::query("UPDATE responses SET mark = $1 WHERE id = $2")
            .bind(mark.map(Mark::name))
            .bind(id)
            .execute(write.connection())
            .await?
            .rows_affected();
        if marked > 0 {
            write.mark_follow_up(id).await?;
            let detail = format!("{id} as {}", mark.map_or("counting", Mark::name));
            audit::note(write.connection(), now, actor, "marked", &detail).await?;
        }
        write.commit().await?;
        Ok(marked > 0)
    }

    async fn erase_rows(&self, rows: &[Stored], now: Timestamp, actor: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        if self.0.dialect == Dialect::Sqlite {
            // Otherwise the text stays in the file until its page is used again.
            sqlx::raw_sql("PRAGMA secure_delete = ON").execute(write.connection()).await?;
        }
        write.take_from_counts(&rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>()).await?;
        for row in rows {
            sqlx::query("DELETE FROM responses WHERE id = $1")
                .bind(row.id.as_str())
                .execute(write.connection())
                .await?;
        }
        write.drop_unused_tags().await?;
        audit::note(write.connection(), now, actor, "erased", &format!("{} responses", rows.len())).await?;
        write.commit().await
    }

    /// Whom a selection is about, as responses and values name them.
    async fn persons(&self, selection: &Selection, key: Option<&ContactKey>) -> Result<Vec<String>, StoreError> {
        if let Selection::Person(person) = selection {
            return Ok([Some(person.clone()), key.map(|key| key.hash(person))].into_iter().flatten().collect());
        }
        let (mut persons, mut after) = (Vec::new(), Some(String::new()));
        while let Some(last) = after {
            let (found, next) = self.page(selection, &last, key).await?;
            for stored in &found {
                let of = sqlx::query("SELECT person FROM responses WHERE id = $1 AND person IS NOT NULL");
                let of = of.bind(stored.id.as_str()).fetch_optional(&self.pools().await?.reports).await?;
                persons.extend(of.map(|row| row.try_get(0)).transpose()?);
            }
            after = next;
        }
        Ok(persons)
    }

    /// Erases what these persons are worth.
    async fn erase_values(&self, persons: &[String], now: Timestamp, actor: &str) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        if self.0.dialect == Dialect::Sqlite {
            sqlx::raw_sql("PRAGMA secure_delete = ON").execute(write.connection()).await?;
        }
        let mut erased = 0;
        for person in persons {
            erased += write.erase_values_of(person).await?;
        }
        if erased > 0 {
            audit::note(write.connection(), now, actor, "erased", &format!("{erased} customer values")).await?;
        }
        write.commit().await
    }

    /// Takes what was erased out of the write-ahead log as well.
    async fn forget_erased(&self) -> Result<(), StoreError> {
        if self.0.dialect == Dialect::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pools().await?.durable).await?;
        }
        Ok(())
    }
}
