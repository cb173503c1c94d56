//! What is being done about a response: a section of its page, and the form that changes it.

use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AgentForm;
use super::tab::Tab;
use super::{frame, inbox, response, shown, unavailable};
use crate::access::Granted;
use crate::access::role::Permission;
use crate::day::{Day, moment_in_words};
use crate::follow_up::{Change, List, NOTE, Outcome, Reason, Status};
use crate::state::State;
use crate::store::{Edit, Edited, FollowUp, FollowUpEvent, StoreError};

const ADDRESS: &str = "/report/follow-up";

/// Where a response is worked on.
pub(super) fn address(id: &str) -> String {
    format!("{}#follow-up", response::address(id))
}

pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "Open",
        Status::InProgress => "In progress",
        Status::Waiting => "Waiting",
        Status::Done(Outcome::Solved) => "Done: reached and solved",
        Status::Done(Outcome::NotSolved) => "Done: reached, not solved",
        Status::Done(Outcome::NotReached) => "Done: not reached",
        Status::Done(Outcome::NoAction) => "Done: no action needed",
        Status::Invited => "Invited",
        Status::Agreed => "Agreed",
        Status::Done(Outcome::Published) => "Done: published",
        Status::Done(Outcome::Referred) => "Done: referred",
        Status::Done(Outcome::Declined) => "Done: declined",
    }
}

/// The same, where nobody has begun with a promoter.
pub(super) fn status_in(list: List, status: Status) -> &'static str {
    match (list, status) {
        (List::Promoters, Status::Open) => "Not asked yet",
        (_, status) => status_name(status),
    }
}

pub(super) fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::Contact => "Asked for contact",
        Reason::Detractor => "Detractor",
        Reason::Rule => "Put here by a rule",
        Reason::Promoter => "Promoter who agreed to be contacted",
    }
}

/// A day until which something is to be done.
pub(super) fn due(day: Day, is_overdue: bool) -> Markup {
    html! { time datetime=(day) { (day.to_words()) } @if is_overdue { " " strong.overdue { "overdue" } } }
}

/// The section of the response `id`; empty for someone who may not follow up, and if nobody needs to.
pub(super) async fn section(state: &State, granted: &Granted, id: &str) -> Result<Markup, StoreError> {
    if !granted.role.may(Permission::FollowUp) {
        return Ok(html! {});
    }
    let found = Page::read(state, &granted.actor, id).await?;
    Ok(found.map_or_else(|| html! {}, |page| page.view("", i64::MAX)))
}

/// What the section shows.
struct Page {
    follow_up: FollowUp,
    events: Vec<FollowUpEvent>,
    /// The rule that put it into the inbox.
    rule: Option<String>,
    /// Who may own it.
    owners: Vec<String>,
    /// Who looks at it.
    actor: String,
    now: askwell_survey::Timestamp,
}

impl Page {
    async fn read(state: &State, actor: &str, id: &str) -> Result<Option<Self>, StoreError> {
        let Some((follow_up, mut events)) = state.0.store.follow_up(id).await? else { return Ok(None) };
        for event in &mut events {
            if let (Change::Note(text), Some(key)) = (&mut event.change, &state.0.settings.contact_key) {
                *text = key.open_note(id, text);
            }
        }
        let rule = state.0.store.rule_behind(id).await?;
        let mut owners = state.0.store.agents().await?;
        owners.extend(follow_up.owner.clone().into_iter().chain([actor.to_owned()]));
        owners.sort();
        owners.dedup();
        Ok(Some(Self { follow_up, events, rule, owners, actor: actor.to_owned(), now: state.0.settings.clock.now() }))
    }

    /// With a note that is typed already, and events after the version `seen` in front.
    fn view(&self, note: &str, seen: i64) -> Markup {
        let FollowUp { reason, since, status, due: day, .. } = self.follow_up;
        let is_mine = self.follow_up.owner.as_ref() == Some(&self.actor);
        let is_overdue = self.follow_up.is_overdue(Day::of(self.now));
        let meanwhile = history(self.events.iter().filter(|event| event.version > seen));
        html! {
            section #follow-up .card.follow-up aria-labelledby="follow-up-title" {
                h2 #follow-up-title { "Follow-up" }
                @if !meanwhile.is_empty() {
                    div.meanwhile role="alert" {
                        p { strong { "Meanwhile, this has changed:" } }
                        ol { @for events in meanwhile { li { (in_words(&events)) } } }
                        p { "Your changes were not saved. A note that you typed is still below." }
                    }
                }
                p {
                    strong { (status_in(reason.list(), status)) } ". "
                    @match &self.rule { Some(rule) if reason == Reason::Rule => { "Put here by the rule “" bdi { (rule) } "”" }, _ => (reason_name(reason)) }
                    ", came in " (inbox::age(since, self.now)) ". "
                    @if let Some(day) = day && !status.is_done() { "Due " (due(day, is_overdue)) ". " }
                    @match &self.follow_up.owner { Some(owner) => { "Owner: " bdi { (owner) } "." }, None => "Nobody has taken it." }
                }
                div.actions {
                    @if status.is_done() {
                        form method="post" action=(ADDRESS) { (self.hidden()) button name="reopen" value="yes" { "Reopen" } }
                    } @else if !is_mine {
                        form method="post" action=(ADDRESS) { (self.hidden()) button name="take" value="yes" { "Take it" } }
                    }
                    @match reason.list() {
                        List::Inbox => a href=(Tab::Inbox.path()) { "Inbox" },
                        List::Promoters => a href=(Tab::Promoters.path()) { "Promoters" },
                    }
                }
                form.edit method="post" action=(ADDRESS) {
                    (self.hidden())
                    @if !status.is_done() { (self.fields()) }
                    div.field.note {
                        label for="note" { "Note" }
                        textarea #note name="note" rows="4" maxlength=(NOTE) dir="auto" aria-describedby="note-hint" { "\n" (note) }
                        p #note-hint .muted { "Agents and admins can read it. It is erased together with the response’s personal data." }
                    }
                    button.primary { "Save" }
                }
                @if !self.events.is_empty() {
                    h3 { "History" }
                    ol.history { @for events in history(&self.events).into_iter().rev() { li { (in_words(&events)) } } }
                }
            }
        }
    }

    fn hidden(&self) -> Markup {
        html! {
            input type="hidden" name="id" value=(self.follow_up.response);
            input type="hidden" name="version" value=(self.follow_up.version);
        }
    }

    fn fields(&self) -> Markup {
        let FollowUp { reason, status, due, .. } = self.follow_up;
        let owner = self.follow_up.owner.as_deref();
        html! {
            div.filters {
                div.field {
                    label for="follow-up-status" { "Status" }
                    select #follow-up-status name="status" {
                        @for (name, choice) in reason.list().statuses() { option value=(name) selected[*choice == status] { (status_in(reason.list(), *choice)) } }
                    }
                }
                div.field {
                    label for="follow-up-owner" { "Owner" }
                    select #follow-up-owner name="owner" {
                        option value="" selected[owner.is_none()] { "Nobody" }
                        @for name in &self.owners { option value=(name) selected[owner == Some(name)] { (name) } }
                    }
                }
                div.field {
                    label for="follow-up-due" { "Due" }
                    input #follow-up-due type="date" name="due" value=[due];
                }
            }
        }
    }
}

/// Events by what was changed together.
fn history<'a>(events: impl IntoIterator<Item = &'a FollowUpEvent>) -> Vec<Vec<&'a FollowUpEvent>> {
    let mut all: Vec<Vec<&FollowUpEvent>> = Vec::new();
    for event in events {
        match all.last_mut().filter(|last| last[0].version == event.version) {
            Some(last) => last.push(event),
            None => all.push(vec![event]),
        }
    }
    all
}

fn in_words(events: &[&FollowUpEvent]) -> Markup {
    html! {
        @if let Some(first) = events.first() {
            p.meta {
                time datetime=(first.at.to_text()) { (moment_in_words(first.at)) }
                span { @if first.actor.is_empty() { "the visitor" } @else { bdi { (first.actor) } } }
            }
        }
        @for event in events { (change_in_words(event)) }
    }
}

fn change_in_words(event: &FollowUpEvent) -> Markup {
    html! {
        @match &event.change {
            Change::Note(text) if text.is_empty() => p.muted { "Wrote a note, which is erased" },
            Change::Note(text) => p.text dir="auto" { (text) },
            Change::Owner(Some(owner)) if *owner == event.actor => p { "Took it" },
            Change::Owner(Some(owner)) => p { "Gave it to " bdi { (owner) } },
            Change::Owner(None) => p { "Gave it back: nobody has it" },
            Change::Due(Some(day)) => p { "Due " (day.to_words()) },
            Change::Due(None) => p { "Took away the day on which it is due" },
            Change::Status(Status::Open) if event.actor.is_empty() => p { "Asked for contact, which opened it again" },
            Change::Status(status) => p { "Status: " (status_name(*status)) },
        }
    }
}

/// `POST /report/follow-up`: changes what is being done about a response.
pub(super) async fn post(extract::State(state): extract::State<State>, form: AgentForm) -> Response {
    let id = form.field("id");
    let note = form.field("note").replace("\r\n", "\n");
    let note = note.trim();
    let (Some(mut changes), Ok(version)) = (changes(&form), form.field("version").parse()) else {
        return refused("Choose a status, an owner and a day from the form.");
    };
    let seen = match Page::read(&state, &form.actor, id).await {
        Ok(Some(page)) => page,
        Ok(None) => return missing(&form, note),
        Err(error) => return unavailable(&error),
    };
    let list = seen.follow_up.reason.list();
    let is_of_list = |status: Status| list.statuses().iter().any(|(_, known)| *known == status);
    if changes.iter().any(|change| matches!(change, Change::Status(status) if !is_of_list(*status))) {
        return refused("Choose a status from the form.");
    }
    if changes.iter().any(|change| matches!(change, Change::Owner(Some(owner)) if !seen.owners.contains(owner))) {
        return refused("The owner has to be somebody who may follow up.");
    }
    if note.chars().count() > NOTE {
        return refused(&format!("A note has at most {NOTE} characters. Go back and shorten it."));
    }
    if !note.is_empty() {
        let sealed = state.0.settings.contact_key.as_ref().map(|key| key.seal_note(id, note)).transpose();
        match sealed {
            Ok(sealed) => changes.push(Change::Note(sealed.unwrap_or_else(|| note.to_owned()))),
            Err(problem) => return unavailable(&StoreError::Refused(problem)),
        }
    }
    let edit = Edit { response: id, version, changes, actor: &form.actor, at: state.0.settings.clock.now() };
    match state.0.store.edit_follow_up(&edit).await {
        Ok(Edited::Saved) => Redirect::to(&address(id)).into_response(),
        Ok(Edited::Stale) => stale(&state, &form, note, version).await,
        Ok(Edited::Missing) => missing(&form, note),
        Err(error) => unavailable(&error),
    }
}

/// What the form wants to change; None if no form of ours says that.
fn changes(form: &AgentForm) -> Option<Vec<Change>> {
    if form.field("take") == "yes" {
        return Some(vec![Change::Owner(Some(form.actor.clone()))]);
    }
    if form.field("reopen") == "yes" {
        return Some(vec![Change::Status(Status::Open)]);
    }
    let mut changes = Vec::new();
    if !form.field("status").is_empty() {
        let (owner, day) = (form.field("owner"), form.field("due"));
        changes.push(Change::Status(Status::of(form.field("status"))?));
        changes.push(Change::Owner((!owner.is_empty()).then(|| owner.to_owned())));
        changes.push(Change::Due(if day.is_empty() { None } else { Some(Day::parse(day)?) }));
    }
    Some(changes)
}

fn refused(text: &str) -> Response {
    shown(StatusCode::UNPROCESSABLE_ENTITY, &frame::notice("Not saved", text))
}

/// Somebody else was faster: what they did, and the form with the note that was typed.
async fn stale(state: &State, form: &AgentForm, note: &str, seen: i64) -> Response {
    match Page::read(state, &form.actor, form.field("id")).await {
        Ok(Some(page)) => {
            let body = html! {
                h1 { "Not saved" }
                (page.view(note, seen))
                p { a href=(response::address(form.field("id"))) { "The response" } }
            };
            shown(StatusCode::CONFLICT, &frame::page("Not saved", form.signed_in, &body))
        }
        Ok(None) => missing(form, note),
        Err(error) => unavailable(&error),
    }
}

/// Nobody is needed any more.
fn missing(form: &AgentForm, note: &str) -> Response {
    let body = html! {
        section.card.notice {
            h1 { "Not saved" }
            p { "This response needs no follow-up any more: it was erased, marked as test or spam, or answered anew." }
            @if !note.is_empty() { p.muted { "Your note:" } p.text dir="auto" { (note) } }
            p { a href=(Tab::Inbox.path()) { "Inbox" } }
        }
    };
    shown(StatusCode::NOT_FOUND, &frame::page("Not saved", form.signed_in, &body))
}
