//! Who asks for a page of the report, and what for: only who may read.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use maud::Markup;

use super::tab::Tab;
use super::{denied, frame, shown};
use crate::access::{Caller, Granted};
use crate::client::Peer;
use crate::day::Day;
use crate::pairs;
use crate::report::ReportQuery;
use crate::state::State;

/// A request for a page, of somebody who may read.
pub(super) struct Reader {
    /// What they may do.
    pub(super) granted: Granted,
    fields: Vec<(String, String)>,
}

impl Reader {
    /// A parameter of the address, if it is there.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A request for a page of a report, of somebody who may read.
pub(super) struct ReportReader {
    /// What they may do.
    pub(super) granted: Granted,
    /// What they ask for.
    pub(super) query: ReportQuery,
    /// What they call this server.
    pub(super) host: Option<String>,
    pub(super) today: Day,
    /// Alerts that wait for somebody.
    pub(super) open_alerts: u64,
}

impl ReportReader {
    /// Links to all pages they may see, with the same selection.
    pub(super) fn nav(&self, tab: Tab) -> Markup {
        tab.nav(&self.query, self.granted.role, self.open_alerts)
    }
}

impl FromRequestParts<State> for ReportReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let granted = Reader::from_request_parts(parts, state).await?.granted;
        let query = ReportQuery::read(parts.uri.query().unwrap_or_default())
            .map_err(|problems| shown(StatusCode::BAD_REQUEST, &frame::problems(&problems)))?;
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(ToOwned::to_owned);
        // The page itself says what is wrong with the database.
        let open_alerts = state.0.store.open_alerts().await.unwrap_or_default();
        Ok(Self { granted, query, host, today: Day::of(state.0.settings.clock.now()), open_alerts })
    }
}

impl FromRequestParts<State> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let peer = parts.extensions.get::<Peer>().copied();
        let caller = Caller { headers: &parts.headers, uri: &parts.uri, peer };
        let granted = state.0.may_read(caller).await.map_err(|reason| denied(reason, &parts.uri))?;
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self { granted, fields: pairs::read(query.as_bytes()) })
    }
}
