//! Why a survey shows, or doesn't.

use askwell_survey::Value;

/// What decides whether a survey shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Eligibility {
    /// Whether it is a popover: what disturbs, disturbs once.
    pub(crate) popover: bool,
    /// Whether it is shown by a call alone.
    pub(crate) manual: bool,
    /// Whether the site wants consent before it is shown, and there is none.
    pub(crate) unconsented: bool,
    /// Whether the visitor asks pages to save data.
    pub(crate) saves_data: bool,
    /// Whether a popover is open on the page.
    pub(crate) open: bool,
    /// Whether a popover has been shown on the page.
    pub(crate) shown: bool,
    /// Whether a popover could not be used now: a dialog is open, or the frame that the page stands in can't be seen.
    pub(crate) covered: bool,
    /// Whether the visitor answered or declined not long ago.
    pub(crate) resting: bool,
    /// Whether another tab had it when it was last to be shown here.
    pub(crate) in_other_tab: bool,
}

/// One reason for a survey to show, or not to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// What is the case when it doesn't hold: the code with which a call is rejected.
    pub(crate) name: &'static str,
    /// Whether it holds: if it doesn't, the survey doesn't show.
    pub(crate) holds: bool,
    /// Why not, in words.
    pub(crate) otherwise: &'static str,
}

/// The rule that a popover waits for.
pub(crate) const COVERED: &str = "covered";
/// The rule that consent is given, if the site wants it.
pub(crate) const CONSENT: &str = "consent";
/// Why a survey isn't shown that another tab shows.
pub(crate) const IN_OTHER_TAB: &str = "another tab shows it";

impl Rule {
    /// The rule as `explain()` returns it.
    pub(crate) fn to_value(&self) -> Value {
        let mut rule = Value::object();
        rule.put("rule", Value::from(self.name));
        rule.put("holds", Value::from(self.holds));
        if !self.holds {
            rule.put("because", Value::from(self.otherwise));
        }
        rule
    }
}

/// Every reason, in the order in which a call is told of them.
pub(crate) const fn rules(eligibility: &Eligibility) -> [Rule; 8] {
    const fn rule(name: &'static str, fails: bool, otherwise: &'static str) -> Rule {
        Rule { name, holds: !fails, otherwise }
    }
    [
        rule("manual", eligibility.manual, "it is shown by a call alone"),
        rule(CONSENT, eligibility.unconsented, "the visitor has not consented"),
        rule("frugal", eligibility.popover && eligibility.saves_data, "the visitor asks for less data"),
        rule("busy", eligibility.popover && eligibility.open, "another survey is open"),
        rule("shown", eligibility.popover && eligibility.shown, "a survey has been shown on this page already"),
        rule(COVERED, eligibility.popover && eligibility.covered, "a dialog is open, or the page can’t be seen"),
        rule("resting", eligibility.resting, "the visitor answered or declined not long ago"),
        rule("elsewhere", eligibility.in_other_tab, IN_OTHER_TAB),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(eligibility: &Eligibility) -> Vec<&'static str> {
        rules(eligibility).iter().filter(|rule| !rule.holds).map(|rule| rule.name).collect()
    }

    #[test]
    fn nothing_speaks_against_a_survey_by_itself() {
        assert_eq!(failing(&Eligibility::default()), [""; 0]);
        assert_eq!(failing(&Eligibility { popover: true, ..Eligibility::default() }), [""; 0]);
    }

    #[test]
    fn every_reason_is_given_in_order() {
        let all = Eligibility {
            popover: true,
            manual: true,
            unconsented: true,
            saves_data: true,
            open: true,
            shown: true,
            covered: true,
            resting: true,
            in_other_tab: true,
        };
        assert_eq!(failing(&all), ["manual", "consent", "frugal", "busy", "shown", "covered", "resting", "elsewhere"]);
    }

    #[test]
    fn a_survey_in_the_flow_of_the_page_is_not_stopped_by_popovers_or_saved_data() {
        let inline = Eligibility { saves_data: true, open: true, shown: true, covered: true, ..Eligibility::default() };
        assert_eq!(failing(&inline), [""; 0]);
    }

    #[test]
    fn a_rule_that_fails_says_why() {
        let rule = rules(&Eligibility { manual: true, ..Eligibility::default() })[0].to_value();
        assert_eq!(rule.to_json(), r#"{"rule":"manual","holds":false,"because":"it is shown by a call alone"}"#);
    }
}
