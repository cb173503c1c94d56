//! The rules of a survey, applied to a page view.

use super::{Facts, Restraint, Rule, Targeting, Trigger, Verdict, bucket, describe};
use crate::condition::Test;
use crate::value::joined;
use crate::{FactSource, Predicate, Value, VariableRef};

/// Why a survey is shown now, or isn't: a rule for each condition, for the sample, for each part of the schedule, for the
/// triggers, and for each restraint.
pub fn judge(targeting: &Targeting, facts: &dyn Facts) -> Vec<Rule> {
    let mut rules: Vec<Rule> = targeting.conditions.iter().map(|condition| of_condition(condition, facts)).collect();
    if targeting.sample < 100.0 {
        rules.push(of_sample(targeting, facts));
    }
    targeting.schedule.judge(facts, &mut rules);
    rules.push(of_triggers(&targeting.triggers, facts));
    if targeting.popover {
        for (_, restraint) in Restraint::NAMES {
            rules.push(of_restraint(*restraint, targeting, facts));
        }
    }
    rules
}

/// Whether no later page view of the same document can change the verdict: a single-page application needs no further look.
pub fn is_final(rules: &[Rule]) -> bool {
    rules
        .iter()
        .any(|rule| rule.verdict == Verdict::Never && matches!(rule.name, "sample" | "until" | "saveData" | "zone"))
}

fn of_condition(condition: &Predicate, facts: &dyn Facts) -> Rule {
    let verdict = match condition.holds(facts) {
        true => Verdict::Show,
        false if may_change(condition) => Verdict::Wait,
        false => Verdict::Never,
    };
    Rule { name: "if", verdict, because: describe::sentence(condition, facts), fact: describe::fact(condition, facts) }
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

fn of_sample(targeting: &Targeting, facts: &dyn Facts) -> Rule {
    let bucket = bucket(&facts.sampling_key(), &targeting.survey);
    let is_asked = bucket < targeting.sample;
    let percent = Value::from(targeting.sample).to_json();
    let among = if is_asked { "The visitor is among the " } else { "The visitor is not among the " };
    Rule {
        name: "sample",
        verdict: if is_asked { Verdict::Show } else { Verdict::Never },
        because: [among, &percent, " % that are asked."].concat(),
        fact: Value::from((bucket * 100.0).floor() / 100.0),
    }
}

fn of_triggers(triggers: &[Trigger], facts: &dyn Facts) -> Rule {
    let fired = triggers.iter().find(|trigger| has_fired(trigger, facts));
    let because = match fired {
        Some(trigger) => ["This has happened: ", &trigger.description(), "."].concat(),
        None => {
            let waits = joined(&mut triggers.iter().map(Trigger::description), "; or ");
            ["Waits for ", &waits, "."].concat()
        }
    };
    Rule {
        name: "when",
        verdict: if fired.is_some() { Verdict::Show } else { Verdict::Wait },
        because,
        fact: fired.map_or(Value::Null, |trigger| Value::from(trigger.name())),
    }
}

/// Whether a trigger has fired: what can be looked up is.
fn has_fired(trigger: &Trigger, facts: &dyn Facts) -> bool {
    match trigger {
        Trigger::View => true,
        Trigger::Pages(pages) => {
            let seen = facts.lookup(&VariableRef::Fact(FactSource::Visitor, "pages".to_owned()));
            matches!(seen, Some(Value::Number(seen)) if seen >= f64::from(*pages))
        }
        Trigger::Event(event) => facts.events().fulfil(event),
        other => facts.has_fired(other),
    }
}

fn of_restraint(restraint: Restraint, targeting: &Targeting, facts: &dyn Facts) -> Rule {
    let applies = facts.is_restrained(restraint);
    let is_off = targeting.interrupt.contains(&restraint);
    let [because, otherwise] = restraint.sentences();
    Rule {
        name: restraint.name(),
        verdict: if applies && !is_off { restraint.verdict() } else { Verdict::Show },
        because: match (applies, is_off) {
            (true, true) => "The site lets the survey interrupt this.",
            (true, false) => because,
            (false, _) => otherwise,
        }
        .to_owned(),
        fact: Value::from(applies),
    }
}
