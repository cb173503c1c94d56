//! The rules of a survey, applied to a page view.

use super::rule::{IF, Rules, SAMPLE, WHEN};
use super::{Decision, Facts, Restraint, Rule, Targeting, Trigger, Verdict, bucket, describe};
use crate::condition::Test;
use crate::value::joined;
use crate::{FactSource, Predicate, Value, VariableRef};

/// Why a survey is shown now, or isn't: a rule for each condition, for the sample, for each part of the schedule, for the
/// triggers, and for each restraint.
pub fn judge(targeting: &Targeting, facts: &dyn Facts) -> Vec<Rule> {
    let mut rules = Vec::new();
    apply(targeting, facts, &mut rules);
    rules
}

/// What the rules of [`judge`] amount to.
pub fn decide(targeting: &Targeting, facts: &dyn Facts) -> Decision {
    let mut decision = Decision::default();
    apply(targeting, facts, &mut decision);
    decision
}

fn apply(targeting: &Targeting, facts: &dyn Facts, rules: &mut impl Rules) {
    for condition in &targeting.conditions {
        let verdict = match condition.holds(facts) {
            true => Verdict::Show,
            false if may_change(condition) => Verdict::Wait,
            false => Verdict::Never,
        };
        rules.add(IF, verdict, || (describe::sentence(condition, facts), describe::fact(condition, facts)));
    }
    if targeting.sample < 100.0 {
        sample(targeting, facts, rules);
    }
    targeting.schedule.judge(facts, rules);
    triggers(&targeting.triggers, facts, rules);
    if targeting.popover {
        for (name, restraint) in Restraint::NAMES {
            check(name, *restraint, targeting, facts, rules);
        }
    }
}

/// Whether something that it asks for may change on a page view: an element may come, an event be tracked, a visitor be
/// identified.
fn may_change(condition: &Predicate) -> bool {
    match condition {
        Predicate::All(conditions) | Predicate::Any(conditions) => conditions.iter().any(may_change),
        Predicate::Not(condition) => may_change(condition),
        Predicate::Group(_) => false,
        Predicate::Compare(variable, _) => match variable {
            VariableRef::Fact(FactSource::Element | FactSource::Data | FactSource::Event, _)
            | VariableRef::Attribute(_)
            | VariableRef::Person(_) => true,
            VariableRef::Fact(FactSource::Visitor, name) => name == "signedIn",
            _ => false,
        },
    }
}

fn sample(targeting: &Targeting, facts: &dyn Facts, rules: &mut impl Rules) {
    let bucket = bucket(&facts.sampling_key(), &targeting.survey);
    let is_asked = bucket < targeting.sample;
    rules.add(SAMPLE, if is_asked { Verdict::Show } else { Verdict::Never }, || {
        let among = if is_asked { "The visitor is among the " } else { "The visitor is not among the " };
        let percent = Value::from(targeting.sample).to_json();
        ([among, &percent, " % that are asked."].concat(), Value::from((bucket * 100.0).floor() / 100.0))
    });
}

fn triggers(triggers: &[Trigger], facts: &dyn Facts, rules: &mut impl Rules) {
    let mut fired = None;
    for (index, trigger) in triggers.iter().enumerate() {
        if fired.is_none() && has_fired(index, trigger, facts) {
            fired = Some(trigger);
        }
    }
    rules.add(WHEN, if fired.is_some() { Verdict::Show } else { Verdict::Wait }, || match fired {
        Some(trigger) => (["This has happened: ", &trigger.description(), "."].concat(), Value::from(trigger.name())),
        None => {
            let waits = joined(&mut triggers.iter().map(Trigger::description), "; or ");
            (["Waits for ", &waits, "."].concat(), Value::Null)
        }
    });
}

/// Whether a trigger has fired: what can be looked up is.
fn has_fired(index: usize, trigger: &Trigger, facts: &dyn Facts) -> bool {
    match trigger {
        Trigger::View => true,
        Trigger::Pages(pages) => {
            let seen = facts.lookup(&VariableRef::Fact(FactSource::Visitor, "pages".to_owned()));
            matches!(seen, Some(Value::Number(seen)) if seen >= f64::from(*pages))
        }
        other => facts.has_fired(index, other),
    }
}

fn check(name: &'static str, restraint: Restraint, targeting: &Targeting, facts: &dyn Facts, rules: &mut impl Rules) {
    let applies = facts.is_restrained(restraint);
    let is_off = targeting.interrupt.contains(&restraint);
    let verdict = if applies && !is_off { restraint.verdict() } else { Verdict::Show };
    rules.add(name, verdict, || {
        let [because, otherwise] = restraint.sentences();
        let because = match (applies, is_off) {
            (true, true) => "The site lets the survey interrupt this.",
            (true, false) => because,
            (false, _) => otherwise,
        };
        (because.to_owned(), Value::from(applies))
    });
}
