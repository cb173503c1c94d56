//! Recontact periods: visitors who have answered or declined are not asked again for a while.

use crate::{Layout, Timestamp, Value, limits};

/// What a visitor did with a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Answered at least one question.
    Answered,
    /// Closed it without an answer.
    Dismissed,
}

/// The lengths of the recontact periods, in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecontactDays {
    /// After an answer.
    pub answered: f64,
    /// After a dismissal.
    pub dismissed: f64,
}

impl Default for RecontactDays {
    fn default() -> Self {
        Self { answered: 90.0, dismissed: 30.0 }
    }
}

/// The longest possible period, in days. A stored moment further ahead comes from a wrong clock.
const LONGEST_DAYS: f64 = limits::RECONTACT_DAYS as f64;

/// The name under which the period of all popovers is stored. No survey has this name: identifiers contain no space.
const ALL: &str = "* popover";

/// The ends of the recontact periods: of all popovers together, and of each survey by its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecontactPeriods(Vec<(String, Timestamp)>);

impl RecontactPeriods {
    /// Reads the stored periods. Entries that aren't understood or are over are dropped.
    pub fn read(stored: &Value, now: Timestamp) -> Self {
        let mut rest = Self::default();
        let latest = now.after_days(LONGEST_DAYS);
        if let Value::Map(entries) = stored {
            for (name, value) in entries {
                if let Value::Number(millis) = value {
                    let until = Timestamp::from_millis(*millis);
                    if now <= until && until <= latest {
                        rest.set(name, until);
                    }
                }
            }
        }
        rest
    }

    /// The value to store. The loader reads it too, and compares the moments with its clock.
    pub fn to_value(&self) -> Value {
        let mut stored = Value::object();
        for (name, until) in &self.0 {
            stored.put(name, Value::from(until.millis() as f64));
        }
        stored
    }

    /// The end of the period in which the survey `id` isn't shown in this layout. An inline survey disturbs nobody, so it
    /// has only a period of its own; a popover also waits for the period of all popovers.
    pub fn until(&self, id: &str, layout: Layout) -> Option<Timestamp> {
        let mut latest = None;
        for (name, until) in &self.0 {
            if name == id || (name == ALL && layout == Layout::Popover) {
                latest = latest.max(Some(*until));
            }
        }
        latest
    }

    /// Begins the period that follows from `outcome`. A popover that was closed without an answer is not shown again.
    pub fn begin(&mut self, id: &str, layout: Layout, outcome: Outcome, days: RecontactDays, now: Timestamp) {
        let rest = match outcome {
            Outcome::Answered => days.answered,
            Outcome::Dismissed => days.dismissed,
        };
        let own = if outcome == Outcome::Dismissed { LONGEST_DAYS } else { rest };
        self.set(id, now.after_days(own));
        if layout == Layout::Popover {
            self.set(ALL, now.after_days(rest));
        }
    }

    fn set(&mut self, name: &str, until: Timestamp) {
        for (known, earlier) in &mut self.0 {
            if known == name {
                *earlier = until;
                return;
            }
        }
        self.0.push((name.to_owned(), until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_795_255_200_000.0;

    fn day(days: f64) -> Timestamp {
        Timestamp::from_millis(NOW).after_days(days)
    }

    fn after(outcome: Outcome, layout: Layout) -> RecontactPeriods {
        let mut rest = RecontactPeriods::default();
        rest.begin("shop", layout, outcome, RecontactDays::default(), day(0.0));
        rest
    }

    #[test]
    fn rest_depends_on_the_outcome_and_the_layout() {
        use Layout::{Inline, Popover};
        use Outcome::{Answered, Dismissed};
        let table = [
            (Answered, Popover, "shop", Popover, Some(90.0)),
            (Answered, Popover, "other", Popover, Some(90.0)),
            (Answered, Popover, "other", Inline, None),
            (Dismissed, Popover, "shop", Popover, Some(LONGEST_DAYS)),
            (Dismissed, Popover, "other", Popover, Some(30.0)),
            (Answered, Inline, "shop", Inline, Some(90.0)),
            (Answered, Inline, "other", Popover, None),
        ];
        for (outcome, layout, asked, asked_layout, days) in table {
            let until = after(outcome, layout).until(asked, asked_layout);
            assert_eq!(until, days.map(day), "{outcome:?} {layout:?} then {asked} {asked_layout:?}");
        }
    }

    #[test]
    fn what_is_stored_reads_back_until_it_is_over() {
        let stored = after(Outcome::Answered, Layout::Popover).to_value();
        assert_eq!(RecontactPeriods::read(&stored, day(89.0)).until("x", Layout::Popover), Some(day(90.0)));
        assert_eq!(RecontactPeriods::read(&stored, day(91.0)), RecontactPeriods::default());
    }

    #[test]
    fn rubbish_and_wrong_clocks_rest_nobody() {
        let far = Value::Map(vec![("shop".into(), Value::Number(NOW * 100.0)), ("b".into(), Value::from("x"))]);
        assert_eq!(RecontactPeriods::read(&far, day(0.0)), RecontactPeriods::default());
        assert_eq!(RecontactPeriods::read(&Value::List(vec![]), day(0.0)), RecontactPeriods::default());
    }
}
