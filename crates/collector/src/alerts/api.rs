//! `GET /v1/alerts`: what was noticed, for programs.

use askwell_survey::Timestamp;
use axum::http::{HeaderMap, Uri};
use axum::{Extension, Json, extract};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Alert, Figures, sentences, title};
use crate::access::Caller;
use crate::client::Peer;
use crate::error::ApiError;
use crate::state::State;

/// Days that are shown of what has ended.
pub(crate) const SHOWN: f64 = 90.0;

/// The alerts in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Alerts")]
pub(crate) struct AlertsDocument {
    /// Those that are going on and those found in the last 90 days. The latest comes first.
    alerts: Vec<AlertDocument>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Alert")]
struct AlertDocument {
    id: String,
    /// The survey it is about; null for an endpoint.
    survey: Option<String>,
    endpoint: Option<String>,
    /// The segment it is about; null for a whole survey.
    segment: Option<AlertSegment>,
    title: String,
    /// What the figures say, a sentence each.
    sentences: Vec<String>,
    figures: Figures,
    since: String,
    found_at: String,
    /// Null while it is going on.
    ended_at: Option<String>,
    /// Null while nobody has acknowledged it.
    acknowledged_at: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct AlertSegment {
    name: String,
    value: String,
}

impl AlertDocument {
    fn of(alert: &Alert) -> Self {
        let is_endpoint = matches!(alert.figures, Figures::Endpoint { .. });
        let name = Some(alert.subject.name.clone());
        let segment = alert.subject.segment.clone();
        Self {
            id: alert.id.clone(),
            survey: name.clone().filter(|_| !is_endpoint),
            endpoint: name.filter(|_| is_endpoint),
            segment: segment.map(|(name, value)| AlertSegment { name, value }),
            title: title(alert),
            sentences: sentences(alert),
            figures: alert.figures.clone(),
            since: alert.since.to_text(),
            found_at: alert.found_at.to_text(),
            ended_at: alert.ended_at.map(Timestamp::to_text),
            acknowledged_at: alert.acknowledged.as_ref().map(|(_, at)| at.to_text()),
        }
    }
}

/// The alerts, for those who may read the report.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<AlertsDocument>, ApiError> {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    state.0.demand_read(caller).await?;
    let alerts = state.0.store.alerts(state.0.settings.clock.now().after_days(-SHOWN)).await?;
    Ok(Json(AlertsDocument { alerts: alerts.iter().map(AlertDocument::of).collect() }))
}
