//! What the end-to-end tests stand on: a collector with a database of its own, a site with test pages, and visitors
//! who use them in a real Chromium and, where they are there, in a real Firefox and WebKitGTK.
//!
//! The tests look at three things only: what a visitor sees and can do, what the page is told, and what the collector
//! stored. How they are started is up to `cargo xtask test`, which says in the environment where things are:
//! `ASKWELL_DIST` (the built widget and pages), `ASKWELL_COLLECTOR` (the program), `CHROMEDRIVER` and `CHROMIUM`,
//! `GECKODRIVER` and `FIREFOX`, `WEBKITDRIVER`, `WEBKIT` and `XVFB`, for host pages `ASKWELL_LIBRARIES` (the packages of npm they are made
//! with), for applications `ASKWELL_APPS` (as they were built), for declarations `TSC` (the compiler of TypeScript), and for
//! the interface for programs `PYTHON` with `ASKWELL_API_TOOLS` (a folder of packages).
//!
//! Whatever goes wrong here is a test that fails, so everything panics with what was expected. Nothing sleeps for a
//! fixed time: what takes a while is awaited with [`until`].

mod axe;
mod browser;
mod card;
mod collector;
mod engine;
mod files;
mod firefox;
mod manifest;
mod page;
mod pixels;
mod receiver;
mod row;
mod site;
mod snapshot;
mod stage;
mod tree;
mod trials;
mod trouble;
mod typescript;
mod visitor;
mod wait;
mod webkit;

pub use card::Card;
pub use collector::Collector;
pub use engine::{Engine, PLAIN_HOST};
pub use manifest::Manifest;
pub use page::{Page, RECORDER};
pub use pixels::Pixels;
pub use receiver::{Endpoint, Request};
pub use row::Row;
pub use site::{Outage, Site};
pub use snapshot::difference;
pub use stage::Stage;
pub use tree::{Node, Tree, outline};
pub use trials::{failing_trial, run, trial};
pub use typescript::compile;
pub use visitor::Visitor;
pub use wait::{in_time, until};

/// A path or program from the environment.
pub fn from_environment(name: &str) -> std::path::PathBuf {
    let found = std::env::var_os(name);
    found.unwrap_or_else(|| panic!("{name} is not set: these tests are started by `cargo xtask test`")).into()
}
