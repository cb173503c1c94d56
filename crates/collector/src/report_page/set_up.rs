//! `/setup`: makes the first user, for whoever has the link that the first start printed.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Extension, extract};
use maud::{Markup, html};

use super::{frame, shown, sign_in, unavailable};
use crate::access::{Caller, password, session, setup};
use crate::client::{self, Peer};
use crate::state::State;
use crate::store::User;
use crate::{body, origin, pairs};

/// Bytes of the form at most.
const LONGEST: usize = 8_192;
/// Characters of a name at most.
const LONGEST_NAME: usize = 64;

fn view(token: &str, mistake: Option<&str>) -> Markup {
    let body = html! {
        form.card.notice method="post" action="/setup" {
            h1 { "Set up Askwell" }
            p.muted { "Create the first user. Choose a name and a password of at least 12 characters." }
            input type="hidden" name="token" value=(token);
            label for="name" { "Name" }
            input #name type="text" name="name" required maxlength=(LONGEST_NAME) autocomplete="username" autofocus;
            label for="password" { "Password" }
            input #password type="password" name="password" required minlength="12" autocomplete="new-password"
                aria-describedby=[mistake.map(|_| "mistake")] aria-invalid=[mistake.map(|_| "true")];
            @if let Some(mistake) = mistake { p #mistake .mistake role="alert" { (mistake) } }
            button.primary { "Create user" }
        }
    };
    frame::page("Set up", false, &body)
}

fn ended() -> Response {
    let text = "This link is invalid or has expired. The collector prints a new one when it starts and nobody can read the \
        report yet.";
    shown(StatusCode::NOT_FOUND, &frame::notice("Invalid set-up link", text))
}

/// Counts what was tried, as with keys: a link can't be guessed.
fn braked(state: &State, caller: Caller<'_>) -> Option<Response> {
    let address = client::address(caller.peer, caller.headers, state.0.settings.limits.proxies);
    state.0.brake.count(client::network(address)).err().map(|_| sign_in::braked(&sign_in::Target::default()))
}

/// `GET /setup?token=…`: the form.
pub(super) async fn get(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    let pairs = pairs::read(uri.query().unwrap_or_default().as_bytes());
    let token = pairs.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
    let token = token.unwrap_or_default();
    match setup::holds(&state.0.store, &token, state.0.settings.clock.now()).await {
        Ok(true) => shown(StatusCode::OK, &view(&token, None)),
        Ok(false) => braked(&state, caller).unwrap_or_else(ended),
        Err(error) => unavailable(&error),
    }
}

/// `POST /setup`: makes the user and signs them in. The link holds no longer.
pub(super) async fn post(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    reading: Option<Extension<body::Reading>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !origin::is_own(&headers) {
        return sign_in::foreign();
    }
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    let settings = &state.0.settings;
    let form = match body::read(&headers, body, LONGEST, settings.limits.body, reading).await {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    let pairs = pairs::read(&form);
    let field =
        |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (token, name, now) = (field("token"), field("name"), settings.clock.now());
    match setup::holds(&state.0.store, &token, now).await {
        Ok(true) => {}
        Ok(false) => return braked(&state, caller).unwrap_or_else(ended),
        Err(error) => return unavailable(&error),
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &view(&token, Some("Enter a name of 1 to 64 characters.")));
    }
    let hash = match password::hash(&field("password")).await {
        Ok(hash) => hash,
        Err(problem) => return shown(StatusCode::UNPROCESSABLE_ENTITY, &view(&token, Some(&problem))),
    };
    let user = User { name: name.to_owned(), role: "admin".to_owned(), password: hash, created_at: now };
    let made = async {
        setup::end(&state.0.store).await?;
        state.0.store.add_user(&user, "set-up link").await?;
        session::open(&state.0.store, Some(&user.name), None, now, &headers).await
    };
    match made.await {
        Ok(cookie) => sign_in::leading("/report", cookie),
        Err(error) => unavailable(&error),
    }
}
