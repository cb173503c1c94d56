//! When, where and to whom a survey is shown: facts in, a verdict out, rule by rule.
//!
//! [`Targeting::read`] takes out of a configuration what it says about that. [`judge`] compares it with the [`Facts`] of a
//! page view and returns a [`Rule`] for each part, with a sentence that says why; [`decide`] says only what follows. What
//! observes a page, waits and asks again is `crates/gate`. It decides, and hands over the facts as they are [`Recorded`] where
//! somebody asks why.

mod describe;
mod events;
mod facts;
mod judge;
mod reading;
mod recorded;
mod restraint;
mod rule;
mod sampling;
mod schedule;
mod trigger;

use crate::{Comparison, FactSource, Predicate, Preset, Value, VariableRef, limits};

pub use events::Events;
pub use facts::{Facts, LocalTime};
pub use judge::{decide, judge};
pub(crate) use reading::lint;
pub use recorded::Recorded;
pub use restraint::Restraint;
pub use rule::{Decision, Rule, Verdict, verdict};
pub use sampling::{bucket, choose_variant};
pub(crate) use sampling::{variant_count, with_variant};
pub use schedule::{Moment, Schedule, WEEKDAYS};
pub use trigger::{EventTrigger, Trigger};

/// The fields of a configuration that [`Targeting::read`] reads and a survey's own reader doesn't.
pub const FIELDS: [&str; 2] = ["targeting", "interrupt"];

/// The attributes of a tag or an element that become fields of `targeting`, under the same names.
pub const ATTRIBUTES: [&str; 3] = ["when", "ifUrl", "sample"];

/// What of a configuration decides whether a survey is due: its fields, and the attributes of a tag or an element.
pub fn names() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.into_iter().chain([FIELDS[0], "variants"])
}

/// When, where and to whom a survey is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Targeting {
    /// The survey's name, by which samples of different surveys are independent.
    pub survey: String,
    /// Whether it is a popover: restraints are about what stands above the page.
    pub popover: bool,
    /// What has to be the case: all of it. Each is a rule of its own.
    pub conditions: Vec<Predicate>,
    /// What has to happen: any of it.
    pub triggers: Vec<Trigger>,
    /// From when until when, and at which times of the week.
    pub schedule: Schedule,
    /// The share of visitors that is asked, in percent.
    pub sample: f64,
    /// Which of several surveys is shown that are due at the same time: the one with the highest.
    pub priority: f64,
    /// The restraints that the site switches off.
    pub interrupt: Vec<Restraint>,
}

impl Targeting {
    /// What holds where a site says nothing. The recommendation question asks about the whole relationship, so it waits
    /// until there is one: not before 30 seconds of visible time or the third page view, and never on the landing view.
    /// Unless the site says that this is the moment.
    pub fn default_for(preset: Preset, has_moment: bool) -> Self {
        let mut targeting = Self {
            survey: preset.name().to_owned(),
            popover: true,
            conditions: Vec::new(),
            triggers: vec![Trigger::View],
            schedule: Schedule::default(),
            sample: 100.0,
            priority: 0.0,
            interrupt: Vec::new(),
        };
        if preset == Preset::Nps && !has_moment {
            targeting.triggers = vec![Trigger::Visible(limits::USUAL_VISIBLE), Trigger::Pages(limits::USUAL_PAGES)];
            let landing = VariableRef::Fact(FactSource::Visitor, "landing".to_owned());
            targeting.conditions.push(Predicate::Compare(landing, vec![Comparison::IsNot(Value::Bool(true))]));
        }
        targeting
    }
}

#[cfg(test)]
mod tests;
