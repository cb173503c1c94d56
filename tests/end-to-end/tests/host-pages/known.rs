//! What is known to fail. A test that is listed here has to fail, so that none stays listed when it is mended.

use end_to_end::Engine;

/// A page that the widget fails on.
pub(crate) struct Failing {
    pub(crate) name: &'static str,
    /// The browser, if it is one alone.
    pub(crate) engine: Option<Engine>,
    pub(crate) reason: &'static str,
}

const NO_WIDTH: &str = "where its place is as wide as its content, an inline survey is as wide as nothing";
const BODY_REPLACED: &str = "a card goes with the body that it stands in";
const FOCUS_TAKEN: &str = "a focus trap of the page takes the focus, or the clicks, from the card";

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
    Failing::everywhere(
        "foreign_attributes",
        "a `data-` attribute that others put on the tag is taken for an option that isn't known",
    ),
    Failing::everywhere("in_a_flex_item", NO_WIDTH),
    Failing::everywhere("in_a_flex_column", NO_WIDTH),
    Failing::everywhere("in_a_float", NO_WIDTH),
    Failing::everywhere("in_a_table_cell", NO_WIDTH),
    Failing::everywhere("in_an_inline_block", NO_WIDTH),
    Failing::everywhere("in_a_shrunk_box", NO_WIDTH),
    Failing::everywhere("in_an_open_dialog", NO_WIDTH),
    Failing::everywhere("in_a_vertical_box", NO_WIDTH),
    Failing::everywhere(
        "react_strict_mode",
        "a second `init` takes the place of the first while that opens; the first is dropped, and the second finds the popover shown",
    ),
    Failing::everywhere("turbo", BODY_REPLACED),
    Failing::everywhere("turbolinks", BODY_REPLACED),
    Failing::everywhere("htmx_boost", BODY_REPLACED),
    Failing::everywhere("unpoly_body", BODY_REPLACED),
    Failing::everywhere("view_transitions", BODY_REPLACED),
    Failing::everywhere("body_emptied", BODY_REPLACED),
    Failing::everywhere("modal_dialog", "a modal dialog makes the rest of the page inert, the card with it"),
    Failing::everywhere("modal_dialog_before", "a modal dialog makes the rest of the page inert, the card with it"),
    Failing::everywhere("focus_trap_that_lets_click", FOCUS_TAKEN),
    Failing::everywhere("bootstrap_modal", FOCUS_TAKEN),
    Failing::everywhere("jquery_ui_dialog", FOCUS_TAKEN),
    Failing::everywhere("a11y_dialog", FOCUS_TAKEN),
    Failing::everywhere("focus_trap", FOCUS_TAKEN),
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
