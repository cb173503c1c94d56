//! `/report/notices`: the channels, and what became of the latest notices. Admins send test notices.

use axum::extract;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::change_form::AdminForm;
use super::reader::Reader;
use super::{frame, not_allowed, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::day::moment_in_words;
use crate::notice::Occasion;
use crate::notify::{ChannelInfo, Channels, KEPT_DAYS, is_own_path, recipient_name};
use crate::state::State;
use crate::store::{ListedNotice, NoticeDelivery};

pub(super) const ADDRESS: &str = "/report/notices";
/// Notices on the page.
const SHOWN: usize = 100;

/// `GET /report/notices`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let role = reader.granted.role;
    if !role.may(Permission::Analyse) {
        return not_allowed(Permission::Analyse);
    }
    let notices = match state.0.store.notices(SHOWN).await {
        Ok(notices) => notices,
        Err(error) => return unavailable(&error),
    };
    let body = html! { (channels(&state.0.notifier.channels(), role)) (list(&notices)) };
    shown(StatusCode::OK, &frame::beside("Notices", role, reader.granted.signed_in, &body))
}

/// `POST /report/notices/test`: sends a test notice, and shows what came of it.
pub(super) async fn test(extract::State(state): extract::State<State>, form: AdminForm) -> Response {
    let (channel, now) = (form.field("channel"), state.0.settings.clock.now());
    let Some(tested) = state.0.notifier.test(channel, now).await else {
        let text = "It may have been removed from the configuration.";
        return shown(StatusCode::NOT_FOUND, &frame::notice("No such channel", text));
    };
    if let Err(error) = state.0.store.note(now, &form.actor, "test notice", channel).await {
        return unavailable(&error);
    }
    let body = html! {
        section.card aria-labelledby="test-title" {
            h1 #test-title { "Test notice to " bdi { (channel) } }
            @match &tested {
                Ok(()) => p { strong { "Sent." } " Look whether it has arrived." },
                Err(reason) => p { strong { "Not sent:" } " " bdi { (reason) } },
            }
            p { a href=(ADDRESS) { "All notices" } }
        }
    };
    shown(StatusCode::OK, &frame::beside("Test notice", form.role, form.signed_in, &body))
}

fn channels(channels: &Channels, role: Role) -> Markup {
    let infos = channels.infos();
    html! {
        section.card.notices aria-labelledby="channels-title" {
            h1 #channels-title { "Notices" }
            @if infos.is_empty() {
                p { "There are no channels. Add a table " code { "[channels.NAME]" } " to the configuration of the collector." }
            } @else {
                ul.channels {
                    @for info in &infos { (channel(info, role)) }
                }
            }
            @if channels.public_url().is_none() {
                p.muted { "Notices have no links: the configuration has no " code { "public_url" } "." }
            }
        }
    }
}

fn channel(info: &ChannelInfo, role: Role) -> Markup {
    let taken: Vec<_> = info.occasions.iter().map(|occasion| occasions(*occasion)).collect();
    html! {
        li {
            div {
                p { strong { bdi { (info.name) } } " " span.muted { (kind(info.kind)) } }
                p.muted { @if taken.is_empty() { "Takes only what is addressed to it" } @else { "Takes " (taken.join(", ")) } }
            }
            @if role.may(Permission::Administer) {
                form method="post" action={ (ADDRESS) "/test" } {
                    input type="hidden" name="channel" value=(info.name);
                    button { "Send a test notice" span.hidden { " to " (info.name) } }
                }
            }
        }
    }
}

fn list(notices: &[ListedNotice]) -> Markup {
    html! {
        section.card.notices aria-labelledby="notices-title" {
            h2 #notices-title { "Latest notices" }
            @if notices.is_empty() {
                p.muted { "Nothing has been told yet." }
            } @else {
                p.muted { "The latest " (SHOWN) ". Notices are kept for " (KEPT_DAYS) " days." }
                ol.failures {
                    @for notice in notices { li { (view(notice)) } }
                }
            }
        }
    }
}

fn view(listed: &ListedNotice) -> Markup {
    html! {
        @match &listed.notice {
            Some(notice) => p {
                @if is_own_path(&notice.path) { a href=(notice.path) { bdi { (notice.title) } } }
                @else { strong { bdi { (notice.title) } } }
            },
            None => p { "A notice of a later version" },
        }
        p.meta {
            time datetime=(listed.created_at.to_text()) { (moment_in_words(listed.created_at)) }
            @if let Some(notice) = &listed.notice { span { (occasion(notice.occasion)) } }
        }
        @if listed.deliveries.is_empty() {
            p.muted { @if listed.is_spread { "No channel takes it" } @else { "Waiting" } }
        }
        ul.deliveries {
            @for delivery in &listed.deliveries { li { (state_of(delivery)) } }
        }
    }
}

fn state_of(delivery: &NoticeDelivery) -> Markup {
    let NoticeDelivery { recipient, due, sent_at, failed_at, error } = delivery;
    html! {
        bdi { (recipient_name(recipient)) } ": "
        @if let Some(at) = sent_at {
            "sent " span.muted { (moment_in_words(*at)) }
        } @else if let Some(at) = failed_at {
            strong.problem { "failed" } " " span.muted { (moment_in_words(*at)) }
        } @else if let Some(due) = due {
            "waiting" @if error.is_some() { ", next try " span.muted { (moment_in_words(*due)) } }
        }
        @if let Some(error) = error { " – " bdi { (error) } }
    }
}

fn kind(name: &str) -> &'static str {
    match name {
        "email" => "E-mail",
        "slack" => "Slack",
        "teams" => "Microsoft Teams",
        _ => "Webhook",
    }
}

fn occasion(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Alert => "Alert",
        Occasion::FollowUp => "Follow-up",
        Occasion::Digest => "Digest",
    }
}

fn occasions(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Alert => "alerts",
        Occasion::FollowUp => "follow-ups",
        Occasion::Digest => "digests",
    }
}
