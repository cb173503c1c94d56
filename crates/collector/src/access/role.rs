//! What those who may read reports may do beside that.

use crate::names::{name_of, named};

/// A role of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Reads reports.
    Viewer,
    /// Works with figures: exports responses and keeps goals and tags, without seeing who answered.
    Analyst,
    /// Works with customers: sees who answered, and follows up.
    Agent,
    /// May do all of this, and marks, erases, and sends to endpoints.
    Admin,
}

/// What not every role may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// See who answered.
    SeePeople,
    /// Change what is being done about a response.
    FollowUp,
    /// Export responses, and change goals and rules.
    Analyse,
    /// Tag responses.
    Tag,
    /// Acknowledge alerts.
    Acknowledge,
    /// Mark and erase responses, and send to endpoints.
    Administer,
    /// Change one's own address and digest.
    KeepProfile,
}

impl Role {
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("viewer", Self::Viewer), ("analyst", Self::Analyst), ("agent", Self::Agent), ("admin", Self::Admin)];

    /// The role of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        named(Self::NAMES, name)
    }

    pub(crate) fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }

    /// The roles there are, as a sentence has them.
    pub(crate) fn names() -> String {
        let mut names: Vec<_> = Self::NAMES.iter().map(|(name, _)| *name).collect();
        let last = names.pop().unwrap_or_default();
        format!("{} or {last}", names.join(", "))
    }

    pub(crate) fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::SeePeople | Permission::FollowUp => matches!(self, Self::Agent | Self::Admin),
            Permission::Analyse => matches!(self, Self::Analyst | Self::Admin),
            Permission::Tag => matches!(self, Self::Analyst | Self::Agent | Self::Admin),
            Permission::Acknowledge => self != Self::Viewer,
            Permission::Administer => self == Self::Admin,
            Permission::KeepProfile => true,
        }
    }
}

impl Permission {
    /// Who has it, as a sentence begins with them.
    pub(crate) fn holders(self) -> &'static str {
        match self {
            Self::SeePeople | Self::FollowUp => "Only agents and admins",
            Self::Analyse => "Only analysts and admins",
            Self::Tag => "Only analysts, agents and admins",
            Self::Acknowledge => "Only analysts, agents and admins",
            Self::Administer => "Only admins",
            Self::KeepProfile => "Only users",
        }
    }
}
