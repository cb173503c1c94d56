//! The names of the JavaScript API: error codes and events. The widget uses them, the documentation lists them, and the
//! TypeScript declarations are made of them.

/// What an error's `code` can be, and what it means.
pub const ERROR_CODES: [(&str, &str); 10] = [
    ("config", "the configuration, the options or the person are invalid; see `problems`"),
    ("load", "a file of the widget or the document can't be loaded. The next call tries again"),
    ("language", "the texts of the language can't be loaded"),
    ("unknown", "no survey has this `id`"),
    ("busy", "another survey is open"),
    ("resting", "the visitor is in a recontact period"),
    ("consent", "the site wants consent before the survey is shown, and the visitor hasn't given it"),
    ("container", "`container` is no CSS selector, or an inline survey has none"),
    ("elsewhere", "another tab shows the survey"),
    ("unsupported", "this browser or page can't show the card: it has no shadow roots"),
];

/// What the events are called, after `askwell:`, and when they are dispatched.
pub const EVENTS: [(&str, &str); 9] = [
    ("ready", "the application has been loaded"),
    ("shown", "a survey is shown"),
    ("answered", "a question was answered"),
    ("completed", "the visitor reached the end"),
    ("dismissed", "the visitor closed the survey without an answer"),
    ("abandoned", "the visitor closed the survey after an answer and before the end"),
    ("delivered", "the endpoint acknowledged a response"),
    ("undeliverable", "a response was dropped"),
    ("error", "an error occurred"),
];

/// Whether a table lists a name.
pub fn lists(table: &[(&str, &str)], name: &str) -> bool {
    table.iter().any(|(known, _)| *known == name)
}
