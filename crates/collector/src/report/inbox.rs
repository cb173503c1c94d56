//! Responses that need somebody, and how the work goes.

use std::collections::BTreeMap;

use askwell_survey::{Group, Score, Timestamp};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::{ReportQuery, Selection, query};
use crate::day::Day;
use crate::follow_up::{List, Reason, Status};
use crate::openapi::{one_of, one_of_or_null};
use crate::store::{
    Cursor, InboxFigures, InboxItem, InboxQuery, OwnerFigures, PromoterFigures, Snapshot, Store, StoreError,
};

/// Follow-ups on a page.
const SHOWN: u32 = 50;

/// An inbox.
#[derive(Clone, Debug)]
pub(crate) struct Inbox {
    pub(crate) selection: Selection,
    /// Of all follow-ups on the selection's responses, for the same reason and of the same owner, whatever their status.
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
        let wanted = wanted(List::Inbox, &selection.query, actor, Day::of(now));
        let figures = snapshot.inbox_figures(&wanted, now).await?;
        let owners = snapshot.inbox_owners(&wanted).await?;
        let (items, next) = page(&mut snapshot, &wanted).await?;
        snapshot.finish().await?;
        Ok(Self { selection, figures, owners, items, next })
    }
}

/// Promoters who agreed to be contacted.
#[derive(Clone, Debug)]
pub(crate) struct Promoters {
    pub(crate) selection: Selection,
    /// Of all of them, whatever their status.
    pub(crate) figures: PromoterFigures,
    pub(crate) items: Vec<InboxItem>,
    /// Where they go on, if they do.
    pub(crate) next: Option<Cursor>,
}

impl Promoters {
    /// Answers `query` for `actor`. With `registered` surveys, others aren't named.
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        actor: &str,
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let query = ReportQuery { kind: None, mark: None, reason: None, ..query };
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let wanted = wanted(List::Promoters, &selection.query, actor, today);
        let figures = snapshot.promoter_figures(&wanted).await?;
        let (items, next) = page(&mut snapshot, &wanted).await?;
        snapshot.finish().await?;
        Ok(Self { selection, figures, items, next })
    }
}

fn wanted<'a>(list: List, query: &ReportQuery, actor: &'a str, today: Day) -> InboxQuery<'a> {
    let ReportQuery { status, owner, reason, ref after, .. } = *query;
    InboxQuery { list, filter: query.filter(), status, owner, reason, actor, today, after: after.clone() }
}

async fn page(
    snapshot: &mut Snapshot,
    wanted: &InboxQuery<'_>,
) -> Result<(Vec<InboxItem>, Option<Cursor>), StoreError> {
    let mut items = snapshot.inbox(wanted, SHOWN + 1).await?;
    let more = items.len() > SHOWN as usize;
    items.truncate(SHOWN as usize);
    let cursor = |last: &InboxItem| Cursor { at: last.follow_up.since, id: last.follow_up.response.clone() };
    let next = items.last().filter(|_| more).map(cursor);
    Ok((items, next))
}

/// An inbox as JSON. `docs/collector.md` describes each field.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Inbox")]
pub(crate) struct InboxDocument {
    items: Vec<ItemDocument>,
    /// What `after` is for the next page; null on the last one.
    next: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InboxItem")]
struct ItemDocument {
    #[schemars(extend("format" = "uuid"))]
    id: String,
    survey: String,
    #[schemars(range(max = 10))]
    score: Option<u8>,
    #[schemars(schema_with = "groups")]
    group: Option<&'static str>,
    comment: Option<String>,
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    attributes: serde_json::Value,
    #[schemars(schema_with = "reasons")]
    reason: &'static str,
    #[schemars(schema_with = "statuses")]
    status: &'static str,
    /// Null until it is done.
    #[schemars(schema_with = "outcomes")]
    outcome: Option<&'static str>,
    owner: Option<String>,
    #[schemars(extend("format" = "date"))]
    due: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    since: String,
}

/// What a response that has ended is called, whatever became of it.
const DONE: &str = "done";

fn groups(_: &mut SchemaGenerator) -> Schema {
    one_of_or_null([Group::Detractor, Group::Passive, Group::Promoter].map(Group::as_str))
}

fn reasons(_: &mut SchemaGenerator) -> Schema {
    one_of(Reason::NAMES.iter().filter(|(_, reason)| reason.list() == List::Inbox).map(|(name, _)| *name))
}

fn statuses(_: &mut SchemaGenerator) -> Schema {
    let names = Status::INBOX.iter().filter(|(_, status)| !status.is_done()).map(|(name, _)| *name);
    one_of(names.chain([DONE]))
}

fn outcomes(_: &mut SchemaGenerator) -> Schema {
    one_of_or_null(Status::INBOX.iter().filter(|(_, status)| status.is_done()).map(|(name, _)| *name))
}

impl From<InboxItem> for ItemDocument {
    fn from(item: InboxItem) -> Self {
        let follow_up = item.follow_up;
        let (status, outcome) = match follow_up.status {
            Status::Done(_) => (DONE, Some(follow_up.status.name())),
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
        let (items, next) = page(&mut snapshot, &wanted(List::Inbox, query, "", today)).await?;
        snapshot.finish().await?;
        Ok(Self {
            items: items.into_iter().map(ItemDocument::from).collect(),
            next: next.as_ref().map(query::write_cursor),
        })
    }
}
