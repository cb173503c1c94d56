//! `/report/export-accounts.csv`: a row for each account, person or value of a segment, for planning and forecasts.

use axum::extract;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::reader::Reader;
use super::tab::Tab;
use super::{frame, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::day::Day;
use crate::export::customers_csv;
use crate::report::{CustomerTable, ReportQuery, RowBy, Selection};
use crate::state::State;

pub(super) const CSV: &str = "/report/export-accounts.csv";
/// The parameter that says what a row is about.
const BY: &str = "by";

/// `GET /report/export-accounts.csv`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader, uri: Uri) -> Response {
    let by = RowBy::read(reader.field(BY).filter(|by| !by.is_empty()));
    let role = reader.granted.role;
    let names_people = by == Some(RowBy::Person);
    if !role.may(Permission::Analyse) || names_people && !role.may(Permission::SeePeople) {
        let who = if names_people { Permission::Administer } else { Permission::Analyse };
        let notice = frame::notice("Not allowed", &format!("{} can do this.", who.holders()));
        return shown(StatusCode::FORBIDDEN, &notice);
    }
    let query = ReportQuery::read_with(uri.query().unwrap_or_default(), &[BY]);
    let (query, by) = match (query, by) {
        (Ok((query, _)), Some(by)) => (query, by),
        (Err(problems), _) => return shown(StatusCode::BAD_REQUEST, &frame::problems(&problems)),
        (_, None) => {
            let text =
                "Rows are accounts, persons (by=person), or values of an attribute or a trait (by=attribute:team).";
            return shown(StatusCode::BAD_REQUEST, &frame::notice("The address of this export is invalid", text));
        }
    };
    let (inner, now) = (&state.0, state.0.settings.clock.now());
    // Where contact data is encrypted, traits are counted nowhere, and no names of accounts are taken out of them here.
    let key = inner.settings.contact_key.as_ref().filter(|_| names_people);
    let today = Day::of(now);
    let made = async {
        let detail = format!("a row by {}: {}", by.name(), query.to_query());
        inner.store.note(now, &reader.granted.actor, "exported", &detail).await?;
        let table = CustomerTable::read(&inner.store, query, by, &inner.settings.surveys, key, today).await?;
        customers_csv(&table)
    };
    match made.await {
        Ok(file) => {
            let name = format!("attachment; filename=\"askwell-accounts-{today}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, &name),
                (header::CACHE_CONTROL, "no-store"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, file).into_response()
        }
        Err(error) => unavailable(&error),
    }
}

/// Buttons under the page of accounts.
pub(super) fn view(selection: &Selection, role: Role) -> Markup {
    html! {
        @if role.may(Permission::Analyse) && selection.responses() > 0 {
            form.export method="get" action=(CSV) {
                (fields(selection))
                button name=(BY) value="account" { "Export accounts as CSV" }
                @if role.may(Permission::SeePeople) { button name=(BY) value="person" { "Export persons as CSV" } }
            }
        }
        @if let Some(address) = Tab::Accounts.document(&selection.query) {
            p.notes.muted { a href=(address) { "These figures as JSON" } }
        }
    }
}

/// A button under the page of segments, where those of one name are shown.
pub(super) fn of_segments(selection: &Selection, role: Role) -> Markup {
    let by = selection.query.by.as_deref().filter(|by| RowBy::read(Some(by)).is_some());
    html! {
        @if let Some(by) = by.filter(|_| role.may(Permission::Analyse)) {
            form.export method="get" action=(CSV) {
                (fields(selection))
                button name=(BY) value=(by) { "Export these segments as CSV" }
            }
        }
    }
}

fn fields(selection: &Selection) -> Markup {
    let query = ReportQuery { kind: Some(selection.kind), ..selection.query.selected() };
    html! { @for (name, value) in query.pairs_without(&[]) { input type="hidden" name=(name) value=(value); } }
}
