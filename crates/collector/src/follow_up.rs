//! Which responses need somebody, and what can be done about them.

use askwell_survey::{Group, Timestamp, Value};

use crate::day::Day;
use crate::names::named;
use crate::personal;

/// Within how many days it should be done: when it is due, and what counts as in time.
pub(crate) const DAYS: u64 = 7;
/// How old, in days, a response from elsewhere may be that still needs somebody; and how far back the figures look.
pub(crate) const RECENT_DAYS: u64 = 90;
/// Characters of a note at most.
pub(crate) const NOTE: usize = 2_000;

/// Why a response needs somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The visitor asked to be contacted, and is no promoter.
    Contact,
    /// The score is a detractor's.
    Detractor,
    /// A rule put it into the inbox.
    Rule,
    /// A promoter who agreed to be contacted, and can be asked for a review or a reference.
    Promoter,
}

/// Where somebody finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Inbox,
    Promoters,
}

impl List {
    /// What can become of a response in it.
    pub(crate) fn statuses(self) -> &'static [(&'static str, Status)] {
        match self {
            Self::Inbox => Status::INBOX,
            Self::Promoters => Status::PROMOTERS,
        }
    }
}

impl Reason {
    /// The names in the database and in queries.
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("contact", Self::Contact),
        ("detractor", Self::Detractor),
        ("rule", Self::Rule),
        ("promoter", Self::Promoter),
    ];

    /// The rule.
    pub(crate) fn of(group: Option<Group>, answers: &[(String, Value)]) -> Option<Self> {
        if personal::asks_for_contact(answers) {
            return Some(if group == Some(Group::Promoter) { Self::Promoter } else { Self::Contact });
        }
        (group == Some(Group::Detractor)).then_some(Self::Detractor)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Detractor => "detractor",
            Self::Rule => "rule",
            Self::Promoter => "promoter",
        }
    }

    pub(crate) fn list(self) -> List {
        if self == Self::Promoter { List::Promoters } else { List::Inbox }
    }
}

/// A response that needs somebody, as it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NewFollowUp {
    pub(crate) reason: Reason,
    /// None for promoters, and for what came in before anybody could have been in time.
    pub(crate) due: Option<Day>,
}

impl NewFollowUp {
    /// What arrived at this moment.
    pub(crate) fn arrived(reason: Reason, at: Timestamp) -> Self {
        Self { reason, due: (reason.list() == List::Inbox).then(|| Day::of(at).plus(DAYS)) }
    }

    /// What was answered at `counted_at`, and is found or taken in now.
    pub(crate) fn found(reason: Reason, counted_at: Timestamp, now: Timestamp) -> Option<Self> {
        (counted_at >= now.after_days(-(RECENT_DAYS as f64))).then_some(Self { reason, due: None })
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nobody has begun.
    Open,
    /// Somebody works on it.
    InProgress,
    /// Somebody else has to do something first, such as the customer.
    Waiting,
    /// A promoter was asked.
    Invited,
    /// A promoter agreed to what was asked.
    Agreed,
    /// It has ended.
    Done(Outcome),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The customer was reached, and the problem is solved.
    Solved,
    /// The customer was reached, and the problem stays.
    NotSolved,
    /// The customer couldn't be reached.
    NotReached,
    /// Nothing needed to be done.
    NoAction,
    /// A promoter wrote a review, or is quoted.
    Published,
    /// A promoter recommended the company to somebody.
    Referred,
    /// A promoter would rather not.
    Declined,
}

impl Status {
    /// The names in the database and in forms, for responses in the inbox.
    pub(crate) const INBOX: &[(&str, Self)] = &[
        ("open", Self::Open),
        ("in-progress", Self::InProgress),
        ("waiting", Self::Waiting),
        ("solved", Self::Done(Outcome::Solved)),
        ("not-solved", Self::Done(Outcome::NotSolved)),
        ("not-reached", Self::Done(Outcome::NotReached)),
        ("no-action", Self::Done(Outcome::NoAction)),
    ];
    /// The same for promoters.
    pub(crate) const PROMOTERS: &[(&str, Self)] = &[
        ("open", Self::Open),
        ("invited", Self::Invited),
        ("agreed", Self::Agreed),
        ("published", Self::Done(Outcome::Published)),
        ("referred", Self::Done(Outcome::Referred)),
        ("declined", Self::Done(Outcome::Declined)),
    ];

    pub(crate) fn of(name: &str) -> Option<Self> {
        named(Self::INBOX, name).or_else(|| named(Self::PROMOTERS, name))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Waiting => "waiting",
            Self::Invited => "invited",
            Self::Agreed => "agreed",
            Self::Done(Outcome::Solved) => "solved",
            Self::Done(Outcome::NotSolved) => "not-solved",
            Self::Done(Outcome::NotReached) => "not-reached",
            Self::Done(Outcome::NoAction) => "no-action",
            Self::Done(Outcome::Published) => "published",
            Self::Done(Outcome::Referred) => "referred",
            Self::Done(Outcome::Declined) => "declined",
        }
    }

    pub(crate) fn is_done(self) -> bool {
        matches!(self, Self::Done(_))
    }
}

/// Something that is changed: what it is from then on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Owner(Option<String>),
    Status(Status),
    Due(Option<Day>),
    /// What somebody writes down; empty once it was erased.
    Note(String),
}

impl Change {
    /// How the database has it: what is changed, and what it is from then on.
    pub(crate) fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Owner(owner) => ("owner", owner.clone().unwrap_or_default()),
            Self::Status(status) => ("status", status.name().to_owned()),
            Self::Due(day) => ("due", day.map_or_else(String::new, |day| day.to_string())),
            Self::Note(text) => ("note", text.clone()),
        }
    }

    /// Reads that; None for what no version has written.
    pub(crate) fn read(what: &str, value: &str) -> Option<Self> {
        match what {
            "owner" => Some(Self::Owner(Some(value.to_owned()).filter(|owner| !owner.is_empty()))),
            "status" => Status::of(value).map(Self::Status),
            "due" if value.is_empty() => Some(Self::Due(None)),
            "due" => Day::parse(value).map(|day| Self::Due(Some(day))),
            "note" => Some(Self::Note(value.to_owned())),
            _ => None,
        }
    }
}

/// Follow-ups that haven't ended, or in one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InboxStatus {
    /// Their due day has passed, and they haven't ended.
    Overdue,
    Open,
    InProgress,
    Waiting,
    Invited,
    Agreed,
    Done,
}

impl InboxStatus {
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("overdue", Self::Overdue),
        ("open", Self::Open),
        ("in-progress", Self::InProgress),
        ("waiting", Self::Waiting),
        ("invited", Self::Invited),
        ("agreed", Self::Agreed),
        ("done", Self::Done),
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => Status::Open.name(),
            Self::InProgress => Status::InProgress.name(),
            Self::Waiting => Status::Waiting.name(),
            Self::Invited => Status::Invited.name(),
            Self::Agreed => Status::Agreed.name(),
            Self::Done => "done",
        }
    }
}

/// Whose follow-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InboxOwner {
    /// Of whoever asks.
    Mine,
    Nobody,
}

impl InboxOwner {
    pub(crate) const NAMES: &[(&str, Self)] = &[("mine", Self::Mine), ("nobody", Self::Nobody)];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Nobody => "nobody",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(group: Option<Group>, answers: &str) -> Option<Reason> {
        let answers: Value = serde_json::from_str(answers).unwrap();
        let Value::Map(answers) = answers else { panic!("no object") };
        Reason::of(group, &answers)
    }

    #[test]
    fn detractors_and_those_who_agree_to_be_contacted_need_somebody() {
        let table = [
            (Some(Group::Detractor), "{}", Some(Reason::Detractor)),
            (Some(Group::Passive), "{}", None),
            (None, "{}", None),
            (
                Some(Group::Promoter),
                r#"{"contact": {"email": "a@example.org", "consent": true}}"#,
                Some(Reason::Promoter),
            ),
            (
                Some(Group::Passive),
                r#"{"contact": {"email": "a@example.org", "consent": true}}"#,
                Some(Reason::Contact),
            ),
            (Some(Group::Promoter), r#"{"contact": {"email": "a@example.org", "consent": false}}"#, None),
            (Some(Group::Detractor), r#"{"contact": {"email": "a@example.org"}}"#, Some(Reason::Contact)),
            (None, r#"{"contact": "a@example.org"}"#, Some(Reason::Contact)),
            (None, r#"{"reference": {"phone": "+49 30 123456", "consent": true}}"#, Some(Reason::Contact)),
            (None, r#"{"contact": {"email": "a@example.org", "consent": false}}"#, None),
            (None, r#"{"contact": {"name": " "}}"#, None),
            (None, r#"{"contact": null}"#, None),
            (None, r#"{"reason": "a@example.org"}"#, None),
        ];
        for (group, answers, expected) in table {
            assert_eq!(reason(group, answers), expected, "{group:?} {answers}");
        }
    }

    #[test]
    fn changes_read_as_they_were_written() {
        let changes = [
            Change::Owner(Some("ann".to_owned())),
            Change::Owner(None),
            Change::Due(Day::parse("2026-11-21")),
            Change::Due(None),
            Change::Note("Called".to_owned()),
        ];
        let statuses = Status::INBOX.iter().chain(Status::PROMOTERS).map(|(_, status)| Change::Status(*status));
        for change in changes.into_iter().chain(statuses) {
            let (what, value) = change.parts();
            assert_eq!(Change::read(what, &value), Some(change));
        }
        assert_eq!(Change::read("colour", "red"), None);
    }
}
