//! Who asks for a page of the report, and what for: only who may read.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use super::denied;
use crate::access::{Caller, Granted};
use crate::client::Peer;
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

impl FromRequestParts<State> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let peer = parts.extensions.get::<Peer>().copied();
        let caller = Caller { headers: &parts.headers, uri: &parts.uri, peer };
        let granted = state.0.may_read(caller).await.map_err(|reason| denied(reason, ""))?;
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self { granted, fields: form_urlencoded::parse(query.as_bytes()).into_owned().collect() })
    }
}
