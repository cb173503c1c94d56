//! `/report/forwarding`: what waits for which endpoint and what it didn't get, with the reason. Admins send that again.

use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AdminForm;
use super::chart::counted;
use super::reader::Reader;
use super::{frame, response, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::contact::ContactKey;
use crate::day::moment_in_words;
use crate::forward::status;
use crate::state::State;
use crate::store::{EndpointStatus, FailedForward};

const ADDRESS: &str = "/report/forwarding";
/// Failed responses on a page.
const SHOWN: usize = 50;

/// The page of an endpoint, from a response on.
pub(super) fn address(endpoint: &str, before: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("endpoint", endpoint);
    if let Some(before) = before {
        query.append_pair("before", before);
    }
    format!("{ADDRESS}?{}", query.finish())
}

/// `GET /report/forwarding`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let read = async {
        let statuses = status::all(&state).await?;
        let failures = match reader.field("endpoint") {
            Some(endpoint) => {
                let failures = state.0.store.failures(endpoint, reader.field("before"), SHOWN).await?;
                Some((endpoint, failures))
            }
            None => None,
        };
        Ok((statuses, failures))
    };
    let body = match read.await {
        Ok((statuses, None)) => endpoints(&statuses, reader.granted.role),
        Ok((_, Some((endpoint, failed)))) => {
            failures(endpoint, &failed, reader.granted.role, state.0.settings.contact_key.as_ref())
        }
        Err(error) => return unavailable(&error),
    };
    shown(StatusCode::OK, &frame::beside("Forwarding", reader.granted.role, reader.granted.signed_in, &body))
}

/// How forwarding to each endpoint stands.
fn endpoints(statuses: &[(EndpointStatus, bool)], role: Role) -> Markup {
    html! {
        section.card aria-labelledby="forwarding-title" {
            h1 #forwarding-title { "Forwarding" }
            @if statuses.is_empty() {
                p.muted { "No endpoints are configured." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Endpoint" } th.number scope="col" { "Waiting" } th.number scope="col" { "Failed" } th scope="col" { "Last failed" } th scope="col" { "" } } }
                    tbody {
                        @for (status, listed) in statuses {
                            tr {
                                th scope="row" {
                                    bdi { (status.endpoint) }
                                    @if !listed { span.muted { " (no longer in the file)" } }
                                }
                                td.number { (status.waiting) }
                                td.number {
                                    @if status.failed > 0 { a href=(address(&status.endpoint, None)) { (status.failed) } } @else { "0" }
                                }
                                td { @if let Some(at) = status.last_failed { (moment_in_words(at)) } }
                                td { div.actions {
                                    @if role.may(Permission::Administer) {
                                        @if *listed { (test_form(&status.endpoint)) }
                                        @if status.failed > 0 { (retry_form(&status.endpoint, None)) }
                                    }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What an endpoint didn't get.
fn failures(endpoint: &str, failed: &[FailedForward], role: Role, key: Option<&ContactKey>) -> Markup {
    html! {
        section.card aria-labelledby="forwarding-title" {
            h1 #forwarding-title { "Failed responses for " bdi { (endpoint) } }
            p.muted { (counted(failed.len() as u64, "response", "responses")) " on this page. " a href=(ADDRESS) { "All endpoints" } }
            @if role.may(Permission::Administer) && !failed.is_empty() { div.actions { (retry_form(endpoint, None)) } }
            ol.failures {
                @for FailedForward { response: id, failure } in failed {
                    li {
                        p {
                            strong { @match failure.status { Some(status) => (status), None => "No answer" } }
                            " " (failure.reason)
                        }
                        @if role.may(Permission::SeePeople) && let Some(answer) = &failure.answer {
                            pre tabindex="0" { code { (key.map_or_else(|| answer.clone(), |key| key.open_answer(id, answer))) } }
                        }
                        p.meta {
                            time datetime=(failure.at.to_text()) { (moment_in_words(failure.at)) }
                            span { a href=(response::address(id)) { code { (id) } } }
                        }
                        @if role.may(Permission::Administer) { div.actions { (retry_form(endpoint, Some(id))) } }
                    }
                }
            }
            @if failed.len() == SHOWN && let Some(last) = failed.last() {
                nav.pages aria-label="Failed responses" {
                    a.onward href=(address(endpoint, Some(&last.response))) { "Earlier" }
                }
            }
        }
    }
}

fn retry_form(endpoint: &str, response: Option<&str>) -> Markup {
    html! {
        form method="post" action="/report/forwarding/retry" {
            input type="hidden" name="endpoint" value=(endpoint);
            @if let Some(response) = response { input type="hidden" name="id" value=(response); }
            button { @if response.is_some() { "Send again" } @else { "Send all again" } }
        }
    }
}

fn test_form(endpoint: &str) -> Markup {
    html! {
        form method="post" action="/report/forwarding/test" {
            input type="hidden" name="endpoint" value=(endpoint);
            button { "Send a test" }
        }
    }
}

/// `POST /report/forwarding/test`: sends a sample to an endpoint, and shows what was sent and answered.
pub(super) async fn test(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    let (endpoint, now) = (form.field("endpoint"), state.0.settings.clock.now());
    let Some(tested) = state.0.forwarder.test(endpoint, now).await else {
        return shown(
            StatusCode::NOT_FOUND,
            &frame::notice("No such endpoint", "It may have been removed from the file."),
        );
    };
    if let Err(error) = state.0.store.note(now, &form.actor, "test delivery", endpoint).await {
        return unavailable(&error);
    }
    let body = html! {
        section.card aria-labelledby="test-title" {
            h1 #test-title { "Test delivery to " bdi { (endpoint) } }
            p {
                strong { @match tested.status { Some(status) => (status), None => "No answer" } }
                " " (tested.detail) ". " a href=(ADDRESS) { "All endpoints" }
            }
            @if !tested.request.is_empty() { h2 { "Request" } pre tabindex="0" { code { (tested.request) } } }
            @if !tested.answer.is_empty() { h2 { "Answer" } pre tabindex="0" { code { (tested.answer) } } }
        }
    };
    shown(StatusCode::OK, &frame::page("Test delivery", form.signed_in, &body))
}

/// `POST /report/forwarding/retry`: queues again what failed for an endpoint, or one response of it.
pub(super) async fn retry(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    let (endpoint, id) = (form.field("endpoint"), Some(form.field("id")).filter(|id| !id.is_empty()));
    match state.0.store.retry(Some(endpoint), id, state.0.settings.clock.now(), &form.actor).await {
        Ok(0) => shown(StatusCode::NOT_FOUND, &frame::notice("No failed responses", "It may have been sent again.")),
        Ok(_) => {
            state.0.forwarder.wake();
            let back = if id.is_some() { address(endpoint, None) } else { ADDRESS.to_owned() };
            Redirect::to(&back).into_response()
        }
        Err(error) => unavailable(&error),
    }
}
