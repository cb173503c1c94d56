//! Pages of other people's making: with libraries, styles and policies of theirs, and the widget on each. Whatever they
//! are made of, the survey can be answered by mouse and by keyboard, arrives once, and leaves the page as it was.
//!
//! Each page is tested in each browser by each means. What is known to fail is listed with its reason in `known`.

mod check;
mod known;
mod page;
mod pages;

use std::process::ExitCode;

use check::Means;
use end_to_end::{Engine, failing_trial, run, trial};
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for engine in Engine::available() {
        for page in pages::all() {
            trials.extend(page.means().iter().map(|&means| in_one(engine, &page, means)));
        }
    }
    run(trials, remarks)
}

fn in_one(engine: Engine, page: &page::HostPage, means: Means) -> Trial {
    let path = format!("{}::{means}", page.name());
    let page = page.clone();
    let test = async move || check::check(engine, &page, means).await;
    match known::reason(&path, engine) {
        Some(reason) => failing_trial(engine, &path, reason, test),
        None => trial(engine, &path, test),
    }
}

/// What is known to fail, in lines.
fn remarks(arguments: &Arguments) -> String {
    let wanted = |path: &&str| arguments.filter.as_deref().is_none_or(|filter| path.contains(filter));
    let failing = known::FAILING.iter().filter(|failing| wanted(&failing.path));
    failing.map(|failing| format!("{}: fails, because {}\n", failing.path, failing.reason)).collect()
}
