//! What is known to fail. A test that is listed here has to fail, so that none stays listed when it is mended.

use end_to_end::Engine;

/// A page, or a page and a means, that the widget fails on.
pub(crate) struct Failing {
    /// The beginning of the tests' names, without the browser.
    pub(crate) path: &'static str,
    /// The browser, if it is one alone.
    pub(crate) engine: Option<Engine>,
    pub(crate) reason: &'static str,
}

pub(crate) const FAILING: &[Failing] = &[
    Failing::everywhere(
        "language_with_underscore",
        "the first question takes `de_DE` for no language, and asks in English",
    ),
    Failing::everywhere("sandbox", "a frame without `allow-forms` submits no form, and the application waits for one"),
    Failing::everywhere("own_url_and_map", "the loader calls the page's `URL`"),
    Failing::everywhere("every_event_prevented", "the page hears clicks, and takes the choice back"),
    Failing::everywhere(
        "shortcuts_caught_early",
        "a page that listens on the window sees keys before the card, as the host's",
    ),
    Failing::everywhere("foreign_attributes", "attributes that a script adds while the card is built stay on it"),
    Failing::everywhere("modal_dialog", "a modal dialog makes the rest of the page inert, the card with it"),
    Failing::everywhere("bootstrap_modal", "the dialog's focus trap takes the focus from the card"),
    Failing::everywhere("jquery_ui_dialog", "the dialog's focus trap takes the focus from the card"),
    Failing::everywhere("a11y_dialog", "the dialog's focus trap takes the focus from the card"),
    Failing::everywhere("focus_trap", "the focus trap takes the clicks and the focus from the card"),
];

impl Failing {
    const fn everywhere(path: &'static str, reason: &'static str) -> Self {
        Self { path, engine: None, reason }
    }
}

/// Why a test fails, if it is known to.
pub(crate) fn reason(path: &str, engine: Engine) -> Option<&'static str> {
    let applies =
        |failing: &&Failing| path.starts_with(failing.path) && failing.engine.is_none_or(|only| only == engine);
    FAILING.iter().find(applies).map(|failing| failing.reason)
}
