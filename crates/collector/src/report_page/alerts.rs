//! `/report/alerts`: what the collector noticed by itself, which whoever takes care of it acknowledges; and how many there are,
//! for other pages.

use askwell_survey::Timestamp;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AlertForm;
use super::chart::counted;
use super::reader::Reader;
use super::selection::segment_name;
use super::{frame, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::alerts::api::SHOWN;
use crate::alerts::{Alert, AlertSettings, page, sentences, title};
use crate::day::moment_in_words;
use crate::state::State;

pub(super) const ADDRESS: &str = "/report/alerts";
const ACKNOWLEDGE: &str = "/report/alerts/acknowledge";
/// With this parameter, the page has everything that is kept.
const EARLIER: &str = "earlier";

/// `GET /report/alerts`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let with_earlier = reader.field(EARLIER).is_some();
    let now = state.0.settings.clock.now();
    let since = if with_earlier { Timestamp::default() } else { now.after_days(-SHOWN) };
    match state.0.store.alerts(since).await {
        Ok(alerts) => {
            let granted = &reader.granted;
            let body = view(&alerts, &state.0.settings.alerts, granted.role, with_earlier);
            shown(StatusCode::OK, &frame::beside("Alerts", granted.role, granted.signed_in, &body))
        }
        Err(error) => unavailable(&error),
    }
}

/// `POST /report/alerts/acknowledge`.
pub(super) async fn acknowledge(extract::State(state): extract::State<State>, form: AlertForm) -> Response {
    let (id, is_seen) = (form.field("id"), form.field("undo") != "yes");
    let now = state.0.settings.clock.now();
    match state.0.store.acknowledge_alert(id, is_seen, now, &form.actor).await {
        Ok(true) if form.field(EARLIER) == "yes" => Redirect::to(&format!("{ADDRESS}?{EARLIER}=yes")).into_response(),
        Ok(true) => Redirect::to(ADDRESS).into_response(),
        Ok(false) => shown(StatusCode::NOT_FOUND, &frame::notice("No such alert", "It may have been erased.")),
        Err(error) => unavailable(&error),
    }
}

/// A line that says how many alerts wait for somebody.
pub(super) fn line(open: u64) -> Markup {
    html! {
        @if open > 0 {
            p.card.open-alerts { a href=(ADDRESS) { (counted(open, "open alert", "open alerts")) } }
        }
    }
}

fn view(alerts: &[Alert], settings: &AlertSettings, role: Role, with_earlier: bool) -> Markup {
    let is_open = |alert: &&Alert| alert.ended_at.is_none() && alert.acknowledged.is_none();
    let (open, other): (Vec<_>, Vec<_>) = alerts.iter().partition(is_open);
    html! {
        section.card.alerts aria-labelledby="alerts-title" {
            h1 #alerts-title { "Alerts" }
            @if settings.enabled {
                p.muted {
                    "Watched: each survey"
                    @for segment in &settings.segments { ", each “" bdi { (segment_name(segment)) } "”" }
                    ": whether its score falls or rises, whether there are more detractors than usual, and whether answers are missing. \
                     Each endpoint: whether it takes responses. In a year in which nothing changes, 4 to 5 of 100 collectors show an alert at all."
                }
            } @else {
                p { "Alerts are switched off in the configuration: nothing new appears here." }
            }
            h2 { "Open" }
            @if open.is_empty() {
                p { "Nothing needs your attention. " @if settings.enabled { "The next look is within an hour." } }
            } @else {
                ul { @for alert in &open { (row(alert, role, with_earlier)) } }
            }
        }
        section.card.alerts aria-labelledby="past-alerts-title" {
            h2 #past-alerts-title { @if with_earlier { "Acknowledged and past" } @else { "Acknowledged, and past within 90 days" } }
            @if other.is_empty() {
                p.muted { "None." }
            } @else {
                ul { @for alert in &other { (row(alert, role, with_earlier)) } }
            }
            p {
                @if with_earlier { a href=(ADDRESS) { "The last 90 days" } }
                @else { a href={ (ADDRESS) "?" (EARLIER) "=yes" } { "Earlier alerts" } }
            }
        }
    }
}

fn row(alert: &Alert, role: Role, with_earlier: bool) -> Markup {
    let (address, name) = page(alert);
    let heading = title(alert);
    let is_open = alert.ended_at.is_none();
    html! {
        li {
            div {
                h3 { bdi { (heading) } }
                @if let Some((name, value)) = &alert.subject.segment {
                    p { (segment_name(name)) ": " bdi { (value) } }
                }
                @for sentence in sentences(alert) { p { (sentence) } }
                p.muted {
                    "Found on " (moment_in_words(alert.found_at)) "."
                    @if let Some((by, at)) = &alert.acknowledged { " Acknowledged by " bdi { (by) } " on " (moment_in_words(*at)) "." }
                }
                p { a href=(address) { (name) span.hidden { ": " (heading) } } }
            }
            @if role.may(Permission::Acknowledge) && (is_open || alert.acknowledged.is_some()) {
                form method="post" action=(ACKNOWLEDGE) {
                    input type="hidden" name="id" value=(alert.id);
                    @if with_earlier { input type="hidden" name=(EARLIER) value="yes"; }
                    @if alert.acknowledged.is_some() {
                        button name="undo" value="yes" { "Undo" span.hidden { ": acknowledged " (heading) } }
                    } @else {
                        button { "Acknowledge" span.hidden { ": " (heading) } }
                    }
                }
            }
        }
    }
}
