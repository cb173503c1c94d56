mod judging;
mod reading;

use super::*;
use crate::condition::Lookup;
use crate::{Date, Timestamp};

/// The targeting of a configuration.
fn targeting(json: &str) -> Targeting {
    Targeting::read(&serde_json::from_str(json).unwrap()).unwrap_or_else(|problems| panic!("{json}: {problems}"))
}

/// A page view as a test describes it.
struct View {
    known: Vec<(VariableRef, Value)>,
    fired: Vec<Trigger>,
    restraints: Vec<Restraint>,
    events: Events,
    now: Timestamp,
    date: Date,
    minute: u16,
    key: &'static str,
}

impl Default for View {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            fired: Vec::new(),
            restraints: Vec::new(),
            events: Events::default(),
            now: Timestamp::parse("2026-11-21T10:00:00Z").unwrap(),
            date: Date::parse("2026-11-21").unwrap(),
            minute: 11 * 60,
            key: "17",
        }
    }
}

impl View {
    fn with(mut self, variable: VariableRef, value: impl Into<Value>) -> Self {
        self.known.push((variable, value.into()));
        self
    }

    fn with_fact(self, source: FactSource, name: &str, value: impl Into<Value>) -> Self {
        self.with(VariableRef::Fact(source, name.to_owned()), value)
    }
}

impl Lookup for View {
    fn lookup(&self, variable: &VariableRef) -> Option<Value> {
        if let VariableRef::Fact(FactSource::Event, name) = variable {
            return Some(Value::from(f64::from(self.events.count(name))));
        }
        self.known.iter().find(|(known, _)| known == variable).map(|(_, value)| value.clone())
    }
}

impl Facts for View {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn local_time(&self, zone: Option<&str>) -> Option<LocalTime> {
        (zone != Some("Mars/Olympus")).then_some(LocalTime { date: self.date, minute: self.minute })
    }

    fn has_fired(&self, _: usize, trigger: &Trigger) -> bool {
        match trigger {
            Trigger::Event(event) => self.events.fulfil(event),
            other => self.fired.contains(other),
        }
    }

    fn is_restrained(&self, restraint: Restraint) -> bool {
        self.restraints.contains(&restraint)
    }

    fn sampling_key(&self) -> String {
        self.key.to_owned()
    }
}

#[test]
fn the_recommendation_question_waits_for_a_relationship_unless_this_is_the_moment() {
    let kind = [Trigger::Visible(30.0), Trigger::Pages(3)];
    let at_once = [Trigger::View];
    let table: [(&str, &[Trigger], usize); 10] = [
        ("{}", &kind, 1),
        (r#"{"preset": "nps"}"#, &kind, 1),
        (r#"{"followUps": {"passive": "Why?"}}"#, &kind, 1),
        (r#"{"targeting": {"sample": 20}}"#, &kind, 1),
        (r#"{"delay": 1}"#, &at_once, 0),
        (r#"{"attributes": {"touchpoint": "checkout"}}"#, &at_once, 0),
        (r#"{"targeting": {"when": "exit"}}"#, &[Trigger::Exit], 0),
        (r#"{"preset": "csat"}"#, &at_once, 0),
        (r#"{"id": "x", "questions": []}"#, &at_once, 0),
        (r#"{"display": "inline"}"#, &at_once, 0),
    ];
    for (json, triggers, conditions) in table {
        let targeting = targeting(json);
        assert_eq!((targeting.triggers.as_slice(), targeting.conditions.len()), (triggers, conditions), "{json}");
    }
}
