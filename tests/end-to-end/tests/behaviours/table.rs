//! All behaviours, and in which browsers each is tested.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use end_to_end::Engine;
use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Handle;

/// What is tested of the widget.
pub(crate) struct Behaviour {
    /// The module it is in, with the crate's name.
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    /// Why it is tested in Chromium and in no other browser, if that is so.
    pub(crate) chromium_alone: Option<&'static str>,
    /// Panics if the widget behaves otherwise.
    pub(crate) test: fn(Engine) -> Pin<Box<dyn Future<Output = ()>>>,
}

inventory::collect!(Behaviour);

/// Has a function be tested in each browser there is: `#[apply(behaviour)] async fn name(engine: Engine) { … }`.
macro_rules! behaviour {
    ($(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $crate::table::register!(None, $(#[doc = $doc])* async fn $name($engine: Engine) $body);
    };
}

/// The same in Chromium alone, for the reason that `#[because("…")]` below it gives.
macro_rules! chromium_behaviour {
    (#[because($reason:literal)] $(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $crate::table::register!(Some($reason), $(#[doc = $doc])* async fn $name($engine: Engine) $body);
    };
}

macro_rules! register {
    ($alone:expr, $(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $(#[doc = $doc])*
        async fn $name($engine: Engine) $body

        inventory::submit! {
            $crate::table::Behaviour {
                module: module_path!(),
                name: stringify!($name),
                chromium_alone: $alone,
                test: |engine| Box::pin($name(engine)),
            }
        }
    };
}

pub(crate) use {behaviour, chromium_behaviour, register};

impl Behaviour {
    /// Its module and name, as tests are called.
    fn path(&self) -> String {
        let (_, module) = self.module.split_once("::").unwrap_or_default();
        format!("{module}::{}", self.name)
    }

    fn is_tested_in(&self, engine: Engine) -> bool {
        engine == Engine::Chromium || self.chromium_alone.is_none()
    }
}

/// All of them, sorted by path.
fn all() -> Vec<&'static Behaviour> {
    let mut all: Vec<_> = inventory::iter::<Behaviour>().collect();
    all.sort_by_key(|behaviour| behaviour.path());
    all
}

/// The tests in these browsers, one browser after the other. How long each browser was at it is noted in `times`.
pub(crate) fn trials(engines: &[Engine], runtime: &Handle, times: &'static Times) -> Vec<Trial> {
    let mut trials = Vec::new();
    for &engine in engines {
        for behaviour in all().into_iter().filter(|behaviour| behaviour.is_tested_in(engine)) {
            let runtime = runtime.clone();
            trials.push(Trial::test(format!("{engine}::{}", behaviour.path()), move || {
                let _measured = times.measure(engine);
                runtime.block_on((behaviour.test)(engine));
                Ok(())
            }));
        }
    }
    trials
}

/// What is left out, and why, in lines.
pub(crate) fn left_out(engines: &[Engine], arguments: &Arguments) -> String {
    if !engines.contains(&Engine::Firefox) {
        return "Firefox is left out: FIREFOX and GECKODRIVER don't name one with its driver.\n".to_owned();
    }
    let wanted = |path: &str| arguments.filter.as_deref().is_none_or(|filter| path.contains(filter));
    let alone = all().into_iter().filter_map(|behaviour| Some((behaviour.path(), behaviour.chromium_alone?)));
    alone
        .filter(|(path, _)| wanted(path))
        .map(|(path, reason)| format!("{path}: Chromium alone, because {reason}\n"))
        .collect()
}

/// When each browser's first test began, its last one ended, and how many there were.
#[derive(Default)]
pub(crate) struct Times(Mutex<Vec<(Engine, Instant, Instant)>>);

impl Times {
    /// Notes the time from now until what is returned is dropped.
    fn measure(&self, engine: Engine) -> impl Drop + use<'_> {
        Measured { times: self, engine, begun: Instant::now() }
    }

    /// A line for each browser.
    pub(crate) fn print(&self) -> String {
        let times = self.0.lock().expect("nobody panics with it");
        let of = |engine: Engine| {
            let own: Vec<_> = times.iter().filter(|(of, ..)| *of == engine).collect();
            let begun = own.iter().map(|(_, begun, _)| *begun).min()?;
            let ended = own.iter().map(|(.., ended)| *ended).max()?;
            let whole: Duration = own.iter().map(|(_, begun, ended)| *ended - *begun).sum();
            let (count, mean) = (own.len(), whole.as_secs_f32() / own.len() as f32);
            Some(format!("{engine:?}: {count} tests in {:.0} s, {mean:.1} s each\n", (ended - begun).as_secs_f32()))
        };
        Engine::ALL.into_iter().filter_map(of).collect()
    }
}

struct Measured<'t> {
    times: &'t Times,
    engine: Engine,
    begun: Instant,
}

impl Drop for Measured<'_> {
    fn drop(&mut self) {
        let measured = (self.engine, self.begun, Instant::now());
        self.times.0.lock().expect("nobody panics with it").push(measured);
    }
}
