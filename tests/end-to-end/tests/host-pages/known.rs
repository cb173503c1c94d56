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

pub(crate) const FAILING: &[Failing] = &[];

/// Why a test fails, if it is known to.
pub(crate) fn reason(path: &str, engine: Engine) -> Option<&'static str> {
    let applies =
        |failing: &&Failing| path.starts_with(failing.path) && failing.engine.is_none_or(|only| only == engine);
    FAILING.iter().find(applies).map(|failing| failing.reason)
}
