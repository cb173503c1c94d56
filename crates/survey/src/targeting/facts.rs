//! What targeting has to be told.

use super::{Restraint, Trigger};
use crate::condition::Lookup;
use crate::{Date, Timestamp};

/// The time on a clock of some zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// The day.
    pub date: Date,
    /// Minutes since midnight.
    pub minute: u16,
}

/// The facts of a page view. What conditions ask for is looked up: [`crate::VariableRef::Fact`], `Page`, `Attribute` and
/// `Person`.
pub trait Facts: Lookup {
    /// The moment.
    fn now(&self) -> Timestamp;

    /// The time in a zone by its IANA name, or where the visitor is; none if the zone isn't known.
    fn local_time(&self, zone: Option<&str>) -> Option<LocalTime>;

    /// Whether a trigger of the survey has fired on this page view: `index` is its place among all. The number of page views
    /// is looked up instead.
    fn has_fired(&self, index: usize, trigger: &Trigger) -> bool;

    /// Whether there is this reason to wait.
    fn is_restrained(&self, restraint: Restraint) -> bool;

    /// What the visitor is known by when a sample is drawn: the person's id, or something random that lasts as long as
    /// storage allows.
    fn sampling_key(&self) -> String;
}
