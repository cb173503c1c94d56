//! The rules that need nothing but the widget itself: they apply whether or not a site has targeting.

use super::{Rule, Verdict};
use crate::Value;

/// What the widget knows of a survey and of the others on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// Whether it is a popover: what disturbs, disturbs once.
    pub popover: bool,
    /// Whether it is shown by a call alone.
    pub manual: bool,
    /// Whether the visitor asks pages to save data.
    pub saves_data: bool,
    /// Whether a popover is open on the page.
    pub open: bool,
    /// Whether a popover has been shown on the page.
    pub shown: bool,
    /// Whether a popover could not be used now: a dialog is open, or the frame that the page stands in can't be seen.
    pub covered: bool,
    /// Whether the visitor has seen as many popovers as one session may have.
    pub capped: bool,
    /// Whether the visitor answered or declined not long ago.
    pub resting: bool,
    /// Whether another tab had it when it was last to be shown here.
    pub in_other_tab: bool,
}

impl Eligibility {
    /// Every rule, in the order in which a call is told of them. The names are the codes with which a call is rejected.
    pub fn rules(&self) -> Vec<Rule> {
        use Verdict::{Never, Wait};
        let rule = |name, fails: bool, otherwise, because: &str, holds: &str| Rule {
            name,
            verdict: if fails { otherwise } else { Verdict::Show },
            because: (if fails { because } else { holds }).to_owned(),
            fact: Value::Null,
        };
        let popover = |fails: bool| self.popover && fails;
        vec![
            rule("manual", self.manual, Never, "It is shown by a call alone.", "It is shown by itself."),
            rule(
                "frugal",
                popover(self.saves_data),
                Never,
                "The visitor asks for less data.",
                "The visitor does not ask for less data.",
            ),
            rule("busy", popover(self.open), Wait, "Another survey is open.", "No other survey is open."),
            rule(
                "shown",
                popover(self.shown),
                Never,
                "A survey has been shown on this page already.",
                "No survey has been shown on this page.",
            ),
            rule(
                "covered",
                popover(self.covered),
                Wait,
                "A dialog is open, or the page can’t be seen.",
                "The page can be seen, and no dialog is open.",
            ),
            rule(
                "capped",
                popover(self.capped),
                Never,
                "The visitor has seen as many surveys as one session may have.",
                "The visitor has seen fewer surveys than one session may have.",
            ),
            rule(
                "resting",
                self.resting,
                Never,
                "The visitor answered or declined not long ago.",
                "The visitor neither answered nor declined not long ago.",
            ),
            rule("elsewhere", self.in_other_tab, Wait, "Another tab shows it.", "No other tab shows it."),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(eligibility: Eligibility) -> Vec<(&'static str, Verdict)> {
        let rules = eligibility.rules().into_iter();
        rules.filter(|rule| rule.verdict != Verdict::Show).map(|rule| (rule.name, rule.verdict)).collect()
    }

    #[test]
    fn each_fact_fails_its_rule_alone() {
        let popover = Eligibility { popover: true, ..Eligibility::default() };
        let table = [
            (Eligibility { manual: true, ..popover }, "manual", Verdict::Never),
            (Eligibility { saves_data: true, ..popover }, "frugal", Verdict::Never),
            (Eligibility { open: true, ..popover }, "busy", Verdict::Wait),
            (Eligibility { shown: true, ..popover }, "shown", Verdict::Never),
            (Eligibility { covered: true, ..popover }, "covered", Verdict::Wait),
            (Eligibility { capped: true, ..popover }, "capped", Verdict::Never),
            (Eligibility { resting: true, ..popover }, "resting", Verdict::Never),
            (Eligibility { in_other_tab: true, ..popover }, "elsewhere", Verdict::Wait),
        ];
        assert_eq!(failing(popover), []);
        for (eligibility, name, verdict) in table {
            assert_eq!(failing(eligibility), [(name, verdict)]);
        }
    }

    #[test]
    fn a_survey_in_the_flow_of_the_page_is_not_stopped_by_what_is_about_popovers() {
        let inline = Eligibility {
            saves_data: true,
            open: true,
            shown: true,
            covered: true,
            capped: true,
            ..Eligibility::default()
        };
        assert_eq!(failing(inline), []);
    }
}
