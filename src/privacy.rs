//! Whether the visitor has consented, where the site asks for that. What consent platforms say `www/consent.js` follows: it has to
//! be known before there is an application.

use std::cell::Cell;

use askwell_survey::config::{self, Config};

use crate::surveys::calls::show_agreed;
use crate::{delivery, storage};

thread_local! {
    /// Whether the visitor has consented. None where the site doesn't ask and the page hasn't said.
    static GIVEN: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Takes note that the site asks for consent: until it is given nothing is kept on the device.
pub(crate) fn ask() {
    GIVEN.set(GIVEN.get().or(Some(false)));
}

/// Takes note of what the visitor has decided.
pub(crate) fn set(given: bool) {
    GIVEN.set(Some(given));
}

/// Whether something may be kept on the device.
pub(crate) fn may_keep() -> bool {
    GIVEN.get() != Some(false)
}

/// Whether the survey isn't shown for lack of consent.
pub(crate) fn is_missing(config: &Config) -> bool {
    config.consent == Some(config::Consent::Survey) && GIVEN.get() != Some(true)
}

/// The visitor consents, doesn't, or no longer does. With consent, what this page has remembered is kept on the device, and surveys
/// are shown that waited for it. Without, everything of Askwell's is removed from the device.
pub fn consent(given: bool) {
    set(given);
    if given {
        storage::keep_remembered();
        show_agreed();
    } else {
        storage::erase();
    }
    delivery::send_due();
}
