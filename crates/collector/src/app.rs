//! Which address leads where.

use std::time::Instant;

use axum::Router;
use axum::extract::{self, Request};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::error::ApiError;
use crate::hand::standing;
use crate::state::State;
use crate::{ingest, origin, report, report_page, site};

/// The collector as a service that needs no socket.
pub fn app(state: State) -> Router {
    let settings = &state.0.settings;
    let responses = Router::new()
        .route("/v1/responses", post(ingest::post))
        .method_not_allowed_fallback(wrong_method)
        .layer(origin::cors(&settings.origins));
    let rest = Router::new()
        .merge(report_page::routes())
        .route("/v1/report", get(report::get))
        .route("/v1/endpoints", get(standing::get))
        .route("/healthz", get(health))
        .route("/v1/{*rest}", get(unknown))
        .method_not_allowed_fallback(wrong_method);
    let site = match &settings.site {
        Some(folder) => site::service(folder),
        None => Router::new().fallback(unknown),
    };
    responses.merge(rest).fallback_service(site).layer(middleware::from_fn(log)).with_state(state)
}

/// `GET /healthz`: 200 if answers can be read from the database.
async fn health(extract::State(state): extract::State<State>) -> Result<&'static str, ApiError> {
    state.0.store.ping().await?;
    Ok("ok\n")
}

async fn unknown() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
}

async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", "This address does not take requests of this method.")
}

/// Writes one line a request: no query, which may hold a key, and no body.
async fn log(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await.into_response();
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    tracing::info!(%method, path, status = response.status().as_u16(), ms = format_args!("{milliseconds:.1}"), "request");
    response
}
