//! `GET /v1/endpoints`: what waits to be handed on, and what was given up.

use askwell_survey::Timestamp;
use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};

use crate::access;
use crate::error::ApiError;
use crate::state::State;
use crate::store::{Standing, StoreError};

/// How it stands with the endpoints of the file in its order, then with those that have left it; each with whether it
/// is in the file.
pub(crate) async fn all(state: &State) -> Result<Vec<(Standing, bool)>, StoreError> {
    let mut others = state.0.store.standings().await?;
    let mut all = Vec::new();
    for listed in state.0.settings.endpoints.list() {
        let known = others.iter().position(|standing| standing.endpoint == listed.name);
        let nothing = || Standing { endpoint: listed.name.clone(), ..Standing::default() };
        all.push((known.map_or_else(nothing, |index| others.remove(index)), true));
    }
    all.extend(others.into_iter().map(|standing| (standing, false)));
    Ok(all)
}

/// The same as JSON, for those who may read the report.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    access::demand(&state.0.settings, &headers, &uri)?;
    let all = all(&state).await?;
    let endpoints: Vec<_> = all.iter().map(|(standing, listed)| json_of(standing, *listed)).collect();
    Ok(Json(json!({ "endpoints": endpoints })))
}

fn json_of(standing: &Standing, listed: bool) -> Value {
    let text = |moment: Option<Timestamp>| moment.map(Timestamp::to_text);
    let statuses = standing.statuses.iter().map(|(status, count)| json!({ "status": status, "count": count }));
    json!({
        "name": standing.endpoint,
        "listed": listed,
        "waiting": standing.waiting,
        "oldest": text(standing.oldest),
        "failed": standing.failed,
        "lastFailed": text(standing.last_failed),
        "statuses": statuses.collect::<Vec<_>>(),
    })
}
