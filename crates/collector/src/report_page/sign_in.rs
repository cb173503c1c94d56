//! Showing the read key once, and being known from then on.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, extract};
use maud::{Markup, html};

use super::tab::Tab;
use super::{frame, shown};
use crate::access::{Caller, Denied, session};
use crate::client::Peer;
use crate::report::ReportQuery;
use crate::state::State;
use crate::{body, origin, pairs};

/// Bytes of the form at most.
const LONGEST: usize = 8_192;

/// Where someone is led who has signed in: a page of the report and what was asked for.
#[derive(Default)]
pub(super) struct Target {
    tab: Tab,
    query: ReportQuery,
}

impl Target {
    pub(super) fn of(uri: &Uri) -> Self {
        Self::read(uri.path(), uri.query().unwrap_or_default())
    }

    fn read(path: &str, query: &str) -> Self {
        let tab = Tab::ALL.into_iter().find(|tab| tab.path() == path).unwrap_or(Tab::Overview);
        Self { tab, query: ReportQuery::read(query).unwrap_or_default() }
    }
}

/// The form; `mistake` is what was wrong with the last attempt.
pub(super) fn view(to: &Target, mistake: Option<&str>) -> Markup {
    let body = html! {
        form.card.notice method="post" action="/report/sign-in" {
            h1 { "Sign in" }
            p.muted { "Enter your name and password. With a read key, leave the name empty." }
            input type="hidden" name="page" value=(to.tab.path());
            input type="hidden" name="query" value=(to.query.to_query());
            label for="name" { "Name" }
            input #name type="text" name="name" autocomplete="username";
            label for="key" { "Password or read key" }
            input #key type="password" name="key" required autocomplete="current-password" autofocus
                aria-describedby=[mistake.map(|_| "mistake")] aria-invalid=[mistake.map(|_| "true")];
            @if let Some(mistake) = mistake { p #mistake .mistake role="alert" { (mistake) } }
            button.primary { "Sign in" }
        }
    };
    frame::page("Sign in", false, &body)
}

/// Too many wrong keys came from there.
pub(super) fn braked(to: &Target) -> Response {
    let text = "There were too many failed attempts from your address. Try again in five minutes.";
    shown(StatusCode::TOO_MANY_REQUESTS, &view(to, Some(text)))
}

/// A form of another site.
pub(super) fn foreign() -> Response {
    shown(StatusCode::FORBIDDEN, &frame::notice("Form not accepted", "The form was sent from a page of another site."))
}

/// `POST /report/sign-in`: leads to the report if the key is right, and back to the form if it isn't.
pub(super) async fn post(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    reading: Option<Extension<body::Reading>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !origin::is_own(&headers) {
        return foreign();
    }
    let settings = &state.0.settings;
    let form = match body::read(&headers, body, LONGEST, settings.limits.body, reading).await {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    let pairs = pairs::read(&form);
    let field = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let to = Target::read(&field("page").unwrap_or_default(), &field("query").unwrap_or_default());
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    let (name, secret) = (field("name").unwrap_or_default(), field("key").unwrap_or_default());
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let signed_in = match name {
        Some(name) => state.0.sign_in_user(caller, name, &secret).await.map(|()| None),
        None => state.0.sign_in(caller, secret.trim()).await.map(|key| Some(key.digest)),
    };
    let key = match signed_in {
        Ok(key) => key,
        Err(Denied::KeyNeeded) => {
            let mistake = match name {
                Some(_) => "The name or the password is wrong.",
                None => "This is not a valid read key. Check it and try again.",
            };
            return shown(StatusCode::UNAUTHORIZED, &view(&to, Some(mistake)));
        }
        Err(Denied::Braked(_)) => return braked(&to),
        Err(Denied::Store(error)) => return super::unavailable(&error),
    };
    match session::open(&state.0.store, name, key, settings.clock.now(), &headers).await {
        Ok(cookie) => leading(&to.tab.address(&to.query), cookie),
        Err(error) => super::unavailable(&error),
    }
}

/// `POST /report/sign-out`: ends the session, here and in every copy of its cookie.
pub(super) async fn leave(extract::State(state): extract::State<State>, headers: HeaderMap) -> Response {
    if !origin::is_own(&headers) {
        return foreign();
    }
    match session::close(&state.0.store, &headers).await {
        Ok(()) => leading("/report", session::ended(&headers)),
        Err(error) => super::unavailable(&error),
    }
}

pub(super) fn leading(address: &str, cookie: header::HeaderValue) -> Response {
    let mut response = Redirect::to(address).into_response();
    session::set(response.headers_mut(), cookie);
    response
}
