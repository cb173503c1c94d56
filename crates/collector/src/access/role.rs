//! What those who may read reports may do beside that.

/// A role of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Reads reports.
    Viewer,
    /// Changes what is stored, too: marks and erases responses, and sends to endpoints.
    Admin,
}

impl Role {
    pub(crate) const NAMES: &[(&str, Self)] = &[("viewer", Self::Viewer), ("admin", Self::Admin)];

    /// The role of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }
}
