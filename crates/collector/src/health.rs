//! Whether the collector lives, and whether it can do its work.

use std::time::{Duration, Instant};

use axum::extract;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, response};

use crate::access::Caller;
use crate::client::Peer;
use crate::error::ApiError;
use crate::forward::status;
use crate::state::State;

/// How long a probe's result holds: whoever asks more often writes no more for it.
const HOLDS: Duration = Duration::from_secs(1);
/// How long a probe may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the last probe came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    at: Instant,
    succeeded: bool,
}

/// `GET /healthz`: 200 as long as requests are served. Whoever restarts the collector when this fails needn't when the
/// disk is full, which a restart doesn't change.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200 if a response could be stored now, 503 otherwise. It writes and syncs as storing a response does, and
/// reports can't delay it.
pub(crate) async fn ready(extract::State(state): extract::State<State>) -> Result<&'static str, ApiError> {
    let mut probe = state.0.probe.lock().await;
    let fresh = probe.filter(|probe| probe.at.elapsed() < HOLDS);
    let succeeded = match fresh {
        Some(probe) => probe.succeeded,
        None => {
            let write = state.0.store.probe(state.0.settings.clock.now());
            let succeeded = match tokio::time::timeout(PATIENCE, write).await {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    tracing::error!(%error, "the collector is not ready: nothing can be stored");
                    false
                }
                Err(_) => {
                    tracing::error!("the collector is not ready: storing takes too long");
                    false
                }
            };
            *probe = Some(Probe { at: Instant::now(), succeeded });
            succeeded
        }
    };
    if succeeded {
        Ok("ready\n")
    } else {
        Err(ApiError::unavailable("Responses can’t be stored at the moment.", Duration::from_secs(5)))
    }
}

/// `GET /metrics`, for those who may read reports.
pub(crate) async fn metrics(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> response::Result<Response, ApiError> {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    state.0.demand_read(caller).await?;
    let endpoints: Vec<_> = status::all(&state).await?.into_iter().map(|(status, _)| status).collect();
    let size = state.0.store.size().await?;
    let text = state.0.metrics.render(state.0.writer.waiting(), size, &endpoints);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, kind)], text).into_response())
}
