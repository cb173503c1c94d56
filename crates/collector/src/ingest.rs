//! `POST /v1/responses`: takes one answer, and says so when it is on the disk.

use std::time::Duration;

use askwell_survey::{Response, Value};
use axum::Json;
use axum::body::Body;
use axum::extract;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde_json::json;

use crate::error::ApiError;
use crate::row::Row;
use crate::state::State;
use crate::writer::NotKept;
use crate::{body, key, origin};

/// Bytes of a body at most: 64 KiB, which is also what a browser sends of a page that is being left.
const LONGEST: usize = 65_536;

/// Keeps a response. 201 if this revision is stored now; 200 if it, or a later one, was stored before. Of two
/// documents with the same id and revision the first is kept, so sending one twice changes nothing.
pub(crate) async fn post(
    extract::State(state): extract::State<State>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<serde_json::Value>), ApiError> {
    let settings = &state.0.settings;
    // Before anything is decided: an answer to a client that is still sending may never reach it.
    let body = body::read(&headers, body, LONGEST, settings.limits.body).await;
    if !settings.write_keys.is_empty() {
        let shown = key::shown(&headers, &uri);
        if !shown.is_some_and(|shown| key::is_one_of(&settings.write_keys, &shown)) {
            return Err(ApiError::unauthorized("A write key is needed: `Authorization: Bearer KEY`, or `?key=KEY`."));
        }
    }
    if !origin::may_post(&settings.origins, &headers) {
        let origin = headers.get(header::ORIGIN);
        tracing::warn!(?origin, "refused an answer from a page whose site is not among the origins");
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "origin",
            "Pages of this site may not post answers. The collector allows sites with --origin.",
        ));
    }
    if !is_json(&headers) {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type",
            "Content-Type needs to be application/json, or text/plain with JSON in it.",
        ));
    }
    let document: Value = serde_json::from_slice(&body?).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "not_json", format!("The body can’t be read as JSON: {error}."))
    })?;
    let response = Response::read(&document).map_err(|problems| {
        ApiError::invalid(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This is not a response as askwell.response/1 has it.",
            problems,
        )
    })?;
    let id = response.id.to_string();
    let now = settings.clock.now();
    let handovers = settings.endpoints.handovers(&response.to_value(), now);
    let saved = state.0.writer.keep(Row::of(&response, now), handovers).await.map_err(|reason| match reason {
        NotKept::Busy => ApiError::unavailable("Too many answers arrive at once.", Duration::from_secs(1)),
        NotKept::Closing => ApiError::unavailable("The collector is stopping.", Duration::from_secs(5)),
        NotKept::Store => ApiError::unavailable("The answer can’t be stored at the moment.", Duration::from_secs(30)),
    })?;
    let status = if saved.stored { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(json!({ "id": id, "revision": saved.revision }))))
}

/// Whether the body says that it is JSON, or text. Other types, those of forms among them, are refused.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let essence = kind.split(';').next().unwrap_or_default().trim();
    ["application/json", "text/plain"].iter().any(|known| known.eq_ignore_ascii_case(essence))
}
