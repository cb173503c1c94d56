//! Facts of a page view as a value: who observes the page and who explains what follows need not be the same.

use std::cell::RefCell;

use super::{Facts, LocalTime, Restraint, Targeting, Trigger, decide};
use crate::condition::Lookup;
use crate::{Date, FactSource, Timestamp, Value, VariableRef};

/// Facts that were recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded(Value);

/// Facts while they are recorded.
struct Recorder<'f> {
    facts: &'f dyn Facts,
    record: RefCell<Value>,
}

impl Recorded {
    /// Everything that the rules of a survey ask for.
    pub fn of(targeting: &Targeting, facts: &dyn Facts) -> Value {
        let recorder = Recorder { facts, record: RefCell::new(Value::object()) };
        decide(targeting, &recorder);
        recorder.record.into_inner()
    }

    /// Takes what [`Recorded::of`] returned.
    pub const fn new(record: Value) -> Self {
        Self(record)
    }
}

/// The name of something that is looked up.
fn key(variable: &VariableRef) -> String {
    let (source, name) = match variable {
        VariableRef::Page(name) => ("page ", name),
        VariableRef::Attribute(name) => ("attribute ", name),
        VariableRef::Person(name) => ("person ", name),
        VariableRef::Fact(source, name) => {
            let source = match source {
                FactSource::Parameter => "parameter ",
                FactSource::Element => "element ",
                FactSource::Data => "data ",
                FactSource::Visitor => "visitor ",
                FactSource::Event => "event ",
                FactSource::Property => "property ",
            };
            (source, name)
        }
        // Nothing else is known before a survey is shown.
        _ => return String::new(),
    };
    [source, name].concat()
}

/// The name of a trigger that has fired.
fn fired(index: usize) -> String {
    ["fired ", &crate::digits(index as u64)].concat()
}

fn restrained(restraint: Restraint) -> String {
    ["restraint ", restraint.name()].concat()
}

impl Recorder<'_> {
    fn keep(&self, name: &str, value: Value) {
        self.record.borrow_mut().set(name, value);
    }
}

impl Lookup for Recorder<'_> {
    fn lookup(&self, variable: &VariableRef) -> Option<Value> {
        let value = self.facts.lookup(variable)?;
        self.keep(&key(variable), value.clone());
        Some(value)
    }
}

impl Facts for Recorder<'_> {
    fn now(&self) -> Timestamp {
        let now = self.facts.now();
        self.keep("now", Value::from(now.millis() as f64));
        now
    }

    fn local_time(&self, zone: Option<&str>) -> Option<LocalTime> {
        let time = self.facts.local_time(zone)?;
        self.keep("date", Value::from(time.date.to_text()));
        self.keep("minute", Value::from(f64::from(time.minute)));
        Some(time)
    }

    fn has_fired(&self, index: usize, trigger: &Trigger) -> bool {
        let has_fired = self.facts.has_fired(index, trigger);
        self.keep(&fired(index), Value::from(has_fired));
        has_fired
    }

    fn is_restrained(&self, restraint: Restraint) -> bool {
        let applies = self.facts.is_restrained(restraint);
        self.keep(&restrained(restraint), Value::from(applies));
        applies
    }

    fn sampling_key(&self) -> String {
        let key = self.facts.sampling_key();
        self.keep("key", Value::from(key.as_str()));
        key
    }
}

impl Recorded {
    fn is_true(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Value::Bool(true))
    }

    fn number(&self, name: &str) -> Option<f64> {
        match self.0.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

impl Lookup for Recorded {
    fn lookup(&self, variable: &VariableRef) -> Option<Value> {
        self.0.get(&key(variable)).cloned()
    }
}

impl Facts for Recorded {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.number("now").unwrap_or_default())
    }

    fn local_time(&self, _: Option<&str>) -> Option<LocalTime> {
        let date = Date::parse(self.0.get("date")?.as_text()?)?;
        Some(LocalTime { date, minute: self.number("minute")? as u16 })
    }

    fn has_fired(&self, index: usize, _: &Trigger) -> bool {
        self.is_true(&fired(index))
    }

    fn is_restrained(&self, restraint: Restraint) -> bool {
        self.is_true(&restrained(restraint))
    }

    fn sampling_key(&self) -> String {
        self.0.get("key").and_then(Value::as_text).unwrap_or_default().to_owned()
    }
}
