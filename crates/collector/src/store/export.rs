//! Reading whole responses, a page at a time.

use askwell_survey::{Group, Kind};
use sqlx::AssertSqlSafe;

use super::report::Filter;
use super::{Mark, Selection, Store, StoreError, Stored};
use crate::contact::ContactKey;

/// Which responses are read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ResponseSource {
    /// Somebody's.
    Whose(Selection),
    /// Those that fit a report's filter, of one group or of all.
    Fitting(Filter, Option<Group>),
}

impl Store {
    /// A page of responses in the order of their identifiers, and after which identifier the next page begins; None if
    /// there is none. What is sealed is opened by the key.
    pub(crate) async fn read_page(
        &self,
        source: &ResponseSource,
        after: &str,
        most: usize,
        key: Option<&ContactKey>,
    ) -> Result<(Vec<Stored>, Option<String>), StoreError> {
        let (found, next) = match source {
            ResponseSource::Whose(selection) => self.page(selection, after, key).await?,
            ResponseSource::Fitting(filter, group) => self.fitting(filter, *group, after, most, key).await?,
        };
        Ok((self.with_tags(found).await?, next))
    }

    async fn fitting(
        &self,
        filter: &Filter,
        group: Option<Group>,
        after: &str,
        most: usize,
        key: Option<&ContactKey>,
    ) -> Result<(Vec<Stored>, Option<String>), StoreError> {
        // The primary key has the order. By another index, all that fits would be sorted again for each page: COALESCE keeps
        // SQLite from that.
        let fits = |column: &str, parameter: &str, is_given: bool| match is_given {
            true => format!("COALESCE({column}, '') = {parameter}"),
            false => format!("{parameter} IS NULL"),
        };
        let query = format!(
            "SELECT id, document, mark, counted_at, received_at FROM responses
             WHERE id > $1 AND counted_at >= $2 AND counted_at < $3 AND {} AND {} AND {} AND {} AND {} AND {}
             ORDER BY id LIMIT $8",
            fits("survey", "$4", filter.survey.is_some()),
            fits("kind", "$5", filter.kind.is_some()),
            fits("\"group\"", "$6", group.is_some()),
            fits("mark", "$7", true),
            filter.of_version(),
            filter.in_segments(9),
        );
        let query = sqlx::query(AssertSqlSafe(query))
            .bind(after)
            .bind(filter.since())
            .bind(filter.before())
            .bind(filter.survey.as_deref())
            .bind(filter.kind.map(Kind::name))
            .bind(group.map(Group::as_str))
            .bind(filter.mark.map_or("", Mark::name))
            .bind(most as i64 + 1);
        let rows = filter.bind_segments(query).fetch_all(&self.pools().await?.reports).await?;
        let found: Vec<_> = rows.iter().take(most).map(|row| Stored::read(row, key)).collect::<Result<_, _>>()?;
        let next = found.last().filter(|_| rows.len() > most).map(|last| last.id.clone());
        Ok((found, next))
    }
}
