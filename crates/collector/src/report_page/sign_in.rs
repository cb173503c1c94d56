//! Showing the read key once, and being known from then on.

use axum::body::Body;
use axum::extract;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::{address, frame, shown};
use crate::report::Ask;
use crate::state::{State, now};
use crate::{access, body};

/// Bytes of the form at most.
const LONGEST: usize = 8_192;

/// The form; `query` is what will be shown after it, `mistake` what was wrong with the last attempt.
pub(super) fn view(query: &str, mistake: Option<&str>) -> Markup {
    let ask = Ask::read(query).unwrap_or_default();
    let body = html! {
        form.card.notice method="post" action="/report/sign-in" {
            h1 { "Read the report" }
            p.muted { "With the read key that the collector was started with." }
            input type="hidden" name="query" value=(ask.to_query());
            label for="key" { "Read key" }
            input #key type="password" name="key" required autocomplete="current-password" autofocus
                aria-describedby=[mistake.map(|_| "mistake")] aria-invalid=[mistake.map(|_| "true")];
            @if let Some(mistake) = mistake { p #mistake .mistake role="alert" { (mistake) } }
            button.primary { "Sign in" }
        }
    };
    frame::page("Sign in", false, &body)
}

/// `POST /report/sign-in`: leads to the report if the key is right, and back to the form if it isn't.
pub(super) async fn post(extract::State(state): extract::State<State>, headers: HeaderMap, body: Body) -> Response {
    let settings = &state.0.settings;
    let Some(read_key) = &settings.read_key else { return Redirect::to("/report").into_response() };
    let form = match body::read(&headers, body, LONGEST, settings.limits.body).await {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    let field = |name| form_urlencoded::parse(&form).find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let query = field("query").unwrap_or_default();
    if !field("key").is_some_and(|key| read_key.is(key.trim())) {
        return shown(
            StatusCode::UNAUTHORIZED,
            &view(&query, Some("This is not the read key. Check it and try again.")),
        );
    }
    let cookie = access::sign_in(read_key, now(), is_over_https(&headers));
    let ask = Ask::read(&query).unwrap_or_default();
    ([(header::SET_COOKIE, cookie)], Redirect::to(&address(&ask))).into_response()
}

/// `POST /report/sign-out`.
pub(super) async fn leave(headers: HeaderMap) -> Response {
    ([(header::SET_COOKIE, access::sign_out(is_over_https(&headers)))], Redirect::to("/report")).into_response()
}

/// Whether the visitor's side of the connection is encrypted, as far as anyone says so. If it is, the cookie never
/// travels otherwise.
pub(super) fn is_over_https(headers: &HeaderMap) -> bool {
    let starts = |name: &str, with: &[u8]| headers.get(name).is_some_and(|value| value.as_bytes().starts_with(with));
    starts("origin", b"https://") || starts("x-forwarded-proto", b"https")
}
