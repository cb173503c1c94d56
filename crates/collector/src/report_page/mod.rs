//! `GET /report`: the report as a page, which needs no script.
//!
//! What visitors wrote is text here, never markup: maud escapes it, `<bdi>` keeps its direction to itself, and the
//! page's policy allows nothing but its own stylesheet.

mod chart;
mod comments;
mod empty;
mod filters;
mod frame;
mod headline;
mod ratings;
mod sign_in;
mod trend;

use std::sync::LazyLock;

use axum::Router;
use axum::extract;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::access::{self, Denied, Granted};
use crate::day::Day;
use crate::hand::standing;
use crate::report::{Ask, Report};
use crate::state::{State, now};
use crate::store::{Standing, StoreError};

const STYLE: &str = include_str!("report.css");
/// The stylesheet's address, which changes with its content, so that it may be kept forever.
static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash: String = Sha256::digest(STYLE).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/report.css?{hash}")
});

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/report", get(page))
        .route("/report/sign-in", post(sign_in::post))
        .route("/report/sign-out", post(sign_in::leave))
        .route("/report.css", get(style))
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE)
}

async fn page(extract::State(state): extract::State<State>, uri: Uri, headers: HeaderMap) -> Response {
    let settings = &state.0.settings;
    let query = uri.query().unwrap_or_default();
    let granted = match access::check(settings, &headers, &uri, now()) {
        Ok(granted) => granted,
        Err(Denied::KeyNeeded) => return shown(StatusCode::UNAUTHORIZED, &sign_in::view(query, None)),
        Err(Denied::OnlyHere) => {
            return shown(StatusCode::FORBIDDEN, &frame::notice("Not from here", access::ONLY_HERE));
        }
    };
    let ask = match Ask::read(query) {
        Ok(ask) => ask,
        Err(problems) => {
            return shown(StatusCode::BAD_REQUEST, &frame::problems(&problems));
        }
    };
    if let (Granted::ByAddress, Some(key)) = (granted, &settings.read_key) {
        // The key leaves the address, where history and screenshots would keep it, and stays as a cookie.
        let cookie = access::sign_in(key, now(), sign_in::is_over_https(&headers));
        return ([(header::SET_COOKIE, cookie)], Redirect::to(&address(&ask))).into_response();
    }
    let read = async {
        let report = Report::read(&state.0.store, ask).await?;
        Ok::<_, StoreError>((report, standing::all(&state).await?))
    };
    match read.await {
        Ok((report, standings)) => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            let body = body(&report, &standings, &empty::Setup::of(settings, host));
            shown(StatusCode::OK, &frame::page("Report", granted == Granted::SignedIn, &body))
        }
        Err(error) => {
            tracing::error!(%error, "the store failed");
            let text = "The answers can’t be reached at the moment. Try again in half a minute.";
            shown(StatusCode::SERVICE_UNAVAILABLE, &frame::notice("Not now", text))
        }
    }
}

/// The page's address for `ask`.
fn address(ask: &Ask) -> String {
    match ask.to_query() {
        query if query.is_empty() => "/report".to_owned(),
        query => format!("/report?{query}"),
    }
}

fn shown(status: StatusCode, markup: &Markup) -> Response {
    const HEADERS: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (status, HEADERS, markup.0.clone()).into_response()
}

/// What there is to say of an endpoint; nothing if it has everything.
fn handed_on(standing: &Standing) -> Option<String> {
    let Standing { endpoint, waiting, failed, .. } = standing;
    match (waiting, failed) {
        (0, 0) => None,
        (_, 0) => Some(format!("Handing on to {endpoint}: waiting {waiting}.")),
        _ => Some(format!("Handing on to {endpoint}: waiting {waiting}, given up {failed}.")),
    }
}

fn body(report: &Report, standings: &[(Standing, bool)], setup: &empty::Setup) -> Markup {
    let nothing_asked = report.ask == Ask::default();
    if nothing_asked && report.surveys.is_empty() {
        return empty::first(setup);
    }
    let today = Day::of(now());
    html! {
        (filters::view(report, today))
        @if report.responses() == 0 {
            (empty::selection())
        } @else {
            (headline::view(report))
            @if !report.trend.points.is_empty() { (trend::view(&report.trend)) }
            div.columns {
                (comments::view(report))
                @if !report.ratings.is_empty() { (ratings::view(&report.ratings)) }
            }
        }
        footer.notes.muted {
            p { "Score: the share of promoters less that of detractors. Days begin at midnight UTC." }
            p { a href={ "/v1" (address(&report.ask)) } { "This report as JSON" } }
            @for (standing, _) in standings {
                @if let Some(sentence) = handed_on(standing) { p.line { (sentence) } }
            }
        }
    }
}
