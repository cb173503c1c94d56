//! `/report/value/imports`: files of what customers are worth, which admins import and remove.

use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::{self, DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AdminForm;
use super::chart::{counted, grouped};
use super::reader::Reader;
use super::{denied, frame, not_allowed, shown, sign_in, unavailable};
use crate::access::role::{Permission, Role};
use crate::access::{Caller, Granted};
use crate::client::Peer;
use crate::customer_value::{LONGEST, LineProblems};
use crate::day::moment_in_words;
use crate::maintenance::take_values;
use crate::state::State;
use crate::store::ValueImport;
use crate::{body, origin};

pub(super) const ADDRESS: &str = "/report/value/imports";
/// Bytes of a form around its file.
const AROUND: usize = 65_536;
/// A file takes longer to arrive than other forms.
const DEADLINE: Duration = Duration::from_mins(2);
/// Characters of a file's name at most.
const NAME: usize = 200;

const EXAMPLE: &str = "person,account,day,kind,amount,currency,id\n\
    c-17,,2026-10-02,order,129.90,EUR,order-4711\n\
    c-17,,2026-11-05,repeat purchase,49.00,EUR,order-4802\n\
    ,Muster GmbH,2026-10-31,revenue,12400.00,EUR,invoice-88\n\
    c-18,,2026-11-12,churn,,,cancellation-3\n";

/// A file that an admin sends, or pastes as text.
pub(super) struct FileForm {
    granted: Granted,
    name: String,
    file: Vec<u8>,
    dry_run: bool,
}

impl FromRequest<State> for FileForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        if !origin::is_own(&parts.headers) {
            return Err(sign_in::foreign());
        }
        let peer = parts.extensions.get::<Peer>().copied();
        let caller = Caller { headers: &parts.headers, uri: &parts.uri, peer };
        let granted = state.0.may_read(caller).await;
        // Nobody else's file is read into memory.
        let may = granted.as_ref().is_ok_and(|granted| granted.role.may(Permission::Administer));
        let most = if may { LONGEST + AROUND } else { 0 };
        let deadline = state.0.settings.limits.body.max(DEADLINE);
        let reading = parts.extensions.get::<body::Reading>().cloned().map(Extension);
        let read = body::read(&parts.headers, body, most, deadline, reading).await;
        let granted = granted.map_err(|reason| denied(reason, &Uri::from_static(ADDRESS)))?;
        if !may {
            return Err(not_allowed(Permission::Administer));
        }
        let read = read.map_err(IntoResponse::into_response)?;
        let mut request = Request::from_parts(parts, Body::from(read));
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(IntoResponse::into_response)?;
        let mut sent = Self { granted, name: String::new(), file: Vec::new(), dry_run: false };
        while let Some(field) = form.next_field().await.map_err(IntoResponse::into_response)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
            match name.as_str() {
                "file" | "text" if !bytes.is_empty() => {
                    let name = file_name.filter(|name| !name.is_empty()).unwrap_or_else(|| "pasted text".to_owned());
                    sent.name = crate::row::storable(&name).chars().take(NAME).collect();
                    sent.file = bytes.to_vec();
                }
                "check" => sent.dry_run = true,
                _ => {}
            }
        }
        Ok(sent)
    }
}

/// What became of a form.
enum Outcome {
    Nothing,
    Checked { new: u64, known: u64 },
    Problems(LineProblems),
}

/// `GET /report/value/imports`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    page(&state, StatusCode::OK, reader.granted.role, reader.granted.signed_in, &Outcome::Nothing, "").await
}

/// `POST /report/value/imports`: imports a file, or checks it.
pub(super) async fn post(extract::State(state): extract::State<State>, form: FileForm) -> Response {
    let inner = &state.0;
    let file = (form.name.as_str(), form.file.as_slice());
    let taken = take_values(&inner.store, &inner.settings, file, &form.granted.actor, form.dry_run).await;
    let outcome = match taken {
        Ok(Ok(imported)) if !form.dry_run && imported.stored > 0 => return Redirect::to(ADDRESS).into_response(),
        Ok(Ok(imported)) => Outcome::Checked { new: imported.stored, known: imported.read - imported.stored },
        Ok(Err(problems)) => Outcome::Problems(problems),
        Err(error) => return unavailable(&error),
    };
    let status = match outcome {
        Outcome::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let Granted { role, signed_in, .. } = form.granted;
    page(&state, status, role, signed_in, &outcome, &form.name).await
}

/// `POST /report/value/imports/remove`.
pub(super) async fn remove(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    let now = state.0.settings.clock.now();
    match state.0.store.remove_value_import(form.field("id"), now, &form.actor).await {
        Ok(true) => Redirect::to(ADDRESS).into_response(),
        Ok(false) => {
            shown(StatusCode::NOT_FOUND, &frame::notice("No such import", "It may have been removed already."))
        }
        Err(error) => unavailable(&error),
    }
}

async fn page(
    state: &State,
    status: StatusCode,
    role: Role,
    signed_in: bool,
    outcome: &Outcome,
    name: &str,
) -> Response {
    let imports = match state.0.store.value_imports().await {
        Ok(imports) => imports,
        Err(error) => return unavailable(&error),
    };
    let may = role.may(Permission::Administer);
    let body = html! {
        (list(&imports, may))
        @if may { (form(outcome, name)) }
        (columns())
    };
    shown(status, &frame::beside("Imports of values", role, signed_in, &body))
}

fn list(imports: &[ValueImport], may: bool) -> Markup {
    html! {
        section.card aria-labelledby="imports-title" {
            h1 #imports-title { "Imports of values" }
            @if imports.is_empty() {
                p { "Nothing was imported yet. " @if !may { "Admins can import revenue, orders and churn." } }
            } @else {
                ul.benchmarks {
                    @for import in imports {
                        li {
                            div {
                                p { strong { bdi { (import.name) } } }
                                p.muted {
                                    (counted(import.rows, "row", "rows"))
                                    @if let Some((first, last)) = import.days { ", " (first.to_words()) " to " (last.to_words()) }
                                }
                                p.muted { "Imported " time datetime=(import.at.to_text()) { (moment_in_words(import.at)) } " by " bdi { (import.actor) } }
                            }
                            @if may {
                                form method="post" action={ (ADDRESS) "/remove" } {
                                    input type="hidden" name="id" value=(import.id);
                                    button { "Remove" span.hidden { " " (import.name) ", " (moment_in_words(import.at)) } }
                                }
                            }
                        }
                    }
                }
            }
            p { a href="/report/value" { "What customers are worth" } }
        }
    }
}

fn form(outcome: &Outcome, name: &str) -> Markup {
    html! {
        section.card aria-labelledby="import-title" {
            h2 #import-title { "Import a file" }
            @match outcome {
                Outcome::Nothing => {},
                Outcome::Checked { new, known } => p role="status" {
                    bdi { (name) } ": all rows can be used. " (grouped(*new)) " new, " (grouped(*known)) " already stored. "
                    @if *new > 0 { "Nothing was imported yet: choose the file again, and press “Import”." } @else { "There is nothing to import." }
                },
                Outcome::Problems(problems) => div role="alert" {
                    p.problem { bdi { (name) } ": nothing was imported, since " (counted(problems.count, "line", "lines")) " can’t be used." }
                    ol.line-problems {
                        @for (line, problem) in &problems.listed { li { "Line " (line) ": " bdi { (problem) } } }
                    }
                    @if problems.count > problems.listed.len() as u64 { p.muted { "And " (grouped(problems.count - problems.listed.len() as u64)) " more." } }
                },
            }
            form.import method="post" action=(ADDRESS) enctype="multipart/form-data" {
                div.field {
                    label for="file" { "File (CSV, at most 10 MB)" }
                    input #file type="file" name="file" accept=".csv,text/csv";
                }
                div.field {
                    label for="text" { "Or paste the text" }
                    textarea #text name="text" rows="4" spellcheck="false" {}
                }
                div.actions {
                    button.primary { "Import" }
                    button name="check" value="yes" { "Check without importing" }
                }
            }
        }
    }
}

/// What a file looks like.
fn columns() -> Markup {
    html! {
        section.card aria-labelledby="columns-title" {
            h2 #columns-title { "What a file looks like" }
            pre tabindex="0" { code { (EXAMPLE) } }
            ul.muted.columns-of-file {
                li { code { "person" } " is the identifier that your site sends as " code { "data-person-id" } ", and " code { "account" } " the company as responses name it. One of them is enough." }
                li { code { "kind" } " is revenue, order, repeat purchase or churn. Give each amount once: all of them are added up as revenue. Churn has no amount." }
                li { code { "amount" } " has at most two decimals and no separators of thousands. Refunds are negative." }
                li { code { "id" } " is optional. A row with the same id, or the same row of the same file, is stored once, however often it is imported." }
                li { "Other columns are ignored. Nothing is imported unless all rows can be used." }
            }
        }
    }
}

/// Nothing was imported yet.
pub(super) fn first() -> Markup {
    html! {
        section.card.first {
            h1 { "What are your customers worth?" }
            p.lead { "Import revenue, orders and churn from your shop or CRM, and this page compares what promoters, passives and detractors are worth:" }
            pre tabindex="0" { code { (EXAMPLE) } }
            p.muted { "An admin imports such a table on the page “Imports”, or on the command line: " code { "askwell-collector values import FILE" } "." }
            p { a href=(ADDRESS) { "Import a file" } }
        }
    }
}
