//! The pages of a report, which share a selection.

use maud::{Markup, html};

use crate::report::ReportQuery;

/// One of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// The score at a glance.
    #[default]
    Overview,
    /// Responses that need somebody.
    Inbox,
    /// Answers to each question of a survey.
    Results,
    /// Scores in each segment.
    Segments,
    /// What adds to the score and what takes from it.
    Drivers,
    /// Ratings of articles.
    Articles,
    /// What was written to one question: it belongs to the results.
    Answers,
}

impl Tab {
    pub(super) const ALL: [Self; 6] =
        [Self::Overview, Self::Inbox, Self::Results, Self::Segments, Self::Drivers, Self::Articles];

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Overview => "/report",
            Self::Inbox => "/report/inbox",
            Self::Results => "/report/results",
            Self::Segments => "/report/segments",
            Self::Drivers => "/report/drivers",
            Self::Articles => "/report/articles",
            Self::Answers => "/report/answers",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Inbox => "Inbox",
            Self::Results | Self::Answers => "Questions",
            Self::Segments => "Segments",
            Self::Drivers => "Drivers",
            Self::Articles => "Articles",
        }
    }

    /// Whether the page is about one survey, and not about all of a kind.
    pub(super) fn needs_survey(self) -> bool {
        matches!(self, Self::Results | Self::Drivers | Self::Answers)
    }

    /// The page's address for `query`.
    pub(super) fn address(self, query: &ReportQuery) -> String {
        match query.to_query() {
            query if query.is_empty() => self.path().to_owned(),
            query => format!("{}?{query}", self.path()),
        }
    }

    /// Links to all pages with the same selection.
    pub(super) fn nav(self, query: &ReportQuery) -> Markup {
        // What is asked for on one page alone stays there.
        let query = ReportQuery {
            by: None,
            question: None,
            contains: None,
            group: None,
            status: None,
            owner: None,
            reason: None,
            after: None,
            ..query.clone()
        };
        html! {
            nav.tabs aria-label="Report" {
                @for tab in Self::ALL.into_iter().filter(|tab| query.follows_up || *tab != Self::Inbox) {
                    a href=(tab.address(&query)) aria-current=[(tab.name() == self.name()).then_some("page")] { (tab.name()) }
                }
            }
        }
    }
}
