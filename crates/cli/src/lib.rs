//! What one does with survey definitions before they go live: check them, convert those of others, and describe them
//! to editors.
//!
//! What is right and wrong in a definition is decided by [`askwell_survey::lint`], which the widget asks as well. What
//! this crate adds is what happens around it: files, reports, other formats, and a JSON Schema made from types.

pub mod convert;
pub mod document;
pub mod lint;
pub mod pretty;
pub mod report;
pub mod schema;

/// What a command ended with, for shells.
pub mod status {
    /// Nothing is wrong.
    pub const FINE: u8 = 0;
    /// Something is wrong with a document.
    pub const WRONG: u8 = 1;
    /// A document could not be read, or the command was not understood.
    pub const UNREADABLE: u8 = 2;
}
