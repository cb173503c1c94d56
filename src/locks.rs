//! Locks between the tabs of a site: one of them sends, and one of them shows a survey.
//!
//! A page that has been left asks for no lock and holds none, or the browser could not keep it in its back/forward cache.
//! Pages of `http://` have no locks, and some frames are refused them: there, every tab sends and shows.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::first_question::QuestionOnPage;
use crate::{browser, lifecycle, values};

/// Milliseconds after which the lock for sending is asked for again while another tab has it.
const RETRY: u32 = 1_000;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`. web-sys counts it among the unstable APIs, which a flag of the compiler switches on.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, callback: &Function) -> Result<Promise, JsValue>;
}

/// A lock that this page holds until it is dropped, or released.
struct Lock {
    /// Resolves the promise for which the browser keeps the lock.
    release: Function,
}

impl Lock {
    fn release(&self) {
        // Resolving a promise throws nothing, and nothing happens the second time.
        let _ = self.release.call0(&JsValue::NULL);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release();
    }
}

/// What became of asking for a lock.
enum Answer {
    Granted(Lock),
    /// Another tab has it, or this page has been left.
    Taken,
    /// This page has no locks.
    Unsupported,
}

/// Asks for a lock, and waits for the answer, though not for the lock itself. `begun` gets the promise that is settled once
/// the lock has been given back.
async fn request(name: &str, begun: impl FnOnce(&Promise)) -> Answer {
    let locks = values::get(&browser::window().navigator(), "locks");
    if !locks.is_object() {
        return Answer::Unsupported;
    }
    let mut answer = None;
    let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let (Some(answer), false) = (answer, lock.is_null() || lifecycle::is_left()) else { return JsValue::UNDEFINED };
        Promise::new(&mut |release, _| drop(answer.call1(&JsValue::NULL, &release))).into()
    });
    let options = Object::new();
    values::set(&options, "ifAvailable", &JsValue::TRUE);
    let locks: LockManager = locks.unchecked_into();
    let Ok(held) = locks.request(name, &options, callback.unchecked_ref()) else { return Answer::Unsupported };
    begun(&held);
    // Where the lock isn't granted, or the request is refused, only the second promise is settled.
    match JsFuture::from(Promise::race(&Array::of2(&answered, &held))).await {
        Ok(release) if release.is_function() => Answer::Granted(Lock { release: release.unchecked_into() }),
        Ok(_) => Answer::Taken,
        Err(_) => Answer::Unsupported,
    }
}

/// The right of this tab to send. Others may send once it is dropped.
pub(crate) struct SendLock {
    _lock: Option<Lock>,
}

impl SendLock {
    /// Waits until no other tab sends. None if the page is left before that.
    pub(crate) async fn acquire() -> Option<Self> {
        while !lifecycle::is_left() {
            match request("askwell.outbox", |_| ()).await {
                Answer::Granted(lock) => return Some(Self { _lock: Some(lock) }),
                Answer::Unsupported => return Some(Self { _lock: None }),
                Answer::Taken => TimeoutFuture::new(RETRY).await,
            }
        }
        None
    }
}

/// The right of this tab to show a survey. Others may show it once it is dropped, and while this page is left.
pub(crate) struct DisplayLock {
    _lock: Option<Rc<Lock>>,
}

thread_local! {
    static DISPLAYED: RefCell<Displayed> = RefCell::default();
}

/// The locks for what this page shows.
#[derive(Default)]
struct Displayed {
    locks: Vec<Weak<Lock>>,
    /// Settled once the last of them has been given back.
    returned: Option<Promise>,
}

impl DisplayLock {
    /// For a survey that any number of tabs may show.
    pub(crate) const fn none() -> Self {
        Self { _lock: None }
    }

    /// The lock of a first question that stood on the page before the application was there.
    pub(crate) fn of_first_question(question: &QuestionOnPage) -> Self {
        let Some(release) = question.release() else { return Self::none() };
        DISPLAYED.with_borrow_mut(|displayed| displayed.returned = question.held());
        Self::displayed(Lock { release })
    }

    fn displayed(lock: Lock) -> Self {
        let lock = Rc::new(lock);
        DISPLAYED.with_borrow_mut(|displayed| {
            displayed.locks.retain(|lock| lock.strong_count() > 0);
            displayed.locks.push(Rc::downgrade(&lock));
        });
        Self { _lock: Some(lock) }
    }

    /// Takes the survey for this tab. None if another one shows it.
    pub(crate) async fn acquire(survey: &str) -> Option<Self> {
        // What this page has just given back is not free at once.
        if let Some(returned) = DISPLAYED.with_borrow_mut(|displayed| displayed.returned.take()) {
            let _ = JsFuture::from(returned).await;
        }
        let remember = |held: &Promise| DISPLAYED.with_borrow_mut(|displayed| displayed.returned = Some(held.clone()));
        match request(&["askwell ", survey].concat(), remember).await {
            Answer::Granted(lock) => Some(Self::displayed(lock)),
            Answer::Taken if lifecycle::is_left() => Some(Self::none()),
            Answer::Taken => None,
            Answer::Unsupported => Some(Self::none()),
        }
    }
}

/// Gives back what this page shows: it is left. If it comes back, it has to ask anew.
pub(crate) fn release_displayed() {
    let locks = DISPLAYED.with_borrow_mut(|displayed| std::mem::take(&mut displayed.locks));
    for lock in locks.iter().filter_map(Weak::upgrade) {
        lock.release();
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// Whether this page holds the lock, asked of the browser.
    async fn is_held(name: &str) -> bool {
        let code = format!("navigator.locks.query().then(({{ held }}) => held.some((lock) => lock.name === '{name}'))");
        let promise: Promise = js_sys::eval(&code).expect("the test's own code runs").unchecked_into();
        JsFuture::from(promise).await.expect("locks can be queried").is_truthy()
    }

    /// Waits until this page holds the lock no longer. The browser takes back what was released in a task of its own.
    async fn until_free(name: &str) {
        while is_held(name).await {
            TimeoutFuture::new(1).await;
        }
    }

    fn run(code: &str) {
        js_sys::eval(code).expect("the test's own code runs");
    }

    #[wasm_bindgen_test]
    async fn a_survey_is_free_again_at_once() {
        for _ in 0..3 {
            let lock = DisplayLock::acquire("again").await;
            assert!(lock.is_some() && is_held("askwell again").await);
        }
    }

    #[wasm_bindgen_test]
    async fn a_survey_that_another_page_shows_is_not_granted() {
        run("navigator.locks.request('askwell taken', () => new Promise((done) => window.giveBack = done))");
        assert!(DisplayLock::acquire("taken").await.is_none());
        run("giveBack()");
    }

    #[wasm_bindgen_test]
    async fn a_page_that_is_left_holds_no_lock_and_gets_none() {
        lifecycle::begin();
        let shown = DisplayLock::acquire("left").await;
        assert!(shown.is_some());
        run("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        until_free("askwell left").await;
        assert!(SendLock::acquire().await.is_none());
        assert!(DisplayLock::acquire("left").await.is_some());
        assert!(!is_held("askwell left").await);
        run("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        let lock = SendLock::acquire().await;
        assert!(lock.is_some() && is_held("askwell.outbox").await);
    }
}
