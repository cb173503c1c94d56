//! Pages of other people's making: with libraries, styles and policies of theirs, and the widget on each. Whatever they
//! are made of, the survey can be answered by mouse and by keyboard, arrives once, and leaves the page as it was.
//!
//! Most pages are tested in each browser. What is known to fail is listed with its reason in `known`.

mod check;
mod known;
mod page;
mod pages;

use std::process::ExitCode;

use end_to_end::{Engine, failing_trial, run, trial};
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for engine in Engine::available() {
        trials.extend(pages::of(engine).into_iter().map(|page| in_one(engine, page)));
    }
    run(trials, remarks)
}

fn in_one(engine: Engine, page: page::HostPage) -> Trial {
    let name = page.name();
    let test = async move || check::check(engine, &page).await;
    match known::reason(name, engine) {
        Some(reason) => failing_trial(engine, name, reason, test),
        None => trial(engine, name, test),
    }
}

/// What is known to fail, in lines.
fn remarks(arguments: &Arguments) -> String {
    let wanted = |name: &&str| arguments.filter.as_deref().is_none_or(|filter| name.contains(filter));
    let failing = known::FAILING.iter().filter(|failing| wanted(&failing.name));
    failing.map(|failing| format!("{}: fails, because {}\n", failing.name, failing.reason)).collect()
}
