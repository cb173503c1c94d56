//! The Askwell widget: a survey on somebody else's page.
//!
//! A Leptos application. The crate has two faces. Leptos applications use [`Survey`] and [`Rating`] as components. All
//! other pages use a script tag: `www/loader.js` loads this crate as WebAssembly, built with the feature `script`, and
//! passes the calls of `window.askwell` on to the functions that are exported then.
//!
//! Everything here touches a browser, and nothing else in the project does. It turns browser facts into the inputs of
//! [`askwell_survey`] and its outputs into elements, storage and requests; what is asked, when, and what it means is
//! decided there. Nothing of a page's makes it panic: what comes in is read by `values`, and what is wrong with it is
//! reported on the console and in the promise that is returned.

#![recursion_limit = "256"]
#![cfg_attr(not(feature = "script"), allow(dead_code, reason = "some of it serves only what the script tag can do"))]

mod browser;
mod chunks;
mod components;
mod debug_panel;
mod delivery;
mod document;
mod drafts;
mod eligibility;
mod endpoints;
mod error;
mod events;
mod first_question;
mod gate;
mod languages;
mod lifecycle;
mod locks;
mod mount;
mod placement;
#[cfg(not(target_arch = "wasm32"))]
pub mod prerender;
mod privacy;
mod request;
mod sessions;
mod state;
mod storage;
mod survey;
mod surveys;
mod theme;
mod values;

pub use askwell_survey::{Effect as SurveyEffect, Outcome, Response, Score, language_files};
pub use privacy::consent;
pub use survey::{Rating, RatingProps, Survey, SurveyProps};

#[cfg(feature = "script")]
pub mod script;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
