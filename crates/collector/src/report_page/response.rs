//! `/report/response?id=ID`: one response. Admins mark and erase it here.

use askwell_survey::Value;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AdminForm;
use super::reader::Reader;
use super::{follow_up, frame, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::contact;
use crate::day::moment_in_words;
use crate::state::State;
use crate::store::{Mark, Selection, StoreError, Stored};

/// What a form says in place of a mark if the response counts.
const COUNTS: &str = "counts";

/// The page of a response.
pub(super) fn address(id: &str) -> String {
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("/report/response?id={id}")
}

/// `GET /report/response`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let granted = &reader.granted;
    match found(&state, reader.field("id").unwrap_or_default(), granted.role).await {
        Ok(Some((stored, document))) => {
            let follow_up = match follow_up::section(&state, granted, &stored.id).await {
                Ok(follow_up) => follow_up,
                Err(error) => return unavailable(&error),
            };
            let body = html! { (view(&stored, &document, granted.role)) (follow_up) };
            shown(StatusCode::OK, &frame::page("Response", granted.signed_in, &body))
        }
        Ok(None) => missing(),
        Err(error) => unavailable(&error),
    }
}

/// A response, and what of its document is for someone of this role: not everybody may see who answered.
async fn found(state: &State, id: &str, role: Role) -> Result<Option<(Stored, String)>, StoreError> {
    let key = state.0.settings.contact_key.as_ref().filter(|_| role.may(Permission::SeePeople));
    let (stored, _) = state.0.store.page(&Selection::Id(id.to_owned()), "", key).await?;
    Ok(stored.into_iter().next().map(|stored| {
        let document = serde_json::from_str::<Value>(&stored.document).map(|mut document| {
            if !role.may(Permission::SeePeople) {
                contact::strip(&mut document);
            }
            indented(&document)
        });
        let document = document.unwrap_or_else(|_| "The stored document can’t be read.".to_owned());
        (stored, document)
    }))
}

/// A document as JSON, a field a line.
fn indented(document: &Value) -> String {
    let json: Option<serde_json::Value> = serde_json::from_str(&document.to_json()).ok();
    json.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_default()
}

fn view(stored: &Stored, document: &str, role: Role) -> Markup {
    let state = match stored.mark.as_deref() {
        Some(mark) => format!("marked as {mark} and left out of scores"),
        None => "counted in scores".to_owned(),
    };
    let choices = Mark::NAMES.iter().map(|(name, _)| *name).chain([COUNTS]);
    let choices: Vec<_> = choices.filter(|choice| *choice != stored.mark.as_deref().unwrap_or(COUNTS)).collect();
    html! {
        section.card.response aria-labelledby="response-title" {
            h1 #response-title { "Response" }
            p.muted { code { (stored.id) } ", received " (moment_in_words(stored.received_at)) ", " (state) "." }
            pre tabindex="0" { code { (document) } }
            @if role.may(Permission::Administer) {
                div.actions {
                    @for choice in choices {
                        form method="post" action="/report/response/mark" {
                            input type="hidden" name="id" value=(stored.id);
                            input type="hidden" name="as" value=(choice);
                            button { @if choice == COUNTS { "Count in scores" } @else { "Mark as " (choice) } }
                        }
                    }
                    form method="post" action="/report/response/erase" {
                        input type="hidden" name="id" value=(stored.id);
                        label { input type="checkbox" name="confirmed" value="yes" required; " Permanently" }
                        button { "Erase" }
                    }
                }
            }
        }
    }
}

fn missing() -> Response {
    shown(StatusCode::NOT_FOUND, &frame::notice("No such response", "It may have been erased."))
}

/// `POST /report/response/mark`: marks a response, or lets it count.
pub(super) async fn mark(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    let (id, name) = (form.field("id"), form.field("as"));
    let mark = match Mark::NAMES.iter().find(|(known, _)| *known == name) {
        Some((_, mark)) => Some(*mark),
        None if name == COUNTS => None,
        None => {
            return shown(
                StatusCode::UNPROCESSABLE_ENTITY,
                &frame::notice("No such mark", "A response can be marked as test or spam."),
            );
        }
    };
    match state.0.store.mark(id, mark, state.0.settings.clock.now(), &form.actor).await {
        Ok(true) => Redirect::to(&address(id)).into_response(),
        Ok(false) => missing(),
        Err(error) => unavailable(&error),
    }
}

/// `POST /report/response/erase`: erases a response, and what waits to be forwarded of it.
pub(super) async fn erase(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    if form.field("confirmed") != "yes" {
        let notice = frame::notice("Not erased", "Confirm that the response is to be erased permanently.");
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &notice);
    }
    let selection = Selection::Id(form.field("id").to_owned());
    match state.0.store.erase(&selection, None, state.0.settings.clock.now(), &form.actor).await {
        Ok(erased) if erased.is_empty() => missing(),
        Ok(_) => shown(StatusCode::OK, &frame::notice("Erased", "Earlier backups still contain it.")),
        Err(error) => unavailable(&error),
    }
}
