//! What waits to be due: it is judged when something has happened, and again when the moment comes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell_page::browser::{self, document};
use askwell_page::{attributes, values};
use askwell_survey::targeting::{
    self, Decision, Events, Facts, LocalTime, Recorded, Restraint, Targeting, Trigger, Verdict,
};
use askwell_survey::{FactSource, Lookup, Timestamp, Value, VariableRef, config, number_text};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::triggers::{Armed, Fire};
use crate::{facts, restraints, triggers};

/// Milliseconds until what keeps a due survey from showing is looked at again.
const PAUSE: u32 = 500;
/// How often a condition that doesn't hold yet is looked at again after a trigger: what a route shows comes a little after it.
const LOOKS: u32 = 10;

thread_local! {
    static EVENTS: RefCell<Events> = const { RefCell::new(Events::new()) };
    static WAITING: RefCell<Vec<Rc<Waiting>>> = const { RefCell::new(Vec::new()) };
    /// What is listened for as long as anything waits.
    static LISTENERS: RefCell<Vec<EventListener>> = const { RefCell::new(Vec::new()) };
}

/// A survey that waits to be due.
struct Waiting {
    /// The page's own object, by which it is forgotten.
    config: JsValue,
    targeting: Targeting,
    attributes: Value,
    person: Value,
    /// Which triggers have fired.
    fired: RefCell<Vec<bool>>,
    /// What listens for them.
    armed: RefCell<Vec<Armed>>,
    /// The next look, and how many there were.
    retry: RefCell<Option<Timeout>>,
    looks: Cell<u32>,
    /// What the promise is resolved by. None where somebody only asks why.
    resolve: Option<Function>,
}

fn settle(resolve: &Function, is_due: bool) {
    // It can't throw: it is a promise's own.
    let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_due));
}

/// What a configuration, the attributes of a tag, or an element says. The application complains of what can't be read.
fn given(config: &JsValue) -> Value {
    if let Some(element) = config.dyn_ref::<Element>() {
        return attributes::inline(attributes::of(element).0, &element.local_name());
    }
    let Value::Map(entries) = values::read(config).value else { return Value::object() };
    // What is text may be an attribute's, and is read as they are.
    let (texts, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, value)| value.as_text().is_some());
    let (mut config, _) = config::from_attributes(texts);
    config.merge(Value::Map(others));
    config
}

/// Reads a configuration. What is wrong with its targeting is written to the console.
fn read(config: &JsValue, person: &JsValue, resolve: Option<&Function>) -> Option<Waiting> {
    let read = given(config);
    let targeting = match Targeting::read(&read) {
        Ok(targeting) => targeting,
        Err(problems) => {
            browser::log_error(&problems.text());
            return None;
        }
    };
    let part = |name| read.get(name).cloned().unwrap_or_default();
    let mut traits = part("person");
    traits.merge(values::read(person).value);
    let count = targeting.triggers.len();
    Some(Waiting {
        config: config.clone(),
        targeting,
        attributes: part("attributes"),
        person: traits,
        fired: RefCell::new(vec![false; count]),
        armed: RefCell::new((0..count).map(|_| Armed::default()).collect()),
        retry: RefCell::new(None),
        looks: Cell::new(0),
        resolve: resolve.cloned(),
    })
}

/// Resolves to whether the survey of a configuration is due, once that is known.
pub(crate) fn judge(config: &JsValue, person: &JsValue, resolve: &Function) {
    let Some(waiting) = read(config, person, Some(resolve)) else {
        settle(resolve, false);
        return;
    };
    // What waited for it before was for another person, or for nobody any more.
    if !config.is_undefined() {
        forget(config);
    }
    let waiting = Rc::new(waiting);
    WAITING.with_borrow_mut(|all| all.push(waiting.clone()));
    listen();
    waiting.arm(0.0);
    waiting.look();
}

/// The facts that the rules of a configuration ask for, as [`Recorded`] takes them.
pub(crate) fn record(config: &JsValue, person: &JsValue) -> JsValue {
    let known = WAITING.with_borrow(|all| all.iter().find(|waiting| waiting.config == *config).cloned());
    let known = known.or_else(|| read(config, person, None).map(Rc::new));
    known.map_or(JsValue::NULL, |waiting| {
        let record = |events: &Events| Recorded::of(&waiting.targeting, &View { waiting: &waiting, events });
        values::to_js(&EVENTS.with_borrow(record))
    })
}

/// Counts an event, and looks at everything that waits.
pub(crate) fn track(name: &str, properties: &JsValue) {
    EVENTS.with_borrow_mut(|events| events.track(name, &values::read(properties).value));
    look_at_all();
}

/// Forgets what waits for a configuration, or everything.
pub(crate) fn forget(config: &JsValue) {
    let mut forgotten = Vec::new();
    WAITING.with_borrow_mut(|all| {
        all.retain(|waiting| {
            let is_kept = !config.is_undefined() && waiting.config != *config;
            if !is_kept {
                forgotten.push(waiting.clone());
            }
            is_kept
        });
    });
    forgotten.iter().for_each(|waiting| waiting.disarm());
    stop_if_idle();
}

fn all() -> Vec<Rc<Waiting>> {
    WAITING.with_borrow(Clone::clone)
}

fn look_at_all() {
    all().iter().for_each(|waiting| waiting.look());
}

/// Listens for what concerns everything that waits.
fn listen() {
    restraints::listen();
    LISTENERS.with_borrow_mut(|listeners| {
        if listeners.is_empty() {
            *listeners = triggers::on_route(|| all().iter().for_each(|waiting| waiting.change_route()));
            listeners.push(EventListener::new(&document(), "visibilitychange", |_| look_at_all()));
        }
    });
}

fn stop_if_idle() {
    if WAITING.with_borrow(Vec::is_empty) {
        LISTENERS.with_borrow_mut(Vec::clear);
        restraints::stop();
    }
}

impl Waiting {
    /// Listens for the triggers of a page view that began then.
    fn arm(self: &Rc<Self>, since: f64) {
        for (index, trigger) in self.targeting.triggers.iter().enumerate() {
            // Visible time is the document's: one route after another is one visit.
            let is_of_document = matches!(trigger, Trigger::Visible(_)) && since > 0.0;
            if is_of_document {
                continue;
            }
            self.mark(index, false);
            let own = Rc::downgrade(self);
            let fire: Fire = Rc::new(move || {
                if let Some(waiting) = own.upgrade() {
                    waiting.fire(index);
                }
            });
            let armed = Armed::of(trigger, since, &fire);
            if let Some(place) = self.armed.borrow_mut().get_mut(index) {
                *place = armed;
            }
        }
    }

    fn mark(&self, index: usize, has_fired: bool) {
        if let Some(fired) = self.fired.borrow_mut().get_mut(index) {
            *fired = has_fired;
        }
    }

    /// A trigger has fired: nothing listens for it any more.
    fn fire(self: &Rc<Self>, index: usize) {
        self.mark(index, true);
        let armed = self.armed.borrow_mut().get_mut(index).map(std::mem::take);
        drop(armed);
        self.looks.set(0);
        self.look();
    }

    /// Another route is another page view.
    fn change_route(self: &Rc<Self>) {
        self.arm(browser::uptime());
        for (index, trigger) in self.targeting.triggers.iter().enumerate() {
            if matches!(trigger, Trigger::Route) {
                self.mark(index, true);
            }
        }
        self.looks.set(0);
        self.look();
    }

    fn decide(&self) -> Decision {
        EVENTS.with_borrow(|events| targeting::decide(&self.targeting, &View { waiting: self, events }))
    }

    /// Judges, and does what follows: shows, gives up, or looks again a little later if a trigger has fired.
    fn look(self: &Rc<Self>) {
        self.retry.take();
        // In a background tab nothing is shown, and nothing looked at until it is turned to.
        if document().hidden() {
            return;
        }
        let decision = self.decide();
        match decision.verdict {
            Verdict::Show => {
                self.look_at_higher_ones();
                self.finish(true);
            }
            Verdict::Never if decision.is_final => self.finish(false),
            Verdict::Never => {}
            Verdict::Wait => {
                // Without a trigger it is idle; with it, a restraint may end at any time, and a condition soon or not.
                if !decision.waits_for_trigger && (!decision.waits_for_condition || self.looks.get() < LOOKS) {
                    self.looks.set(self.looks.get() + 1);
                    let own = Rc::downgrade(self);
                    let again = move || {
                        if let Some(waiting) = own.upgrade() {
                            waiting.look();
                        }
                    };
                    self.retry.replace(Some(Timeout::new(PAUSE, again)));
                }
            }
        }
    }

    /// Others that are due as well go before this.
    fn look_at_higher_ones(&self) {
        for other in all() {
            if other.targeting.priority > self.targeting.priority {
                other.look();
            }
        }
    }

    fn disarm(&self) {
        self.retry.take();
        self.armed.take();
    }

    fn finish(self: &Rc<Self>, is_due: bool) {
        WAITING.with_borrow_mut(|all| all.retain(|waiting| !Rc::ptr_eq(waiting, self)));
        self.disarm();
        stop_if_idle();
        if let Some(resolve) = &self.resolve {
            settle(resolve, is_due);
        }
    }
}

/// A page view, for one survey.
struct View<'a> {
    waiting: &'a Waiting,
    events: &'a Events,
}

impl Lookup for View<'_> {
    fn lookup(&self, variable: &VariableRef) -> Option<Value> {
        match variable {
            VariableRef::Page(name) => facts::of_page(name),
            VariableRef::Attribute(name) => self.waiting.attributes.get(name).cloned(),
            VariableRef::Person(name) => self.waiting.person.get(name).cloned(),
            VariableRef::Fact(FactSource::Event, name) => Some(Value::from(f64::from(self.events.count(name)))),
            VariableRef::Fact(source, name) => facts::of_browser(*source, name, &self.waiting.person),
            _ => None,
        }
    }
}

impl Facts for View<'_> {
    fn now(&self) -> Timestamp {
        browser::now()
    }

    fn local_time(&self, zone: Option<&str>) -> Option<LocalTime> {
        facts::local_time(zone)
    }

    fn has_fired(&self, index: usize, trigger: &Trigger) -> bool {
        match trigger {
            Trigger::Event(event) => self.events.fulfil(event),
            _ => self.waiting.fired.borrow().get(index) == Some(&true),
        }
    }

    fn is_restrained(&self, restraint: Restraint) -> bool {
        restraints::applies(restraint)
    }

    fn sampling_key(&self) -> String {
        match self.waiting.person.get("id") {
            Some(Value::Text(id)) => id.clone(),
            Some(Value::Number(id)) => number_text(*id),
            _ => facts::tab(),
        }
    }
}
