//! What goes wrong, as a client reads it: `{"error":{"code","message","problems":[{"path","message"}]}}`.

use std::time::Duration;

use askwell_survey::Diagnostics;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::store::StoreError;

/// Why a request was refused.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    problems: Diagnostics,
    retry_after: Option<Duration>,
}

/// The body of a refusal.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub(crate) struct Body<'a> {
    error: Content<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Content<'a> {
    code: &'static str,
    message: &'a str,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Problem<'a> {
    path: &'a str,
    message: &'a str,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), problems: Diagnostics::default(), retry_after: None }
    }

    /// The document or the query was read, and says something that can't be.
    pub(crate) fn invalid(status: StatusCode, message: &'static str, problems: Diagnostics) -> Self {
        Self { problems, ..Self::new(status, "invalid", message) }
    }

    /// No key, or a wrong one.
    pub(crate) fn unauthorized(message: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    /// Nothing is wrong with the request; it can be sent again after `retry_after`.
    pub(crate) fn unavailable(message: &'static str, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message) }
    }

    /// The client does something too often; it can be done again after `retry_after`.
    pub(crate) fn too_many(message: &'static str, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", message) }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::unavailable("The database can’t be reached at the moment.", Duration::from_secs(30))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problems =
            self.problems.0.iter().map(|problem| Problem { path: &problem.path, message: &problem.message }).collect();
        let body = Body { error: Content { code: self.code, message: &self.message, problems } };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self.status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
            // The rest of the body is still on its way, and nobody will read it.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }
}
