//! `/report/response?id=ID`: one response in words, section by section. Admins mark and erase it here.

use askwell_survey::Value;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AdminForm;
use super::chart::{counted, group_name};
use super::in_words::duration;
use super::reader::Reader;
use super::tab::Tab;
use super::{account, follow_up, forwarding, frame, in_words, person, shown, tags, unavailable};
use crate::access::role::{Permission, Role};
use crate::day::moment_in_words;
use crate::report::{ReportQuery, ResponseDetails};
use crate::state::State;
use crate::store::{AuditEntry, CONTACT_READ, Mark, PendingForward, Selection};

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
    let is_sealed = state.0.settings.contact_key.is_some();
    match ResponseDetails::read(&state, reader.field("id").unwrap_or_default(), granted).await {
        Ok(Some(response)) => {
            let follow_up = match follow_up::section(&state, granted, reader.field("id").unwrap_or_default()).await {
                Ok(follow_up) => follow_up,
                Err(error) => return unavailable(&error),
            };
            let tags = match tags::section(&state, granted.role, &response.stored.id).await {
                Ok(tags) => tags,
                Err(error) => return unavailable(&error),
            };
            let body = view(&response, granted.role, is_sealed, &html! { (tags) (follow_up) });
            shown(StatusCode::OK, &frame::beside("Response", granted.role, granted.signed_in, &body))
        }
        Ok(None) => missing(),
        Err(error) => unavailable(&error),
    }
}

fn view(response: &ResponseDetails, role: Role, is_sealed: bool, work: &Markup) -> Markup {
    html! {
        (head(response, is_sealed))
        (answers(response))
        @if role.may(Permission::SeePeople) { (person(response)) }
        (work)
        (context(response))
        (delivery(response))
        @if !response.history.is_empty() { (history(response)) }
        (document(response))
        @if role.may(Permission::Administer) { (actions(response)) }
    }
}

fn head(response: &ResponseDetails, is_sealed: bool) -> Markup {
    let stored = &response.stored;
    let state = match stored.mark.as_deref() {
        Some(mark) => format!("marked as {mark} and left out of scores"),
        None => "counted in scores".to_owned(),
    };
    let status = match response.text(&["status"]) {
        "complete" => "finished",
        "abandoned" => "closed or left before the end",
        _ => "not finished",
    };
    let survey = response.text(&["survey", "id"]);
    html! {
        section.card.response aria-labelledby="response-title" {
            div.response-head {
                h1 #response-title { "Response" }
                @if let Some(score) = response.score() {
                    span.badge.{ (score.group().as_str()) } { span.hidden { "Score " } (score) }
                    span { (group_name(score.group()).trim_end_matches('s')) }
                }
            }
            p.muted {
                time datetime=(stored.counted_at.to_text()) { (moment_in_words(stored.counted_at)) } ", " (status) ", " (state) "."
            }
            p.links {
                @if !survey.is_empty() {
                    @let query = ReportQuery { survey: Some(survey.to_owned()), ..ReportQuery::default() };
                    a href=(Tab::Results.address(&query)) { "All answers to " bdi { (survey) } }
                }
                @if let Some(account) = response.account(is_sealed) { a href=(account::address(account)) { "Account " bdi { (account) } } }
            }
        }
    }
}

fn answers(response: &ResponseDetails) -> Markup {
    let answers: Vec<_> = response.answers.iter().filter(|answer| !answer.is_personal).collect();
    let is_described = answers.iter().any(|answer| !answer.prompts.is_empty());
    let (asked, others): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| !is_described || !answer.prompts.is_empty());
    html! {
        section.card aria-labelledby="answers-title" {
            h2 #answers-title { "Answers" }
            @if response.document == Value::Null { p.muted { "The stored document can’t be read." } }
            @else if asked.is_empty() { p.muted { "No answers." } }
            (in_words::answers(&asked, response.text(&["locale"])))
            @if !others.is_empty() {
                h3 { "Computed values and hidden fields" }
                (in_words::answers(&others, ""))
            }
        }
    }
}

/// Who answered, as the site and the visitor say.
fn person(response: &ResponseDetails) -> Markup {
    let traits = response.fields("person");
    let left: Vec<_> = response.answers.iter().filter(|answer| answer.is_personal).collect();
    let id = traits.iter().find(|(name, _)| name == "id").map(|(_, id)| id.as_str());
    html! {
        section.card aria-labelledby="person-title" {
            h2 #person-title { "Who answered" }
            @if traits.is_empty() && left.is_empty() { p.muted { "Neither the site nor the visitor says who answered." } }
            (in_words::fields(&traits))
            (in_words::answers(&left, response.text(&["locale"])))
            @if let Some(id) = id { p.links { a href=(person::address(id)) { "Everything this person answered" } } }
        }
    }
}

fn context(response: &ResponseDetails) -> Markup {
    let attributes = response.fields("attributes");
    let facts = [
        ("Page", response.text(&["page", "url"])),
        ("Title", response.text(&["page", "title"])),
        ("Came from", response.text(&["page", "referrer"])),
        ("Language", response.text(&["locale"])),
        ("Layout", response.text(&["layout"])),
        ("Ending", response.text(&["ending"])),
    ];
    html! {
        section.card aria-labelledby="context-title" {
            h2 #context-title { "Context" }
            dl.pairs {
                @for (name, value) in facts { @if !value.is_empty() { div { dt { (name) } dd { bdi { (value) } } } } }
                @if let Some(seconds) = response.seconds() { div { dt { "Time taken" } dd { (duration(seconds)) } } }
                div { dt { "Received" } dd { (moment_in_words(response.stored.received_at)) } }
            }
            @if !attributes.is_empty() { h3 { "Attributes" } (in_words::fields(&attributes)) }
        }
    }
}

fn delivery(response: &ResponseDetails) -> Markup {
    let delivered =
        response.endpoints.iter().filter(|name| response.pending.iter().all(|pending| pending.endpoint != **name));
    html! {
        section.card aria-labelledby="delivery-title" {
            h2 #delivery-title { "Forwarding" }
            @if response.endpoints.is_empty() && response.pending.is_empty() { p.muted { "No endpoints are configured." } } @else { dl.pairs {
                @for PendingForward { endpoint, since, tries, failure } in &response.pending {
                    div {
                        dt { bdi { (endpoint) } }
                        dd {
                            @match failure {
                                Some(failure) => {
                                    span.verdict.worse { "Failed" } ", " (moment_in_words(failure.at))
                                    @if let Some(status) = failure.status { ", status " (status) }
                                    @if !failure.reason.is_empty() { ": " bdi { (failure.reason) } }
                                    " " a href=(forwarding::address(endpoint, None)) { "Failed responses" }
                                },
                                None => {
                                    "Waiting since " (moment_in_words(*since))
                                    @if *tries > 0 { ", tried " (counted(*tries, "time", "times")) }
                                },
                            }
                        }
                    }
                }
                @for endpoint in delivered { div { dt { bdi { (endpoint) } } dd { "Nothing waiting: delivered, or not meant for this endpoint" } } }
            } }
        }
    }
}

/// What was done to it, and who was shown the person behind it.
fn history(response: &ResponseDetails) -> Markup {
    let (reads, changes): (Vec<_>, Vec<_>) = response.history.iter().partition(|entry| entry.action == CONTACT_READ);
    html! {
        section.card.history aria-labelledby="history-title" {
            h2 #history-title { "History" }
            @if changes.is_empty() { p.muted { "Nobody has changed anything." } }
            ol { @for entry in changes { li { (done(entry)) ": " (entry.action) ", " bdi { (entry.detail) } } } }
            @if !reads.is_empty() {
                details {
                    summary { (counted(reads.len() as u64, "read of contact data", "reads of contact data")) }
                    ol { @for entry in reads { li { (done(entry)) } } }
                }
            }
        }
    }
}

fn done(entry: &AuditEntry) -> Markup {
    html! { time.muted datetime=(entry.at.to_text()) { (moment_in_words(entry.at)) } " " bdi { (entry.actor) } }
}

fn document(response: &ResponseDetails) -> Markup {
    html! {
        section.card aria-labelledby="document-title" {
            h2 #document-title { "Document" }
            p.muted { code { (response.stored.id) } }
            details {
                summary { "The response as it is stored" }
                pre tabindex="0" { code { (indented(&response.document)) } }
            }
        }
    }
}

fn actions(response: &ResponseDetails) -> Markup {
    let stored = &response.stored;
    let choices = Mark::NAMES.iter().map(|(name, _)| *name).chain([COUNTS]);
    let choices: Vec<_> = choices.filter(|choice| *choice != stored.mark.as_deref().unwrap_or(COUNTS)).collect();
    html! {
        section.card aria-labelledby="actions-title" {
            h2 #actions-title { "Mark or erase" }
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

/// A document as JSON, a field a line.
fn indented(document: &Value) -> String {
    let json: Option<serde_json::Value> = serde_json::from_str(&document.to_json()).ok();
    json.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_default()
}

pub(super) fn missing() -> Response {
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
