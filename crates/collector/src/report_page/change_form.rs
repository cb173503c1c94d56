//! A form that changes something: only of somebody who may, and only from a page of this server.

use std::marker::PhantomData;

use axum::Extension;
use axum::extract::{FromRequest, Request};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};

use super::{denied, not_allowed, sign_in};
use crate::access::Caller;
use crate::access::role::{Permission, Role};
use crate::client::Peer;
use crate::state::State;
use crate::{body, origin, pairs};

/// Bytes of a form at most.
const LONGEST: usize = 32_768;

/// What a form needs.
pub(super) trait Needs {
    const PERMISSION: Permission;
}

/// Forms of admins.
pub(super) struct Administers;

impl Needs for Administers {
    const PERMISSION: Permission = Permission::Administer;
}

/// Forms of those who follow up.
pub(super) struct FollowsUp;

impl Needs for FollowsUp {
    const PERMISSION: Permission = Permission::FollowUp;
}

pub(super) type AgentForm = ChangeForm<FollowsUp>;
pub(super) type AdminForm = ChangeForm<Administers>;

/// Forms of those who work with figures.
pub(super) struct Analyses;

impl Needs for Analyses {
    const PERMISSION: Permission = Permission::Analyse;
}

pub(super) type AnalystForm = ChangeForm<Analyses>;

/// Forms of users, about themselves.
pub(super) struct KeepsProfile;

impl Needs for KeepsProfile {
    const PERMISSION: Permission = Permission::KeepProfile;
}

pub(super) type OwnForm = ChangeForm<KeepsProfile>;

/// What was sent, and who sent it.
pub(super) struct ChangeForm<N> {
    /// As the audit log has it.
    pub(super) actor: String,
    pub(super) role: Role,
    /// Whether they could sign out again.
    pub(super) signed_in: bool,
    fields: Vec<(String, String)>,
    needs: PhantomData<N>,
}

impl<N> ChangeForm<N> {
    /// A field; empty if it wasn't sent.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl<N: Needs> FromRequest<State> for ChangeForm<N> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        if !origin::is_own(&parts.headers) {
            return Err(sign_in::foreign());
        }
        let peer = parts.extensions.get::<Peer>().copied();
        let reading = parts.extensions.get::<body::Reading>().cloned().map(Extension);
        let limit = state.0.settings.limits.body;
        let body =
            body::read(&parts.headers, body, LONGEST, limit, reading).await.map_err(IntoResponse::into_response)?;
        let caller = Caller { headers: &parts.headers, uri: &parts.uri, peer };
        let granted = state.0.may_read(caller).await.map_err(|reason| denied(reason, &Uri::from_static("/report")))?;
        if !granted.role.may(N::PERMISSION) {
            return Err(not_allowed(N::PERMISSION));
        }
        let fields = pairs::read(&body);
        Ok(Self { actor: granted.actor, role: granted.role, signed_in: granted.signed_in, fields, needs: PhantomData })
    }
}

/// Forms of those who take care of alerts.
pub(super) struct Acknowledges;

impl Needs for Acknowledges {
    const PERMISSION: Permission = Permission::Acknowledge;
}

pub(super) type AlertForm = ChangeForm<Acknowledges>;
