//! The pages of a report, which share a selection.

use maud::{Markup, html};

use super::alerts;
use crate::access::role::{Permission, Role};
use crate::report::ReportQuery;

/// One of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// The score at a glance.
    #[default]
    Overview,
    /// Responses that need somebody.
    Inbox,
    /// Promoters who can be asked for more.
    Promoters,
    /// Answers to each question of a survey.
    Results,
    /// Scores in each segment.
    Segments,
    /// When scores have changed.
    Changes,
    /// Two selections beside each other.
    Compare,
    /// What adds to the score and what takes from it.
    Drivers,
    /// Companies whose people answer.
    Accounts,
    /// What customers are worth, by group.
    Value,
    /// Ratings of articles.
    Articles,
    /// What was written to one question: it belongs to the results.
    Answers,
}

impl Tab {
    pub(super) const ALL: [Self; 11] = [
        Self::Overview,
        Self::Inbox,
        Self::Promoters,
        Self::Results,
        Self::Segments,
        Self::Changes,
        Self::Compare,
        Self::Drivers,
        Self::Accounts,
        Self::Value,
        Self::Articles,
    ];

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Overview => "/report",
            Self::Inbox => "/report/inbox",
            Self::Promoters => "/report/promoters",
            Self::Results => "/report/results",
            Self::Segments => "/report/segments",
            Self::Changes => "/report/changes",
            Self::Compare => "/report/compare",
            Self::Drivers => "/report/drivers",
            Self::Accounts => "/report/accounts",
            Self::Value => "/report/value",
            Self::Articles => "/report/articles",
            Self::Answers => "/report/answers",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Inbox => "Inbox",
            Self::Promoters => "Promoters",
            Self::Results | Self::Answers => "Questions",
            Self::Segments => "Segments",
            Self::Changes => "Changes",
            Self::Compare => "Compare",
            Self::Drivers => "Drivers",
            Self::Accounts => "Accounts",
            Self::Value => "Value",
            Self::Articles => "Articles",
        }
    }

    /// Whether the page says who answered, and what is done about it.
    pub(super) fn is_for_agents(self) -> bool {
        matches!(self, Self::Inbox | Self::Promoters)
    }

    /// Whether the page is about one survey, and not about all of a kind.
    pub(super) fn needs_survey(self) -> bool {
        matches!(self, Self::Results | Self::Drivers | Self::Answers)
    }

    /// The page's address for `query`.
    pub(super) fn address(self, query: &ReportQuery) -> String {
        with_query(self.path(), query)
    }

    /// The address of the page's figures for programs, if they have one.
    pub(super) fn document(self, query: &ReportQuery) -> Option<String> {
        let path = match self {
            Self::Overview => "/v1/report",
            Self::Results => "/v1/results",
            Self::Segments => "/v1/segments",
            Self::Drivers => "/v1/drivers",
            Self::Articles => "/v1/articles",
            Self::Inbox => "/v1/inbox",
            Self::Accounts => "/v1/accounts",
            Self::Promoters | Self::Changes | Self::Compare | Self::Value | Self::Answers => return None,
        };
        Some(with_query(path, query))
    }

    /// Links to all pages that are for this role, with the same selection.
    pub(super) fn nav(self, query: &ReportQuery, role: Role, open_alerts: u64) -> Markup {
        // What is asked for on one page alone stays there.
        links(Some(self), &ReportQuery { compare: query.compare, ..query.selected() }, role, open_alerts)
    }
}

/// Links to all pages, on one beside them.
pub(super) fn links_of(role: Role) -> Markup {
    links(None, &ReportQuery::default(), role, 0)
}

fn links(shown: Option<Tab>, query: &ReportQuery, role: Role, open_alerts: u64) -> Markup {
    let is_shown = |tab: Tab| shown.is_some_and(|shown| shown.name() == tab.name());
    html! {
        nav.tabs aria-label="Report" {
            @for tab in Tab::ALL.into_iter().filter(|tab| role.may(Permission::FollowUp) || !tab.is_for_agents()) {
                a href=(tab.address(query)) aria-current=[is_shown(tab).then_some("page")] { (tab.name()) }
            }
            a href=(alerts::ADDRESS) {
                "Alerts"
                @if open_alerts > 0 { " " span.count { (open_alerts) span.hidden { " open" } } }
            }
        }
    }
}

fn with_query(path: &str, query: &ReportQuery) -> String {
    match query.to_query() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
