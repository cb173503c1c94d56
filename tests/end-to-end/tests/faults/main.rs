//! Whatever happens to the page, the tab, the network or the endpoint: a given answer arrives, and counts once.
//!
//! A fault is a row of a table: what is done to whom, what comes of it, and whether that was so in each browser. The
//! table is printed at the end, and `docs/delivery.md` has to hold the same one. Beside that, faults happen in Chromium
//! as they are drawn at random.

mod rows;
mod run;
mod scene;
mod schedules;
mod table;

use std::process::ExitCode;

use end_to_end::Engine;

fn main() -> ExitCode {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let engines = Engine::available();
    let rows = rows::all();
    let documented = table::of_document();
    let mut failures = table::differences(&rows, &documented);
    let verdicts = run::run(&rows, &engines, filter.as_deref());
    println!("\n{}", table::print(&rows, &verdicts));
    if !engines.contains(&Engine::Firefox) {
        println!("Firefox is left out: FIREFOX and GECKODRIVER don't name one with its driver.");
    }
    failures.extend(table::contradictions(&rows, &verdicts, &documented));
    if filter.as_deref().is_none_or(|filter| "schedules".contains(filter)) {
        failures.extend(schedules::run());
    }
    for failure in &failures {
        println!("FAILED: {failure}");
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
