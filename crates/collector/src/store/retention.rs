//! Forgetting: what is older than it may be.

use askwell_survey::{Timestamp, Value};
use sqlx::Row as _;

use super::write::{Lane, Write};
use super::{Dialect, Store, StoreError, audit};
use crate::contact;
use crate::day::Day;

/// Rows that are changed in a transaction: in between, others write.
const AT_ONCE: i64 = 500;

/// How many days something is kept; None for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// A response as a whole.
    pub responses: Option<u32>,
    /// What it says of who answered: `person`, the answer `contact`, and every answer with an e-mail address in it.
    pub personal: Option<u32>,
    /// A response that is marked as a test or as spam.
    pub marked: Option<u32>,
}

/// What is looked for, and what of it is erased.
const WHOLE: &str = "SELECT id, document FROM responses WHERE counted_at < $1 LIMIT $2";
const MARKED: &str = "SELECT id, document FROM responses WHERE mark IS NOT NULL AND counted_at < $1 LIMIT $2";
/// Whoever follows up may have written down who answered.
const WITH_NOTES: &str = "SELECT id, document FROM responses WHERE counted_at < $1 AND id IN
    (SELECT response FROM follow_up_events WHERE what = 'note' AND value <> '') LIMIT $2";
const WITH_PERSON: &str = "SELECT id, document FROM responses WHERE personal = 1 AND counted_at < $1 LIMIT $2";

impl Store {
    /// Erases what is older than `retention` says. Returned are how many responses were erased, and of how many what is
    /// personal was.
    pub(crate) async fn forget(&self, retention: Retention, now: Timestamp) -> Result<(u64, u64), StoreError> {
        let mut erased = 0;
        for (days, find) in [(retention.responses, WHOLE), (retention.marked, MARKED)] {
            let Some(days) = days else { continue };
            erased += self
                .forget_found(find, days, now, "responses", async |write, id, _| {
                    write.take_from_counts(&[&id]).await?;
                    sqlx::query("DELETE FROM responses WHERE id = $1").bind(id).execute(write.connection()).await?;
                    Ok(())
                })
                .await?;
        }
        for (days, persons_alone) in [(retention.responses, false), (retention.personal, true)] {
            let Some(days) = days else { continue };
            let mut write = self.write(Lane::Durable).await?;
            let before = Day::of(now.after_days(-f64::from(days)));
            let forgotten = write.forget_values(before, persons_alone).await?;
            if forgotten > 0 {
                let detail = format!("customer values of more than {days} days: {forgotten}");
                audit::note(write.connection(), now, "retention", "erased", &detail).await?;
            }
            write.commit().await?;
        }
        let Some(days) = retention.personal else { return Ok((erased, 0)) };
        let erase_notes = async |write: &mut Write, id: String, _| write.erase_notes(&id).await;
        self.forget_found(WITH_NOTES, days, now, "notes on responses", erase_notes).await?;
        let anonymise = async |write: &mut Write, id: String, document: String| {
            let document = serde_json::from_str(&document).map_or(document, |mut value: Value| {
                contact::strip(&mut value);
                value.to_json()
            });
            // An endpoint may have repeated it in other words.
            sqlx::query("UPDATE forwards SET failed_answer = NULL WHERE response = $1")
                .bind(id.as_str())
                .execute(write.connection())
                .await?;
            let counted = write.count_without_person(&id).await?;
            sqlx::query(
                "UPDATE responses SET document = $1, counted = $2, person = NULL, email = NULL, personal = 0 WHERE id = $3",
            )
            .bind(document)
            .bind(counted)
            .bind(id)
            .execute(write.connection())
            .await?;
            Ok(())
        };
        let anonymised = self.forget_found(WITH_PERSON, days, now, "what is personal in responses", anonymise).await?;
        Ok((erased, anonymised))
    }

    /// Does `erase` to each row that is found. Finding them may take a while, and keeps nobody from writing.
    async fn forget_found(
        &self,
        find: &'static str,
        days: u32,
        now: Timestamp,
        what: &str,
        erase: impl AsyncFn(&mut Write, String, String) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let before = now.after_days(-f64::from(days)).millis() as i64;
        let mut erased = 0;
        loop {
            let rows = sqlx::query(find).bind(before).bind(AT_ONCE).fetch_all(&self.pools().await?.reports).await?;
            if rows.is_empty() {
                return Ok(erased);
            }
            let mut write = self.write(Lane::Durable).await?;
            if self.0.dialect == Dialect::Sqlite {
                sqlx::raw_sql("PRAGMA secure_delete = ON").execute(write.connection()).await?;
            }
            for row in &rows {
                erase(&mut write, row.try_get(0)?, row.try_get(1)?).await?;
            }
            write.drop_unused_tags().await?;
            let detail = format!("{what} of more than {days} days: {}", rows.len());
            audit::note(write.connection(), now, "retention", "erased", &detail).await?;
            write.commit().await?;
            erased += rows.len() as u64;
        }
    }
}
