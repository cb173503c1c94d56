//! `/report/export.csv` and `/report/export.jsonl`: the responses that a page is about, as a file.

use askwell_survey::Kind;
use axum::body::Body;
use axum::extract;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use maud::{Markup, html};

use super::reader::Reader;
use super::tab::Tab;
use super::{frame, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::day::Day;
use crate::export::{Export, ExportFormat, Personal};
use crate::report::{ReportQuery, Selection};
use crate::state::State;
use crate::store::StoreError;

pub(super) const CSV: &str = "/report/export.csv";
pub(super) const JSON_LINES: &str = "/report/export.jsonl";
/// The field by which admins ask for personal data.
const PERSONAL: &str = "personal";

pub(super) async fn csv(state: extract::State<State>, reader: Reader, uri: Uri) -> Response {
    get(state, reader, &uri, ExportFormat::Csv).await
}

pub(super) async fn json_lines(state: extract::State<State>, reader: Reader, uri: Uri) -> Response {
    get(state, reader, &uri, ExportFormat::JsonLines).await
}

async fn get(
    extract::State(state): extract::State<State>,
    reader: Reader,
    uri: &Uri,
    format: ExportFormat,
) -> Response {
    let personal = reader.field(PERSONAL) == Some("yes");
    let needed = [Some(Permission::Analyse), personal.then_some(Permission::SeePeople)];
    if needed.into_iter().flatten().any(|permission| !reader.granted.role.may(permission)) {
        let who = if personal { Permission::Administer } else { Permission::Analyse };
        let notice = frame::notice("Not allowed", &format!("{} can do this.", who.holders()));
        return shown(StatusCode::FORBIDDEN, &notice);
    }
    let query = match ReportQuery::read_with(uri.query().unwrap_or_default(), &[PERSONAL]) {
        Ok((query, _)) => query,
        Err(problems) => return shown(StatusCode::BAD_REQUEST, &frame::problems(&problems)),
    };
    match begin(&state, &reader.granted.actor, &query, format, personal).await {
        Ok(export) => file(export, format, Day::of(state.0.settings.clock.now())),
        Err(error) => unavailable(&error),
    }
}

/// Begins to export, once that is in the audit log.
async fn begin(
    state: &State,
    actor: &str,
    query: &ReportQuery,
    format: ExportFormat,
    personal: bool,
) -> Result<Export, StoreError> {
    let inner = &state.0;
    let selected = match query.to_query() {
        everything if everything.is_empty() => "everything".to_owned(),
        selected => selected,
    };
    let personal = match personal {
        true => Personal::With(inner.settings.contact_key.clone().map(Box::new)),
        false => Personal::Without,
    };
    let with = if matches!(personal, Personal::With(_)) { "with" } else { "without" };
    let count = query.count(&inner.store).await?;
    let detail = format!("{count} responses as {} {with} personal data: {selected}", format.extension());
    inner.store.note(inner.settings.clock.now(), actor, "exported", &detail).await?;
    Ok(Export::begin(&inner.store, query.responses(), format, personal).await?.for_excel())
}

fn file(export: Export, format: ExportFormat, today: Day) -> Response {
    let name = format!("attachment; filename=\"askwell-{today}.{}\"", format.extension());
    let headers = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CONTENT_DISPOSITION, &name),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    // A page is read when the one before was sent. An error breaks the transfer off: nobody takes a part for the whole.
    let pieces = stream::try_unfold(export, |mut export| async move {
        let piece = export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        Ok::<_, StoreError>(piece.map(|piece| (piece, export)))
    });
    (headers, Body::from_stream(pieces)).into_response()
}

/// Where a page ends: its responses as a file for those who may export, and its figures for programs.
pub(super) fn view(tab: Tab, selection: &Selection, role: Role) -> Markup {
    let query = selected(tab, selection);
    html! {
        @if role.may(Permission::Analyse) && selection.responses() > 0 {
            form.export method="get" action=(CSV) {
                @for (name, value) in query.pairs_without(&[]) { input type="hidden" name=(name) value=(value); }
                button { "Export as CSV" }
                button formaction=(JSON_LINES) { "Export as JSON Lines" }
                @if role.may(Permission::SeePeople) {
                    label { input type="checkbox" name=(PERSONAL) value="yes"; "With personal data" }
                }
            }
            @if selection.query.contains.is_some() { p.notes.muted { "An export doesn’t depend on what is searched for." } }
        }
        @if let Some(address) = tab.document(&selection.query) {
            p.notes.muted { a href=(address) { "These figures as JSON" } }
        }
    }
}

/// The responses that a page is about.
fn selected(tab: Tab, selection: &Selection) -> ReportQuery {
    let query = &selection.query;
    let survey = selection.survey().filter(|_| tab.needs_survey()).map(ToOwned::to_owned);
    let kind = match tab {
        Tab::Articles => Some(Kind::Rating),
        Tab::Results | Tab::Answers => query.kind,
        Tab::Overview
        | Tab::Inbox
        | Tab::Promoters
        | Tab::Segments
        | Tab::Changes
        | Tab::Compare
        | Tab::Drivers
        | Tab::Accounts
        | Tab::Value => Some(selection.kind),
    };
    let survey = survey.or_else(|| query.survey.clone());
    ReportQuery { survey, kind, group: query.group, ..query.selected() }
}
