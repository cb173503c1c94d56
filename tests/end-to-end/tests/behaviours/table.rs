//! All behaviours, and in which browsers each is tested.

use std::pin::Pin;

use end_to_end::{Engine, trial};
use libtest_mimic::{Arguments, Trial};

/// What is tested of the widget.
pub(crate) struct Behaviour {
    /// The module it is in, with the crate's name.
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    pub(crate) browsers: Browsers,
    /// Panics if the widget behaves otherwise.
    pub(crate) test: fn(Engine) -> Pin<Box<dyn Future<Output = ()>>>,
}

/// In which browsers something is tested.
#[derive(Clone, Copy)]
pub(crate) enum Browsers {
    /// In Chromium and Firefox.
    Two,
    /// In WebKit as well.
    Three,
    /// In Chromium, and why in no other.
    Chromium(&'static str),
}

inventory::collect!(Behaviour);

/// Has a function be tested in Chromium and Firefox: `#[apply(behaviour)] async fn name(engine: Engine) { … }`.
macro_rules! behaviour {
    ($(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $crate::table::register!(Two, $(#[doc = $doc])* async fn $name($engine: Engine) $body);
    };
}

/// The same in WebKit as well: few, because each starts a browser. The page has to be [recorded](end_to_end::Page::recorded).
macro_rules! behaviour_in_three {
    ($(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $crate::table::register!(Three, $(#[doc = $doc])* async fn $name($engine: Engine) $body);
    };
}

/// The same in Chromium alone, for the reason that `#[because("…")]` below it gives.
macro_rules! chromium_behaviour {
    (#[because($reason:literal)] $(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $crate::table::register!(Chromium($reason), $(#[doc = $doc])* async fn $name($engine: Engine) $body);
    };
}

macro_rules! register {
    ($variant:ident $(($reason:literal))?, $(#[doc = $doc:literal])* async fn $name:ident($engine:ident: Engine) $body:block) => {
        $(#[doc = $doc])*
        async fn $name($engine: Engine) $body

        inventory::submit! {
            $crate::table::Behaviour {
                module: module_path!(),
                name: stringify!($name),
                browsers: $crate::table::Browsers::$variant $(($reason))?,
                test: |engine| Box::pin($name(engine)),
            }
        }
    };
}

pub(crate) use {behaviour, behaviour_in_three, chromium_behaviour, register};

impl Behaviour {
    /// Its module and name, as tests are called.
    fn path(&self) -> String {
        let (_, module) = self.module.split_once("::").unwrap_or_default();
        format!("{module}::{}", self.name)
    }

    fn needs_apps(&self) -> bool {
        self.module.ends_with("::frameworks")
    }

    fn is_tested_in(&self, engine: Engine) -> bool {
        let browsers: &[Engine] = match self.browsers {
            Browsers::Chromium(_) => &[Engine::Chromium],
            Browsers::Two => &[Engine::Chromium, Engine::Firefox],
            Browsers::Three => &Engine::ALL,
        };
        browsers.contains(&engine) && (has_apps() || !self.needs_apps())
    }
}

/// Whether the applications were built.
fn has_apps() -> bool {
    std::env::var_os("ASKWELL_APPS").is_some()
}

/// All of them, sorted by path.
fn all() -> Vec<&'static Behaviour> {
    let mut all: Vec<_> = inventory::iter::<Behaviour>().collect();
    all.sort_by_key(|behaviour| behaviour.path());
    all
}

/// The tests in these browsers, one browser after the other.
pub(crate) fn trials(engines: &[Engine]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for &engine in engines {
        for behaviour in all().into_iter().filter(|behaviour| behaviour.is_tested_in(engine)) {
            trials.push(trial(engine, &behaviour.path(), move || (behaviour.test)(engine)));
        }
    }
    trials
}

/// What is left out of the other browsers, and why, in lines.
pub(crate) fn left_out(arguments: &Arguments) -> String {
    let wanted = |path: &str| arguments.filter.as_deref().is_none_or(|filter| path.contains(filter));
    let mut lines = String::new();
    for behaviour in all().into_iter().filter(|behaviour| wanted(&behaviour.path())) {
        if let Browsers::Chromium(reason) = behaviour.browsers {
            lines += &format!("{}: Chromium alone, because {reason}\n", behaviour.path());
        }
    }
    if !Engine::WebKit.is_available() {
        lines += "WebKit is left out: WEBKIT, WEBKITDRIVER and XVFB don't name one with its driver and a display.\n";
    }
    lines
}
