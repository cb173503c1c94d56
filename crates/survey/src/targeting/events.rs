//! Events that a page tracks, counted.

use super::EventTrigger;
use crate::condition::{Lookup, Test};
use crate::{FactSource, Predicate, Value, VariableRef, limits};

/// The events of a page, by name. A page that tracks without end loses the oldest of a name, and names beyond the bound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    counted: Vec<Counted>,
    /// How many there were: events of different names are put in order by it.
    tracked: u64,
}

/// The events of one name.
#[derive(Clone, Debug, PartialEq)]
struct Counted {
    name: String,
    count: u32,
    /// The last of them: how many events there were before, and the properties.
    last: Vec<(u64, Vec<(String, Value)>)>,
}

impl Events {
    /// None yet.
    pub const fn new() -> Self {
        Self { counted: Vec::new(), tracked: 0 }
    }

    /// Counts an event. Its properties that are texts, numbers or truths are kept.
    pub fn track(&mut self, name: &str, properties: &Value) {
        let order = self.tracked;
        self.tracked += 1;
        let counted = match self.counted.iter().position(|counted| counted.name == name) {
            Some(index) => &mut self.counted[index],
            None if self.counted.len() == limits::EVENT_NAMES || limits::exceeds(name, 2 * limits::IDENTIFIER + 1) => {
                return;
            }
            None => {
                self.counted.push(Counted { name: name.to_owned(), count: 0, last: Vec::new() });
                let index = self.counted.len() - 1;
                &mut self.counted[index]
            }
        };
        counted.count = counted.count.saturating_add(1);
        if counted.last.len() == limits::EVENTS {
            counted.last.remove(0);
        }
        counted.last.push((order, usable(properties)));
    }

    /// How often the event was tracked.
    pub fn count(&self, name: &str) -> u32 {
        self.of(name).map_or(0, |counted| counted.count)
    }

    /// Whether what a trigger waits for has been tracked, and not been cancelled since.
    pub fn fulfil(&self, trigger: &EventTrigger) -> bool {
        let cancelled = trigger.cancelled_by.iter().filter_map(|name| Some(self.of(name)?.last.last()?.0)).max();
        let Some(counted) = self.of(&trigger.name) else { return false };
        let fits = |(order, properties): &&(u64, Vec<(String, Value)>)| {
            cancelled.is_none_or(|cancelled| *order > cancelled)
                && trigger.condition.as_ref().is_none_or(|condition| fits(condition, properties))
        };
        counted.last.iter().filter(fits).count() >= trigger.count as usize
    }

    fn of(&self, name: &str) -> Option<&Counted> {
        self.counted.iter().find(|counted| counted.name == name)
    }
}

/// What can be kept of an event's properties.
fn usable(properties: &Value) -> Vec<(String, Value)> {
    let Value::Map(entries) = properties else { return Vec::new() };
    let fits = |(name, value): &&(String, Value)| {
        !limits::exceeds(name, limits::IDENTIFIER)
            && match value {
                Value::Text(text) => !limits::exceeds(text, limits::LABEL),
                Value::Bool(_) | Value::Number(_) => true,
                Value::Null | Value::List(_) | Value::Map(_) => false,
            }
    };
    entries.iter().filter(fits).take(limits::PROPERTIES).cloned().collect()
}

/// Whether a condition over `property` holds.
fn fits(condition: &Predicate, properties: &[(String, Value)]) -> bool {
    struct Properties<'a>(&'a [(String, Value)]);

    impl Lookup for Properties<'_> {
        fn lookup(&self, variable: &VariableRef) -> Option<Value> {
            let VariableRef::Fact(FactSource::Property, name) = variable else { return None };
            self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        }
    }

    condition.holds(&Properties(properties))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Comparison;

    fn tracked(events: &[(&str, &str)]) -> Events {
        let mut all = Events::default();
        for (name, properties) in events {
            all.track(name, &serde_json::from_str(properties).unwrap());
        }
        all
    }

    fn trigger(count: u32, cancelled_by: &[&str]) -> EventTrigger {
        let cancelled_by = cancelled_by.iter().map(|name| (*name).to_owned()).collect();
        EventTrigger { name: "order".to_owned(), count, condition: None, cancelled_by }
    }

    #[test]
    fn events_are_counted_in_their_order() {
        let order = ("order", "{}");
        let refund = ("refund", "{}");
        type Row<'a> = (&'a [(&'a str, &'a str)], u32, &'a [&'a str], bool);
        let table: [Row<'_>; 9] = [
            (&[], 1, &[], false),
            (&[order], 1, &[], true),
            (&[("Order", "{}")], 1, &[], false),
            (&[order], 2, &[], false),
            (&[order, ("x", "{}"), order], 2, &[], true),
            (&[order, refund], 1, &["refund"], false),
            (&[refund, order], 1, &["refund"], true),
            (&[order, refund, order], 2, &["return", "refund"], false),
            (&[order, refund], 1, &["return"], true),
        ];
        for (events, count, cancelled_by, fulfilled) in table {
            assert_eq!(tracked(events).fulfil(&trigger(count, cancelled_by)), fulfilled, "{events:?} {count}");
        }
    }

    #[test]
    fn only_events_with_fitting_properties_count() {
        let total = VariableRef::Fact(FactSource::Property, "total".to_owned());
        let condition = Some(Predicate::Compare(total, vec![Comparison::AtLeast(50.0)]));
        let trigger = EventTrigger { condition, ..trigger(2, &[]) };
        let large = ("order", r#"{"total": 50, "items": [1]}"#);
        assert!(!tracked(&[large, ("order", r#"{"total": 49}"#), ("order", "5")]).fulfil(&trigger));
        assert!(tracked(&[large, ("order", "{}"), large]).fulfil(&trigger));
    }

    #[test]
    fn a_page_that_tracks_without_end_is_bounded() {
        let mut events = Events::default();
        for _ in 0..10_000 {
            events.track("order", &Value::object());
        }
        for number in 0..10_000 {
            events.track(&number.to_string(), &Value::object());
        }
        events.track(&"x".repeat(1_000), &Value::object());
        assert_eq!(events.count("order"), 10_000);
        assert_eq!(events.counted.len(), limits::EVENT_NAMES);
        assert_eq!(events.counted[0].last.len(), limits::EVENTS);
        let long = format!(r#"{{"long": "{}", "a": {{}}, "b": true}}"#, "x".repeat(501));
        assert_eq!(usable(&serde_json::from_str(&long).unwrap()), [("b".to_owned(), Value::Bool(true))]);
    }
}
