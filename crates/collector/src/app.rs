//! Which address leads where.

use std::time::Instant;

use axum::Router;
use axum::extract::{self, MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::ApiError;
use crate::forward::status;
use crate::report::api;
use crate::state::State;
use crate::{alerts, export, health, ingest, openapi, origin, report_page, site, surveys};

/// The collector as a service that needs no socket.
pub fn app(state: State) -> Router {
    let settings = &state.0.settings;
    let keys = state.clone();
    let cors = origin::cors(&settings.origins, move |origin| keys.0.keyring.allows(origin));
    // Pages of other sites post, and never read: a layer holds for what stands before it.
    let responses = post(ingest::post)
        .fallback(wrong_method)
        .layer(cors)
        .layer(middleware::from_fn_with_state(state.clone(), refresh_keys))
        .get(export::get);
    let responses = Router::new().route("/v1/responses", responses);
    let surveys = Router::new()
        .route("/v1/surveys/{id}", get(surveys::get).put(surveys::put))
        .method_not_allowed_fallback(wrong_method)
        .layer(origin::public());
    let rest = Router::new()
        .merge(report_page::routes())
        .route("/v1/report", get(api::report))
        .route("/v1/results", get(api::results))
        .route("/v1/segments", get(api::segments))
        .route("/v1/drivers", get(api::drivers))
        .route("/v1/articles", get(api::articles))
        .route("/v1/accounts", get(api::accounts))
        .route("/v1/inbox", get(api::inbox))
        .route("/v1/alerts", get(alerts::api::get))
        .route("/v1/endpoints", get(status::get))
        .route("/v1/openapi.json", get(openapi::get))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/v1/{*rest}", get(unknown))
        .method_not_allowed_fallback(wrong_method)
        // What is in an answer is for whoever asked, now.
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ));
    let site = match &settings.site {
        Some(folder) => site::service(folder),
        None => Router::new().fallback(unknown),
    };
    responses
        .merge(surveys)
        .merge(rest)
        .fallback_service(site)
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), note))
        .with_state(state)
}

async fn unknown() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
}

async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", "This address does not take requests of this method.")
}

/// Before a browser is told whether a page may post, the keys' sites are read again.
async fn refresh_keys(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        state.0.keyring.refresh(&state.0.store).await;
    }
    next.run(request).await
}

/// Counts a request and writes one line of it: the pattern that its address fits, and nothing of the address itself. That
/// may hold a key, or whatever a client puts there.
async fn note(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("site", |path| path.as_str()).to_owned();
    let response = next.run(request).await;
    let status = response.status();
    state.0.metrics.request(&route, status, start.elapsed());
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let method = if method.as_str().len() > 8 { "other" } else { method.as_str() };
    tracing::info!(method, route, status = status.as_u16(), ms = format_args!("{milliseconds:.1}"), "request");
    response
}
