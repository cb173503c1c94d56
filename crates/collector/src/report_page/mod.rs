//! `GET /report`: the report as a page, which needs no script.
//!
//! What visitors wrote is text here, never markup: maud escapes it, `<bdi>` keeps its direction to itself, and the
//! page's policy allows nothing but its own stylesheet.

mod articles;
mod aspects;
mod bars;
mod change_form;
mod chart;
mod comments;
mod drivers;
mod empty;
mod follow_up;
mod forwarding;
mod frame;
mod headline;
mod inbox;
mod ratings;
mod reader;
mod reasons;
mod record;
mod response;
mod results;
mod segments;
mod selection;
mod set_up;
mod sign_in;
mod tab;
mod trend;
mod written;

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::access::role::Permission;
use crate::access::{Denied, Granted};
use crate::day::Day;
use crate::forward::status;
use crate::report::{Articles, Drivers, Inbox, Report, Results, Segments, Written};
use crate::state::State;
use crate::store::{EndpointStatus, StoreError};
use reader::ReportReader;
use tab::Tab;

/// In this order: what is for all pages comes first.
const STYLE: &str = concat!(
    include_str!("frame.css"),
    include_str!("controls.css"),
    include_str!("chart.css"),
    include_str!("tab.css"),
    include_str!("selection.css"),
    include_str!("headline.css"),
    include_str!("trend.css"),
    include_str!("comments.css"),
    include_str!("ratings.css"),
    include_str!("bars.css"),
    include_str!("results.css"),
    include_str!("segments.css"),
    include_str!("drivers.css"),
    include_str!("articles.css"),
    include_str!("inbox.css"),
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
        .route(Tab::Overview.path(), get(overview))
        .route(Tab::Inbox.path(), get(inbox))
        .route(Tab::Results.path(), get(questions))
        .route(Tab::Drivers.path(), get(drivers))
        .route(Tab::Articles.path(), get(articles))
        .route(Tab::Answers.path(), get(answers))
        .route(Tab::Segments.path(), get(segments))
        .route("/setup", get(set_up::get).post(set_up::post))
        .route("/report/forwarding", get(forwarding::get))
        .route("/report/forwarding/test", post(forwarding::test))
        .route("/report/forwarding/retry", post(forwarding::retry))
        .route("/report/record", get(record::get))
        .route("/report/response", get(response::get))
        .route("/report/response/mark", post(response::mark))
        .route("/report/response/erase", post(response::erase))
        .route("/report/follow-up", post(follow_up::post))
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

async fn overview(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let settings = &state.0.settings;
    let read = async {
        let report = Report::read(&state.0.store, reader.query, &settings.surveys, reader.today).await?;
        Ok::<_, StoreError>((report, status::all(&state).await?))
    };
    let setup = empty::Setup::of(settings, reader.host.as_deref());
    let read = read.await.map(|(report, statuses)| body(&report, &statuses, &setup, reader.today));
    answer(&reader.granted, "Report", read)
}

async fn inbox(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    if !reader.granted.role.may(Permission::FollowUp) {
        return not_allowed(Permission::FollowUp);
    }
    let settings = &state.0.settings;
    let (key, now) = (settings.contact_key.as_ref(), settings.clock.now());
    let read = Inbox::read(&state.0.store, reader.query, &settings.surveys, &reader.granted.actor, now).await;
    answer(&reader.granted, "Inbox", read.map(|inbox| inbox::view(&inbox, key, now)))
}

async fn questions(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let read = Results::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Questions", read.map(|results| results::view(&results, reader.today)))
}

async fn drivers(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let read = Drivers::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Drivers", read.map(|read| drivers::view(&read, reader.today)))
}

async fn articles(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let read = Articles::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Articles", read.map(|read| articles::view(&read, reader.today)))
}

async fn answers(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let read = Written::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Answers", read.map(|written| written::view(&written, reader.today)))
}

async fn segments(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let read = Segments::read(&state.0.store, reader.query, &state.0.settings.surveys, reader.today).await;
    answer(&reader.granted, "Segments", read.map(|segments| segments::view(&segments, reader.today)))
}

fn answer(granted: &Granted, title: &str, body: Result<Markup, StoreError>) -> Response {
    match body {
        Ok(body) => shown(StatusCode::OK, &frame::page(title, granted.signed_in, &body)),
        Err(error) => unavailable(&error),
    }
}

/// Why someone sees the form for signing in, or nothing; `to` is where they are led once they have signed in.
fn denied(reason: Denied, to: &Uri) -> Response {
    match reason {
        Denied::KeyNeeded => shown(StatusCode::UNAUTHORIZED, &sign_in::view(&sign_in::Target::of(to), None)),
        Denied::Braked(_) => sign_in::braked(&sign_in::Target::of(to)),
        Denied::Store(error) => unavailable(&error),
    }
}

fn not_allowed(needed: Permission) -> Response {
    let notice = frame::notice("Not allowed", &format!("{} can do this.", needed.holders()));
    shown(StatusCode::FORBIDDEN, &notice)
}

fn unavailable(error: &StoreError) -> Response {
    tracing::error!(%error, "the store failed");
    let text = "The database can’t be reached at the moment. Try again in half a minute.";
    shown(StatusCode::SERVICE_UNAVAILABLE, &frame::notice("Database unavailable", text))
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
    let nothing_asked = report.selection.query.is_everything();
    if nothing_asked
        && report.selection.kinds.iter().all(|(_, count)| *count == 0)
        && report.selection.left_out.is_empty()
    {
        return empty::first(setup);
    }
    html! {
        (selection::view(Tab::Overview, &report.selection, today))
        @if report.selection.responses() == 0 {
            (empty::selection())
        } @else {
            (headline::view(report))
            @if !report.trend.points.is_empty() { (trend::view(&report.trend, report.selection.query.until.unwrap_or(today).min(today))) }
            div.columns {
                (comments::view(report))
                @if !report.ratings.is_empty() { (ratings::view(&report.ratings, report.other_ratings)) }
            }
        }
        footer.notes.muted {
            p { "Score: the share of promoters minus the share of detractors. Days begin at midnight UTC." }
            (selection::left_out(&report.selection))
            p { a href={ "/v1" (Tab::Overview.address(&report.selection.query)) } { "This report as JSON" } }
            p { a href="/report/record" { "What is stored, why, and how long" } }
            @for (status, _) in statuses {
                @if let Some(sentence) = sentence(status) { p.line { (sentence) } }
            }
            @if !statuses.is_empty() { p { a href="/report/forwarding" { "Forwarding status" } } }
        }
    }
}
