//! Tools for survey definitions: check them, convert surveys of other tools, render the first question, and print the
//! JSON Schema and the TypeScript declarations.
//!
//! [`askwell_survey::lint`] decides what is valid, here and in the widget. This crate adds files, reports, other formats
//! and the JSON Schema.

pub mod convert;
pub mod document;
pub mod lint;
pub mod prerender;
pub mod report;
pub mod schema;
pub mod typescript;

/// Exit statuses of the commands.
pub mod status {
    /// The command succeeded, and found no errors.
    pub const OK: u8 = 0;
    /// A document has errors.
    pub const INVALID: u8 = 1;
    /// A file can't be read, or the arguments are wrong.
    pub const UNREADABLE: u8 = 2;
}
