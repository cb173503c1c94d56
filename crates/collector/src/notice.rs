//! What people are told wherever they are, and not only when they open the dashboard.
//!
//! A notice has no contact data and nothing that a visitor wrote: it leads to the page that has, where roles and erasure
//! hold.

use serde::{Deserialize, Serialize};

use crate::names::name_of;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    /// Of notices with the same key, the first is sent: several collectors may find the same.
    pub(crate) key: String,
    pub(crate) occasion: Occasion,
    pub(crate) to: Recipient,
    /// A line without markup.
    pub(crate) title: String,
    /// What follows it, a sentence or figure each, without markup.
    pub(crate) lines: Vec<String>,
    /// The page of the dashboard that says more, such as `/report/changes?survey=shop`.
    pub(crate) path: String,
}

/// What a notice is about. Channels choose by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Occasion {
    /// A change, a surge of detractors, silence, an endpoint that fails.
    Alert,
    /// A response that somebody should follow up.
    FollowUp,
    /// What a week or a month brought.
    Digest,
}

impl Occasion {
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("alert", Self::Alert), ("follow-up", Self::FollowUp), ("digest", Self::Digest)];

    /// What it is called in the configuration and in webhooks.
    pub(crate) fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }
}

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Recipient {
    /// Every channel that takes the occasion.
    Channels,
    /// The channel of this name.
    Channel(String),
    /// The user of this name.
    User(String),
}
