//! When a survey above the page would disturb.

use super::Verdict;
use crate::name_of;

/// A reason not to stand above the page now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restraint {
    /// The visitor is typing.
    Typing,
    /// The page is a checkout, or asks for a payment.
    Checkout,
    /// A modal dialog is open.
    Dialog,
    /// A consent banner is open.
    Banner,
    /// Something fills the screen.
    Fullscreen,
    /// The visitor asks pages to save data.
    SaveData,
    /// The page has only just opened.
    Start,
}

impl Restraint {
    /// The names in `interrupt`, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[
        ("typing", Self::Typing),
        ("checkout", Self::Checkout),
        ("dialog", Self::Dialog),
        ("banner", Self::Banner),
        ("fullscreen", Self::Fullscreen),
        ("saveData", Self::SaveData),
        ("start", Self::Start),
    ];

    /// The name.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }

    /// What follows where there is this reason. A checkout and a wish to save data last as long as the page view.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Checkout | Self::SaveData => Verdict::Never,
            Self::Typing | Self::Dialog | Self::Banner | Self::Fullscreen | Self::Start => Verdict::Wait,
        }
    }

    /// What to say where there is this reason, and where there isn't.
    pub const fn sentences(self) -> [&'static str; 2] {
        match self {
            Self::Typing => ["Waits: the visitor is typing.", "The visitor is not typing."],
            Self::Checkout => ["Never: the page is a checkout.", "The page is no checkout."],
            Self::Dialog => ["Waits: a dialog is open.", "No dialog is open."],
            Self::Banner => ["Waits: a consent banner is open.", "No consent banner is open."],
            Self::Fullscreen => ["Waits: something fills the screen.", "Nothing fills the screen."],
            Self::SaveData => ["Never: the visitor asks for less data.", "The visitor does not ask for less data."],
            Self::Start => ["Waits: the page has only just opened.", "The page has been open for a while."],
        }
    }
}
