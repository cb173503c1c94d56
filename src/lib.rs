//! The Askwell widget: a survey on somebody else's page.
//!
//! Everything here touches a browser, and nothing else in the project does. It turns browser facts into the inputs of
//! [`askwell_survey`] and its outputs into elements, storage and requests; what is asked, when, and what it means is
//! decided there.
//!
//! It is built three times, by cargo feature: `widget` knows the built-in surveys, `full` every type of question, and
//! `endpoints` is a piece beside either, which turns responses into what an endpoint takes. The loader
//! (`www/loader.js`) fetches what a page needs, and passes the calls of `window.askwell` on to the functions exported
//! here. Nothing of a page's makes them panic: what comes in is read by `host`, and what is wrong with it is said on the
//! console and in the promise that is returned.

#[cfg(feature = "endpoints")]
mod endpoints;
mod host;

#[cfg(feature = "widget")]
mod api;
#[cfg(feature = "widget")]
mod boot;
#[cfg(feature = "widget")]
mod browser;
#[cfg(feature = "widget")]
mod card;
#[cfg(feature = "widget")]
mod colour;
#[cfg(feature = "widget")]
mod delivery;
#[cfg(feature = "widget")]
mod events;
#[cfg(feature = "widget")]
mod rules;
#[cfg(feature = "widget")]
mod storage;
#[cfg(feature = "widget")]
mod view;
#[cfg(feature = "widget")]
mod widget;

#[cfg(feature = "endpoints")]
pub use endpoints::*;

#[cfg(feature = "widget")]
pub use api::*;

/// The widget allocates little and rarely: a small allocator serves it as well as the standard one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
