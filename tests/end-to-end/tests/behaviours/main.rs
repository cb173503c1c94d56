//! What a visitor, a page and a collector see of a survey, in each browser. One file for each behaviour.

mod accessibility;
mod api;
mod branching;
mod changing_pages;
mod chunks;
mod configuration;
mod consent;
mod debug_panel;
mod declarations;
mod delivery;
mod demo;
mod display;
mod documentation;
mod drafts;
mod elements;
mod endpoints;
mod first_question;
mod frameworks;
mod gestures;
mod groups;
mod hosts;
mod keyboard;
mod languages;
mod leptos;
mod lifecycle;
mod links;
mod listening_pages;
mod places;
mod policies;
mod questions;
mod recontact;
mod report_pages;
mod revisions;
mod showing;
mod table;
mod tabs;
mod targeting;
mod theme;
mod unsent;

use std::process::ExitCode;

use end_to_end::{Engine, run};

fn main() -> ExitCode {
    let engines: Vec<_> = Engine::ALL.into_iter().filter(|engine| engine.is_available()).collect();
    run(table::trials(&engines), table::left_out)
}
