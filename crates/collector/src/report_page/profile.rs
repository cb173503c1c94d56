//! `/report/profile`: a user's own address, and how often they get a digest.

use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::OwnForm;
use super::reader::Reader;
use super::{frame, notices, shown, unavailable};
use crate::access::is_user;
use crate::access::role::{Permission, Role};
use crate::notify::{NO_DIGEST, Period, readable_address};
use crate::state::State;
use crate::store::Profile;

pub(super) const ADDRESS: &str = "/report/profile";

/// `GET /report/profile`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let granted = &reader.granted;
    let found = if is_user(&granted.actor) { state.0.store.profile(&granted.actor).await } else { Ok(None) };
    match found {
        Ok(Some(profile)) => {
            let was_saved = reader.field("saved").is_some();
            let body = view(&state, &granted.actor, granted.role, &profile, None, was_saved);
            shown(StatusCode::OK, &frame::beside("Your profile", granted.role, granted.signed_in, &body))
        }
        Ok(None) => {
            let body = html! {
                section.card.notice {
                    h1 { "Your profile" }
                    p { "You are not signed in as a user. Only users have a profile: " code { "askwell-collector users add" } " adds one." }
                }
            };
            shown(StatusCode::OK, &frame::beside("Your profile", granted.role, granted.signed_in, &body))
        }
        Err(error) => unavailable(&error),
    }
}

/// `POST /report/profile`.
pub(super) async fn post(extract::State(state): extract::State<State>, form: OwnForm) -> Response {
    let email = form.field("email").trim();
    let known = Period::NAMES.iter().find(|(name, _)| *name == form.field("digest"));
    let digest = known.map_or(NO_DIGEST, |(name, _)| name).to_owned();
    let problem = match readable_address(email) {
        _ if email.is_empty() && digest != NO_DIGEST => Some("Enter an address to get a digest."),
        None if !email.is_empty() => Some("Enter an e-mail address, such as ann@shop.example."),
        _ => None,
    };
    let profile = Profile { email: Some(email.to_owned()).filter(|email| !email.is_empty()), digest };
    if let Some(problem) = problem {
        let body = view(&state, &form.actor, form.role, &profile, Some(problem), false);
        let page = frame::beside("Your profile", form.role, form.signed_in, &body);
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let now = state.0.settings.clock.now();
    let is_changed = if is_user(&form.actor) {
        state.0.store.set_profile(&form.actor, &profile, now, &form.actor).await
    } else {
        Ok(false)
    };
    match is_changed {
        Ok(true) => Redirect::to(&format!("{ADDRESS}?saved=yes")).into_response(),
        Ok(false) => {
            shown(StatusCode::FORBIDDEN, &frame::notice("Not allowed", "Only users have a profile. Sign in as one."))
        }
        Err(error) => unavailable(&error),
    }
}

fn view(state: &State, name: &str, role: Role, profile: &Profile, problem: Option<&str>, was_saved: bool) -> Markup {
    let options = [(NO_DIGEST, "None"), ("weekly", "Every Monday"), ("monthly", "On the first of each month")];
    html! {
        section.card.profile aria-labelledby="profile-title" {
            h1 #profile-title { "Your profile" }
            p.muted { "You are signed in as " strong { bdi { (name) } } ", with the role " (Role::name(role)) "." }
            @if was_saved { p role="status" { "Saved." } }
            form method="post" action=(ADDRESS) {
                label for="email" { "E-mail" }
                input #email type="email" name="email" value=(profile.email.as_deref().unwrap_or_default())
                    autocomplete="email" maxlength="254" aria-describedby={ "email-help" @if problem.is_some() { " mistake" } }
                    aria-invalid=[problem.map(|_| "true")];
                p.muted #email-help { "Notices for you go to this address. Admins who can read the database see it." }
                @if let Some(problem) = problem { p #mistake .mistake role="alert" { (problem) } }
                label for="digest" { "Digest" }
                select #digest name="digest" aria-describedby="digest-help" {
                    @for (value, text) in options {
                        option value=(value) selected[profile.digest == value] { (text) }
                    }
                }
                p.muted #digest-help { "The scores of the week or month before, by e-mail at 07:00 UTC." }
                @if !state.0.notifier.channels().can_mail() {
                    p.muted { "This collector sends no e-mail yet: its configuration has no " code { "[smtp]" } "." }
                }
                button.primary { "Save" }
            }
            @if role.may(Permission::Analyse) { p { a href=(notices::ADDRESS) { "All notices" } } }
        }
    }
}
