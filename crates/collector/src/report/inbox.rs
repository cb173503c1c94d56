//! Responses that need somebody, and how the work goes.

use askwell_survey::{Score, Timestamp};
use serde::Serialize;

use super::{ReportQuery, Selection, query};
use crate::day::Day;
use crate::follow_up::Status;
use crate::store::{Cursor, Filter, InboxFigures, InboxItem, InboxQuery, OwnerFigures, Snapshot, Store, StoreError};

/// Follow-ups on a page.
const SHOWN: u32 = 50;

/// An inbox.
#[derive(Clone, Debug)]
pub(crate) struct Inbox {
    pub(crate) selection: Selection,
    /// Of all follow-ups on the selection's responses, whatever their status and owner.
    pub(crate) figures: InboxFigures,
    /// The same, of those that haven't ended.
    pub(crate) owners: Vec<OwnerFigures>,
    pub(crate) items: Vec<InboxItem>,
    /// Where they go on, if they do.
    pub(crate) next: Option<Cursor>,
}

impl Inbox {
    /// Answers `query` for `actor`. With `registered` surveys, others aren't named.
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        actor: &str,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        // Work is never left out because of its kind, or because something marked was looked at before.
        let query = ReportQuery { kind: None, mark: None, ..query };
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let filter = selection.query.filter();
        let figures = snapshot.inbox_figures(&filter, now).await?;
        let owners = snapshot.inbox_owners(&filter, Day::of(now)).await?;
        let (items, next) = page(&mut snapshot, &selection.query, filter, actor, Day::of(now)).await?;
        snapshot.finish().await?;
        Ok(Self { selection, figures, owners, items, next })
    }
}

async fn page(
    snapshot: &mut Snapshot,
    query: &ReportQuery,
    filter: Filter,
    actor: &str,
    today: Day,
) -> Result<(Vec<InboxItem>, Option<Cursor>), StoreError> {
    let ReportQuery { status, owner, reason, ref after, .. } = *query;
    let wanted = InboxQuery { filter, status, owner, reason, actor, today, after: after.clone() };
    let mut items = snapshot.inbox(&wanted, SHOWN + 1).await?;
    let more = items.len() > SHOWN as usize;
    items.truncate(SHOWN as usize);
    let cursor = |last: &InboxItem| Cursor { at: last.follow_up.since, id: last.follow_up.response.clone() };
    let next = items.last().filter(|_| more).map(cursor);
    Ok((items, next))
}

/// An inbox as JSON. `docs/collector.md` describes each field.
#[derive(Serialize)]
pub(crate) struct InboxDocument {
    items: Vec<ItemDocument>,
    next: Option<String>,
}

#[derive(Serialize)]
struct ItemDocument {
    id: String,
    survey: String,
    score: Option<u8>,
    group: Option<&'static str>,
    comment: Option<String>,
    attributes: serde_json::Value,
    reason: &'static str,
    status: &'static str,
    outcome: Option<&'static str>,
    owner: Option<String>,
    due: Option<String>,
    since: String,
}

impl From<InboxItem> for ItemDocument {
    fn from(item: InboxItem) -> Self {
        let follow_up = item.follow_up;
        let (status, outcome) = match follow_up.status {
            Status::Done(_) => ("done", Some(follow_up.status.name())),
            status => (status.name(), None),
        };
        Self {
            id: follow_up.response,
            survey: item.survey,
            score: item.score,
            group: item.score.and_then(Score::new).map(|score| score.group().as_str()),
            comment: item.comment,
            attributes: serde_json::from_str(&item.attributes).unwrap_or_default(),
            reason: follow_up.reason.name(),
            status,
            outcome,
            owner: follow_up.owner,
            due: follow_up.due.map(|day| day.to_string()),
            since: follow_up.since.to_text(),
        }
    }
}

impl InboxDocument {
    /// A page of the inbox, for programs: without who answered, which a read key doesn't see, and without notes.
    pub(super) async fn read(store: &Store, query: &ReportQuery, today: Day) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let (items, next) = page(&mut snapshot, query, query.filter(), "", today).await?;
        snapshot.finish().await?;
        Ok(Self {
            items: items.into_iter().map(ItemDocument::from).collect(),
            next: next.as_ref().map(query::write_cursor),
        })
    }
}
