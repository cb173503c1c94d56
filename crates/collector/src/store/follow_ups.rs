//! Responses that need somebody: coming in with the response, being worked on, and the inbox.

use std::collections::HashMap;
use std::sync::LazyLock;

use askwell_survey::{Timestamp, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

use super::report::{Cursor, DAY, Filter, Mark, Snapshot};
use super::save::{SIZES, pieces, placeholders};
use super::write::{Lane, Write};
use super::{Dialect, Store, StoreError};
use crate::contact::ContactKey;
use crate::day::Day;
use crate::document::Document;
use crate::follow_up::{
    Change, DAYS, InboxOwner, InboxStatus, List, NewFollowUp, Outcome, RECENT_DAYS, Reason, Status,
};
use crate::names::named;
use crate::notice::{Notice, Occasion, Recipient};
use crate::row::Row;

/// Responses that are looked at in a transaction: in between, others write.
const AT_ONCE: i64 = 500;
/// In `meta`: that responses of earlier versions were looked at.
const FILLED: &str = "follow_ups";

static INSERTS: LazyLock<[String; 4]> = LazyLock::new(|| {
    SIZES.map(|size| {
        format!(
            "INSERT INTO follow_ups (response, mark, reason, since, status, due, version) VALUES {}
             ON CONFLICT (response) DO UPDATE SET mark = excluded.mark,
                 reason = CASE WHEN {KEPT} THEN follow_ups.reason ELSE excluded.reason END,
                 since = CASE WHEN {KEPT} OR NOT {MOVED} THEN follow_ups.since ELSE excluded.since END,
                 due = CASE WHEN {KEPT} OR NOT {MOVED} THEN follow_ups.due ELSE excluded.due END",
            placeholders(size, 7)
        )
    })
});
/// Whether a response would become another list's.
const MOVED: &str = "(follow_ups.reason = 'promoter') <> (excluded.reason = 'promoter')";
/// Whether it stays what it is: somebody, or a rule, has taken it up, and it is no promoter who has become unhappy.
const KEPT: &str = "(excluded.reason = 'promoter' AND follow_ups.reason <> 'promoter'
    AND (follow_ups.version > 0 OR follow_ups.rule IS NOT NULL))";
static WITHDRAW: LazyLock<[String; 4]> =
    LazyLock::new(|| of_responses("DELETE FROM follow_ups WHERE version = 0 AND rule IS NULL"));
/// What a rule put into the inbox stays there for that.
static LEAVE_TO_RULE: LazyLock<[String; 4]> =
    LazyLock::new(|| of_responses("UPDATE follow_ups SET reason = 'rule' WHERE version = 0 AND rule IS NOT NULL"));
static MARK: LazyLock<[String; 4]> = LazyLock::new(|| {
    of_responses("UPDATE follow_ups SET mark = (SELECT r.mark FROM responses r WHERE r.id = response) WHERE 1 = 1")
});
static ENDED: LazyLock<[String; 4]> = LazyLock::new(|| {
    of_responses("SELECT response, version FROM follow_ups WHERE done_at IS NOT NULL AND reason <> 'contact'")
});
static ASKED: LazyLock<[String; 4]> = LazyLock::new(|| {
    of_responses("SELECT response, version FROM follow_ups WHERE status <> 'open' AND reason = 'promoter'")
});

/// A statement for so many responses.
fn of_responses(statement: &str) -> [String; 4] {
    SIZES.map(|size| {
        let list = (1..=size).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
        format!("{statement} AND response IN ({list})")
    })
}

/// What is being done about a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FollowUp {
    pub(crate) response: String,
    pub(crate) reason: Reason,
    pub(crate) since: Timestamp,
    pub(crate) status: Status,
    pub(crate) owner: Option<String>,
    pub(crate) due: Option<Day>,
    /// How often it was changed.
    pub(crate) version: i64,
    contacted_at: Option<i64>,
    done_at: Option<i64>,
}

/// The columns that [`FollowUp::read`] takes.
const READ: &str = "f.response, f.reason, f.since, f.status, f.owner, f.due, f.version, f.contacted_at, f.done_at";

impl FollowUp {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let (reason, status): (String, String) = (row.try_get(1)?, row.try_get(3)?);
        let reason = named(Reason::NAMES, &reason);
        let due: Option<i64> = row.try_get(5)?;
        Ok(Self {
            response: row.try_get(0)?,
            reason: reason.ok_or_else(|| unexpected("reason"))?,
            since: Timestamp::from_millis(row.try_get::<i64, _>(2)? as f64),
            status: Status::of(&status).ok_or_else(|| unexpected("status"))?,
            owner: row.try_get(4)?,
            due: due.map(|day| Day::from_epoch(day.unsigned_abs())),
            version: row.try_get(6)?,
            contacted_at: row.try_get(7)?,
            done_at: row.try_get(8)?,
        })
    }

    /// Whether it should have been done on a day before.
    pub(crate) fn is_overdue(&self, today: Day) -> bool {
        !self.status.is_done() && self.due.is_some_and(|due| due < today)
    }

    /// Makes a change; whether that was one.
    fn make(&mut self, change: &Change, at: i64) -> bool {
        match change {
            Change::Owner(owner) if *owner != self.owner => self.owner.clone_from(owner),
            Change::Due(due) if *due != self.due => self.due = *due,
            Change::Status(status) if *status != self.status => {
                self.status = *status;
                self.done_at = status.is_done().then(|| self.done_at.unwrap_or(at));
                if *status != Status::Open {
                    self.contacted_at.get_or_insert(at);
                }
            }
            Change::Note(text) if !text.is_empty() => {
                self.contacted_at.get_or_insert(at);
            }
            _ => return false,
        }
        true
    }
}

/// Something that was changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FollowUpEvent {
    /// The same for all that were changed together.
    pub(crate) version: i64,
    pub(crate) at: Timestamp,
    /// Empty for the visitor.
    pub(crate) actor: String,
    pub(crate) change: Change,
}

/// What somebody wants to change.
#[derive(Clone, Debug)]
pub(crate) struct Edit<'a> {
    pub(crate) response: &'a str,
    /// The version that they saw.
    pub(crate) version: i64,
    /// Each of another kind. A note is sealed already.
    pub(crate) changes: Vec<Change>,
    pub(crate) actor: &'a str,
    pub(crate) at: Timestamp,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    Saved,
    /// Somebody else has changed it meanwhile.
    Stale,
    /// The response is erased, marked, or needs nobody any more.
    Missing,
}

/// Which follow-ups an inbox shows.
#[derive(Clone, Debug)]
pub(crate) struct InboxQuery<'a> {
    pub(crate) list: List,
    /// Of these responses; its kind and mark play no part.
    pub(crate) filter: Filter,
    /// In this status; without one, those that haven't ended, and of promoters all. Figures are of all statuses.
    pub(crate) status: Option<InboxStatus>,
    pub(crate) owner: Option<InboxOwner>,
    pub(crate) reason: Option<Reason>,
    /// Who `Mine` stands for.
    pub(crate) actor: &'a str,
    /// What was due on a day before is overdue.
    pub(crate) today: Day,
    pub(crate) after: Option<Cursor>,
}

impl InboxQuery<'static> {
    /// Everybody's work on a filter's responses.
    pub(crate) fn of_all(filter: Filter, today: Day) -> Self {
        Self { list: List::Inbox, filter, status: None, owner: None, reason: None, actor: "", today, after: None }
    }
}

/// A row of an inbox.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InboxItem {
    pub(crate) follow_up: FollowUp,
    pub(crate) survey: String,
    pub(crate) score: Option<u8>,
    pub(crate) comment: Option<String>,
    pub(crate) locale: String,
    /// As a JSON object.
    pub(crate) attributes: String,
    pub(crate) document: String,
}

/// Who works on how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnerFigures {
    /// None for those that nobody has taken.
    pub(crate) owner: Option<String>,
    pub(crate) open: u64,
    pub(crate) overdue: u64,
}

/// How many promoters were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PromoterFigures {
    pub(crate) all: u64,
    pub(crate) invited: u64,
    pub(crate) agreed: u64,
}

/// How the work goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InboxFigures {
    pub(crate) open: u64,
    pub(crate) overdue: u64,
    /// Those that came in during the last [`RECENT_DAYS`], and how many of them somebody has begun with.
    pub(crate) recent: u64,
    pub(crate) contacted: u64,
    /// Milliseconds until then: the median.
    pub(crate) first_contact: Option<u64>,
    /// Those of the recent ones that came in at least [`DAYS`] ago, and how many of them were done within that time.
    pub(crate) ripe: u64,
    pub(crate) in_time: u64,
}

fn unexpected(column: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the column {column} has an unexpected value").into())
}

/// Where follow-ups are read from, whatever their status, with the parameters of that first.
struct Source<'a> {
    sql: String,
    filter: Option<Filter>,
    owner: Option<&'a str>,
    /// The number of the next parameter.
    next: usize,
}

impl<'a> Source<'a> {
    /// Without responses if the filter doesn't need them: they are large.
    fn of(wanted: &InboxQuery<'a>, with_responses: bool) -> Self {
        let all = Filter { kind: None, mark: None, ..wanted.filter.clone() };
        let mut source = if all == Filter::default() {
            let join = if with_responses { "JOIN responses r ON r.id = f.response" } else { "" };
            Self { sql: format!("FROM follow_ups f {join} WHERE f.mark IS NULL"), filter: None, owner: None, next: 1 }
        } else {
            let sql = format!(
                "FROM follow_ups f JOIN responses r ON r.id = f.response
                 WHERE f.mark IS NULL AND {} AND counted_at >= $2 AND counted_at < $3 AND {} AND {}",
                all.of_survey("$1"),
                all.of_version(),
                all.in_segments(4),
            );
            Self { sql, next: 4 + all.segments.len(), filter: Some(all), owner: None }
        };
        source.sql += match wanted.list {
            List::Inbox => " AND f.reason <> 'promoter'",
            List::Promoters => " AND f.reason = 'promoter'",
        };
        match wanted.owner {
            None => {}
            Some(InboxOwner::Nobody) => source.sql += " AND f.owner IS NULL",
            Some(InboxOwner::Mine) => {
                source.sql += &format!(" AND f.owner = ${}", source.next);
                source.owner = Some(wanted.actor);
                source.next += 1;
            }
        }
        if let Some(reason) = wanted.reason {
            source.sql += &format!(" AND f.reason = '{}'", reason.name());
        }
        source
    }

    fn bind<'q>(&'q self, query: Query<'q, Any, AnyArguments>) -> Query<'q, Any, AnyArguments> {
        let query = match &self.filter {
            Some(filter) => {
                filter.bind_segments(query.bind(filter.survey.as_deref()).bind(filter.since()).bind(filter.before()))
            }
            None => query,
        };
        match self.owner {
            Some(owner) => query.bind(owner),
            None => query,
        }
    }
}

impl Snapshot {
    /// Follow-ups, at most `most`: the oldest first, and of those that have ended, and of promoters, the latest.
    pub(crate) async fn inbox(&mut self, wanted: &InboxQuery<'_>, most: u32) -> Result<Vec<InboxItem>, StoreError> {
        let source = Source::of(wanted, true);
        let is_promoters = wanted.list == List::Promoters;
        let status = match wanted.status {
            None if is_promoters => "1 = 1".to_owned(),
            None => "f.done_at IS NULL".to_owned(),
            Some(InboxStatus::Done) => "f.done_at IS NOT NULL".to_owned(),
            Some(InboxStatus::Overdue) => {
                format!("f.done_at IS NULL AND f.due < {}", wanted.today.since_epoch())
            }
            Some(status) => format!("f.done_at IS NULL AND f.status = '{}'", status.name()),
        };
        let latest_first = is_promoters || wanted.status == Some(InboxStatus::Done);
        let (beyond, order) = if latest_first { ("<", "DESC") } else { (">", "ASC") };
        let after = match &wanted.after {
            Some(_) => format!("AND (f.since, f.response) {beyond} (${}, ${})", source.next + 1, source.next + 2),
            None => String::new(),
        };
        let query = format!(
            "SELECT {READ}, r.survey, r.score, r.comment, r.locale, r.attributes, r.document {}
                 AND {status} {after}
             ORDER BY f.since {order}, f.response {order} LIMIT ${}",
            source.sql, source.next
        );
        let mut query = source.bind(sqlx::query(AssertSqlSafe(query))).bind(i64::from(most));
        if let Some(after) = &wanted.after {
            query = query.bind(after.at.millis() as i64).bind(after.id.as_str());
        }
        let rows = query.fetch_all(self.connection()).await?;
        let item = |row: &AnyRow| {
            Ok(InboxItem {
                follow_up: FollowUp::read(row)?,
                survey: row.try_get(9)?,
                score: row.try_get::<Option<i64>, _>(10)?.and_then(|score| u8::try_from(score).ok()),
                comment: row.try_get(11)?,
                locale: row.try_get(12)?,
                attributes: row.try_get(13)?,
                document: row.try_get(14)?,
            })
        };
        rows.iter().map(item).collect()
    }

    /// The responses that still need somebody.
    pub(crate) async fn open_follow_ups(&mut self) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query(
            "SELECT response FROM follow_ups WHERE mark IS NULL AND done_at IS NULL AND reason <> 'promoter'",
        );
        let rows = query.fetch_all(self.connection()).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// Who works on how many of them, the most first.
    pub(crate) async fn inbox_owners(&mut self, wanted: &InboxQuery<'_>) -> Result<Vec<OwnerFigures>, StoreError> {
        let (source, today) = (Source::of(wanted, false), wanted.today);
        let query = format!(
            "SELECT f.owner, COUNT(*), COALESCE(SUM(CASE WHEN f.due < ${} THEN 1 ELSE 0 END), 0) {} AND f.done_at IS NULL
             GROUP BY f.owner ORDER BY 2 DESC, 1",
            source.next, source.sql
        );
        let query = source.bind(sqlx::query(AssertSqlSafe(query))).bind(today.since_epoch() as i64);
        let rows = query.fetch_all(self.connection()).await?;
        let figures =
            |row: &AnyRow| Ok(OwnerFigures { owner: row.try_get(0)?, open: count(row, 1)?, overdue: count(row, 2)? });
        rows.iter().map(figures).collect::<Result<_, sqlx::Error>>().map_err(StoreError::from)
    }

    /// How the work on them goes.
    pub(crate) async fn inbox_figures(
        &mut self,
        wanted: &InboxQuery<'_>,
        now: Timestamp,
    ) -> Result<InboxFigures, StoreError> {
        let source = Source::of(wanted, false);
        let (next, now) = (source.next, now.millis() as i64);
        let query = format!(
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN f.due < ${next} THEN 1 ELSE 0 END), 0) {} AND f.done_at IS NULL",
            source.sql
        );
        let query = source.bind(sqlx::query(AssertSqlSafe(query))).bind(now / DAY);
        let row = query.fetch_one(self.connection()).await?;
        let mut figures = InboxFigures { open: count(&row, 0)?, overdue: count(&row, 1)?, ..InboxFigures::default() };
        let (recent, ripe, in_time) = (now - RECENT_DAYS as i64 * DAY, now - DAYS as i64 * DAY, DAYS as i64 * DAY);
        let query = format!(
            "SELECT COUNT(*), COUNT(f.contacted_at),
                 COALESCE(SUM(CASE WHEN f.since <= ${} THEN 1 ELSE 0 END), 0),
                 COALESCE(SUM(CASE WHEN f.since <= ${} AND f.done_at - f.since <= ${} THEN 1 ELSE 0 END), 0)
             {} AND f.since >= ${next}",
            next + 1,
            next + 1,
            next + 2,
            source.sql
        );
        let query = source.bind(sqlx::query(AssertSqlSafe(query))).bind(recent).bind(ripe).bind(in_time);
        let row = query.fetch_one(self.connection()).await?;
        figures.recent = count(&row, 0)?;
        figures.contacted = count(&row, 1)?;
        figures.ripe = count(&row, 2)?;
        figures.in_time = count(&row, 3)?;
        if let Some(last) = figures.contacted.checked_sub(1) {
            // The one in the middle, or both.
            let query = format!(
                "SELECT f.contacted_at - f.since {} AND f.since >= ${next} AND f.contacted_at IS NOT NULL
                 ORDER BY f.contacted_at - f.since LIMIT {} OFFSET {}",
                source.sql,
                1 + last % 2,
                last / 2
            );
            let query = source.bind(sqlx::query(AssertSqlSafe(query))).bind(recent);
            let middle = query.fetch_all(self.connection()).await?;
            let middle: Vec<_> = middle.iter().map(|row| count(row, 0)).collect::<Result<_, _>>()?;
            figures.first_contact = Some(middle.iter().sum::<u64>() / middle.len().max(1) as u64);
        }
        Ok(figures)
    }
}

impl Snapshot {
    /// How many of the promoters are in each status.
    pub(crate) async fn promoter_figures(&mut self, wanted: &InboxQuery<'_>) -> Result<PromoterFigures, StoreError> {
        let source = Source::of(wanted, false);
        let query = format!("SELECT f.status, COUNT(*), COUNT(f.contacted_at) {} GROUP BY f.status", source.sql);
        let rows = source.bind(sqlx::query(AssertSqlSafe(query))).fetch_all(self.connection()).await?;
        let mut figures = PromoterFigures::default();
        for row in &rows {
            let (status, all, invited): (String, u64, u64) = (row.try_get(0)?, count(row, 1)?, count(row, 2)?);
            figures.all += all;
            match Status::of(&status) {
                Some(Status::Open) | None => {}
                Some(Status::Agreed | Status::Done(Outcome::Published | Outcome::Referred)) => {
                    figures.invited += invited;
                    figures.agreed += all;
                }
                Some(_) => figures.invited += invited,
            }
        }
        Ok(figures)
    }
}

fn count(row: &AnyRow, column: usize) -> Result<u64, sqlx::Error> {
    Ok(row.try_get::<i64, _>(column)?.max(0).unsigned_abs())
}

impl Store {
    /// What is being done about a response, and what was, the earliest first; None if it needs nobody.
    pub(crate) async fn follow_up(&self, response: &str) -> Result<Option<(FollowUp, Vec<FollowUpEvent>)>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let query = format!("SELECT {READ} FROM follow_ups f WHERE f.response = $1 AND f.mark IS NULL");
        let row = sqlx::query(AssertSqlSafe(query)).bind(response).fetch_optional(snapshot.connection()).await?;
        let rows = sqlx::query(
            "SELECT version, at, actor, what, value FROM follow_up_events WHERE response = $1 ORDER BY version, what",
        )
        .bind(response)
        .fetch_all(snapshot.connection())
        .await?;
        snapshot.finish().await?;
        let Some(row) = row else { return Ok(None) };
        let event = |row: &AnyRow| {
            let (what, value): (String, String) = (row.try_get(3)?, row.try_get(4)?);
            Ok(FollowUpEvent {
                version: row.try_get(0)?,
                at: Timestamp::from_millis(row.try_get::<i64, _>(1)? as f64),
                actor: row.try_get(2)?,
                change: Change::read(&what, &value).ok_or_else(|| unexpected("what"))?,
            })
        };
        Ok(Some((FollowUp::read(&row)?, rows.iter().map(event).collect::<Result<_, sqlx::Error>>()?)))
    }

    /// Makes the changes of `edit`, or none of them.
    pub(crate) async fn edit_follow_up(&self, edit: &Edit<'_>) -> Result<Edited, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let edited = write.edit(edit).await?;
        write.commit().await?;
        Ok(edited)
    }

    /// Makes many in one transaction.
    pub(crate) async fn edit_follow_ups(&self, edits: &[Edit<'_>]) -> Result<(), StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        for edit in edits {
            write.edit(edit).await?;
        }
        write.commit().await
    }

    /// Looks for recent responses of earlier versions that need somebody. They get no day on which they are due.
    pub(crate) async fn fill_follow_ups(&self, key: Option<&ContactKey>, now: Timestamp) -> Result<(), StoreError> {
        if self.meta(FILLED).await?.is_some() {
            return Ok(());
        }
        let recent = now.after_days(-(RECENT_DAYS as f64)).millis() as i64;
        let mut after = String::new();
        loop {
            // Finding them may take a while, and keeps nobody from writing. Whoever asks for contact has an answer in which
            // `consent` or `contact` stands.
            let query = format!(
                "SELECT id FROM responses WHERE id > $1 AND counted_at >= $2
                     AND (\"group\" = 'detractor' OR counted LIKE '%contact%' OR counted LIKE '%consent%')
                 ORDER BY id LIMIT {AT_ONCE}"
            );
            let query = sqlx::query(AssertSqlSafe(query)).bind(after.as_str()).bind(recent);
            let rows = query.fetch_all(&self.pools().await?.reports).await?;
            let ids: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
            let Some(last) = ids.last() else { return self.set_follow_ups_filled().await };
            after.clone_from(last);
            let mut write = self.write(Lane::Durable).await?;
            for id in &ids {
                write.fill_follow_up(id, key, now).await?;
            }
            write.commit().await?;
        }
    }

    /// From now on, nothing that is stored is looked at.
    pub(crate) async fn set_follow_ups_filled(&self) -> Result<(), StoreError> {
        self.set_meta(FILLED, Some("filled")).await
    }
}

impl Write {
    async fn fill_follow_up(&mut self, id: &str, key: Option<&ContactKey>, now: Timestamp) -> Result<(), StoreError> {
        let query = format!(
            "SELECT document, counted_at, mark, received_at FROM responses WHERE id = $1 {}",
            self.dialect().for_update()
        );
        let row = sqlx::query(AssertSqlSafe(query)).bind(id).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(()) };
        let (document, mark): (String, Option<String>) = (row.try_get(0)?, row.try_get(2)?);
        let counted_at = Timestamp::from_millis(row.try_get::<i64, _>(1)? as f64);
        let reason = reason_of(id, &document, key);
        match reason.and_then(|reason| NewFollowUp::found(reason, counted_at, now)) {
            Some(new) => insert(self.connection(), &[(id, mark.as_deref(), row.try_get(3)?, new)]).await,
            None => Ok(()),
        }
    }

    /// None of a response that is marked, or needs nobody.
    pub(super) async fn find_follow_up(&mut self, response: &str) -> Result<Option<FollowUp>, StoreError> {
        let query = format!(
            "SELECT {READ} FROM follow_ups f WHERE f.response = $1 AND f.mark IS NULL {}",
            self.dialect().for_update()
        );
        let row = sqlx::query(AssertSqlSafe(query)).bind(response).fetch_optional(self.connection()).await?;
        Ok(row.as_ref().map(FollowUp::read).transpose()?)
    }

    pub(super) async fn edit(&mut self, edit: &Edit<'_>) -> Result<Edited, StoreError> {
        let Some(mut follow_up) = self.find_follow_up(edit.response).await? else { return Ok(Edited::Missing) };
        if follow_up.version != edit.version {
            return Ok(Edited::Stale);
        }
        let at = edit.at.millis() as i64;
        let made: Vec<_> = edit.changes.iter().filter(|change| follow_up.make(change, at)).collect();
        if made.is_empty() {
            return Ok(Edited::Saved);
        }
        follow_up.version += 1;
        for change in made {
            write_event(self.connection(), edit.response, follow_up.version, change, edit.at, edit.actor).await?;
            if let Change::Owner(Some(owner)) = change
                && owner != edit.actor
            {
                let notice = assigned(&follow_up, owner, edit.actor);
                self.queue_notice(&notice, edit.at).await?;
            }
        }
        sqlx::query(
            "UPDATE follow_ups SET status = $1, owner = $2, due = $3, version = $4, contacted_at = $5, done_at = $6
             WHERE response = $7",
        )
        .bind(follow_up.status.name())
        .bind(follow_up.owner.as_deref())
        .bind(follow_up.due.map(|day| day.since_epoch() as i64))
        .bind(follow_up.version)
        .bind(follow_up.contacted_at)
        .bind(follow_up.done_at)
        .bind(edit.response)
        .execute(self.connection())
        .await?;
        Ok(Edited::Saved)
    }

    /// Follows the response's mark: hides what is being done about it, or shows it again.
    pub(super) async fn mark_follow_up(&mut self, id: &str) -> Result<(), StoreError> {
        sqlx::query(AssertSqlSafe(MARK[SIZES.len() - 1].as_str())).bind(id).execute(self.connection()).await?;
        Ok(())
    }

    /// Erases what was written down about a response. What was done, when and by whom stays.
    pub(super) async fn erase_notes(&mut self, id: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE follow_up_events SET value = '' WHERE response = $1 AND what = 'note'")
            .bind(id)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

/// Decides about rows that were just stored; `before` has those of them that were stored before. What nobody has touched ends
/// with its reason, and what somebody has touched stays.
pub(super) async fn save<T>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    rows: &[&Row],
    before: &HashMap<String, T>,
) -> Result<(), StoreError> {
    let again = |fits: fn(Option<NewFollowUp>) -> bool| {
        let rows = rows.iter().filter(|row| fits(row.follow_up) && before.contains_key(&row.id));
        rows.map(|row| row.id.as_str()).collect::<Vec<_>>()
    };
    for (size, ids) in pieces(&again(|new| new.is_none())) {
        for statement in [&WITHDRAW[size], &LEAVE_TO_RULE[size], &MARK[size]] {
            ids.iter()
                .fold(sqlx::query(AssertSqlSafe(statement.as_str())), |query, id| query.bind(*id))
                .execute(&mut *connection)
                .await?;
        }
    }
    let contact = again(|new| new.is_some_and(|new| new.reason == Reason::Contact));
    let inbox = again(|new| new.is_some_and(|new| new.reason.list() == List::Inbox));
    for (statements, ids) in [(&*ENDED, contact), (&*ASKED, inbox)] {
        for (size, ids) in pieces(&ids) {
            let query = sqlx::query(AssertSqlSafe(format!("{} {}", statements[size], dialect.for_update())));
            let query = ids.iter().fold(query, |query, id| query.bind(*id));
            for row in &query.fetch_all(&mut *connection).await? {
                let (id, version): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
                if let Some(row) = rows.iter().find(|row| row.id == id) {
                    reopen(connection, row, version + 1).await?;
                }
            }
        }
    }
    let new: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            Some((row.id.as_str(), row.mark.map(Mark::name), row.received_at.millis() as i64, row.follow_up?))
        })
        .collect();
    insert(connection, &new).await
}

/// The visitor asks for contact, and whoever worked on it was through; or somebody who was asked as a promoter is unhappy now.
async fn reopen(connection: &mut AnyConnection, row: &Row, version: i64) -> Result<(), StoreError> {
    let due = row.follow_up.and_then(|new| new.due);
    sqlx::query("UPDATE follow_ups SET status = $1, done_at = NULL, due = $2, version = $3 WHERE response = $4")
        .bind(Status::Open.name())
        .bind(due.map(|day| day.since_epoch() as i64))
        .bind(version)
        .bind(row.id.as_str())
        .execute(&mut *connection)
        .await?;
    for change in [Change::Status(Status::Open), Change::Due(due)] {
        write_event(connection, &row.id, version, &change, row.received_at, "").await?;
    }
    Ok(())
}

async fn insert(
    connection: &mut AnyConnection,
    new: &[(&str, Option<&str>, i64, NewFollowUp)],
) -> Result<(), StoreError> {
    for (size, piece) in pieces(new) {
        let query = sqlx::query(AssertSqlSafe(INSERTS[size].as_str()));
        let query = piece.iter().fold(query, |query, (id, mark, since, new)| {
            let due = new.due.map(|day| day.since_epoch() as i64);
            query
                .bind(*id)
                .bind(*mark)
                .bind(new.reason.name())
                .bind(*since)
                .bind(Status::Open.name())
                .bind(due)
                .bind(0_i64)
        });
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// What the new owner of a response is told.
pub(super) fn assigned(follow_up: &FollowUp, owner: &str, actor: &str) -> Notice {
    let id = &follow_up.response;
    let due = follow_up.due.map(|day| format!("Due {}.", day.to_words()));
    Notice {
        key: format!("assigned:{id}:{}", follow_up.version),
        occasion: Occasion::FollowUp,
        to: Recipient::User(owner.to_owned()),
        title: "A response was assigned to you".to_owned(),
        lines: [Some(format!("By {actor}.")), due].into_iter().flatten().collect(),
        path: format!("/report/response?id={id}#follow-up"),
    }
}

async fn write_event(
    connection: &mut AnyConnection,
    id: &str,
    version: i64,
    change: &Change,
    at: Timestamp,
    actor: &str,
) -> Result<(), StoreError> {
    let (what, value) = change.parts();
    sqlx::query(
        "INSERT INTO follow_up_events (response, version, what, value, at, actor) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(version)
    .bind(what)
    .bind(value)
    .bind(at.millis() as i64)
    .bind(actor)
    .execute(connection)
    .await?;
    Ok(())
}

/// Why a stored document needs somebody; None if it can't be read.
fn reason_of(id: &str, document: &str, key: Option<&ContactKey>) -> Option<Reason> {
    let mut document = serde_json::from_str::<Value>(document).ok()?;
    if let Some(key) = key {
        key.open(id, &mut document).ok()?;
    }
    let response = Document::read(document, Timestamp::default()).ok()?.response;
    Reason::of(response.group(), &response.answers)
}
