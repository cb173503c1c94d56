//! `POST /v1/responses`: takes one response, and says so when it is on the disk.

use std::time::Duration;

use askwell_survey::Value;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::{Extension, Json, extract};
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{self, Caller};
use crate::client::{self, Peer};
use crate::document::Document;
use crate::error::ApiError;
use crate::row::Row;
use crate::state::State;
use crate::store::Mark;
use crate::writer::NotStored;
use crate::{body, origin};

/// Bytes of a body at most: 64 KiB, which is also what a browser sends of a page that is being left.
const LONGEST: usize = 65_536;

/// What is stored now.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Receipt {
    id: String,
    #[schemars(range(min = 1))]
    revision: u32,
}

/// Stores a response. 201 if this revision is stored now; 200 if it, or a later one, was stored before. Of two
/// documents with the same id and revision the first is kept, so sending one twice changes nothing.
pub(crate) async fn post(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    reading: Option<Extension<body::Reading>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let settings = &state.0.settings;
    // Before anything is decided: an answer to a client that is still sending may never reach it.
    let body = body::read(&headers, body, LONGEST, settings.limits.body, reading).await;
    let peer = peer.map(|Extension(peer)| peer);
    count(&state, peer, &headers)?;
    let caller = Caller { headers: &headers, uri: &uri, peer };
    let key = state.0.may_post(caller).await.map_err(|denied| {
        access::refused(denied, "A write key is needed: `Authorization: Bearer KEY`, or `?key=KEY`.")
    })?;
    let origins = key.as_ref().map(|key| key.origins.as_slice()).filter(|origins| !origins.is_empty());
    if !origin::may_post(origins.unwrap_or(&settings.origins), &headers) {
        tracing::warn!("refused a response from a page whose site is not among the origins");
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "origin",
            "Pages of this site may not post responses. The collector allows sites with --origin.",
        ));
    }
    if !is_json(&headers) {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type",
            "Content-Type needs to be application/json, or text/plain with JSON in it.",
        ));
    }
    let given: Value = serde_json::from_slice(&body?).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "not_json", format!("The body can’t be read as JSON: {error}."))
    })?;
    let now = settings.clock.now();
    let document = Document::read(given, now).map_err(|problems| {
        ApiError::invalid(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This is not a response as askwell.response/1 has it.",
            problems,
        )
    })?;
    let address = client::address(peer, &headers, settings.limits.proxies);
    let mark = if settings.test_traffic.is_test(&document) {
        Some(Mark::Test)
    } else {
        state.0.spam.is_spam(&document, address).then_some(Mark::Spam)
    };
    let forwards = state.0.forwarder.endpoints().forwards(&document.value, now);
    let row = Row::of(&document, now, mark, settings.contact_key.as_ref()).map_err(|error| {
        tracing::error!(error, "a response could not be sealed");
        ApiError::unavailable("The response can’t be stored at the moment.", Duration::from_secs(30))
    })?;
    let id = row.id.clone();
    let saved = state.0.writer.store(row, forwards).await.map_err(|reason| match reason {
        NotStored::Busy => ApiError::unavailable("Too many responses arrive at once.", Duration::from_secs(1)),
        NotStored::Closing => ApiError::unavailable("The collector is stopping.", Duration::from_secs(5)),
        NotStored::Store => {
            ApiError::unavailable("The response can’t be stored at the moment.", Duration::from_secs(30))
        }
    })?;
    let status = if saved.stored { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Receipt { id, revision: saved.revision })))
}

/// Counts a post of an address. One that may stand for many isn't counted: it would be everybody's limit.
fn count(state: &State, peer: Option<Peer>, headers: &HeaderMap) -> Result<(), ApiError> {
    let address = client::address(peer, headers, state.0.settings.limits.proxies);
    if client::may_be_many(address) {
        return Ok(());
    }
    let counted = state.0.posts.count(client::network(address));
    counted.map_err(|wait| ApiError::too_many("Too many responses come from this address.", wait))
}

/// Whether the body says that it is JSON, or text. Other types, those of forms among them, are refused.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let essence = kind.split(';').next().unwrap_or_default().trim();
    ["application/json", "text/plain"].iter().any(|known| known.eq_ignore_ascii_case(essence))
}
