//! `GET /v1/endpoints`: what waits to be forwarded, and what has failed.

use askwell_survey::Timestamp;
use axum::http::{HeaderMap, Uri};
use axum::{Extension, Json, extract};
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::Caller;
use crate::client::Peer;
use crate::error::ApiError;
use crate::state::State;
use crate::store::{EndpointStatus, StoreError};

/// The statuses of the endpoints of the file in its order, then of those that have left it; each with whether it is in the
/// file.
pub(crate) async fn all(state: &State) -> Result<Vec<(EndpointStatus, bool)>, StoreError> {
    let mut others = state.0.store.endpoint_statuses().await?;
    let mut all = Vec::new();
    for listed in state.0.forwarder.endpoints().list() {
        let known = others.iter().position(|status| status.endpoint == listed.name);
        let nothing = || EndpointStatus { endpoint: listed.name.clone(), ..EndpointStatus::default() };
        all.push((known.map_or_else(nothing, |index| others.remove(index)), true));
    }
    all.extend(others.into_iter().map(|status| (status, false)));
    Ok(all)
}

/// The body of the answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Endpoints")]
pub(crate) struct EndpointsDocument {
    endpoints: Vec<Endpoint>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Endpoint {
    name: String,
    listed: bool,
    waiting: u64,
    /// Since when the oldest of them waits.
    #[schemars(extend("format" = "date-time"))]
    oldest: Option<String>,
    failed: u64,
    #[schemars(extend("format" = "date-time"))]
    last_failed: Option<String>,
    /// What the failed ones were answered with.
    statuses: Vec<StatusCount>,
}

#[derive(Serialize, JsonSchema)]
struct StatusCount {
    /// Null where there was no answer.
    status: Option<u16>,
    count: u64,
}

/// The same as JSON, for those who may read the report.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<EndpointsDocument>, ApiError> {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    state.0.demand_read(caller).await?;
    let endpoints = all(&state).await?.into_iter().map(|(status, listed)| endpoint(status, listed)).collect();
    Ok(Json(EndpointsDocument { endpoints }))
}

fn endpoint(status: EndpointStatus, listed: bool) -> Endpoint {
    let statuses = status.statuses.into_iter().map(|(status, count)| StatusCount { status, count }).collect();
    Endpoint {
        name: status.endpoint,
        listed,
        waiting: status.waiting,
        oldest: status.oldest.map(Timestamp::to_text),
        failed: status.failed,
        last_failed: status.last_failed.map(Timestamp::to_text),
        statuses,
    }
}
