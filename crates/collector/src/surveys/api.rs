//! `PUT /v1/surveys/{id}` registers a definition; `GET` gives the latest to whichever page asks.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::{Extension, Json, extract};
use schemars::JsonSchema;
use serde::Serialize;

use super::Definition;
use crate::access::{self, Caller};
use crate::body;
use crate::client::Peer;
use crate::error::ApiError;
use crate::state::State;
use crate::store::Registered;

/// Bytes of a definition at most.
const LONGEST: usize = askwell_survey::limits::DEFINITION;

/// What is registered now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RegisteredSurvey")]
pub(crate) struct Receipt {
    id: String,
    #[schemars(range(min = 1))]
    version: u32,
}

/// Registers a definition: 201 if its version is new, 200 otherwise.
pub(crate) async fn put(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    peer: Option<Extension<Peer>>,
    reading: Option<Extension<body::Reading>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let body = body::read(&headers, body, LONGEST, state.0.settings.limits.body, reading).await;
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    state.0.may_manage(caller).await.map_err(|denied| {
        access::refused(denied, "A key with the scope `manage` is needed: `Authorization: Bearer KEY`.")
    })?;
    let body = body?;
    let invalid =
        |problems| ApiError::invalid(StatusCode::UNPROCESSABLE_ENTITY, "The definition is invalid.", problems);
    let definition = Definition::read(&String::from_utf8_lossy(&body)).map_err(invalid)?;
    if definition.id != id {
        let message = format!("The definition’s id is `{}`, and the address says `{id}`.", definition.id);
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message));
    }
    let became = state.0.store.register(&definition, state.0.settings.clock.now(), "manage key").await?;
    let status = if became == Registered::New { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Receipt { id: definition.id, version: definition.version })))
}

/// The latest definition. Anyone may read it: it is what visitors are asked.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, ApiError> {
    let missing = || ApiError::new(StatusCode::NOT_FOUND, "not_found", "No survey of this name is registered.");
    let definition = state.0.store.definition(&id).await?.ok_or_else(missing)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        // A change reaches visitors within minutes, and a busy page asks once.
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((headers, definition))
}
