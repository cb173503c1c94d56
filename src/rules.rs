//! Why a survey shows, or doesn't: what holds for the page, for the visitor, and for other tabs.

use askwell_survey::config::Config;
use askwell_survey::{Layout, Rest, Timestamp};
use wasm_bindgen::prelude::*;

use crate::{boot, browser, host, storage, widget};

/// One reason for a survey to show, or not to.
pub(crate) struct Rule {
    /// What is the case when it doesn't hold: the code under which a call is refused.
    pub(crate) name: &'static str,
    pub(crate) holds: bool,
    /// The same in words.
    pub(crate) otherwise: &'static str,
}

/// Why a survey isn't shown that another tab has.
pub(crate) const ELSEWHERE: &str = "another tab shows it";

/// The name under which it is noted that another tab had the survey when it was last to be shown here.
pub(crate) fn elsewhere(config: &Config) -> String {
    ["elsewhere ", &config.survey.id].concat()
}

/// Every reason, in the order in which a call is told of them.
pub(crate) fn rules(config: &Config) -> [Rule; 6] {
    let popover = config.display == Layout::Popover;
    let rule = |name, holds, otherwise| Rule { name, holds, otherwise };
    [
        rule("manual", !config.manual, "it is shown by a call alone"),
        rule("frugal", !(popover && browser::saves_data()), "the visitor asks for less data"),
        rule("busy", !(popover && noted("open")), "another survey is open"),
        rule("shown", !(popover && noted("shown")), "a survey has been shown on this page already"),
        rule("resting", resting(config).is_none(), "the visitor answered or declined not long ago"),
        rule("elsewhere", !noted(&elsewhere(config)), ELSEWHERE),
    ]
}

/// The rest periods that this survey goes by.
pub(crate) fn rest(config: &Config) -> Rest {
    Rest::read(&storage::read(config.storage, storage::REST), browser::now())
}

/// Until when the visitor rests from it, if they do.
pub(crate) fn resting(config: &Config) -> Option<Timestamp> {
    rest(config).until(&config.rest_id(), config.display)
}

/// The turn of the one popover that a page has at a time, whichever build shows it. It ends when dropped.
pub(crate) struct Turn;

impl Turn {
    pub(crate) fn take() -> Self {
        note("shown", true);
        note("open", true);
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        note("open", false);
        // Other tabs may show it.
        boot::ask("release", [&JsValue::NULL; 3]);
    }
}

/// Notes something for both builds on this page.
pub(crate) fn note(name: &str, holds: bool) {
    host::set(widget::page().unchecked_ref(), name, &JsValue::from_bool(holds));
}

/// Whether either build has noted it.
pub(crate) fn noted(name: &str) -> bool {
    host::get(&widget::page(), name).is_truthy()
}
