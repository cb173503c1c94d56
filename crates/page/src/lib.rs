//! The page that a survey stands on, for all that is Wasm of ours: its values, and what its browser knows.
//!
//! Nothing else decodes what a page hands over.

pub mod attributes;
pub mod browser;
pub mod values;
