//! Runs the rows: the browsers beside each other, the faults one after the other in one browser.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Instant;

use end_to_end::{Engine, Visitor};

use crate::scene::Scene;
use crate::table::{ENGINES, Row, Verdict, Verdicts};

/// Runs the rows whose fault contains `filter` in these browsers.
pub(crate) fn run(rows: &[Row], engines: &[Engine], filter: Option<&str>) -> Verdicts {
    let wanted = |row: &Row| filter.is_none_or(|filter| row.fault.contains(filter));
    let numbers: Vec<_> = (0..rows.len()).filter(|number| wanted(&rows[*number])).collect();
    thread::scope(|scope| {
        let numbers = &numbers;
        let browsers: Vec<_> = engines
            .iter()
            .map(|engine| {
                let thread = thread::Builder::new().name(format!("{engine:?}"));
                thread.spawn_scoped(scope, move || in_one(*engine, rows, numbers)).expect("a thread can be started")
            })
            .collect();
        browsers.into_iter().flat_map(|browser| browser.join().expect("failures are caught")).collect()
    })
}

fn in_one(engine: Engine, rows: &[Row], numbers: &[usize]) -> Verdicts {
    let index = ENGINES.iter().position(|known| *known == engine).expect("all are known");
    // With a thread of its own: a browser that is dropped is ended through connections that the runtime serves meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime can be had");
    let mut verdicts = Verdicts::new();
    // The browser, and whether its window is private. One that a test failed in is not used again.
    let mut kept: Option<(Visitor, bool)> = None;
    for &number in numbers {
        let row = &rows[number];
        let begun = Instant::now();
        // Before the next browser is started: there is room for one.
        let visitor = kept.take().filter(|(_, private)| *private == row.private);
        let run = AssertUnwindSafe(|| {
            runtime.block_on(async {
                let visitor = match visitor {
                    Some((visitor, _)) => visitor,
                    None => Visitor::with(engine, row.private).await,
                };
                let mut scene = Scene::new(visitor).await;
                let verdict = (row.act)(&mut scene).await;
                (verdict, scene.visitor)
            })
        });
        let verdict = match catch_unwind(run) {
            Ok((verdict, visitor)) => {
                kept = Some((visitor, row.private));
                verdict
            }
            Err(_) => Verdict::Failed,
        };
        verdicts.insert((number, index), verdict);
        println!("{engine:?}: {}: {verdict:?} in {:.1} s", row.fault, begun.elapsed().as_secs_f32());
    }
    verdicts
}
