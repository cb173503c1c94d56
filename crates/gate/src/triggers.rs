//! What listens for a trigger. Whatever it takes is removed with its handle.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell_page::browser::{self, document, window};
use askwell_survey::targeting::Trigger;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, MouseEvent, Node};

use crate::elements::is_visible;
use crate::facts::navigation;

/// Pixels upwards at once that mean the way out on a touch screen, and the milliseconds that these may take.
const UPWARDS: f64 = 600.0;
const AT_ONCE: f64 = 300.0;

/// What the visitor's input is noticed by.
const INPUT: [&str; 5] = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];

/// What is to be done when a trigger fires.
pub(crate) type Fire = Rc<dyn Fn()>;

/// What listens for one trigger, for as long as it is kept.
#[derive(Default)]
pub(crate) struct Armed {
    listeners: Vec<EventListener>,
    timer: Rc<RefCell<Option<Timeout>>>,
}

impl Armed {
    /// Listens for a trigger. `since` is when the page view began, in milliseconds of [`browser::uptime`].
    pub(crate) fn of(trigger: &Trigger, since: f64, fire: &Fire) -> Self {
        let mut armed = Self::default();
        match trigger {
            // What is looked up, and what is noticed for all triggers together.
            Trigger::View | Trigger::Pages(_) | Trigger::Event(_) | Trigger::Route => {}
            Trigger::Delay(seconds) => {
                let left = seconds * 1_000.0 - (browser::uptime() - since);
                start(&armed.timer, left, fire.clone());
            }
            Trigger::Visible(seconds) => armed.visible(seconds * 1_000.0, fire),
            Trigger::Scroll(percent) => armed.scrolled(*percent, fire),
            Trigger::ScrollTo(selector) => armed.scrolled_to(selector.clone(), fire),
            Trigger::Click(selector) => armed.clicked(selector.clone(), fire),
            Trigger::Exit => armed.leaving(fire),
            Trigger::Inactive(seconds) => armed.inactive(seconds * 1_000.0, fire),
        }
        armed
    }

    fn listen(&mut self, target: &EventTarget, event: &'static str, callback: impl FnMut(&Event) + 'static) {
        // Capturing, since pages stop events; gloo's listeners are passive.
        let options = EventListenerOptions::run_in_capture_phase();
        self.listeners.push(EventListener::new_with_options(target, event, options, callback));
    }

    /// Time in which the page can be seen: one timer, which is stopped while it can't.
    fn visible(&mut self, milliseconds: f64, fire: &Fire) {
        let (left, since) = (Cell::new(milliseconds), Cell::new(browser::uptime()));
        let (timer, fire) = (self.timer.clone(), fire.clone());
        let go_on = move || {
            if timer.take().is_some() {
                left.set(left.get() - (browser::uptime() - since.get()));
            }
            if !document().hidden() {
                since.set(browser::uptime());
                start(&timer, left.get(), fire.clone());
            }
        };
        go_on();
        self.listen(&document(), "visibilitychange", move |_| go_on());
    }

    fn scrolled(&mut self, percent: f64, fire: &Fire) {
        let fire = fire.clone();
        let look = move || {
            let Some(root) = document().document_element() else { return };
            let way = f64::from(root.scroll_height() - root.client_height());
            // One that can't be scrolled may only not have its content yet.
            if way > 0.0 && scroll_top() >= way * percent / 100.0 {
                fire();
            }
        };
        self.listen(&window(), "scroll", move |_| look());
    }

    fn scrolled_to(&mut self, selector: String, fire: &Fire) {
        let fire = fire.clone();
        let look = move || {
            let Ok(Some(element)) = document().query_selector(&selector) else { return };
            let place = element.get_bounding_client_rect();
            let height = document().document_element().map_or(0, |root| root.client_height());
            if place.bottom() > 0.0 && place.top() < f64::from(height) && is_visible(&element) {
                fire();
            }
        };
        look();
        self.listen(&window(), "scroll", move |_| look());
    }

    fn clicked(&mut self, selector: String, fire: &Fire) {
        let fire = fire.clone();
        self.listen(&window(), "click", move |event| {
            let target = event.composed_path().get(0);
            // Text in an element is clicked as the element; windows and documents are none.
            let element = match target.dyn_ref::<Element>() {
                Some(element) => Some(element.clone()),
                None => target.dyn_ref::<Node>().and_then(Node::parent_element),
            };
            // A selector that the browser can't read is nowhere.
            if element.is_some_and(|element| matches!(element.closest(&selector), Ok(Some(_)))) {
                fire();
            }
        });
    }

    /// Signs of leaving. A pointer that is no finger goes out at the top, where tabs and addresses are. On touch screens it is
    /// the way to the address bar, or back.
    fn leaving(&mut self, fire: &Fire) {
        if !browser::matches("(pointer: coarse)") {
            let fire = fire.clone();
            self.listen(&document(), "mouseout", move |event| {
                let event: &MouseEvent = event.unchecked_ref();
                if event.related_target().is_none() && event.client_y() <= 0 {
                    fire();
                }
            });
            return;
        }
        let back = fire.clone();
        self.listen(&window(), "popstate", move |_| back());
        let fire = fire.clone();
        let (from, since) = (Cell::new(scroll_top()), Cell::new(browser::uptime()));
        self.listen(&window(), "scroll", move |_| {
            let (top, now) = (scroll_top(), browser::uptime());
            if now - since.get() > AT_ONCE || top > from.get() {
                from.set(top);
                since.set(now);
            } else if from.get() - top >= UPWARDS {
                fire();
            }
        });
    }

    /// Time without input: one timer, which begins anew only when it is over.
    fn inactive(&mut self, milliseconds: f64, fire: &Fire) {
        let last = Rc::new(Cell::new(browser::uptime()));
        for event in INPUT {
            let last = last.clone();
            self.listen(&window(), event, move |_| last.set(browser::uptime()));
        }
        wait_for_rest(&self.timer, last, milliseconds, fire.clone());
    }
}

/// Fires once nothing has been put in for so long.
fn wait_for_rest(timer: &Rc<RefCell<Option<Timeout>>>, last: Rc<Cell<f64>>, milliseconds: f64, fire: Fire) {
    let left = milliseconds - (browser::uptime() - last.get());
    if left <= 0.0 {
        return fire();
    }
    // The timer has what it runs, which can't have the timer.
    let own = Rc::downgrade(timer);
    let again = move || {
        if let Some(timer) = own.upgrade() {
            wait_for_rest(&timer, last.clone(), milliseconds, fire.clone());
        }
    };
    start(timer, left, Rc::new(again));
}

/// Runs `task` after so many milliseconds, unless the timer is dropped before.
fn start(timer: &Rc<RefCell<Option<Timeout>>>, milliseconds: f64, task: Fire) {
    let own = Rc::downgrade(timer);
    let run = move || {
        // It is over: what it does next may set another.
        if let Some(timer) = own.upgrade() {
            drop(timer.take().map(Timeout::forget));
            task();
        }
    };
    timer.replace(Some(Timeout::new(milliseconds.max(0.0) as u32, run)));
}

fn scroll_top() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// What a route is: everything of the address that a router decides by, and not the place on the page.
fn route() -> String {
    let location = window().location();
    let hash = location.hash().unwrap_or_default();
    let hash = if hash.starts_with("#/") || hash.starts_with("#!") { hash } else { String::new() };
    [location.pathname().unwrap_or_default(), location.search().unwrap_or_default(), hash].concat()
}

/// Listens for other routes of a single-page application. Functions of the page's such as `history.pushState` are left as they
/// are: where there is no Navigation API, only the ways back and forth and fragments are noticed.
pub(crate) fn on_route(changed: impl Fn() + 'static) -> Vec<EventListener> {
    let current = RefCell::new(route());
    let look: Rc<dyn Fn()> = Rc::new(move || {
        let now = route();
        if *current.borrow() != now {
            current.replace(now);
            changed();
        }
    });
    let listen = |target: &EventTarget, event| {
        let look = look.clone();
        EventListener::new(target, event, move |_| look())
    };
    match navigation() {
        Some(navigation) => vec![listen(navigation.unchecked_ref(), "currententrychange")],
        None => vec![listen(&window(), "popstate"), listen(&window(), "hashchange")],
    }
}
