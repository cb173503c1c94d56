//! Whether the visitor has consented, where the site asks for that. What consent platforms say `www/consent.js` follows: it has to
//! be known before there is an application.

use std::cell::Cell;

use askwell_survey::config::{self, Config};

use crate::{delivery, storage, surveys};

thread_local! {
    /// Whether the site asks for consent.
    static ASKED: Cell<bool> = const { Cell::new(false) };
    /// What the visitor has decided.
    static GIVEN: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Takes note that the site asks for consent: without it nothing is kept on the device.
pub(crate) fn ask() {
    ASKED.set(true);
}

/// Whether something may be kept on the device.
pub(crate) fn may_keep() -> bool {
    GIVEN.get().unwrap_or(!ASKED.get())
}

/// Whether the visitor has consented to something being kept.
pub(crate) fn is_given() -> bool {
    GIVEN.get() == Some(true)
}

/// Whether the survey isn't shown for lack of consent.
pub(crate) fn is_missing(config: &Config) -> bool {
    config.consent == Some(config::Consent::Survey) && !is_given()
}

/// The visitor consents, doesn't, or no longer does. With consent, what this page has remembered is kept on the device, and surveys
/// are shown that waited for it. Without, everything of Askwell's is removed from the device.
pub fn consent(given: bool) {
    GIVEN.set(Some(given));
    if given {
        storage::keep_remembered();
        delivery::send_due();
        surveys::show_agreed();
    } else {
        storage::erase();
    }
}
