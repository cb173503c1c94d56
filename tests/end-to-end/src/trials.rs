//! Tests that run in each browser and share browsers, and how long each browser was at it.

use std::cmp::Reverse;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Runtime;

use crate::Engine;
use crate::browser::close_browsers;
use crate::wait::impatiently;

/// Browsers at the same time, unless the command line says otherwise. More than that only slow each other down.
const BROWSERS: usize = 2;

/// As many of the slowest tests are named.
const SLOWEST: usize = 10;

/// When each test began and ended.
static TIMES: Mutex<Vec<Time>> = Mutex::new(Vec::new());

struct Time {
    engine: Engine,
    path: String,
    begun: Instant,
    ended: Instant,
}

impl Time {
    fn taken(&self) -> Duration {
        self.ended - self.begun
    }
}

/// One for all tests: a browser serves more than one of them.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be had"));

/// A test in one browser. `path` names it, without the browser.
pub fn trial<F: Future<Output = ()>>(engine: Engine, path: &str, test: impl FnOnce() -> F + Send + 'static) -> Trial {
    let name = path.to_owned();
    Trial::test(format!("{engine}::{path}"), move || {
        let _measured = Measured::begin(engine, &name);
        RUNTIME.block_on(test());
        Ok(())
    })
}

/// A test in one browser that fails, for the reason given. When it passes, that is a failure: the reason is no more.
pub fn failing_trial<F: Future<Output = ()>>(
    engine: Engine,
    path: &str,
    reason: &'static str,
    test: impl FnOnce() -> F + Send + 'static,
) -> Trial {
    let name = path.to_owned();
    Trial::test(format!("{engine}::{path}"), move || {
        let _measured = Measured::begin(engine, &name);
        match catch_unwind(AssertUnwindSafe(|| RUNTIME.block_on(impatiently(test())))) {
            Ok(()) => Err(format!("it passes, and was known to fail: {reason}").into()),
            Err(_) => Ok(()),
        }
    })
}

/// Runs those that the command line names, and prints how long each browser took and what is left out: a browser, or
/// what `remarks` says.
pub fn run(trials: Vec<Trial>, remarks: impl FnOnce(&Arguments) -> String) -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(BROWSERS);
    let conclusion = libtest_mimic::run(&arguments, trials);
    RUNTIME.block_on(close_browsers());
    if !arguments.list {
        if Engine::available().contains(&Engine::Firefox) {
            print!("{}", remarks(&arguments));
        } else {
            println!("Firefox is left out: FIREFOX and GECKODRIVER don't name one with its driver.");
        }
        print!("{}", times());
    }
    conclusion.exit_code()
}

/// A line for each browser, and one for each of the slowest tests.
fn times() -> String {
    let mut times = TIMES.lock().expect("nobody panics with it");
    let of = |engine: Engine| {
        let own: Vec<_> = times.iter().filter(|time| time.engine == engine).collect();
        let begun = own.iter().map(|time| time.begun).min()?;
        let ended = own.iter().map(|time| time.ended).max()?;
        let mean = own.iter().map(|time| time.taken()).sum::<Duration>().as_secs_f32() / own.len() as f32;
        let taken = (ended - begun).as_secs_f32();
        Some(format!("{engine:?}: {} tests in {taken:.0} s, {mean:.1} s each\n", own.len()))
    };
    let engines: Vec<_> = Engine::ALL.into_iter().filter_map(of).collect();
    times.sort_by_key(|time| Reverse(time.taken()));
    let slow = |time: &Time| format!("{:6.1} s {:?} {}\n", time.taken().as_secs_f32(), time.engine, time.path);
    engines.into_iter().chain(times.iter().take(SLOWEST).map(slow)).collect()
}

/// Notes the time from its beginning until it is dropped.
struct Measured {
    engine: Engine,
    path: String,
    begun: Instant,
}

impl Measured {
    fn begin(engine: Engine, path: &str) -> Self {
        Self { engine, path: path.to_owned(), begun: Instant::now() }
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        let (engine, begun, path) = (self.engine, self.begun, std::mem::take(&mut self.path));
        TIMES.lock().expect("nobody panics with it").push(Time { engine, path, begun, ended: Instant::now() });
    }
}
