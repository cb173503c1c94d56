//! What a visitor, a page and a collector see of a survey, in each browser. One file for each behaviour.

mod accessibility;
mod api;
mod branching;
mod chunks;
mod configuration;
mod delivery;
mod demo;
mod drafts;
mod elements;
mod endpoints;
mod first_question;
mod groups;
mod hosts;
mod keyboard;
mod languages;
mod leptos;
mod lifecycle;
mod policies;
mod questions;
mod recontact;
mod revisions;
mod table;
mod tabs;

use std::process::ExitCode;
use std::sync::LazyLock;

use end_to_end::{Engine, close_browsers};
use libtest_mimic::Arguments;
use table::Times;

/// Browsers at the same time, unless the command line says otherwise. More than that only slow each other down.
const BROWSERS: usize = 2;

fn main() -> ExitCode {
    static TIMES: LazyLock<Times> = LazyLock::new(Times::default);
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(BROWSERS);
    // One for all tests: a browser serves more than one of them.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be had");
    let engines = Engine::available();
    let conclusion = libtest_mimic::run(&arguments, table::trials(&engines, runtime.handle(), &TIMES));
    runtime.block_on(close_browsers());
    if !arguments.list {
        print!("{}{}", table::left_out(&engines, &arguments), TIMES.print());
    }
    conclusion.exit_code()
}
