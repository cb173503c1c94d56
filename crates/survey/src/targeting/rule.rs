//! A rule, and what it amounts to.

use crate::{Value, name_of};

/// Whether a survey is shown. The later ones outweigh the earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Now.
    #[default]
    Show,
    /// Not yet: that may change on this page view.
    Wait,
    /// Not on this page view.
    Never,
}

impl Verdict {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("show", Self::Show), ("wait", Self::Wait), ("never", Self::Never)];

    /// The name in `explain()`.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// One reason to show a survey, or not to.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name, for programs.
    pub name: &'static str,
    /// What follows from it.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub because: String,
    /// The fact that decides.
    pub fact: Value,
}

impl Rule {
    /// The rule as `explain()` returns it.
    pub fn to_value(&self) -> Value {
        let mut rule = Value::object();
        rule.put("rule", Value::from(self.name));
        rule.put("holds", Value::from(self.verdict == Verdict::Show));
        rule.put("verdict", Value::from(self.verdict.name()));
        rule.put("because", Value::from(self.because.as_str()));
        if !self.fact.is_null() {
            rule.put("fact", self.fact.clone());
        }
        rule
    }
}

/// What takes the rules of a page view.
pub(super) trait Rules {
    /// Takes a rule. The reason is a sentence, and the fact that decides.
    fn add(&mut self, name: &'static str, verdict: Verdict, reason: impl FnOnce() -> (String, Value));
}

impl Rules for Vec<Rule> {
    fn add(&mut self, name: &'static str, verdict: Verdict, reason: impl FnOnce() -> (String, Value)) {
        let (because, fact) = reason();
        self.push(Rule { name, verdict, because, fact });
    }
}

/// What all rules together amount to, without reasons: who only has to know whether a survey is due downloads no sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is shown.
    pub verdict: Verdict,
    /// Whether no later page view of the same document can change that: another route of a single-page application.
    pub is_final: bool,
    /// Whether no trigger has fired.
    pub waits_for_trigger: bool,
    /// Whether a condition doesn't hold that may come to.
    pub waits_for_condition: bool,
}

impl Rules for Decision {
    fn add(&mut self, name: &'static str, verdict: Verdict, _: impl FnOnce() -> (String, Value)) {
        self.verdict = self.verdict.max(verdict);
        self.is_final |= verdict == Verdict::Never && matches!(name, SAMPLE | UNTIL | ZONE | "saveData");
        self.waits_for_trigger |= verdict == Verdict::Wait && name == WHEN;
        self.waits_for_condition |= verdict == Verdict::Wait && name == IF;
    }
}

pub(super) const IF: &str = "if";
pub(super) const WHEN: &str = "when";
pub(super) const SAMPLE: &str = "sample";
pub(super) const UNTIL: &str = "until";
pub(super) const ZONE: &str = "zone";

/// What all rules together amount to.
pub fn verdict(rules: &[Rule]) -> Verdict {
    rules.iter().map(|rule| rule.verdict).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(verdict: Verdict) -> Rule {
        Rule { name: "x", verdict, because: "Because.".to_owned(), fact: Value::from(5.0) }
    }

    #[test]
    fn the_strictest_rule_decides() {
        use Verdict::{Never, Show, Wait};
        let table: [(&[Verdict], Verdict); 5] = [
            (&[], Show),
            (&[Show, Show], Show),
            (&[Show, Wait], Wait),
            (&[Never, Wait, Show], Never),
            (&[Wait, Never], Never),
        ];
        for (verdicts, expected) in table {
            let rules: Vec<_> = verdicts.iter().copied().map(rule).collect();
            assert_eq!(verdict(&rules), expected, "{verdicts:?}");
        }
    }

    #[test]
    fn a_rule_is_explained_with_its_fact() {
        let json = r#"{"rule":"x","holds":false,"verdict":"wait","because":"Because.","fact":5}"#;
        assert_eq!(rule(Verdict::Wait).to_value().to_json(), json);
    }
}
