//! `GET /report`: the report as a page, which needs no script.
//!
//! What visitors wrote is text here, never markup: maud escapes it, `<bdi>` keeps its direction to itself, and the
//! page's policy allows nothing but its own stylesheet.

mod admin_form;
mod chart;
mod comments;
mod empty;
mod filters;
mod forwarding;
mod frame;
mod headline;
mod ratings;
mod reader;
mod record;
mod response;
mod set_up;
mod sign_in;
mod trend;

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, extract};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::access::{Caller, Denied};
use crate::client::Peer;
use crate::day::Day;
use crate::forward::status;
use crate::report::{Report, ReportQuery};
use crate::state::State;
use crate::store::{EndpointStatus, StoreError};

/// In this order: what is for all pages comes first.
const STYLE: &str = concat!(
    include_str!("frame.css"),
    include_str!("controls.css"),
    include_str!("chart.css"),
    include_str!("filters.css"),
    include_str!("headline.css"),
    include_str!("trend.css"),
    include_str!("comments.css"),
    include_str!("ratings.css"),
    include_str!("notice.css"),
    include_str!("forwarding.css"),
    include_str!("empty.css"),
);
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
        .route("/setup", get(set_up::get).post(set_up::post))
        .route("/report/forwarding", get(forwarding::get))
        .route("/report/forwarding/test", post(forwarding::test))
        .route("/report/forwarding/retry", post(forwarding::retry))
        .route("/report/record", get(record::get))
        .route("/report/response", get(response::get))
        .route("/report/response/mark", post(response::mark))
        .route("/report/response/erase", post(response::erase))
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

async fn page(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let settings = &state.0.settings;
    let query = uri.query().unwrap_or_default();
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    let granted = match state.0.may_read(caller).await {
        Ok(granted) => granted,
        Err(reason) => return denied(reason, query),
    };
    let query = match ReportQuery::read(query) {
        Ok(query) => query,
        Err(problems) => {
            return shown(StatusCode::BAD_REQUEST, &frame::problems(&problems));
        }
    };
    let read = async {
        let report = Report::read(&state.0.store, query, &settings.surveys).await?;
        Ok::<_, StoreError>((report, status::all(&state).await?))
    };
    match read.await {
        Ok((report, statuses)) => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            let today = Day::of(settings.clock.now());
            let body = body(&report, &statuses, &empty::Setup::of(settings, host), today);
            shown(StatusCode::OK, &frame::page("Report", granted.signed_in, &body))
        }
        Err(error) => unavailable(&error),
    }
}

/// Why someone sees the form for signing in, or nothing; `query` is what they see once they have signed in.
fn denied(reason: Denied, query: &str) -> Response {
    match reason {
        Denied::KeyNeeded => shown(StatusCode::UNAUTHORIZED, &sign_in::view(query, None)),
        Denied::Braked(_) => sign_in::braked(query),
        Denied::Store(error) => unavailable(&error),
    }
}

fn unavailable(error: &StoreError) -> Response {
    tracing::error!(%error, "the store failed");
    let text = "The database can’t be reached at the moment. Try again in half a minute.";
    shown(StatusCode::SERVICE_UNAVAILABLE, &frame::notice("Database unavailable", text))
}

/// The page's address for `query`.
fn address(query: &ReportQuery) -> String {
    match query.to_query() {
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
fn sentence(status: &EndpointStatus) -> Option<String> {
    let EndpointStatus { endpoint, waiting, failed, .. } = status;
    match (waiting, failed) {
        (0, 0) => None,
        (_, 0) => Some(format!("Forwarding to {endpoint}: {waiting} waiting.")),
        _ => Some(format!("Forwarding to {endpoint}: {waiting} waiting, {failed} failed.")),
    }
}

fn body(report: &Report, statuses: &[(EndpointStatus, bool)], setup: &empty::Setup, today: Day) -> Markup {
    let nothing_asked = report.query == ReportQuery::default();
    if nothing_asked && report.kinds.iter().all(|(_, count)| *count == 0) && report.left_out.is_empty() {
        return empty::first(setup);
    }
    html! {
        (filters::view(report, today))
        @if report.responses() == 0 {
            (empty::selection())
        } @else {
            (headline::view(report))
            @if !report.trend.points.is_empty() { (trend::view(&report.trend)) }
            div.columns {
                (comments::view(report))
                @if !report.ratings.is_empty() { (ratings::view(&report.ratings, report.other_ratings)) }
            }
        }
        footer.notes.muted {
            p { "Score: the share of promoters minus the share of detractors. Days begin at midnight UTC." }
            (filters::left_out(report))
            p { a href={ "/v1" (address(&report.query)) } { "This report as JSON" } }
            p { a href="/report/record" { "What is stored, why, and how long" } }
            @for (status, _) in statuses {
                @if let Some(sentence) = sentence(status) { p.line { (sentence) } }
            }
            @if !statuses.is_empty() { p { a href="/report/forwarding" { "Forwarding status" } } }
        }
    }
}
