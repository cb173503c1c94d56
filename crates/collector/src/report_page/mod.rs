//! `GET /report`: the report as a page, which needs no script.
//!
//! What visitors wrote is text here, never markup: maud escapes it, `<bdi>` keeps its direction to itself, and the
//! page's policy allows nothing but its own stylesheet.

mod account;
mod accounts;
mod alerts;
mod annotations;
mod articles;
mod aspects;
mod bars;
mod change_form;
mod changes;
mod chart;
mod comments;
mod digest;
mod drivers;
mod empty;
mod export;
mod export_accounts;
mod follow_up;
mod forwarding;
mod frame;
mod funnel;
mod goals;
mod headline;
mod in_words;
mod inbox;
mod lately;
mod money;
mod notices;
mod person;
mod phrases;
mod profile;
mod promoters;
mod ratings;
mod reader;
mod reasons;
mod record;
mod response;
mod results;
mod rule_form;
mod rules;
mod segments;
mod selection;
mod set_up;
mod side_by_side;
mod sign_in;
mod tab;
mod tags;
mod team;
mod trend;
mod value;
mod value_imports;
mod written;

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::access::role::{Permission, Role};
use crate::access::{Denied, Granted};
use crate::day::Day;
use crate::forward::status;
use crate::report::{
    Accounts, Annotation, Articles, Benchmark, Changes, Compared, Drivers, Inbox, Promoters, Report, ReportQuery,
    Results, Segments, SideBySide, Tags, ValueReport, Worths, Written,
};
use crate::state::State;
use crate::store::{EndpointStatus, StoreError};
pub(crate) use chart::{grouped, range, signed};
pub(crate) use digest::digest_in_words;
use reader::ReportReader;
pub(crate) use selection::segment_name;
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
    include_str!("funnel.css"),
    include_str!("lately.css"),
    include_str!("changes.css"),
    include_str!("side_by_side.css"),
    include_str!("drivers.css"),
    include_str!("articles.css"),
    include_str!("in_words.css"),
    include_str!("person.css"),
    include_str!("account.css"),
    include_str!("inbox.css"),
    include_str!("tags.css"),
    include_str!("rules.css"),
    include_str!("notice.css"),
    include_str!("export.css"),
    include_str!("goals.css"),
    include_str!("value.css"),
    include_str!("annotations.css"),
    include_str!("team.css"),
    include_str!("forwarding.css"),
    include_str!("notices.css"),
    include_str!("alerts.css"),
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
        .route(Tab::Promoters.path(), get(promoters))
        .route(Tab::Results.path(), get(questions))
        .route(Tab::Drivers.path(), get(drivers))
        .route(Tab::Accounts.path(), get(accounts))
        .route("/report/account", get(account::get))
        .route("/report/person", get(person::get).post(person::find))
        .route(Tab::Articles.path(), get(articles))
        .route(Tab::Answers.path(), get(answers))
        .route(Tab::Segments.path(), get(segments))
        .route(Tab::Changes.path(), get(changes))
        .route(Tab::Compare.path(), get(compare))
        .route(export::CSV, get(export::csv))
        .route(export::JSON_LINES, get(export::json_lines))
        .route(goals::ADDRESS, get(goals::get))
        .route("/report/goals/add", post(goals::add))
        .route("/report/goals/remove", post(goals::remove))
        .route(export_accounts::CSV, get(export_accounts::get))
        .route("/report/team", get(team::get))
        .route(annotations::ADDRESS, get(annotations::get))
        .route("/report/annotations/add", post(annotations::add))
        .route("/report/annotations/remove", post(annotations::remove))
        .route(Tab::Value.path(), get(customer_value))
        .route(value_imports::ADDRESS, get(value_imports::get).post(value_imports::post))
        .route("/report/value/imports/remove", post(value_imports::remove))
        .route(alerts::ADDRESS, get(alerts::get))
        .route("/report/alerts/acknowledge", post(alerts::acknowledge))
        .route("/setup", get(set_up::get).post(set_up::post))
        .route("/report/forwarding", get(forwarding::get))
        .route("/report/forwarding/test", post(forwarding::test))
        .route("/report/forwarding/retry", post(forwarding::retry))
        .route(notices::ADDRESS, get(notices::get))
        .route("/report/notices/test", post(notices::test))
        .route(profile::ADDRESS, get(profile::get).post(profile::post))
        .route("/report/record", get(record::get))
        .route("/report/response", get(response::get))
        .route("/report/response/mark", post(response::mark))
        .route("/report/response/erase", post(response::erase))
        .route("/report/follow-up", post(follow_up::post))
        .route(rules::ADDRESS, get(rules::get))
        .route(rules::EDIT, get(rule_form::get).post(rule_form::post))
        .route("/report/rules/change", post(rules::change))
        .route("/report/tag", post(tags::add))
        .route("/report/tag/remove", post(tags::remove))
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
    let nav = reader.nav(Tab::Overview);
    let settings = &state.0.settings;
    let read = async {
        let report = Report::read(&state.0.store, reader.query, &settings.surveys, reader.today).await?;
        let compared = Benchmark::compared(state.0.store.benchmarks().await?, &report);
        let marks =
            Annotation::of_trend(Annotation::all(&state.0.store).await?, report.selection.query.survey.as_deref());
        Ok::<_, StoreError>((report, compared, marks, status::all(&state).await?))
    };
    let setup = empty::Setup::of(settings, reader.host.as_deref());
    let role = reader.granted.role;
    let read = read.await.map(|(report, compared, marks, statuses)| {
        if nobody_has_answered(&report) {
            return empty::first(&setup);
        }
        let body = body(&report, &compared, &marks, &statuses, role, reader.today);
        html! { (nav) (alerts::line(reader.open_alerts)) (body) (export::view(Tab::Overview, &report.selection, reader.granted.role)) }
    });
    answer(&reader.granted, "Report", read)
}

async fn inbox(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    if !reader.granted.role.may(Permission::FollowUp) {
        return not_allowed(Permission::FollowUp);
    }
    let nav = reader.nav(Tab::Inbox);
    let settings = &state.0.settings;
    let (key, now) = (settings.contact_key.as_ref(), settings.clock.now());
    let read = async {
        let store = &state.0.store;
        let inbox = Inbox::read(store, reader.query, &settings.surveys, &reader.granted.actor, now).await?;
        let worths = Worths::read(store, &inbox::customers(&inbox.items, key), reader.today).await?;
        Ok((inbox, worths))
    };
    let role = reader.granted.role;
    let read = read.await.map(|(inbox, worths)| html! { (nav) (inbox::view(&inbox, &worths, role, key, now)) });
    answer(&reader.granted, "Inbox", read)
}

async fn promoters(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    if !reader.granted.role.may(Permission::FollowUp) {
        return not_allowed(Permission::FollowUp);
    }
    let nav = reader.nav(Tab::Promoters);
    let settings = &state.0.settings;
    let (key, now) = (settings.contact_key.as_ref(), settings.clock.now());
    let read = async {
        let (store, actor) = (&state.0.store, &reader.granted.actor);
        let promoters = Promoters::read(store, reader.query, &settings.surveys, actor, reader.today).await?;
        let worths = Worths::read(store, &inbox::customers(&promoters.items, key), reader.today).await?;
        Ok((promoters, worths))
    };
    let read = read.await.map(|(read, worths)| html! { (nav) (promoters::view(&read, &worths, key, now)) });
    answer(&reader.granted, "Promoters", read)
}

async fn questions(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Results);
    let read = async {
        let results = Results::read(&state.0.store, reader.query, &state.0.settings.surveys).await?;
        let tags = Tags::read(&state.0.store, &results).await?;
        Ok((tags::table(&tags, &results, reader.granted.role), results))
    };
    answer(&reader.granted, "Questions", read.await.map(|(tags, results)| html! { (nav) (results::view(&results, &tags, reader.today)) (export::view(Tab::Results, &results.selection, reader.granted.role)) }))
}

async fn drivers(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Drivers);
    let read = Drivers::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Drivers", read.map(|read| html! { (nav) (drivers::view(&read, reader.today)) (export::view(Tab::Drivers, &read.selection, reader.granted.role)) }))
}

async fn accounts(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Accounts);
    let settings = &state.0.settings;
    let read = Accounts::read(&state.0.store, reader.query, &settings.surveys, reader.today).await;
    let (role, is_sealed) = (reader.granted.role, settings.contact_key.is_some());
    answer(
        &reader.granted,
        "Accounts",
        read.map(|read| html! { (nav) (accounts::view(&read, role, is_sealed, reader.today)) (export_accounts::view(&read.selection, role)) }),
    )
}

async fn articles(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Articles);
    let read = Articles::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Articles", read.map(|read| html! { (nav) (articles::view(&read, reader.today)) (export::view(Tab::Articles, &read.selection, reader.granted.role)) }))
}

async fn customer_value(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Value);
    let read = ValueReport::read(&state.0.store, reader.query, &state.0.settings.surveys, reader.today).await;
    answer(&reader.granted, "Value", read.map(|report| html! { (nav) (value::view(&report, reader.today)) }))
}

async fn answers(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Answers);
    let read = Written::read(&state.0.store, reader.query, &state.0.settings.surveys).await;
    answer(&reader.granted, "Answers", read.map(|written| html! { (nav) (written::view(&written, reader.today)) (export::view(Tab::Answers, &written.selection, reader.granted.role)) }))
}

async fn segments(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Segments);
    let read = Segments::read(&state.0.store, reader.query, &state.0.settings.surveys, reader.today).await;
    answer(&reader.granted, "Segments", read.map(|segments| html! { (nav) (segments::view(&segments, reader.today)) (export_accounts::of_segments(&segments.selection, reader.granted.role)) (export::view(Tab::Segments, &segments.selection, reader.granted.role)) }))
}

async fn changes(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Changes);
    let read = Changes::read(&state.0.store, reader.query, &state.0.settings.surveys, reader.today).await;
    answer(&reader.granted, "Changes", read.map(|changes| html! { (nav) (changes::view(&changes, reader.today)) }))
}

async fn compare(extract::State(state): extract::State<State>, reader: ReportReader) -> Response {
    let nav = reader.nav(Tab::Compare);
    let read = SideBySide::read(&state.0.store, reader.query, &state.0.settings.surveys, reader.today).await;
    answer(
        &reader.granted,
        "Compare",
        read.map(|compared| html! { (nav) (side_by_side::view(&compared, reader.today)) }),
    )
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

fn nobody_has_answered(report: &Report) -> bool {
    let selection = &report.selection;
    selection.query == ReportQuery::default()
        && selection.kinds.iter().all(|(_, count)| *count == 0)
        && selection.left_out.is_empty()
}

fn body(
    report: &Report,
    compared: &[Compared],
    marks: &[Annotation],
    statuses: &[(EndpointStatus, bool)],
    role: Role,
    today: Day,
) -> Markup {
    html! {
        (selection::view(Tab::Overview, &report.selection, today))
        @if report.selection.responses() == 0 {
            (empty::selection())
        } @else {
            (headline::view(report))
            @if !report.parts.is_empty() { (headline::parts(report)) }
            (goals::view(compared))
            @if !report.trend.points.is_empty() { (trend::view(&report.trend, report.measure(), compared, marks, report.selection.query.until.unwrap_or(today).min(today), Some(&report.selection.query))) }
            @if let Some(lately) = &report.lately { (lately::view(lately)) }
            div.columns {
                (comments::view(report))
                @if !report.ratings.is_empty() { (ratings::view(&report.ratings, report.other_ratings)) }
            }
        }
        footer.notes.muted {
            p { "Score: the share of promoters minus the share of detractors. Days begin at midnight UTC." }
            (selection::left_out(&report.selection))
            p { a href=(goals::ADDRESS) { "Goals and benchmarks" } }
            p { a href=(annotations::ADDRESS) { "Marked dates" } }
            @if role.may(Permission::Analyse) { p { a href=(notices::ADDRESS) { "Notices" } } }
            @if role.may(Permission::Analyse) { p { a href=(rules::ADDRESS) { "Rules" } } }
            p { a href="/report/record" { "What is stored, why, and how long" } }
            @for (status, _) in statuses {
                @if let Some(sentence) = sentence(status) { p.line { (sentence) } }
            }
            @if !statuses.is_empty() { p { a href="/report/forwarding" { "Forwarding status" } } }
        }
    }
}
