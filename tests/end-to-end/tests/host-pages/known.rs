//! What is known to fail. A test that is listed here has to fail, so that none stays listed when it is mended.

use end_to_end::Engine;

/// A page that the widget fails on.
pub(crate) struct Failing {
    pub(crate) name: &'static str,
    /// The browser, if it is one alone.
    pub(crate) engine: Option<Engine>,
    pub(crate) reason: &'static str,
}

const FOCUS_TAKEN: &str =
    "a focus trap that listens in the capture phase hears of the focus before the card, and takes it back";

pub(crate) const FAILING: &[Failing] = &[
    Failing::everywhere(
        "shortcuts_caught_early",
        "a page that listens on the window sees keys before the card, as the host's",
    ),
    Failing::everywhere("jquery_ui_dialog", FOCUS_TAKEN),
    Failing::everywhere("focus_trap", FOCUS_TAKEN),
    Failing::everywhere("focus_trap_that_lets_click", FOCUS_TAKEN),
];

impl Failing {
    const fn everywhere(name: &'static str, reason: &'static str) -> Self {
        Self { name, engine: None, reason }
    }
}

/// Why a page fails, if it is known to.
pub(crate) fn reason(name: &str, engine: Engine) -> Option<&'static str> {
    let applies = |failing: &&Failing| failing.name == name && failing.engine.is_none_or(|only| only == engine);
    FAILING.iter().find(applies).map(|failing| failing.reason)
}
