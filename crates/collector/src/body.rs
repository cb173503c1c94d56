//! Reading a request's body: only so much of it, and only for so long.

use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;

use crate::error::ApiError;

/// Bytes read of a body that is too long, and thrown away. A connection closed on a client that is still sending
/// would take the answer with it, and what is refused for good would look like a broken network.
const THROWN_AWAY: u64 = 1_048_576;

pub(crate) use crate::server::Reading;

/// The whole of `body`, if it is at most `limit` bytes long and arrives within `deadline`, however it is framed.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    deadline: Duration,
    reading: Option<Extension<Reading>>,
) -> Result<Vec<u8>, ApiError> {
    let _reading = reading.map(|Extension(reading)| reading.begin());
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    // Who expects to be asked for the body doesn't send it before that.
    let most = if headers.contains_key(header::EXPECT) { limit as u64 } else { THROWN_AWAY.max(limit as u64) };
    if length.is_some_and(|length| length > most) {
        return Err(too_large(limit));
    }
    match tokio::time::timeout(deadline, collect(body, limit)).await {
        Ok(read) => read,
        Err(_) => Err(ApiError::new(StatusCode::REQUEST_TIMEOUT, "timeout", "The body took too long to arrive.")),
    }
}

async fn collect(mut body: Body, limit: usize) -> Result<Vec<u8>, ApiError> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let broken = |_| ApiError::new(StatusCode::BAD_REQUEST, "incomplete", "The body broke off.");
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        seen += data.len() as u64;
        if seen > THROWN_AWAY.max(limit as u64) {
            break;
        }
        if seen <= limit as u64 {
            kept.extend_from_slice(&data);
        }
    }
    if seen > limit as u64 { Err(too_large(limit)) } else { Ok(kept) }
}

fn too_large(limit: usize) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("A body can have at most {limit} bytes."))
}
